//! Words that call the reader, highlighted.

use super::chars::{after_char, byte, char_at, char_before, cut, is_word, tail};
use super::context::{KeyCase, MentionKey, TextContext};
use super::run::{Piece, Pieces, Stretch};
use super::tree::Inline;
use crate::domain::{in_small_letters, small};

/// Whether a key could stand in text without any special sign.
pub(super) fn any_in_text(ctx: &dyn TextContext) -> bool {
    ctx.mention_keys()
        .iter()
        .any(|key| !key.key.is_empty() && !key.key.starts_with('@'))
}

/// Highlights tokens that are a key as a whole.
pub(super) fn highlight_tokens(pieces: &mut [Piece], ctx: &dyn TextContext) {
    for piece in pieces {
        if let Piece::Token(token) = piece {
            let typed = in_small_letters(&token.original);
            if ctx
                .mention_keys()
                .iter()
                .any(|key| in_small_letters(&key.key) == typed)
            {
                let mut nodes = std::mem::take(&mut token.nodes);
                nodes.retain(|node| !matches!(node, Inline::Text(text) if text.is_empty()));
                token.nodes = vec![Inline::Highlight(nodes)];
                token.emoji = false;
            }
        }
    }
}

/// Highlights a key in text; keys of scripts without spaces match anywhere, others as words.
pub(super) fn in_text(stretch: Stretch<'_>, key: &MentionKey, out: &mut Pieces) {
    let text = stretch.text;
    let anywhere = key.key.chars().any(unspaced);
    let mut done = 0;
    let mut at = 0;
    while at < text.len() && !key.key.is_empty() {
        let free = anywhere || ((at > done || at == 0) && !is_word(stretch.before(at)));
        let end = if free { matched(text, at, key) } else { None };
        match end.filter(|end| anywhere || ends_word(text, *end)) {
            Some(end) => {
                out.text(cut(text, done, at));
                let typed = cut(text, at, end);
                out.token(
                    vec![Inline::Highlight(vec![Inline::Text(super::entities::decode(
                        typed,
                    ))])],
                    typed,
                    false,
                );
                done = end;
                at = end;
            }
            None => at = after_char(text, at),
        }
    }
    out.text(tail(text, done));
}

/// End of the key at `at`.
fn matched(text: &str, at: usize, key: &MentionKey) -> Option<usize> {
    if key.case == KeyCase::Exact {
        return tail(text, at)
            .starts_with(key.key.as_str())
            .then(|| at + key.key.len());
    }
    let mut wanted = key.key.chars();
    let mut end = at;
    for c in tail(text, at).chars() {
        match wanted.next() {
            None => return Some(end),
            Some(w) if w == c || small(w) == small(c) => end += c.len_utf8(),
            Some(_) => return None,
        }
    }
    wanted.next().is_none().then_some(end)
}

/// A word border at `end`, or underscores up to one.
fn ends_word(text: &str, end: usize) -> bool {
    let border = |at: usize| is_word(char_before(text, at)) != is_word(char_at(text, at));
    let behind = end + tail(text, end).bytes().take_while(|b| *b == b'_').count();
    border(end) || (byte(text, end) == b'_' && border(behind))
}

/// Scripts written without spaces, or inflected so that a border would miss words.
fn unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0x0400..=0x052f | 0x1100..=0x11ff | 0x2de0..=0x2dff | 0x3000..=0x30ff | 0x3130..=0x318f
        | 0x3400..=0x4dbf | 0x4e00..=0x9faf | 0xac00..=0xd7a3 | 0xff00..=0xff9f)
}
