//! Emoticons such as `:)` and `<3`. A backslash before one keeps it as text.

use super::chars::{after_char, byte, char_at, cut, is_word, tail};
use super::context::TextContext;
use super::emoji;
use super::run::{Pieces, Stretch};

/// The order in which emoticons are taken: one that comes first is a border for the next.
const ORDER: [&str; 18] = [
    "slightly_smiling_face",
    "wink",
    "open_mouth",
    "scream",
    "smirk",
    "smile",
    TONGUE,
    "stuck_out_tongue",
    "rage",
    "slightly_frowning_face",
    "cry",
    "confused",
    "confounded",
    "neutral_face",
    "flushed",
    "mask",
    "heart",
    "broken_heart",
];

/// `x-d`, the only one that starts with a letter.
const TONGUE: &str = "stuck_out_tongue_closed_eyes";

/// Emoticons the text may hold, in the order they are taken.
pub(super) fn candidates(text: &str) -> Vec<&'static str> {
    let signs = text
        .char_indices()
        .filter(|(_, c)| matches!(c, ':' | ';' | 'x' | 'X' | '&'));
    let found: Vec<&str> = signs
        .filter_map(|(at, _)| emoticon(tail(text, at)))
        .map(|(name, _)| name)
        .collect();
    ORDER.into_iter().filter(|name| found.contains(name)).collect()
}

/// Takes one kind of emoticon where it stands free of words.
pub(super) fn read(stretch: Stretch<'_>, wanted: &str, ctx: &dyn TextContext, out: &mut Pieces) {
    let text = stretch.text;
    let mut done = 0;
    let mut at = 0;
    while at < text.len() {
        let escaped = byte(text, at) == b'\\';
        let start = at + usize::from(escaped);
        let found = emoticon(tail(text, start)).filter(|(name, len)| {
            *name == wanted && starts_free(stretch, at, escaped, name) && !is_word(char_at(text, start + len))
        });
        let Some((name, len)) = found else {
            at = after_char(text, at);
            continue;
        };
        let end = start + len;
        out.text(cut(text, done, at));
        let typed = cut(text, start, end);
        if escaped {
            out.text(typed);
        } else {
            out.token(emoji::node(name, typed, ctx), typed, true);
        }
        done = end;
        at = end;
    }
    out.text(tail(text, done));
}

/// Whether an emoticon may start at `at`: no word stands before it. A backslash before a letter is
/// itself a border only behind a word or at the start.
fn starts_free(stretch: Stretch<'_>, at: usize, escaped: bool, name: &str) -> bool {
    let before = stretch.before(at);
    if escaped && name == TONGUE {
        return before.is_none() || is_word(before);
    }
    !is_word(before)
}

/// The emoticon at the start of the text: its emoji, its length.
fn emoticon(text: &str) -> Option<(&'static str, usize)> {
    match byte(text, 0) {
        b':' => face(text),
        b';' => {
            let nose = usize::from(byte(text, 1) == b'-');
            (byte(text, 1 + nose) == b')' && byte(text, 2 + nose) != b')').then_some(("wink", 2 + nose))
        }
        b'x' | b'X' => {
            let rest = text.get(1..3)?;
            rest.eq_ignore_ascii_case("-d").then_some((TONGUE, 3))
        }
        b'&' if text.starts_with("&lt;3") => Some(("heart", 5)),
        b'&' if text.starts_with("&lt;/3") => Some(("broken_heart", 6)),
        _ => None,
    }
}

fn face(text: &str) -> Option<(&'static str, usize)> {
    let nose = usize::from(byte(text, 1) == b'-');
    let mouth = byte(text, 1 + nose);
    let doubled = byte(text, 2 + nose) == mouth;
    let name = match (mouth.to_ascii_lowercase(), nose) {
        (b')', _) if !doubled => "slightly_smiling_face",
        (b'(', _) if !doubled => "slightly_frowning_face",
        (b']', _) if !doubled => "smirk",
        (b'o', 0) => "open_mouth",
        (b'o', _) => "scream",
        (b'd', _) => "smile",
        (b'p', _) => "stuck_out_tongue",
        (b'[' | b'@', _) => "rage",
        (b'/', _) => "confused",
        (b's', _) => "confounded",
        (b'|', _) => "neutral_face",
        (b'$', _) => "flushed",
        (b'x', 1) => "mask",
        _ => return tears(text),
    };
    Some((name, 2 + nose))
}

/// `:'(` with any sign for the tear.
fn tears(text: &str) -> Option<(&'static str, usize)> {
    let rest = tail(text, 1);
    if let Some(rest) = rest
        .strip_prefix("&#39;(")
        .or_else(|| rest.strip_prefix("&#x27;("))
    {
        return Some(("cry", text.len() - rest.len()));
    }
    let rest = rest.strip_prefix(['`', '\'', '’'])?;
    let rest = rest.strip_prefix('-').unwrap_or(rest).strip_prefix('(')?;
    Some(("cry", text.len() - rest.len()))
}
