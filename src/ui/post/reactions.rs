//! Reactions under a message: a button each, pressed when one's own is among them.

use leptos::prelude::*;
use mm_core::action::Action;
use mm_core::view::{PostView, ReactionView};

use super::face::Face;
use crate::ui::handles::Handles;
use crate::ui::i18n::Text;

/// So many kinds are drawn; a message can carry ten thousand.
const MOST: usize = 50;

/// The row of buttons; nothing without reactions.
pub fn reactions(h: Handles, face: &Face, view: &PostView) -> Option<AnyView> {
    let all = view.reactions.iter().zip(&face.reactors).take(MOST);
    let buttons: Vec<AnyView> = all.map(|(r, people)| button(h, view, r, people)).collect();
    (!buttons.is_empty()).then(|| view! { <div class={"reactions"}>{buttons}</div> }.into_any())
}

fn button(h: Handles, view: &PostView, reaction: &ReactionView, people: &str) -> AnyView {
    let count = reaction.users.len().to_string();
    let values = [("name", reaction.emoji_name.as_str()), ("count", &count)];
    let name = h.tr.with(Text::ReactionName, &values);
    view! {
        <button
            type="button"
            class={"reaction"}
            aria-label=name
            title=people.to_owned()
            aria-pressed=reaction.mine.to_string()
            on:click=toggle(h, view, reaction)
        >
            {picture(h, reaction)}
            <span class={"reaction-count"} aria-hidden={"true"}>
                {count}
            </span>
        </button>
    }
    .into_any()
}

/// Adds one's own, or takes it back.
fn toggle<E>(h: Handles, view: &PostView, reaction: &ReactionView) -> impl Fn(E) {
    let (post_id, may, mine) = (view.post.id, view.may.react, reaction.mine);
    let emoji_name = reaction.emoji_name.clone();
    move |_| {
        let emoji_name = emoji_name.clone();
        match (may, mine) {
            (false, _) => {}
            (true, true) => h.app.dispatch(Action::RemoveReaction { post_id, emoji_name }),
            (true, false) => h.app.dispatch(Action::AddReaction { post_id, emoji_name }),
        }
    }
}

/// The emoji; its name while the table or the picture is not known.
fn picture(h: Handles, reaction: &ReactionView) -> AnyView {
    let name = &reaction.emoji_name;
    let glyph = h
        .emoji
        .table()
        .and_then(|t| t.characters(name).map(str::to_owned));
    match (glyph, reaction.custom) {
        (Some(glyph), _) => view! {
            <span class={"emoji"} aria-hidden={"true"}>
                {glyph}
            </span>
        }
        .into_any(),
        (None, Some(id)) => {
            let src = h.app.api_url(&format!("/api/v4/emoji/{id}/image"));
            view! { <img class={"emoji custom"} src=src alt="" /> }.into_any()
        }
        (None, None) => view! { <span class={"emoji-name"}>{format!(":{name}:")}</span> }.into_any(),
    }
}
