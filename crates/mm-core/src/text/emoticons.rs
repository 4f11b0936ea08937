//! Emoticons such as `:)` and `<3`. A backslash before one keeps it as text.

use super::chars::{after_char, byte, char_at, cut, is_word, tail};
use super::context::TextContext;
use super::emoji;
use super::run::{Pieces, Stretch};

/// Takes emoticons that stand free of words.
pub(super) fn read(stretch: Stretch<'_>, ctx: &dyn TextContext, out: &mut Pieces) {
    let text = stretch.text;
    let mut done = 0;
    let mut at = 0;
    while at < text.len() {
        let escaped = byte(text, at) == b'\\';
        let start = at + usize::from(escaped);
        let found = emoticon(tail(text, start))
            .filter(|(_, len)| !is_word(stretch.before(at)) && !is_word(char_at(text, start + len)));
        let Some((name, len)) = found else {
            at = after_char(text, at);
            continue;
        };
        let end = start + len;
        out.text(cut(text, done, at));
        if escaped {
            out.text(cut(text, start, end));
        } else {
            let typed = cut(text, start, end);
            out.token(emoji::node(name, typed, ctx), typed, true);
        }
        done = end;
        at = end;
    }
    out.text(tail(text, done));
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
            rest.eq_ignore_ascii_case("-d")
                .then_some(("stuck_out_tongue_closed_eyes", 3))
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
