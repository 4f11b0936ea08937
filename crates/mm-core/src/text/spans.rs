//! Spans of the running text: emphasis, code, formulas, escapes, plain stretches.
//!
//! Each function looks at one position and answers with the inner text and the end. The inner
//! text is read again by [`super::inline`].

use super::chars::{after_char, byte, char_at, char_before, cut, is_space, is_word, tail, utf16_len};
use super::fuel::Fuel;

/// Inner text of a span and the position behind it.
pub(super) type Span<'s> = (&'s str, usize);

/// An escaped character at `pos`: the character, the end.
pub(super) fn escape(src: &str, pos: usize) -> Option<Span<'_>> {
    if byte(src, pos) != b'\\' {
        return None;
    }
    let escaped = match byte(src, pos + 1) {
        b'\\' => !is_word(char_at(src, pos + 2)),
        b => b"`*{}[]()#+-.!_>~|".contains(&b),
    };
    escaped.then(|| (cut(src, pos + 1, pos + 2), pos + 2))
}

/// `**strong**` or `__strong__`.
pub(super) fn strong<'s>(src: &'s str, pos: usize, fuel: &mut Fuel) -> Option<Span<'s>> {
    let mark = byte(src, pos);
    if !matches!(mark, b'*' | b'_') || byte(src, pos + 1) != mark {
        return None;
    }
    let marks = if mark == b'*' { "**" } else { "__" };
    let mut at = after_char(src, pos + 2);
    while let Some(close) = fuel.find(src, at, marks) {
        if byte(src, close + 2) != mark {
            return Some((cut(src, pos + 2, close), close + 2));
        }
        at = close + 1;
    }
    None
}

/// `*emphasis*` or `_emphasis_`.
pub(super) fn emphasis<'s>(src: &'s str, pos: usize, fuel: &mut Fuel) -> Option<Span<'s>> {
    let mark = byte(src, pos);
    let first = char_at(src, pos + 1)?;
    let star = mark == b'*';
    if !matches!(mark, b'*' | b'_') || is_space(first) || (star && matches!(first, '"' | '<')) {
        return None;
    }
    let starts_with_mark = byte(src, pos + 1) == mark;
    // One character alone.
    let second = after_char(src, pos + 1);
    if !starts_with_mark
        && first.len_utf16() == 1
        && byte(src, second) == mark
        && byte(src, second + 1) != mark
    {
        return Some((cut(src, pos + 1, second), second + 1));
    }
    // First a close whose last character is not the mark; then, if the text does not start with
    // the mark, any close.
    let mut fallback = None;
    let marks = if star { "*" } else { "_" };
    let mut at = second;
    while let Some(close) = fuel.find(src, at, marks) {
        at = close + 1;
        let inner = cut(src, pos + 1, close);
        let last = char_before(src, close).unwrap_or(' ');
        let short = inner.len() < 4 && utf16_len(inner) < 2;
        if short || is_space(last) || !closes(src, at, mark) {
            continue;
        }
        if last != char::from(mark) {
            return Some((inner, at));
        }
        if fallback.is_none() && !starts_with_mark {
            fallback = Some((inner, at));
        }
    }
    fallback
}

/// Whether a mark in front of `at` may close: no further mark, and for `_` no letter.
fn closes(src: &str, at: usize, mark: u8) -> bool {
    match char_at(src, at) {
        None => true,
        Some(c) if c == char::from(mark) => false,
        Some(c) if mark == b'_' => is_space(c) || "!\"#$%&'()*+,-./:;<=>?@[^{|}~".contains(c),
        Some(_) => true,
    }
}

/// `~~deleted~~`.
pub(super) fn deleted<'s>(src: &'s str, pos: usize, fuel: &mut Fuel) -> Option<Span<'s>> {
    if !tail(src, pos).starts_with("~~") || char_at(src, pos + 2).is_none_or(is_space) {
        return None;
    }
    let mut at = after_char(src, pos + 2);
    while let Some(close) = fuel.find(src, at, "~~") {
        if char_before(src, close).is_some_and(|c| !is_space(c)) {
            return Some((cut(src, pos + 2, close), close + 2));
        }
        at = close + 1;
    }
    None
}

/// Inline code: the code without surrounding white space.
pub(super) fn code<'s>(src: &'s str, pos: usize, fuel: &mut Fuel) -> Option<Span<'s>> {
    let ticks = run(src, pos);
    if ticks == 0 {
        return None;
    }
    let mut at = pos + ticks;
    while let Some(close) = fuel.find(src, at, "`") {
        let found = run(src, close);
        if found == ticks {
            let inner = cut(src, pos + ticks, close);
            return (!inner.is_empty()).then(|| (inner.trim_matches(is_space), close + found));
        }
        at = close + found;
    }
    None
}

/// Length of the run of backticks at `pos`.
pub(super) fn run(src: &str, pos: usize) -> usize {
    src.as_bytes()
        .iter()
        .skip(pos)
        .take_while(|b| **b == b'`')
        .count()
}

/// `$formula$` on one line.
pub(super) fn formula<'s>(src: &'s str, pos: usize, fuel: &mut Fuel) -> Option<Span<'s>> {
    let close = fuel.find_any(src, pos + 1, b"$\n")?;
    if close == pos + 1 || byte(src, close) != b'$' || is_word(char_at(src, close + 1)) {
        return None;
    }
    Some((cut(src, pos + 1, close).trim_matches(is_space), close + 1))
}

/// Two or more spaces before a newline that is not the last: the position behind.
pub(super) fn line_break(src: &str, pos: usize) -> Option<usize> {
    let end = super::chars::skip_spaces(src, pos);
    let more = end >= pos + 2 && byte(src, end) == b'\n' && super::chars::skip_blank(src, end) < src.len();
    more.then_some(end + 1)
}

/// End of the plain stretch at `pos`: it goes on to the next place where a mark could start.
pub(super) fn plain(src: &str, pos: usize) -> usize {
    let mut at = match run(src, pos) {
        0 => after_char(src, pos),
        ticks => pos + ticks,
    };
    let mut before = char_before(src, at);
    // Half of a character beyond the basic plane counts as text before the spaces of a line break.
    if before.is_some_and(|c| c.len_utf16() == 2) && breaks(src, at) {
        return at;
    }
    while let Some(c) = char_at(src, at) {
        if stops(src, at, c, before) {
            return at;
        }
        let next = at + c.len_utf8();
        if c != ' ' && breaks(src, next) {
            return next;
        }
        before = Some(c);
        at = next;
    }
    at
}

/// Whether two or more spaces and a newline stand at `at`.
fn breaks(src: &str, at: usize) -> bool {
    let spaces = super::chars::skip_spaces(src, at);
    spaces >= at + 2 && byte(src, spaces) == b'\n'
}

fn stops(src: &str, at: usize, c: char, before: Option<char>) -> bool {
    match c {
        '\\' | '<' | '!' | '[' | '`' | '*' | '~' => true,
        '$' | '_' => !is_word(before),
        'a'..='z' => !is_word(before) && (scheme_starts(src, at) || www_starts(src, at)),
        _ => false,
    }
}

fn scheme_starts(src: &str, at: usize) -> bool {
    let is_scheme = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'+' | b'-');
    let len = tail(src, at).bytes().take(33).take_while(is_scheme).count();
    (2..=32).contains(&len) && byte(src, at + len) == b':'
}

fn www_starts(src: &str, at: usize) -> bool {
    tail(src, at)
        .strip_prefix("www")
        .is_some_and(|rest| rest.chars().next().is_some_and(|c| c != '\n'))
}
