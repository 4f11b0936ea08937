//! The way from a source to a document: blocks first, running text second.

use super::block::{prepared, BlockReader, Place, RawBlock, RawItem};
use super::context::{Latex, TextContext};
use super::fuel::Fuel;
use super::inline::InlineReader;
use super::languages::Language;
use super::tables::RawTable;
use super::tree::{Block, Cell, Document, Inline, List, ListItem, Table};

/// Reads a message. Never fails: what is no mark is text.
pub fn parse(source: &str, ctx: &dyn TextContext) -> Document {
    let mut fuel = Fuel::for_source(source.len());
    let mut blocks = BlockReader {
        fuel: &mut fuel,
        targets: Default::default(),
    };
    let raw = blocks.read(
        prepared(source),
        Place {
            top: true,
            quoted: false,
            depth: 1,
        },
    );
    let targets = blocks.targets;
    let mut inline = InlineReader {
        ctx,
        targets: &targets,
        fuel: &mut fuel,
        in_link: false,
        depth: 0,
    };
    if let [RawBlock::Paragraph(text)] = raw.as_slice() {
        let content = inline.content(text);
        return Document {
            blocks: vec![Block::Paragraph(content.nodes)],
            jumbo: content.emoji_alone,
        };
    }
    Document {
        blocks: raw.into_iter().filter_map(|block| inline.block(block)).collect(),
        jumbo: false,
    }
}

impl InlineReader<'_> {
    fn blocks(&mut self, raw: Vec<RawBlock>) -> Vec<Block> {
        raw.into_iter().filter_map(|block| self.block(block)).collect()
    }

    /// A block with its running text read; an empty code block is none.
    fn block(&mut self, raw: RawBlock) -> Option<Block> {
        Some(match raw {
            RawBlock::Paragraph(text) | RawBlock::Lines(text) => Block::Paragraph(self.read(&text)),
            RawBlock::Heading(level, text) => Block::Heading {
                level,
                content: self.read(&text),
            },
            RawBlock::Code { text, .. } if text.is_empty() => return None,
            RawBlock::Code { info, text } => self.code(&info, text),
            RawBlock::Quote(inner) => Block::Quote(self.blocks(inner)),
            RawBlock::List { start, items } => Block::List(List {
                start,
                items: items.into_iter().map(|item| self.item(item)).collect(),
            }),
            RawBlock::Table(table) => Block::Table(self.table(table)),
            RawBlock::Rule => Block::Rule,
        })
    }

    fn code(&self, info: &str, text: String) -> Block {
        let formula = info.eq_ignore_ascii_case("tex") || info.eq_ignore_ascii_case("latex");
        if formula && self.ctx.options().latex != Latex::Off {
            return Block::Latex(text);
        }
        Block::Code {
            language: Language::named(info),
            text,
        }
    }

    fn item(&mut self, item: RawItem) -> ListItem {
        let loose = item.loose;
        let mut blocks: Vec<Block> = Vec::with_capacity(item.blocks.len());
        for raw in item.blocks {
            match raw {
                RawBlock::Lines(text) if !loose => blocks.push(Block::Plain(self.read(&text))),
                other => blocks.extend(self.block(other)),
            }
        }
        let task = take_task_box(&mut blocks);
        ListItem { task, blocks }
    }

    fn table(&mut self, raw: RawTable) -> Table {
        let align = raw.align;
        let mut row = |cells: Vec<String>| -> Vec<Cell> {
            let aligned = cells.into_iter().enumerate();
            aligned
                .map(|(i, text)| Cell {
                    align: align.get(i).copied().flatten(),
                    content: self.read(&text),
                })
                .collect()
        };
        Table {
            header: row(raw.header),
            rows: raw.rows.into_iter().map(row).collect(),
        }
    }
}

/// Takes `[ ] ` or `[x] ` off the text an item starts with.
fn take_task_box(blocks: &mut [Block]) -> Option<bool> {
    let Some(Block::Plain(nodes)) = blocks.first_mut() else {
        return None;
    };
    let Some(Inline::Text(text)) = nodes.first_mut() else {
        return None;
    };
    let rest = text.strip_prefix('[')?;
    let mark = rest
        .chars()
        .next()
        .filter(|c| matches!(c, ' ' | 'x' | 'X' | '|'))?;
    let rest = rest.get(1..)?.strip_prefix("] ")?.to_owned();
    *text = rest;
    Some(mark != ' ')
}
