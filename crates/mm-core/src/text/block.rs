//! Block structure: from a source to raw blocks whose running text is not read yet.
//!
//! The inline part comes second because a link definition may stand behind its use. Called by
//! [`super::parse`] only; the rules are in `rules`, `fences`, `html`, `lists` and `tables`.

use super::chars::{cut, skip_newlines, tail};
use super::fuel::Fuel;
use super::tables::RawTable;
use super::{fences, html, lists, rules, tables};
use crate::domain::{in_small_letters, Map};

/// Nesting of quotes and lists that is still read.
const MAX_DEPTH: usize = 100;

/// A block whose running text is still source.
#[derive(Debug)]
pub(super) enum RawBlock {
    Paragraph(String),
    /// Lines of a list item, a paragraph only when the item is loose.
    Lines(String),
    Heading(u8, String),
    Code {
        info: String,
        text: String,
    },
    Quote(Vec<RawBlock>),
    List {
        start: Option<u32>,
        items: Vec<RawItem>,
    },
    Table(RawTable),
    Rule,
}

/// A list item before inline reading.
#[derive(Debug)]
pub(super) struct RawItem {
    /// Its lines become paragraphs.
    pub loose: bool,
    pub blocks: Vec<RawBlock>,
}

/// A link definition.
#[derive(Debug)]
pub(super) struct LinkTarget {
    pub href: String,
    pub title: Option<String>,
}

/// Where a source stands in the document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Not inside a list item: paragraphs, tables and definitions are read.
    pub top: bool,
    /// Inside a quote: definitions are not read.
    pub quoted: bool,
    /// Nesting level.
    pub depth: usize,
}

/// Reader of blocks; collects link definitions on the way.
#[derive(Debug)]
pub(super) struct BlockReader<'f> {
    pub fuel: &'f mut Fuel,
    pub targets: Map<String, LinkTarget>,
}

/// Blocks found so far in one source.
#[derive(Default)]
struct Found {
    blocks: Vec<RawBlock>,
    /// A blank line was passed, so following lines start anew.
    gap: bool,
}

impl Found {
    fn push(&mut self, block: RawBlock) {
        self.blocks.push(block);
        self.gap = false;
    }

    fn push_line(&mut self, line: &str) {
        if let (false, Some(RawBlock::Lines(lines))) = (self.gap, self.blocks.last_mut()) {
            lines.push('\n');
            lines.push_str(line);
            return;
        }
        self.push(RawBlock::Lines(line.to_owned()));
    }
}

/// The source with one kind of newline, spaces for tabs and plain spaces for fixed ones.
pub(super) fn prepared(source: &str) -> String {
    if !source.contains(['\r', '\t', '\u{a0}', '\u{2424}']) {
        return source.to_owned();
    }
    source
        .replace("\r\n", "\n")
        .replace(['\r', '\u{2424}'], "\n")
        .replace('\t', "    ")
        .replace('\u{a0}', " ")
}

impl BlockReader<'_> {
    /// Reads all blocks of `src`.
    pub(super) fn read(&mut self, mut src: String, place: Place) -> Vec<RawBlock> {
        if place.depth > MAX_DEPTH || !self.fuel.burn(src.len()) {
            return vec![RawBlock::Lines(src)];
        }
        let mut found = Found::default();
        let mut pos = 0;
        while pos < src.len() {
            let start = skip_newlines(&src, pos);
            found.gap |= start > pos + 1;
            if start >= src.len() {
                break;
            }
            let end = self
                .leaf(&src, start, place, &mut found)
                .or_else(|| self.container(&mut src, start, place, &mut found))
                .unwrap_or_else(|| self.rest(&src, start, place, &mut found));
            // Every rule moves on; should one not, the loop must still end.
            pos = end.max(start + 1);
        }
        found.blocks
    }

    /// Rules tried before quotes and lists.
    fn leaf(&mut self, src: &str, pos: usize, place: Place, found: &mut Found) -> Option<usize> {
        if let Some(end) = rules::indented_code(src, pos) {
            let text = unindented(cut(src, pos, end));
            let text = text.trim_end_matches('\n').to_owned();
            found.push(RawBlock::Code {
                info: String::new(),
                text,
            });
            return Some(end);
        }
        if let Some(fence) = fences::fence(src, pos, self.fuel) {
            let (info, text) = (fence.info.to_owned(), fence.text.to_owned());
            found.push(RawBlock::Code { info, text });
            return Some(fence.end);
        }
        if let Some((level, text, end)) = rules::heading(src, pos) {
            found.push(RawBlock::Heading(level, text.to_owned()));
            return Some(end);
        }
        if let Some((table, end)) = tables::bare(src, pos).filter(|_| place.top) {
            found.push(RawBlock::Table(table));
            return Some(end);
        }
        if let Some((level, text, end)) = rules::underlined(src, pos) {
            found.push(RawBlock::Heading(level, text.to_owned()));
            return Some(end);
        }
        rules::rule(src, pos).inspect(|_| found.push(RawBlock::Rule))
    }

    /// Quotes and lists.
    fn container(&mut self, src: &mut String, pos: usize, place: Place, found: &mut Found) -> Option<usize> {
        if let Some(end) = rules::quote(src, pos, self.fuel) {
            let inner = unquoted(cut(src, pos, end));
            let place = Place {
                quoted: true,
                depth: place.depth + 1,
                ..place
            };
            let blocks = self.read(inner, place);
            found.push(RawBlock::Quote(blocks));
            return Some(end);
        }
        let list = lists::read(self, src, pos, place)?;
        found.push(RawBlock::List {
            start: list.start,
            items: list.items,
        });
        Some(list.end)
    }

    /// Rules tried last; one of them always matches.
    fn rest(&mut self, src: &str, pos: usize, place: Place, found: &mut Found) -> usize {
        if let Some(end) = html::html_block(src, pos, self.fuel) {
            found.push(RawBlock::Paragraph(cut(src, pos, end).to_owned()));
            return end;
        }
        if place.top {
            if let Some(end) = self.definition(src, pos, place) {
                return end;
            }
            if let Some((table, end)) = tables::piped(src, pos) {
                found.push(RawBlock::Table(table));
                return end;
            }
            let (text_end, end) = rules::paragraph(src, pos, self.fuel);
            found.push(RawBlock::Paragraph(cut(src, pos, text_end).to_owned()));
            return end;
        }
        let end = super::chars::line_end(src, pos);
        found.push_line(cut(src, pos, end));
        end
    }

    fn definition(&mut self, src: &str, pos: usize, place: Place) -> Option<usize> {
        if place.quoted {
            return None;
        }
        let found = rules::definition(src, pos, self.fuel)?;
        let target = LinkTarget {
            href: found.href.to_owned(),
            title: found.title.map(str::to_owned),
        };
        self.targets.insert(in_small_letters(found.label), target);
        Some(found.end)
    }
}

/// Every line without up to `width` leading spaces.
pub(super) fn outdented(text: &str, width: usize) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let spaces = super::chars::skip_spaces(line, 0).min(width);
        out.push_str(tail(line, spaces));
    }
    out
}

/// Every line of indented code without its four spaces; a shorter indent stays.
fn unindented(text: &str) -> String {
    let lines = text.split_inclusive('\n');
    lines
        .map(|line| line.strip_prefix("    ").unwrap_or(line))
        .collect()
}

/// Every line without its quote mark.
fn unquoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let inner = line.trim_start_matches(' ').strip_prefix('>');
        out.push_str(inner.map_or(line, |inner| inner.strip_prefix(' ').unwrap_or(inner)));
    }
    out
}
