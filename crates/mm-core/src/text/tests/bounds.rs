//! Bounded work: hostile and random sources are read to their end, never panic and lose no text. How long they take is bounded by
//! the fuel of a parse (`text/fuel.rs`), not by a clock.

use proptest::prelude::*;

use super::world::World;
use crate::text::{parse, Block, Document, Inline};

/// Sources that make a careless parser slow, each `size` bytes long.
fn hostile(size: usize) -> Vec<(&'static str, String)> {
    let units = [
        ("quotes", ">"),
        ("spaced quotes", "> "),
        ("quoted lines", "> a\n"),
        ("brackets", "["),
        ("closed brackets", "[]"),
        ("link starts", "[a]("),
        ("nested links", "[a](b"),
        ("images", "![a]["),
        ("parentheses", "(("),
        ("stars", "*"),
        ("star words", "*a "),
        ("star pairs", "**a "),
        ("star mixes", "*a **b "),
        ("underscores", "_"),
        ("underscore words", "_a "),
        ("strikes", "~~a ~"),
        ("ticks", "`a``b```"),
        ("fences", "```a\n"),
        ("tilde fences", "~~~\n"),
        ("bullets", "- "),
        ("lazy items", "- a\nb\n"),
        ("items and rules", "- a\nb\n***\n"),
        ("numbers", "1. a\n   "),
        ("dash lines", "a\n-\n"),
        ("bars", "|"),
        ("table lines", "|a|\n"),
        ("angle brackets", "<"),
        ("open tags", "<div "),
        ("block tags", "<x\n"),
        ("closed blocks", "<p></p>a\n"),
        ("comments", "<!-- "),
        ("definitions", "[a\n"),
        ("more definitions", "[a]: /b \"\n"),
        ("mails", "a@b."),
        ("mentions", "@aiko "),
        ("channels", "~design "),
        ("hashtags", "#tag "),
        ("emoji", ":smile:"),
        ("emoticons", ":) "),
        ("faces", "😀"),
        ("addresses", "http://a"),
        ("dotted", "a.b"),
        ("formulas", "$a"),
        ("references", "&amp"),
        ("backslashes", "\\"),
        ("newlines", "\n"),
        ("blank lines", " \n"),
        ("spaces", " "),
        ("hidden", "\u{202e}\u{200b}"),
    ];
    let mut all: Vec<_> = units
        .iter()
        .map(|(name, unit)| (*name, unit.repeat(size / unit.len())))
        .collect();
    let deep: String = (0..)
        .map(|depth| format!("{}- a\n", " ".repeat(depth)))
        .take(size_root(size))
        .collect();
    all.push(("deep list", deep));
    all.push(("one word", "a".repeat(size)));
    all
}

fn size_root(size: usize) -> usize {
    (0..).take_while(|n| n * n / 2 < size).count()
}

#[test]
fn hostile_sources_are_read_to_their_end_and_do_not_grow() {
    let world = World::corpus();
    for (name, source) in hostile(16 * 1024) {
        let text = parse(&source, &world).plain_text();
        assert!(text.len() <= 4 * source.len(), "{name}: {} bytes", text.len());
    }
}

/// How deep the tree goes.
fn depth(document: &Document) -> usize {
    fn inlines(list: &[Inline]) -> usize {
        let inner = |node: &Inline| match node {
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Deleted(inner)
            | Inline::Highlight(inner)
            | Inline::Link { content: inner, .. } => 1 + inlines(inner),
            _ => 1,
        };
        list.iter().map(inner).max().unwrap_or(0)
    }
    fn blocks(list: &[Block]) -> usize {
        let inner = |block: &Block| match block {
            Block::Paragraph(content) | Block::Plain(content) | Block::Heading { content, .. } => {
                1 + inlines(content)
            }
            Block::Quote(inner) => 1 + blocks(inner),
            Block::List(list) => {
                2 + list
                    .items
                    .iter()
                    .map(|item| blocks(&item.blocks))
                    .max()
                    .unwrap_or(0)
            }
            _ => 1,
        };
        list.iter().map(inner).max().unwrap_or(0)
    }
    blocks(&document.blocks)
}

#[test]
fn trees_stay_shallow() {
    let world = World::corpus();
    for (name, source) in hostile(8 * 1024) {
        assert!(depth(&parse(&source, &world)) < 300, "{name}");
    }
}

/// Pieces that mean something, so that random texts reach the rules.
fn marks() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[ a-c0-2\n]{1,4}",
        6 => proptest::sample::select(vec![
            "*", "**", "_", "__", "~~", "~", "`", "```", "```\n", "> ", "- ", "1. ", "# ", "\n", "\n\n", "    ", "|",
            "|--|", "---", "===", "[", "]", "](", ")", "![", "]: ", "<", ">", "</", "<!--", "-->", "<div>", "\\", "&",
            "&amp;", "&#x41;", ";", "@aiko", "@", "~design", "#tag", ":smile:", ":)", "<3", "$", "http://", "www.",
            "mailto:", "a@b.cd", "x-d", "😀", "👨‍👩‍👧", "🇯🇵", "燕", "\u{200d}", "\u{202e}", "\u{feff}", "\t", "\r\n", "\u{a0}",
            "é", "\0", "=10x20", "\"t\"", "'", "(", "[ ] ", "{", "}", "!", ".", ":",
        ]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(source in any::<String>()) {
        parse(&source, &World::corpus()).plain_text();
    }

    #[test]
    fn any_marks_are_read(source in marks()) {
        parse(&source, &World::corpus()).plain_text();
    }

    #[test]
    fn text_without_marks_comes_out_as_it_went_in(source in "[a-z0-9燕é,]{1,9}( [a-z0-9燕é,]{1,9}){0,9}") {
        prop_assert_eq!(parse(&source, &World::corpus()).plain_text(), source);
    }

    #[test]
    fn no_letter_is_lost(source in marks()) {
        // Letters of addresses, titles, fences and references may go into attributes; the rest stays.
        let source = source.replace(['[', ']', '&', '`', '~', '<', ':'], "");
        let count = |text: &str| text.chars().filter(|c| matches!(c, 'a'..='c' | '燕')).count();
        let shown = parse(&source, &World::corpus()).plain_text();
        prop_assert_eq!(count(&shown), count(&source));
    }

    #[test]
    fn same_source_same_tree(source in marks()) {
        let world = World::corpus();
        prop_assert_eq!(parse(&source, &world), parse(&source, &world));
    }
}
