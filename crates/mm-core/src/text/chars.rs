//! Reading of text by byte position without panics, and the character classes of the dialect.
//!
//! Used by every parser file of this room. Positions are byte offsets that stand on a character
//! border; a position outside the text reads as nothing instead of failing.

/// The byte at `i`, or 0 behind the end.
pub(super) fn byte(s: &str, i: usize) -> u8 {
    s.as_bytes().get(i).copied().unwrap_or(0)
}

/// The text from `from` up to `to`; empty when the range is not valid.
pub(super) fn cut(s: &str, from: usize, to: usize) -> &str {
    s.get(from..to).unwrap_or("")
}

/// The text from `from` to the end; empty when `from` is not valid.
pub(super) fn tail(s: &str, from: usize) -> &str {
    s.get(from..).unwrap_or("")
}

/// The character that starts at `i`.
pub(super) fn char_at(s: &str, i: usize) -> Option<char> {
    tail(s, i).chars().next()
}

/// The character that ends at `i`.
pub(super) fn char_before(s: &str, i: usize) -> Option<char> {
    s.get(..i)?.chars().next_back()
}

/// Byte position behind the character at `i`; always moves on.
pub(super) fn after_char(s: &str, i: usize) -> usize {
    i + char_at(s, i).map_or(1, char::len_utf8)
}

/// First position from `i` on that holds no plain space.
pub(super) fn skip_spaces(s: &str, mut i: usize) -> usize {
    while byte(s, i) == b' ' {
        i += 1;
    }
    i
}

/// First position from `i` on that holds no newline.
pub(super) fn skip_newlines(s: &str, mut i: usize) -> usize {
    while byte(s, i) == b'\n' {
        i += 1;
    }
    i
}

/// First position from `i` on that holds no white space at all.
pub(super) fn skip_blank(s: &str, i: usize) -> usize {
    let rest = tail(s, i);
    i + (rest.len() - rest.trim_start_matches(is_space).len())
}

/// Position of the next newline from `i` on, or the end of the text.
pub(super) fn line_end(s: &str, i: usize) -> usize {
    find(s, i, "\n").unwrap_or(s.len())
}

/// Position of `needle` from `i` on.
pub(super) fn find(s: &str, i: usize, needle: &str) -> Option<usize> {
    tail(s, i).find(needle).map(|n| n + i)
}

/// White space as the dialect sees it (the ECMAScript class, which has U+FEFF and lacks U+0085).
pub(super) fn is_space(c: char) -> bool {
    c == '\u{feff}' || (c != '\u{85}' && c.is_whitespace())
}

/// An ASCII word character; "nothing" is none.
pub(super) fn is_word(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// A letter of any script (marks that follow a letter are no letters).
pub(super) fn is_letter(c: char) -> bool {
    c.is_alphabetic() && !is_mark(c)
}

/// A letter of any script or an ASCII digit.
pub(super) fn is_letter_or_digit(c: char) -> bool {
    c.is_ascii_digit() || is_letter(c)
}

/// Vowel signs and other marks that Unicode calls alphabetic but not letters.
fn is_mark(c: char) -> bool {
    matches!(u32::from(c),
        0x345 | 0x363..=0x36f | 0x5b0..=0x5bd | 0x5bf | 0x5c1..=0x5c2 | 0x5c4..=0x5c5 | 0x5c7
        | 0x610..=0x61a | 0x64b..=0x657 | 0x659..=0x65f | 0x670 | 0x6d6..=0x6dc | 0x6e1..=0x6e4
        | 0x6e7..=0x6e8 | 0x6ed | 0x900..=0x903 | 0x93a..=0x93b | 0x93e..=0x94c | 0x94e..=0x94f
        | 0x955..=0x957 | 0x962..=0x963 | 0x981..=0x983 | 0x9be..=0x9cc | 0x9d7 | 0xa01..=0xa03
        | 0xa3e..=0xa4c | 0xa70..=0xa71 | 0xabe..=0xacc | 0xb3e..=0xb4c | 0xbbe..=0xbcc
        | 0xc3e..=0xc4c | 0xcbe..=0xccc | 0xd3e..=0xd4c | 0xe31 | 0xe34..=0xe3a | 0xe4d
        | 0xeb1 | 0xeb4..=0xeb9 | 0xebb | 0xecd | 0x102b..=0x1036 | 0x1038 | 0x103b..=0x103e
        | 0x17b6..=0x17c8 | 0x2160..=0x2182 | 0x2185..=0x2188 | 0x24b6..=0x24e9
        | 0x2de0..=0x2dff | 0x3007 | 0x3021..=0x3029)
}

/// Length in UTF-16 units, which some limits of the dialect count in.
pub(super) fn utf16_len(s: &str) -> usize {
    s.chars().map(char::len_utf16).sum()
}
