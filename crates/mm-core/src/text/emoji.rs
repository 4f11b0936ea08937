//! Emoji: short names between colons and emoji characters.

use super::chars::{after_char, byte, char_at, cut, tail};
use super::context::{EmojiImage, TextContext};
use super::entities;
use super::run::{Pieces, Stretch};
use super::tree::{Emoji, Glyph, Inline};

/// Takes every `:name:`, known or not.
pub(super) fn named(stretch: Stretch<'_>, ctx: &dyn TextContext, out: &mut Pieces) {
    let text = stretch.text;
    let mut done = 0;
    for (at, _) in text.match_indices(':') {
        if at < done {
            continue;
        }
        let rest = tail(text, at + 1);
        let len = rest
            .bytes()
            .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'+' | b'-'))
            .count();
        if len == 0 || byte(rest, len) != b':' {
            continue;
        }
        out.text(cut(text, done, at));
        done = at + len + 2;
        let typed = cut(text, at, done);
        out.token(
            node(&cut(rest, 0, len).to_ascii_lowercase(), typed, ctx),
            typed,
            true,
        );
    }
    out.text(tail(text, done));
}

/// The emoji of this name, or what was typed.
pub(super) fn node(name: &str, typed: &str, ctx: &dyn TextContext) -> Vec<Inline> {
    let typed = entities::decode(typed);
    let glyph = match ctx.emoji(name) {
        Some(EmojiImage::Unicode(glyph)) => Glyph::Unicode(glyph.to_owned()),
        Some(EmojiImage::Custom) => Glyph::Custom,
        None => return vec![Inline::Text(typed)],
    };
    vec![Inline::Emoji(Emoji {
        name: Some(name.to_owned()),
        glyph,
        typed,
    })]
}

/// Takes emoji characters.
pub(super) fn unicode(stretch: Stretch<'_>, ctx: &dyn TextContext, out: &mut Pieces) {
    let text = stretch.text;
    let mut done = 0;
    let mut at = 0;
    while at < text.len() {
        match sequence_end(text, at) {
            Some(end) => {
                out.text(cut(text, done, at));
                let typed = cut(text, at, end).to_owned();
                let name = ctx.emoji_name(&typed).map(str::to_owned);
                let glyph = Glyph::Unicode(typed.clone());
                out.token(
                    vec![Inline::Emoji(Emoji {
                        name,
                        glyph,
                        typed: typed.clone(),
                    })],
                    &typed,
                    true,
                );
                at = end;
                done = end;
            }
            None => at = after_char(text, at),
        }
    }
    out.text(tail(text, done));
}

/// End of the emoji sequence at `at`: a flag, a key cap, or pictures joined to one.
fn sequence_end(text: &str, at: usize) -> Option<usize> {
    let first = char_at(text, at)?;
    if matches!(first, '0'..='9' | '#' | '*') {
        let rest = tail(text, at + 1);
        let rest = rest
            .strip_prefix('\u{fe0f}')
            .unwrap_or(rest)
            .strip_prefix('\u{20e3}')?;
        return Some(text.len() - rest.len());
    }
    if is_regional(first) {
        let second = after_char(text, at);
        return char_at(text, second)
            .filter(|c| is_regional(*c))
            .map(|c| second + c.len_utf8());
    }
    if !is_picture(first) {
        return None;
    }
    let mut end = modified(text, after_char(text, at));
    while let Some(next) = tail(text, end)
        .strip_prefix('\u{200d}')
        .and_then(|rest| rest.chars().next())
    {
        if !is_picture(next) {
            break;
        }
        end = modified(text, end + '\u{200d}'.len_utf8() + next.len_utf8());
    }
    Some(end)
}

/// Behind the variation mark, skin tone or tag characters at `at`.
fn modified(text: &str, mut at: usize) -> usize {
    while let Some(c) = char_at(text, at) {
        if !matches!(u32::from(c), 0xfe0f | 0x1f3fb..=0x1f3ff | 0xe0020..=0xe007f) {
            break;
        }
        at += c.len_utf8();
    }
    at
}

fn is_regional(c: char) -> bool {
    matches!(u32::from(c), 0x1f1e6..=0x1f1ff)
}

