//! Links and images in brackets: `[text](address "title")`, `[text][label]`, `[label]`.

use super::chars::{byte, cut, is_space, skip_blank, tail};
use super::fuel::Fuel;

/// A link or an image in brackets.
#[derive(Debug)]
pub(super) struct Bracket<'s> {
    /// Text between the brackets.
    pub label: &'s str,
    /// Address part or label of the definition, as written.
    pub target: &'s str,
    /// Position behind it.
    pub end: usize,
}

/// Position behind the opening bracket, with or without the exclamation mark of an image.
fn opening(src: &str, pos: usize) -> Option<usize> {
    let open = pos + usize::from(byte(src, pos) == b'!');
    (byte(src, open) == b'[').then_some(open + 1)
}

/// `[label](target)`
pub(super) fn direct<'s>(src: &'s str, pos: usize, fuel: &mut Fuel) -> Option<Bracket<'s>> {
    let start = opening(src, pos)?;
    let closes = closings(src, start, fuel);
    closes.into_iter().rev().find_map(|close| {
        if byte(src, close + 1) != b'(' {
            return None;
        }
        let end = balanced(src, close + 2, 2, fuel)?;
        Some(Bracket {
            label: cut(src, start, close),
            target: cut(src, close + 2, end),
            end: end + 1,
        })
    })
}

/// `[label][target]`, with white space between allowed; an empty target means the label.
pub(super) fn referring<'s>(src: &'s str, pos: usize, fuel: &mut Fuel) -> Option<Bracket<'s>> {
    let start = opening(src, pos)?;
    let closes = closings(src, start, fuel);
    closes.into_iter().rev().find_map(|close| {
        let open = skip_blank(src, close + 1);
        if byte(src, open) != b'[' {
            return None;
        }
        let end = fuel.find(src, open + 1, "]")?;
        let label = cut(src, start, close);
        let target = cut(src, open + 1, end);
        Some(Bracket {
            label,
            target: if target.is_empty() { label } else { target },
            end: end + 1,
        })
    })
}

/// `[label]`
pub(super) fn alone<'s>(src: &'s str, pos: usize, fuel: &mut Fuel) -> Option<Bracket<'s>> {
    let start = opening(src, pos)?;
    let mut at = start;
    loop {
        at = fuel.find_any(src, at, b"[]")?;
        if byte(src, at) == b']' {
            let label = cut(src, start, at);
            return Some(Bracket {
                label,
                target: label,
                end: at + 1,
            });
        }
        at = fuel.find(src, at, "]")? + 1;
    }
}

/// All closing brackets the label that starts at `start` could end with. A bracket inside goes to
/// the next closing one; a closing one is passed when a further one follows before any opening.
fn closings(src: &str, start: usize, fuel: &mut Fuel) -> Vec<usize> {
    let mut closes = Vec::new();
    let mut at = start;
    while let Some(bracket) = fuel.find_any(src, at, b"[]") {
        at = bracket + 1;
        if byte(src, bracket) == b'[' {
            match fuel.find(src, at, "]") {
                Some(close) => at = close + 1,
                None => break,
            }
            continue;
        }
        closes.push(bracket);
        let next = fuel.find_any(src, at, b"[]");
        if next.is_none_or(|next| byte(src, next) != b']') {
            break;
        }
    }
    closes
}

/// The closing parenthesis for an address that starts at `from`; pairs inside may be `nested` deep.
fn balanced(src: &str, from: usize, nested: usize, fuel: &mut Fuel) -> Option<usize> {
    let mut at = from;
    let mut depth = 0;
    loop {
        at = fuel.find_any(src, at, b"()")?;
        match byte(src, at) {
            b')' if depth == 0 => return Some(at),
            b')' => depth -= 1,
            _ if depth == nested => return None,
            _ => depth += 1,
        }
        at += 1;
    }
}

/// Address and title of a target part.
pub(super) fn address(target: &str) -> (&str, Option<&str>) {
    let text = target.trim_matches(is_space);
    let text = text.strip_prefix('<').unwrap_or(text);
    if let Some((href, title)) = titled(text) {
        return (href.strip_suffix('>').unwrap_or(href), Some(title));
    }
    (text.strip_suffix('>').unwrap_or(text), None)
}

/// Text whose end is a title in quotes, behind white space.
fn titled(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_suffix(['"', '\''])?;
    let quote = inner
        .char_indices()
        .find(|(i, c)| matches!(c, '"' | '\'') && super::chars::char_before(inner, *i).is_some_and(is_space))?
        .0;
    let href = cut(inner, 0, quote).trim_end_matches(is_space);
    Some((href, tail(inner, quote + 1)))
}
