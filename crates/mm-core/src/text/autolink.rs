//! Addresses written out in the text: `https://…`, `www.…`, `<…>`.

use super::chars::{after_char, byte, char_at, cut, is_letter, is_letter_or_digit, is_space, tail};
use super::fuel::Fuel;

/// End of the bare address that starts at `pos`, without the punctuation behind it.
pub(super) fn bare_url(src: &str, pos: usize, fuel: &mut Fuel) -> Option<usize> {
    if !fuel.left() {
        return None;
    }
    let end = with_scheme(src, pos)
        .or_else(|| {
            www(src, pos)
                .map(|at| body(src, at))
                .filter(|end| Some(*end) > www(src, pos))
        })
        .or_else(|| with_path(src, pos, fuel));
    let end = end?;
    fuel.burn(end - pos);
    let url = cut(src, pos, end);
    let url = url.trim_end_matches(['?', '!', '.', ',', ':', '*', '_', '~', '\'', '"']);
    (!url.is_empty()).then_some(pos + url.len())
}

/// `scheme:` with one to three slashes or directly a letter, digit or percent sign.
fn with_scheme(src: &str, pos: usize) -> Option<usize> {
    if !byte(src, pos).is_ascii_alphabetic() {
        return None;
    }
    let is_scheme = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'+' | b'-');
    let colon = pos + tail(src, pos).bytes().take_while(is_scheme).count();
    if byte(src, colon) != b':' {
        return None;
    }
    let slashes = tail(src, colon + 1)
        .bytes()
        .take(3)
        .take_while(|b| *b == b'/')
        .count();
    if slashes > 0 {
        let start = colon + 1 + slashes;
        let end = body(src, start);
        // Of several slashes the last can stand for the rest.
        return (end > start || slashes > 1).then_some(end);
    }
    char_at(src, colon + 1).filter(|c| is_letter_or_digit(*c) || *c == '%')?;
    let start = after_char(src, colon + 1);
    let end = body(src, start);
    (end > start).then_some(end)
}

/// `www`, up to three digits and a dot.
fn www(src: &str, pos: usize) -> Option<usize> {
    let rest = tail(src, pos).strip_prefix("www")?;
    let digits = rest.bytes().take(3).take_while(u8::is_ascii_digit).count();
    (byte(rest, digits) == b'.').then_some(pos + 3 + digits + 1)
}

/// A host with a short last label, and a path.
fn with_path(src: &str, pos: usize, fuel: &mut Fuel) -> Option<usize> {
    let rest = tail(src, pos);
    let len = rest
        .find(|c| !(is_letter_or_digit(c) || matches!(c, '.' | '-')))
        .unwrap_or(rest.len());
    fuel.burn(len);
    let (host, label) = cut(rest, 0, len).rsplit_once('.')?;
    let letters = label.chars().count();
    if host.is_empty()
        || byte(rest, len) != b'/'
        || !(2..=4).contains(&letters)
        || !label.chars().all(is_letter)
    {
        return None;
    }
    let start = pos + len + 1;
    let end = body(src, start);
    (end > start).then_some(end)
}

/// End of the characters that may go on an address.
fn body(src: &str, mut at: usize) -> usize {
    while let Some(c) = char_at(src, at) {
        let next = match c {
            '[' => ip_literal(src, at).or_else(|| before_text(src, at)),
            '(' => parenthesis(src, at, 1),
            '`' | '!' | ']' | '{' | ';' | ':' | '\'' | '"' | ',' | '<' | '>' | '?' | '«' | '»' | '“'
            | '”' | '‘' | '’' => before_text(src, at),
            c if is_space(c) || stops(c) => None,
            _ => Some(after_char(src, at)),
        };
        match next {
            Some(next) => at = next,
            None => break,
        }
    }
    at
}

/// Punctuation that never belongs to an address.
fn stops(c: char) -> bool {
    c == ')'
        || matches!(u32::from(c),
            0xff01..=0xff0f | 0xff1a..=0xff20 | 0xff3b..=0xff40 | 0xff5b..=0xff5e | 0x3001 | 0x3002 | 0x300c..=0x3011)
}

/// Punctuation that belongs to the address only when text follows directly.
fn before_text(src: &str, at: usize) -> Option<usize> {
    let next = after_char(src, at);
    char_at(src, next).filter(|c| !is_space(*c) && !matches!(c, '(' | ')' | '<' | '>'))?;
    Some(next)
}

fn ip_literal(src: &str, at: usize) -> Option<usize> {
    let rest = tail(src, at + 1);
    let len = rest
        .bytes()
        .take_while(|b| b.is_ascii_digit() || matches!(b, b'a'..=b'f' | b':'))
        .count();
    (len > 0 && byte(rest, len) == b']').then_some(at + len + 2)
}

/// A pair of parentheses; `nested` pairs may stand inside.
fn parenthesis(src: &str, open: usize, nested: usize) -> Option<usize> {
    let mut at = open + 1;
    loop {
        at = match char_at(src, at)? {
            ')' if nested == 0 && at == open + 1 => return None,
            ')' => return Some(at + 1),
            '(' if nested > 0 => parenthesis(src, at, nested - 1)?,
            '(' | '<' | '>' => return None,
            c if is_space(c) => return None,
            _ => after_char(src, at),
        };
    }
}

/// An address between angle brackets: what it shows, whether it is a mail address, the end.
pub(super) fn bracketed<'s>(src: &'s str, pos: usize, fuel: &mut Fuel) -> Option<(&'s str, bool, usize)> {
    let end = fuel
        .find_any(src, pos + 1, b"> ")
        .filter(|end| byte(src, *end) == b'>')?;
    let inner = cut(src, pos + 1, end);
    let mail = inner
        .rfind('@')
        .filter(|at| *at > 0 && at + 1 < inner.len())
        .or_else(|| inner_last(inner, "@"));
    let scheme = inner
        .rfind(":/")
        .filter(|at| *at > 0 && at + 2 < inner.len())
        .or_else(|| inner_last(inner, ":/"));
    let is_mail = match (mail, scheme) {
        (None, None) => {
            let start = www(inner, 0)?;
            if start >= inner.len() {
                return None;
            }
            false
        }
        (mail, scheme) => mail > scheme,
    };
    Some((inner, is_mail, end + 1))
}

/// The last place of `mark` that has text on both sides, when the very last one has none behind.
fn inner_last(inner: &str, mark: &str) -> Option<usize> {
    let last = inner.rfind(mark)?;
    inner.get(..last)?.rfind(mark).filter(|at| *at > 0)
}
