//! How the signed-in person reads a text.

use super::*;
use crate::text::{EmojiImage, KeyCase, Latex, TextContext};
use crate::view::text_context;

fn keys(state: &State, post: Option<&Post>) -> Vec<(String, KeyCase)> {
    let context = text_context(state, post, None);
    context
        .mention_keys()
        .iter()
        .map(|k| (k.key.clone(), k.case))
        .collect()
}

#[test]
fn a_post_says_which_channels_it_links_to_and_own_channels_are_known_anyway() {
    let state = after([]);
    let post = build::post(1)
        .with(|p| {
            p.props
                .channel_mentions
                .insert("elsewhere".to_owned(), "Else / 他".to_owned());
        })
        .post();
    let context = text_context(&state, Some(&post), None);
    assert_eq!(context.channel("elsewhere"), Some("Else / 他"));
    assert_eq!(context.channel("design"), Some("design"));
    assert_eq!(context.channel("nowhere"), None);
    assert_eq!(
        context.channel(&format!("{ALICE}__{BOB}")),
        None,
        "a direct message is no channel to link to"
    );
    assert_eq!(text_context(&state, None, None).channel("elsewhere"), None);
}

#[test]
fn the_words_that_call_follow_the_persons_settings() {
    let state = after([user(ALICE, "alice", |u| {
        u.first_name = "Alice".to_owned();
        let settings = [
            ("mention_keys", "ali, 有栖 ,"),
            ("first_name", "true"),
            ("channel", "true"),
        ];
        u.notify_props = settings.map(|(k, v)| (k.to_owned(), v.to_owned())).into();
    })]);
    let all = keys(&state, None);
    let words: Vec<&str> = all.iter().map(|(k, _)| k.as_str()).collect();
    assert_eq!(
        words,
        ["@alice", "ali", "有栖", "Alice", "@channel", "@all", "@here"]
    );
    assert_eq!(all[3].1, KeyCase::Exact);
    let silent = build::post(1)
        .with(|p| p.props.mention_highlight_disabled = true)
        .post();
    assert!(keys(&state, Some(&silent)).iter().all(|(k, _)| k != "@here"));
}

#[test]
fn people_emoji_and_settings_come_from_the_state() {
    let config = [("EnableLatex", "true"), ("CustomUrlSchemes", "Notes, git")];
    let state = after([
        Event::ConfigLoaded(ServerConfig(
            config.map(|(k, v)| (k.to_owned(), v.to_owned())).into(),
        )),
        Event::EmojiLoaded(vec![crate::event::CustomEmoji {
            id: EmojiId::sample("tsubame"),
            name: "tsubame".to_owned(),
        }]),
    ]);
    let context = text_context(&state, None, None);
    assert!(context.is_username("bob") && !context.is_username("zoe"));
    assert_eq!(context.own_username(), "alice");
    assert_eq!(context.emoji("tsubame"), Some(EmojiImage::Custom));
    assert_eq!(context.emoji("smile"), None, "no table yet");
    assert_eq!(context.options().latex, Latex::Blocks);
    assert_eq!(context.options().custom_url_schemes, ["notes", "git"]);
}
