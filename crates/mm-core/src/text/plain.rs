//! Plain text of a document, for notifications, previews and copying.
//!
//! Knows only the tree. Blocks are parted by newlines, cells by tabs; marks of the dialect are
//! gone, names and emoji stay as they were typed.

use super::tree::{Block, Cell, Document, Glyph, Inline, List};

impl Document {
    /// The document as text without marks.
    pub fn plain_text(&self) -> String {
        let mut out = String::new();
        blocks(&self.blocks, &mut out);
        out.truncate(out.trim_end().len());
        out
    }
}

fn blocks(list: &[Block], out: &mut String) {
    for block in list {
        match block {
            Block::Paragraph(content) | Block::Plain(content) | Block::Heading { content, .. } => {
                inlines(content, out);
            }
            Block::Quote(inner) => blocks(inner, out),
            Block::List(list) => items(list, out),
            Block::Code { text, .. } | Block::Latex(text) => out.push_str(text),
            Block::Table(table) => {
                cells(&table.header, out);
                for row in &table.rows {
                    end_line(out);
                    cells(row, out);
                }
            }
            Block::Rule => {}
        }
        end_line(out);
    }
}

fn items(list: &List, out: &mut String) {
    let mut number = list.start;
    for item in &list.items {
        if let Some(n) = number {
            out.push_str(&n.to_string());
            out.push_str(". ");
            number = n.checked_add(1);
        }
        blocks(&item.blocks, out);
        end_line(out);
    }
}

fn cells(row: &[Cell], out: &mut String) {
    for (i, cell) in row.iter().enumerate() {
        if i > 0 {
            out.push('\t');
        }
        inlines(&cell.content, out);
    }
}

fn end_line(out: &mut String) {
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}

fn inlines(list: &[Inline], out: &mut String) {
    for inline in list {
        match inline {
            Inline::Text(text) | Inline::Code(text) | Inline::Latex(text) | Inline::Hashtag(text) => {
                out.push_str(text);
            }
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Deleted(inner)
            | Inline::Highlight(inner)
            | Inline::Link { content: inner, .. } => inlines(inner, out),
            Inline::LineBreak => out.push('\n'),
            Inline::Image(image) => out.push_str(&image.alt),
            Inline::Mention(mention) => {
                out.push('@');
                out.push_str(&mention.name);
            }
            Inline::Channel { display_name, .. } => {
                out.push('~');
                out.push_str(display_name);
            }
            Inline::Emoji(emoji) => match &emoji.glyph {
                Glyph::Unicode(glyph) => out.push_str(glyph),
                Glyph::Custom => out.push_str(&emoji.typed),
            },
        }
    }
}
