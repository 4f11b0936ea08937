//! `@name` and `~name`: people, groups, special mentions, channels.

use super::chars::{byte, char_at, cut, is_letter_or_digit, is_word, tail};
use super::context::TextContext;
use super::run::{Pieces, Stretch};
use super::tree::{Inline, Mention, MentionTarget};

/// Mentions of everybody, in any case.
const SPECIAL: [&str; 3] = ["channel", "all", "here"];

/// Takes every `@name`, known or not, so that no later pass reads inside it.
pub(super) fn people(stretch: Stretch<'_>, ctx: &dyn TextContext, out: &mut Pieces) {
    let text = stretch.text;
    let mut done = 0;
    for (at, _) in text.match_indices('@') {
        if at < done {
            continue;
        }
        // Directly behind a mention another one may stand, but no special one is looked for there.
        let free = starts_free(stretch, at);
        let rest = tail(text, at + 1);
        let len = special(rest).filter(|_| free).unwrap_or_else(|| name_len(rest));
        let adjacent = at == done && at > 0;
        if !(free || adjacent) || len == 0 {
            continue;
        }
        out.text(cut(text, done, at));
        done = at + 1 + len;
        let original = cut(text, at, done);
        out.token(mention(cut(text, at + 1, done), ctx), original, false);
    }
    out.text(tail(text, done));
}

/// No word character stands before `at`, or only underscores that start a word.
fn starts_free(stretch: Stretch<'_>, at: usize) -> bool {
    let before = cut(stretch.text, 0, at);
    let bare = before.trim_end_matches('_');
    !is_word(stretch.before(bare.len()))
}

fn name_len(text: &str) -> usize {
    text.bytes()
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
        .count()
}

/// Length of a special mention that no further name characters follow.
fn special(text: &str) -> Option<usize> {
    let name = SPECIAL.iter().find(|name| {
        text.get(..name.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(name))
    })?;
    let rest = tail(text, name.len()).trim_start_matches(['.', '-', '_']);
    (!byte(rest, 0).is_ascii_alphanumeric()).then_some(name.len())
}

/// A name as a mention and what stands behind the known part; text when nobody has it.
fn mention(typed: &str, ctx: &dyn TextContext) -> Vec<Inline> {
    let lower = typed.to_ascii_lowercase();
    let mut name = lower.as_str();
    loop {
        let target = if name == ctx.own_username() && ctx.is_username(name) {
            Some(MentionTarget::Own)
        } else if ctx.is_username(name) {
            Some(MentionTarget::User)
        } else if ctx.is_group(name) {
            Some(MentionTarget::Group)
        } else {
            None
        };
        if let Some(target) = target {
            let node = Inline::Mention(Mention {
                name: name.to_owned(),
                target,
            });
            return vec![node, Inline::Text(tail(typed, name.len()).to_owned())];
        }
        match name.strip_suffix(['.', '-', '_']) {
            Some(shorter) if !shorter.is_empty() => name = shorter,
            _ => return vec![Inline::Text(format!("@{typed}"))],
        }
    }
}

/// Takes every `~name` of a known channel.
pub(super) fn channels(stretch: Stretch<'_>, ctx: &dyn TextContext, out: &mut Pieces) {
    let text = stretch.text;
    let mut done = 0;
    for (at, _) in text.match_indices('~') {
        if at < done || is_word(stretch.before(at)) {
            continue;
        }
        let typed = cut(text, at + 1, at + 1 + name_len(tail(text, at + 1))).to_ascii_lowercase();
        if let Some((name, display_name)) = known_channel(&typed, ctx) {
            out.text(cut(text, done, at));
            let node = Inline::Channel {
                name: name.to_owned(),
                display_name: display_name.to_owned(),
            };
            out.token(vec![node], &format!("~{name}"), false);
            done = at + 1 + name.len();
        }
    }
    out.text(tail(text, done));
}

/// The channel of this name, with punctuation at its end taken off as needed.
fn known_channel<'n, 'c>(typed: &'n str, ctx: &'c dyn TextContext) -> Option<(&'n str, &'c str)> {
    let mut name = typed;
    while !name.is_empty() {
        if let Some(display_name) = ctx.channel(name) {
            return Some((name, display_name));
        }
        let last = char_at(name, name.len() - 1)?;
        if is_letter_or_digit(last) {
            return None;
        }
        name = cut(name, 0, name.len() - 1);
    }
    None
}
