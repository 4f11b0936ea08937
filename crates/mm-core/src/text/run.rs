//! One run of plain text: mentions, channel links, mail addresses, hashtags, emoji, own words.
//!
//! The passes come in a fixed order; what an earlier pass took is a token that later passes see
//! only as a border. The text holds character references, which are read at the end.

use super::chars::is_space;
use super::context::{Emoticons, TextContext};
use super::tree::Inline;
use super::{emoji, emoticons, entities, keys, mentions, tags};

/// More tokens than this in one run, and the run is shown as plain text.
const MAX_TOKENS: usize = 1000;

/// A part of the run.
#[derive(Debug)]
pub(super) enum Piece {
    /// Text no pass has taken yet.
    Text(String),
    /// Text a pass has taken.
    Token(Token),
}

/// Text a pass has taken.
#[derive(Debug)]
pub(super) struct Token {
    /// What it is drawn as.
    pub nodes: Vec<Inline>,
    /// The text it was made from.
    pub original: String,
    /// It counts as an emoji for a message of emoji alone, known or not.
    pub emoji: bool,
}

/// Pieces being collected by a pass.
#[derive(Debug, Default)]
pub(super) struct Pieces(Vec<Piece>);

impl Pieces {
    /// Adds text, joined to text before it.
    pub(super) fn text(&mut self, text: &str) {
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some(Piece::Text(last)) => last.push_str(text),
            _ => self.0.push(Piece::Text(text.to_owned())),
        }
    }

    /// Adds a token.
    pub(super) fn token(&mut self, nodes: Vec<Inline>, original: &str, emoji: bool) {
        self.0.push(Piece::Token(Token {
            nodes,
            original: original.to_owned(),
            emoji,
        }));
    }
}

/// A text piece with its surroundings.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch<'t> {
    pub text: &'t str,
    /// A token stands directly before the text.
    pub after_token: bool,
}

impl Stretch<'_> {
    /// The character before `at`; a token counts as a dollar sign, which is no word character.
    pub(super) fn before(&self, at: usize) -> Option<char> {
        super::chars::char_before(self.text, at).or(self.after_token.then_some('$'))
    }
}

/// Reads one run into nodes; tells whether it is emoji alone.
pub(super) fn read(text: &str, ctx: &dyn TextContext, nodes: &mut Vec<Inline>) -> bool {
    if is_plain(text) && !keys::any_in_text(ctx) {
        push_text(nodes, &entities::decode(text));
        return false;
    }
    let mut pieces = vec![Piece::Text(text.to_owned())];
    pieces = pass(pieces, text, &['@'], |s, out| mentions::people(s, ctx, out));
    pieces = pass(pieces, text, &['~'], |s, out| mentions::channels(s, ctx, out));
    pieces = pass(pieces, text, &['@'], |s, out| tags::mails(s, ctx, out));
    pieces = pass(pieces, text, &['#'], |s, out| tags::hashtags(s, ctx, out));
    pieces = pass(pieces, text, &[':'], |s, out| emoji::named(s, ctx, out));
    if ctx.options().emoticons == Emoticons::Drawn {
        for name in emoticons::candidates(text) {
            pieces = pass(pieces, text, &[], |s, out| emoticons::read(s, name, ctx, out));
        }
    }
    keys::highlight_tokens(&mut pieces, ctx);
    for key in ctx.mention_keys() {
        pieces = pass(pieces, text, &[], |s, out| keys::in_text(s, key, out));
    }
    if !text.is_ascii() {
        pieces = pass(pieces, text, &[], |s, out| emoji::unicode(s, ctx, out));
    }
    finish(pieces, text, nodes)
}

/// Whether no pass but the one for own words could take anything.
fn is_plain(text: &str) -> bool {
    text.bytes()
        .all(|b| b.is_ascii() && !matches!(b, b'@' | b'~' | b'#' | b':' | b';' | b'-'))
}

/// Runs one pass over all text pieces; skipped when the run holds none of the `signs`.
fn pass(
    pieces: Vec<Piece>,
    run: &str,
    signs: &[char],
    read: impl Fn(Stretch<'_>, &mut Pieces),
) -> Vec<Piece> {
    if !signs.is_empty() && !run.contains(signs) {
        return pieces;
    }
    let mut out = Pieces::default();
    let mut after_token = false;
    for piece in pieces {
        match piece {
            Piece::Text(text) => {
                read(
                    Stretch {
                        text: &text,
                        after_token,
                    },
                    &mut out,
                );
                after_token = false;
            }
            token @ Piece::Token(_) => {
                out.0.push(token);
                after_token = true;
            }
        }
    }
    out.0
}

fn finish(pieces: Vec<Piece>, text: &str, nodes: &mut Vec<Inline>) -> bool {
    let tokens = pieces
        .iter()
        .filter(|piece| matches!(piece, Piece::Token(_)))
        .count();
    if tokens > MAX_TOKENS {
        push_text(nodes, &entities::decode(text));
        return false;
    }
    let mut emoji_alone = tokens > 0;
    for piece in pieces {
        match piece {
            Piece::Text(text) => {
                emoji_alone &= text.chars().all(is_space);
                push_text(nodes, &entities::decode(&text));
            }
            Piece::Token(token) => {
                emoji_alone &= token.emoji;
                for node in token.nodes {
                    match node {
                        Inline::Text(text) => push_text(nodes, &text),
                        other => nodes.push(other),
                    }
                }
            }
        }
    }
    emoji_alone
}

/// Adds text, joined to text before it.
pub(super) fn push_text(nodes: &mut Vec<Inline>, text: &str) {
    match nodes.last_mut() {
        _ if text.is_empty() => {}
        Some(Inline::Text(last)) => last.push_str(text),
        _ => nodes.push(Inline::Text(text.to_owned())),
    }
}
