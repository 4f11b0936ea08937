//! What words mean: own words, settings, options, plain text. The dialect itself is in `corpus`.

use super::world::World;
use crate::text::{parse, Block, Emoticons, Inline, KeyCase, Latex, MentionKey, MentionTarget};

fn line(source: &str, world: &World) -> Vec<Inline> {
    match parse(source, world).blocks.as_slice() {
        [Block::Paragraph(content)] => content.clone(),
        other => panic!("one paragraph wanted, got {other:?}"),
    }
}

fn text(text: &str) -> Inline {
    Inline::Text(text.to_owned())
}

fn highlight(word: &str) -> Inline {
    Inline::Highlight(vec![text(word)])
}

fn with_key(key: &str, case: KeyCase) -> World {
    let mut world = World::corpus();
    world.keys.push(MentionKey {
        key: key.to_owned(),
        case,
    });
    world
}

#[test]
fn own_words_are_highlighted_as_words() {
    let world = with_key("release", KeyCase::Ignored);
    assert_eq!(
        line("the Release, not released or prerelease", &world),
        [
            text("the "),
            highlight("Release"),
            text(", not released or prerelease")
        ]
    );
    assert_eq!(line("`release`", &world), [Inline::Code("release".to_owned())]);
}

#[test]
fn a_first_name_minds_its_case() {
    let world = with_key("Aiko", KeyCase::Exact);
    assert_eq!(
        line("Aiko and aiko", &world),
        [highlight("Aiko"), text(" and aiko")]
    );
}

#[test]
fn words_of_scripts_without_spaces_match_inside() {
    let world = with_key("発売", KeyCase::Ignored);
    assert_eq!(
        line("次の発売日", &world),
        [text("次の"), highlight("発売"), text("日")]
    );
}

#[test]
fn an_empty_key_highlights_nothing() {
    assert_eq!(line("a b", &with_key("", KeyCase::Ignored)), [text("a b")]);
}

#[test]
fn mentions_tell_who_is_meant() {
    let targets: Vec<_> = line("@aiko @chloe_d @nobody", &World::corpus())
        .into_iter()
        .filter_map(|node| match node {
            Inline::Mention(mention) => Some(mention.target),
            Inline::Highlight(inner) => match inner.as_slice() {
                [Inline::Mention(mention)] => Some(mention.target),
                _ => None,
            },
            _ => None,
        })
        .collect();
    assert_eq!(targets, [MentionTarget::Own, MentionTarget::User]);
}

#[test]
fn the_server_sets_the_shortest_hashtag() {
    let mut world = World::corpus();
    assert_eq!(line("#ab", &world), [text("#ab")]);
    world.options.min_hashtag_length = 2;
    assert_eq!(line("#ab", &world), [Inline::Hashtag("#ab".to_owned())]);
}

#[test]
fn emoticons_can_stay_text() {
    let mut world = World::corpus();
    world.options.emoticons = Emoticons::Text;
    assert_eq!(line("fine :)", &world), [text("fine :)")]);
}

#[test]
fn formulas_need_the_servers_leave() {
    let mut world = World::corpus();
    world.options.latex = Latex::Blocks;
    assert_eq!(line("$x$", &world), [text("$x$")]);
    assert_eq!(
        parse("```tex\nx\n```", &world).blocks,
        [Block::Latex("x".to_owned())]
    );
    world.options.latex = Latex::Off;
    assert!(
        matches!(parse("```tex\nx\n```", &world).blocks.as_slice(), [Block::Code { text, .. }] if text == "x")
    );
}

#[test]
fn custom_schemes_become_links() {
    let mut world = World::corpus();
    assert_eq!(line("git://a.example/b", &world), [text("git://a.example/b")]);
    world.options.custom_url_schemes = vec!["git".to_owned()];
    assert!(matches!(
        line("git://a.example/b", &world).as_slice(),
        [Inline::Link { .. }]
    ));
}

#[test]
fn too_many_tokens_leave_the_run_as_text() {
    let source = "#tag ".repeat(1_001);
    assert_eq!(line(&source, &World::corpus()), [text(&source)]);
}

#[test]
fn plain_text_has_the_words_and_no_marks() {
    let source = "# Head\n**Hi** @AIKO, see [the *notes*](https://example.org) in ~design :smile:\n\n\
                  > quoted `code`\n\n3. three\n4. four\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```js\nlet x;\n```\n\n\
                  ![a picture](https://example.org/a.png)";
    let wanted = "Head\nHi @aiko, see the notes in ~Design 😄\nquoted code\n3. three\n4. four\na\tb\n1\t2\nlet x;\na picture";
    assert_eq!(parse(source, &World::corpus()).plain_text(), wanted);
}

#[test]
fn raw_html_is_only_text() {
    let source = "<img src=x onerror=alert(1)> <script>x</script>";
    assert_eq!(line(source, &World::corpus()), [text(source)]);
}

#[test]
fn an_empty_message_has_no_blocks() {
    let document = parse("", &World::corpus());
    assert!(document.blocks.is_empty() && !document.jumbo);
    assert_eq!(document.plain_text(), "");
}

#[test]
fn an_emoticon_is_a_border_for_the_next() {
    let names = |source: &str| -> Vec<Option<String>> {
        let nodes = line(source, &emoticons_known());
        nodes
            .into_iter()
            .map(|node| {
                if let Inline::Emoji(emoji) = node {
                    emoji.name
                } else {
                    None
                }
            })
            .collect()
    };
    let named = |name: &str| Some(name.to_owned());
    assert_eq!(names(":D<3"), [named("smile"), named("heart")]);
    assert_eq!(names("a:D<3"), [None]);
    assert_eq!(names("\\:) :D"), [None, named("smile")]);
}

fn emoticons_known() -> World {
    let mut world = World::corpus();
    for name in ["smile", "heart", "slightly_smiling_face"] {
        world.emoji.insert(name.to_owned(), "🙂".to_owned());
    }
    world
}

#[test]
fn no_special_mention_directly_behind_another() {
    let world = World::corpus();
    assert_eq!(line("@here@here_", &world), [highlight("@here"), text("@here_")]);
}

#[test]
fn an_empty_later_item_ends_its_list_at_a_blank_line() {
    let document = parse("- a\n- \n\nb", &World::corpus());
    assert!(
        matches!(document.blocks.as_slice(), [Block::List(list), Block::Paragraph(_)] if list.items.len() == 2)
    );
}
