//! Hashtags and mail addresses in a run of text.

use super::chars::{
    after_char, byte, char_at, char_before, cut, is_letter, is_letter_or_digit, is_word, tail, utf16_len,
};
use super::context::TextContext;
use super::run::{Pieces, Stretch};
use super::tree::Inline;
use super::{entities, links};

/// Takes hashtags: `#`, a letter, then letters, digits and `-_.`, ending in a letter or digit.
pub(super) fn hashtags(stretch: Stretch<'_>, ctx: &dyn TextContext, out: &mut Pieces) {
    let text = stretch.text;
    let mut done = 0;
    // The character before a hashtag must not belong to the one before it.
    let mut seen = 0;
    for (at, _) in text.match_indices('#') {
        let free = at == 0 || (at > seen && !is_word(char_before(text, at)));
        let Some(end) = tag_end(text, at).filter(|_| free && at >= seen) else {
            continue;
        };
        seen = end;
        let tag = cut(text, at, end);
        if utf16_len(tag) <= ctx.options().min_hashtag_length {
            continue;
        }
        out.text(cut(text, done, at));
        out.token(vec![Inline::Hashtag(tag.to_owned())], tag, false);
        done = end;
    }
    out.text(tail(text, done));
}

fn tag_end(text: &str, at: usize) -> Option<usize> {
    char_at(text, at + 1).filter(|c| is_letter(*c))?;
    let rest = tail(text, at + 1);
    let len = rest
        .find(|c| !(is_letter_or_digit(c) || matches!(c, '-' | '_' | '.')))
        .unwrap_or(rest.len());
    let name = cut(rest, 0, len).trim_end_matches(['-', '_', '.']);
    // One letter alone is no tag.
    char_at(name, after_char(name, 0))?;
    Some(at + 1 + name.len())
}

/// Takes mail addresses.
pub(super) fn mails(stretch: Stretch<'_>, ctx: &dyn TextContext, out: &mut Pieces) {
    let text = stretch.text;
    let mut done = 0;
    for (at, _) in text.match_indices('@') {
        if at < done {
            continue;
        }
        let found = local_start(stretch, done, at).zip(domain_end(text, at + 1));
        if let Some((start, end)) = found {
            let shown = entities::decode(cut(text, start, end));
            let href = links::safe_href(&format!("mailto:{shown}"), &ctx.options().custom_url_schemes);
            let Some(href) = href else { continue };
            out.text(cut(text, done, start));
            let content = vec![Inline::Text(shown)];
            out.token(
                vec![Inline::Link {
                    href,
                    title: None,
                    content,
                }],
                cut(text, start, end),
                false,
            );
            done = end;
        }
    }
    out.text(tail(text, done));
}

/// Start of the part before the `@` at `at`; it may not reach before `from`.
fn local_start(stretch: Stretch<'_>, from: usize, at: usize) -> Option<usize> {
    let text = stretch.text;
    let mut start = at;
    let mut best = None;
    let mut next = '@';
    while start > from {
        let c = char_before(text, start)?;
        let dot = c == '.';
        if dot && (next == '.' || next == '@') || !dot && !is_local(c) {
            break;
        }
        start -= c.len_utf8();
        next = c;
        let free =
            start == 0 || (start > from && char_before(text, start).is_some_and(|c| !is_letter_or_digit(c)));
        if free && !dot {
            best = Some(start);
        }
    }
    best
}

fn is_local(c: char) -> bool {
    is_letter(c) || c.is_numeric() || "!#$%&'*+-/=?^_`{|}~".contains(c)
}

/// End of a host whose last label has two to five letters.
fn domain_end(text: &str, from: usize) -> Option<usize> {
    let rest = tail(text, from);
    let len = rest
        .find(|c| !(is_letter_or_digit(c) || matches!(c, '.' | '-')))
        .unwrap_or(rest.len());
    let host = cut(rest, 0, len);
    let dots: Vec<usize> = host
        .match_indices('.')
        .map(|(i, _)| i)
        .filter(|i| *i > 0)
        .collect();
    dots.into_iter().rev().find_map(|dot| {
        let label = tail(host, dot + 1);
        let letters = label.find(|c| !is_letter(c)).unwrap_or(label.len());
        let count = cut(label, 0, letters).chars().count();
        let end = from + dot + 1 + letters;
        let cut_off = byte(text, end) == 0 || char_at(text, end).is_none_or(|c| !is_letter(c));
        ((2..=5).contains(&count) && cut_off).then_some(end)
    })
}