/// Characters with the Unicode property Emoji, without digits and signs of key caps.
fn is_picture(c: char) -> bool {
    matches!(u32::from(c),
        0xa9 | 0xae | 0x203c | 0x2049 | 0x2122 | 0x2139 | 0x2194..=0x2199 | 0x21a9..=0x21aa
        | 0x231a..=0x231b | 0x2328 | 0x23cf | 0x23e9..=0x23f3 | 0x23f8..=0x23fa | 0x24c2
        | 0x25aa..=0x25ab | 0x25b6 | 0x25c0 | 0x25fb..=0x25fe | 0x2600..=0x2604 | 0x260e | 0x2611
        | 0x2614..=0x2615 | 0x2618 | 0x261d | 0x2620 | 0x2622..=0x2623 | 0x2626 | 0x262a
        | 0x262e..=0x262f | 0x2638..=0x263a | 0x2640 | 0x2642 | 0x2648..=0x2653 | 0x265f..=0x2660
        | 0x2663 | 0x2665..=0x2666 | 0x2668 | 0x267b | 0x267e..=0x267f | 0x2692..=0x2697 | 0x2699
        | 0x269b..=0x269c | 0x26a0..=0x26a1 | 0x26a7 | 0x26aa..=0x26ab | 0x26b0..=0x26b1
        | 0x26bd..=0x26be | 0x26c4..=0x26c5 | 0x26c8 | 0x26ce..=0x26cf | 0x26d1 | 0x26d3..=0x26d4
        | 0x26e9..=0x26ea | 0x26f0..=0x26f5 | 0x26f7..=0x26fa | 0x26fd | 0x2702 | 0x2705
        | 0x2708..=0x270d | 0x270f | 0x2712 | 0x2714 | 0x2716 | 0x271d | 0x2721 | 0x2728
        | 0x2733..=0x2734 | 0x2744 | 0x2747 | 0x274c | 0x274e | 0x2753..=0x2755 | 0x2757
        | 0x2763..=0x2764 | 0x2795..=0x2797 | 0x27a1 | 0x27b0 | 0x27bf | 0x2934..=0x2935
        | 0x2b05..=0x2b07 | 0x2b1b..=0x2b1c | 0x2b50 | 0x2b55 | 0x3030 | 0x303d | 0x3297 | 0x3299
        | 0x1f004 | 0x1f0cf | 0x1f170..=0x1f171 | 0x1f17e..=0x1f17f | 0x1f18e | 0x1f191..=0x1f19a
        | 0x1f201..=0x1f202 | 0x1f21a | 0x1f22f | 0x1f232..=0x1f23a | 0x1f250..=0x1f251
        | 0x1f300..=0x1f321 | 0x1f324..=0x1f393 | 0x1f396..=0x1f397 | 0x1f399..=0x1f39b
        | 0x1f39e..=0x1f3f0 | 0x1f3f3..=0x1f3f5 | 0x1f3f7..=0x1f4fd | 0x1f4ff..=0x1f53d
        | 0x1f549..=0x1f54e | 0x1f550..=0x1f567 | 0x1f56f..=0x1f570 | 0x1f573..=0x1f57a | 0x1f587
        | 0x1f58a..=0x1f58d | 0x1f590 | 0x1f595..=0x1f596 | 0x1f5a4..=0x1f5a5 | 0x1f5a8
        | 0x1f5b1..=0x1f5b2 | 0x1f5bc | 0x1f5c2..=0x1f5c4 | 0x1f5d1..=0x1f5d3 | 0x1f5dc..=0x1f5de
        | 0x1f5e1 | 0x1f5e3 | 0x1f5e8 | 0x1f5ef | 0x1f5f3 | 0x1f5fa..=0x1f64f | 0x1f680..=0x1f6c5
        | 0x1f6cb..=0x1f6d2 | 0x1f6d5..=0x1f6d7 | 0x1f6dc..=0x1f6e5 | 0x1f6e9 | 0x1f6eb..=0x1f6ec
        | 0x1f6f0 | 0x1f6f3..=0x1f6fc | 0x1f7e0..=0x1f7eb | 0x1f7f0 | 0x1f90c..=0x1f93a
        | 0x1f93c..=0x1f945 | 0x1f947..=0x1f9ff | 0x1fa70..=0x1fa7c | 0x1fa80..=0x1fa89
        | 0x1fa8f..=0x1fac6 | 0x1face..=0x1fadc | 0x1fadf..=0x1fae9 | 0x1faf0..=0x1faf8)
}
