//! Raw HTML: it is always shown as text, but what counts as a tag decides where blocks end and
//! where other marks are not read.

use super::chars::{byte, char_at, cut, is_space, is_word, skip_blank, skip_spaces, tail};
use super::fuel::Fuel;

/// Tag names that do not start a block.
const INLINE_TAGS: &str = " a em strong small s cite q dfn abbr data time code var samp kbd sub sup i b u \
mark ruby rt rp bdi bdo span br wbr ins del img ";

/// The name of a block tag that starts at `pos` (behind `<`): position behind the name.
pub(super) fn block_name(src: &str, pos: usize) -> Option<usize> {
    let end = pos
        + tail(src, pos)
            .bytes()
            .take_while(|b| is_word(Some(char::from(*b))))
            .count();
    let name = cut(src, pos, end);
    if name.is_empty() || INLINE_TAGS.split(' ').any(|inline| inline == name) {
        return None;
    }
    let rest = tail(src, end);
    let odd = rest.trim_start_matches(|c| c != '@' && !is_word(Some(c)) && !is_space(c));
    if rest.starts_with(":/") || odd.starts_with('@') {
        return None;
    }
    Some(end)
}

/// A block of raw HTML at `pos`: its end.
pub(super) fn html_block(src: &str, pos: usize, fuel: &mut Fuel) -> Option<usize> {
    let open = skip_spaces(src, pos);
    if byte(src, open) != b'<' {
        return None;
    }
    if tail(src, open).starts_with("<!--") {
        return comment_block(src, open, fuel);
    }
    let name_end = block_name(src, open + 1)?;
    closed_block(src, open, name_end, fuel).or_else(|| tag_block(src, name_end, fuel))
}

fn comment_block(src: &str, open: usize, fuel: &mut Fuel) -> Option<usize> {
    let mut at = open + 4;
    while let Some(found) = fuel.find(src, at, "-->") {
        at = found + 3;
        let behind = skip_spaces(src, at);
        if byte(src, behind) == b'\n' {
            return Some(behind + 1);
        }
        if skip_blank(src, behind) == src.len() {
            return Some(src.len());
        }
    }
    None
}

/// `<name … </name>` up to a blank line or the end.
fn closed_block(src: &str, open: usize, name_end: usize, fuel: &mut Fuel) -> Option<usize> {
    let close = format!("</{}>", cut(src, open + 1, name_end));
    let mut at = super::chars::after_char(src, name_end);
    while let Some(found) = fuel.find(src, at, &close) {
        at = found + close.len();
        if let Some(end) = block_end(src, at) {
            return Some(end);
        }
    }
    None
}

/// One tag of a block name, followed by a blank line or the end.
fn tag_block(src: &str, name_end: usize, fuel: &mut Fuel) -> Option<usize> {
    let mut at = name_end;
    loop {
        at = fuel.find_any(src, at, b"\"'>")?;
        at = match byte(src, at) {
            b'>' => return block_end(src, at + 1),
            quote => fuel.find_any(src, at + 1, &[quote])? + 1,
        };
    }
}

fn block_end(src: &str, at: usize) -> Option<usize> {
    let behind = skip_spaces(src, at);
    let newlines = super::chars::skip_newlines(src, behind);
    if newlines >= behind + 2 {
        return Some(newlines);
    }
    (skip_blank(src, behind) == src.len()).then_some(src.len())
}

/// A tag, comment or declaration inside a text that starts at `pos`: its end.
pub(super) fn inline_tag(src: &str, pos: usize, fuel: &mut Fuel) -> Option<usize> {
    if byte(src, pos) != b'<' {
        return None;
    }
    match byte(src, pos + 1) {
        b'!' => declaration(src, pos, fuel),
        b'?' => search(src, pos + 2, "?>", fuel),
        b'/' => {
            let end = tag_name(src, pos + 2, b":")?;
            let end = skip_blank(src, end);
            (byte(src, end) == b'>').then_some(end + 1)
        }
        _ => open_tag(src, pos, fuel),
    }
}

fn declaration(src: &str, pos: usize, fuel: &mut Fuel) -> Option<usize> {
    let rest = tail(src, pos);
    if let Some(inner) = rest.strip_prefix("<!--") {
        if inner.starts_with('>') || inner.starts_with("->") {
            return None;
        }
        return search(src, pos + 4, "-->", fuel);
    }
    if rest.starts_with("<![CDATA[") {
        return search(src, pos + 9, "]]>", fuel);
    }
    let letters = tail(src, pos + 2)
        .bytes()
        .take_while(u8::is_ascii_alphabetic)
        .count();
    let behind = pos + 2 + letters;
    if letters == 0 || !char_at(src, behind).is_some_and(is_space) {
        return None;
    }
    search(src, super::chars::after_char(src, behind), ">", fuel)
}

fn search(src: &str, from: usize, needle: &str, fuel: &mut Fuel) -> Option<usize> {
    fuel.find(src, from, needle).map(|at| at + needle.len())
}

/// A name that starts with a letter; `more` are bytes allowed behind besides word characters.
fn tag_name(src: &str, pos: usize, more: &[u8]) -> Option<usize> {
    if !byte(src, pos).is_ascii_alphabetic() {
        return None;
    }
    let len = tail(src, pos)
        .bytes()
        .take_while(|b| is_word(Some(char::from(*b))) || *b == b'-' || more.contains(b))
        .count();
    Some(pos + len)
}

fn open_tag(src: &str, pos: usize, fuel: &mut Fuel) -> Option<usize> {
    let mut at = tag_name(src, pos + 1, b"")?;
    loop {
        let blank = skip_blank(src, at);
        if !fuel.burn(blank - at + 1) {
            return None;
        }
        let slash = usize::from(byte(src, blank) == b'/');
        if byte(src, blank + slash) == b'>' {
            return Some(blank + slash + 1);
        }
        if blank == at {
            return None;
        }
        at = attribute(src, blank, fuel)?;
    }
}

fn attribute(src: &str, pos: usize, fuel: &mut Fuel) -> Option<usize> {
    let first = byte(src, pos);
    if !(first.is_ascii_alphabetic() || matches!(first, b':' | b'_')) {
        return None;
    }
    let len = tail(src, pos)
        .bytes()
        .take_while(|b| is_word(Some(char::from(*b))) || matches!(b, b'.' | b':' | b'-'))
        .count();
    let end = pos + len;
    let equals = skip_blank(src, end);
    if byte(src, equals) != b'=' {
        return Some(end);
    }
    let value = skip_blank(src, equals + 1);
    let quote = byte(src, value);
    if matches!(quote, b'"' | b'\'') {
        let close = fuel.find_any(src, value + 1, &[quote]);
        return Some(close.map_or(end, |close| close + 1));
    }
    let text = tail(src, value);
    let len = text
        .find(|c| is_space(c) || "\"'=<>`".contains(c))
        .unwrap_or(text.len());
    fuel.burn(len);
    Some(if len == 0 { end } else { value + len })
}
