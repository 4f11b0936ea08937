//! Lists: where items end, what belongs to them, and whether they are tight.
//!
//! A line without indent behind an item does not continue it: the list ends and the line is read
//! as if the list had never reached that far.

use super::block::{outdented, BlockReader, Place, RawItem};
use super::chars::{byte, char_at, cut, find, is_space, skip_newlines, skip_spaces, tail, utf16_len};
use super::rules;

/// A list found in a source.
pub(super) struct FoundList {
    /// First number, when ordered.
    pub start: Option<u32>,
    pub items: Vec<RawItem>,
    /// Position behind it.
    pub end: usize,
}

/// What follows a run of newlines inside a list.
enum Break {
    /// The list is over; the text goes on at this position.
    End(usize),
    /// The next item starts at this position.
    Item(usize),
    /// The item goes on with the line at this position.
    Line(usize),
}

/// Facts of a list that its items are judged by.
struct Shape {
    /// Where the list starts.
    start: usize,
    indent: usize,
    /// Position behind the last character that is not white space.
    text_end: usize,
}

/// Reads the list at `pos`. May rewrite `src` in front of the returned end.
pub(super) fn read(
    reader: &mut BlockReader<'_>,
    src: &mut String,
    pos: usize,
    place: Place,
) -> Option<FoundList> {
    let (bullet, bullet_end) = rules::list_starts(src, pos)?;
    let shape = Shape {
        start: pos,
        indent: bullet - pos,
        text_end: src.trim_end_matches(is_space).len(),
    };
    let start = number(cut(src, bullet, bullet_end));
    let mut items = Vec::new();
    let mut at = pos;
    let mut next_loose = false;
    loop {
        let (item_end, next) = item_extent(reader, src, at, &shape)?;
        let (prefix, text) = without_bullet(cut(src, at, item_end));
        let lazy = lazy_rest(text).map(|offset| at + prefix + offset);
        let text = match lazy {
            Some(rest) => cut(src, at + prefix, rest - 1).to_owned(),
            None if text.contains("\n ") => outdented(text, prefix),
            None => text.to_owned(),
        };
        let mut loose = next_loose || has_gap(&text);
        let last = lazy.is_some() || matches!(next, Break::End(_));
        if !last {
            next_loose = text.ends_with('\n');
            loose |= next_loose;
        }
        let inner = Place {
            top: false,
            depth: place.depth + 1,
            ..place
        };
        items.push(RawItem {
            loose,
            blocks: reader.read(text, inner),
        });
        match (lazy, next) {
            (Some(rest), Break::End(end)) => {
                return Some(FoundList {
                    start,
                    items,
                    end: set_back(src, rest, end),
                });
            }
            (Some(end), _) | (None, Break::End(end)) => return Some(FoundList { start, items, end }),
            (None, Break::Item(next) | Break::Line(next)) => at = next,
        }
    }
}

/// The number of an ordered list, held where browsers hold their counters.
fn number(bullet: &str) -> Option<u32> {
    let digits = bullet.strip_suffix('.')?;
    let number = digits.parse::<u64>().unwrap_or(u64::MAX);
    u32::try_from(number.min(1 << 31)).ok()
}

/// Where the item that starts at `at` ends, and what follows.
fn item_extent(reader: &mut BlockReader<'_>, src: &str, at: usize, shape: &Shape) -> Option<(usize, Break)> {
    let behind = rules::bullet(src, skip_spaces(src, at))? + 1;
    let mut line = behind;
    loop {
        let Some(newline) = find(src, line, "\n") else {
            return Some((src.len(), Break::End(src.len())));
        };
        if !reader.fuel.burn(newline - line + 1) {
            return Some((src.len(), Break::End(src.len())));
        }
        // The first bullet must be followed by something, be it a newline, before the list can end.
        let counted = if newline == behind && at == shape.start {
            newline + 1
        } else {
            newline
        };
        match judge(reader, src, newline, counted, shape) {
            Break::Line(next) => line = next,
            Break::Item(next) => return Some((next - 1, Break::Item(next))),
            Break::End(end) => return Some((end, Break::End(end))),
        }
    }
}

/// Judges the run of newlines at `newline`, of which those from `counted` on can end the list.
fn judge(reader: &mut BlockReader<'_>, src: &str, newline: usize, counted: usize, shape: &Shape) -> Break {
    let next = skip_newlines(src, newline);
    if shape.text_end <= newline {
        // Only white space is left; several newlines directly behind the text end the list before it.
        let run = if shape.text_end == newline {
            next - counted.min(next)
        } else {
            0
        };
        let early = run >= 3 || (run == 2 && byte(src, next) != b' ');
        return Break::End(if early { next } else { src.len() });
    }
    let is_item = starts_item(src, next, shape.indent);
    if counted < next {
        let indented = tail(src, next).starts_with(' ') && rule_behind_indent(src, next, shape.indent);
        if rules::rule_ends_list(src, next)
            || indented
            || rules::definition(src, next, reader.fuel).is_some()
            || next - counted >= 3
            || (next - counted == 2 && byte(src, next) != b' ' && !is_item)
        {
            return Break::End(next);
        }
    }
    if is_item {
        Break::Item(next)
    } else {
        Break::Line(next)
    }
}

fn rule_behind_indent(src: &str, pos: usize, indent: usize) -> bool {
    skip_spaces(src, pos) - pos >= indent && rules::rule_ends_list(src, pos + indent)
}

/// Whether an item of the same indent starts here.
fn starts_item(src: &str, pos: usize, indent: usize) -> bool {
    let start = skip_spaces(src, pos);
    start - pos == indent && rules::bullet(src, start).is_some_and(|end| byte(src, end) == b' ')
}

/// The item's text without bullet, and how many bytes the bullet took.
fn without_bullet(item: &str) -> (usize, &str) {
    let start = skip_spaces(item, 0);
    let end = rules::bullet(item, start).map_or(start, |end| skip_spaces(item, end));
    (end, tail(item, end))
}

/// Offset of the second line when it has no indent and so does not belong to the item.
fn lazy_rest(text: &str) -> Option<usize> {
    let newline = text.find('\n').filter(|at| *at > 0)?;
    let rest = tail(text, newline + 1);
    let belongs_elsewhere = char_at(rest, 0).is_some_and(|c| !is_space(c)) && utf16_len_over_one(rest);
    belongs_elsewhere.then_some(newline + 1)
}

fn utf16_len_over_one(text: &str) -> bool {
    text.len() > 4 || utf16_len(text) > 1
}

/// Whether a blank line stands between two parts of the text.
fn has_gap(text: &str) -> bool {
    let end = text.trim_end_matches(is_space).len();
    text.rfind("\n\n").is_some() && cut(text, 0, end).contains("\n\n")
}

/// Gives the lines from `rest` to `end` back to the source, followed by one more newline. They
/// move one byte to the front, over the newline before them, so that nothing behind them moves.
fn set_back(src: &mut String, rest: usize, end: usize) -> usize {
    let moved = format!("{}\n", cut(src, rest, end));
    src.replace_range(rest - 1..end, &moved);
    rest - 1
}
