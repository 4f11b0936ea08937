//! Block rules: what starts at a position, and where it ends.
//!
//! Each rule looks at the source only and answers with positions; building the tree is the part
//! of [`super::block`]. Rules are also asked whether a line interrupts a paragraph.

use super::chars::{byte, char_at, cut, is_space, line_end, skip_blank, skip_newlines, skip_spaces, tail};
use super::fuel::Fuel;

/// A rule of three or more marks; the end is behind its newline and following lines of spaces.
pub(super) fn rule(src: &str, pos: usize) -> Option<usize> {
    let mut at = pos;
    let mut marks = 0;
    loop {
        let mark = skip_spaces(src, at);
        if !matches!(byte(src, mark), b'-' | b'*' | b'_') {
            break;
        }
        at = mark + 1;
        marks += 1;
    }
    at = skip_spaces(src, at);
    if marks < 3 {
        return None;
    }
    if at >= src.len() {
        return Some(src.len());
    }
    if byte(src, at) != b'\n' {
        return None;
    }
    let mut newline = at;
    loop {
        let spaces = skip_spaces(src, newline + 1);
        if spaces == newline + 1 || byte(src, spaces) != b'\n' {
            return Some(newline + 1);
        }
        newline = spaces;
    }
}

/// A heading with number signs: level, text, end.
pub(super) fn heading(src: &str, pos: usize) -> Option<(u8, &str, usize)> {
    let start = skip_spaces(src, pos);
    let level = src
        .as_bytes()
        .iter()
        .skip(start)
        .take_while(|b| **b == b'#')
        .count();
    let after = start + level;
    if !(1..=6).contains(&level) || byte(src, after) != b' ' {
        return None;
    }
    let eol = line_end(src, after);
    let mut text = skip_spaces(src, after);
    if text == eol {
        if text < after + 2 {
            return None;
        }
        text -= 1;
    }
    let line = cut(src, text, eol);
    let first = line.chars().next().map_or(0, char::len_utf8);
    let bare = line
        .trim_end_matches(' ')
        .trim_end_matches('#')
        .trim_end_matches(' ');
    let content = cut(line, 0, bare.len().max(first));
    Some((u8::try_from(level).unwrap_or(6), content, skip_newlines(src, eol)))
}

/// Whether a line would start a heading even without a space behind the sign.
fn interrupts_as_heading(src: &str, pos: usize) -> bool {
    let start = skip_spaces(src, pos);
    byte(src, start) == b'#' && line_end(src, start) > start + 1
}

/// A line underlined with `===` or `---`: level, text, end.
pub(super) fn underlined(src: &str, pos: usize) -> Option<(u8, &str, usize)> {
    let eol = line_end(src, pos);
    if eol == pos || eol == src.len() {
        return None;
    }
    let marks = skip_spaces(src, eol + 1);
    let rest = tail(src, marks);
    let count = rest.len() - rest.trim_start_matches(['=', '-']).len();
    if count < 2 {
        return None;
    }
    let level = if byte(src, marks + count - 1) == b'=' {
        1
    } else {
        2
    };
    let end = skip_spaces(src, marks + count);
    if end < src.len() && byte(src, end) != b'\n' {
        return None;
    }
    Some((level, cut(src, pos, eol), skip_newlines(src, end)))
}

/// Whether a quote starts here.
pub(super) fn quote_starts(src: &str, pos: usize) -> bool {
    let start = skip_spaces(src, pos);
    byte(src, start) == b'>' && line_end(src, start) > start + 1
}

/// End of the quote that starts at `pos`: further lines belong to it until a blank line that no
/// quote follows, or a link definition.
pub(super) fn quote(src: &str, pos: usize, fuel: &mut Fuel) -> Option<usize> {
    let mut at = pos;
    while quote_starts(src, at) {
        loop {
            at = line_end(src, at);
            let next = at + 1;
            if at >= src.len() || next >= src.len() || byte(src, next) == b'\n' {
                break;
            }
            if definition(src, next, fuel).is_some() {
                break;
            }
            at = next;
        }
        at = skip_newlines(src, at);
    }
    (at > pos).then_some(at)
}

/// A link definition `[label]: href "title"`.
#[derive(Debug)]
pub(super) struct Definition<'s> {
    /// Label as written.
    pub label: &'s str,
    /// Address as written.
    pub href: &'s str,
    /// Title as written.
    pub title: Option<&'s str>,
    /// Position behind it.
    pub end: usize,
}

/// The link definition at `pos`.
pub(super) fn definition<'s>(src: &'s str, pos: usize, fuel: &mut Fuel) -> Option<Definition<'s>> {
    let open = skip_spaces(src, pos);
    if byte(src, open) != b'[' {
        return None;
    }
    let close = fuel.find(src, open + 1, "]")?;
    if close == open + 1 || byte(src, close + 1) != b':' {
        return None;
    }
    let mut start = skip_spaces(src, close + 2);
    if byte(src, start) == b'<' {
        start += 1;
    }
    let rest = tail(src, start);
    let len = rest.find(|c| is_space(c) || c == '>').unwrap_or(rest.len());
    let href = cut(rest, 0, len);
    if !defines(href) {
        return None;
    }
    let mut at = start + len;
    if byte(src, at) == b'>' {
        at += 1;
    }
    let (title, end) = definition_end(src, at)?;
    Some(Definition {
        label: cut(src, open + 1, close),
        href,
        title,
        end,
    })
}

/// Whether an address may stand in a definition: a scheme, a path or a fragment, and more.
fn defines(href: &str) -> bool {
    let rest = match href.strip_prefix(['/', '#']) {
        Some(rest) => rest,
        None => match href
            .trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_')
            .strip_prefix(':')
        {
            Some(rest) => rest,
            None => return false,
        },
    };
    !rest.is_empty()
}

fn definition_end(src: &str, at: usize) -> Option<(Option<&str>, usize)> {
    let eol = line_end(src, at);
    let rest = skip_spaces(src, at);
    if rest == eol {
        return Some((None, skip_newlines(src, eol)));
    }
    let line = cut(src, rest, eol).trim_end_matches(' ');
    let inner = line.strip_prefix(['"', '('])?.strip_suffix(['"', ')'])?;
    (rest > at && !inner.is_empty()).then(|| (Some(inner), skip_newlines(src, eol)))
}

/// A list bullet at `pos` (behind the indent): position behind it.
pub(super) fn bullet(src: &str, pos: usize) -> Option<usize> {
    if matches!(byte(src, pos), b'*' | b'+' | b'-') {
        return Some(pos + 1);
    }
    let digits = src
        .as_bytes()
        .iter()
        .skip(pos)
        .take_while(|b| b.is_ascii_digit())
        .count();
    (digits > 0 && byte(src, pos + digits) == b'.').then_some(pos + digits + 1)
}

/// Whether a list starts at `pos`: a bullet, a space and anything more.
pub(super) fn list_starts(src: &str, pos: usize) -> Option<(usize, usize)> {
    let start = skip_spaces(src, pos);
    let end = bullet(src, start)?;
    (byte(src, end) == b' ' && end + 1 < src.len()).then_some((start, end))
}

/// Whether a line holds a rule of the kind that ends a list.
pub(super) fn rule_ends_list(src: &str, pos: usize) -> bool {
    let mut at = pos;
    let mut marks = 0;
    while matches!(byte(src, at), b'-' | b'*' | b'_') {
        marks += 1;
        at = skip_spaces(src, at + 1);
    }
    marks >= 3 && (at >= src.len() || byte(src, at) == b'\n')
}

/// Whether the line at `pos` ends the paragraph before it.
pub(super) fn interrupts(src: &str, pos: usize, fuel: &mut Fuel) -> bool {
    let start = skip_spaces(src, pos);
    // Only these bytes can start anything; the underline of a heading needs the second line.
    let special = matches!(
        byte(src, start),
        b'#' | b'>' | b'<' | b'[' | b'`' | b'~' | b'-' | b'*' | b'_' | b'+' | b'0'..=b'9'
    );
    if special
        && (interrupts_as_heading(src, pos)
            || quote_starts(src, pos)
            || rule(src, pos).is_some()
            || list_starts(src, pos).is_some()
            || (byte(src, pos) == b'<' && super::html::block_name(src, pos + 1).is_some())
            || super::fences::fence(src, pos, fuel).is_some()
            || definition(src, pos, fuel).is_some())
    {
        return true;
    }
    underlined(src, pos).is_some()
}

/// A paragraph: end of its text, end of the block.
pub(super) fn paragraph(src: &str, pos: usize, fuel: &mut Fuel) -> (usize, usize) {
    let mut at = pos;
    loop {
        let eol = line_end(src, at);
        let next = eol + 1;
        if next >= src.len() || byte(src, next) == b'\n' || interrupts(src, next, fuel) {
            return (eol, skip_newlines(src, eol));
        }
        at = next;
    }
}

/// Indented code: end of the block.
pub(super) fn indented_code(src: &str, pos: usize) -> Option<usize> {
    let mut at = pos;
    while tail(src, at).starts_with("    ") {
        at = line_end(src, at);
        let blank = skip_blank(src, at);
        at = cut(src, at, blank).rfind('\n').map_or(at, |n| at + n + 1);
        if char_at(src, at).is_none() {
            break;
        }
    }
    (at > pos).then_some(at)
}
