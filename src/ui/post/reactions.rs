//! Reactions under a message: a button each, pressed when one's own is among them.

use leptos::prelude::*;
use mm_core::action::Action;
use mm_core::state::Key;
use mm_core::view::{self, PostView, ReactionView};

use crate::store::{effect, memo, use_app};
use crate::ui::emoji::use_emoji;
use crate::ui::i18n::{use_tr, Text};

/// So many kinds are drawn; a message can carry ten thousand.
const MOST: usize = 50;

/// The row of buttons; nothing without reactions.
#[component]
pub fn Reactions(
    /// The post.
    view: Memo<Option<PostView>>,
) -> impl IntoView {
    let emoji = use_emoji();
    let names = memo(move || {
        view.with(|v| {
            let reactions = v.as_ref().map(|v| v.reactions.as_slice()).unwrap_or_default();
            let names = reactions.iter().take(MOST);
            names.map(|r| r.emoji_name.clone()).collect::<Vec<_>>()
        })
    });
    effect(move || {
        if names.with(|n| !n.is_empty()) {
            emoji.want();
        }
    });
    move || {
        names.with(|n| !n.is_empty()).then(|| {
            view! {
                <div class={"reactions"}>
                    <For each=move || names.get() key=|name| name.clone() let:name>
                        <OneReaction name view />
                    </For>
                </div>
            }
        })
    }
}

#[component]
fn OneReaction(name: String, view: Memo<Option<PostView>>) -> impl IntoView {
    let (app, tr, emoji) = (use_app(), use_tr(), use_emoji());
    let wanted = name.clone();
    let reaction = memo(move || -> Option<ReactionView> {
        view.with(|v| {
            let reactions = &v.as_ref()?.reactions;
            reactions.iter().find(|r| r.emoji_name == wanted).cloned()
        })
    });
    let count = move || reaction.with(|r| r.as_ref().map_or(0, |r| r.users.len()));
    let mine = move || reaction.with(|r| r.as_ref().is_some_and(|r| r.mine));
    let people = app.select(
        || vec![Key::Preferences],
        move |state| {
            let users = reaction.with(|r| r.as_ref().map(|r| r.users.clone()).unwrap_or_default());
            let names = users.iter().take(20).map(|id| view::display_name(state, *id));
            names.filter(|n| !n.is_empty()).collect::<Vec<_>>().join(", ")
        },
    );
    let label = {
        let name = name.clone();
        move || {
            tr.with(
                Text::ReactionName,
                &[("name", &name), ("count", &count().to_string())],
            )
        }
    };
    let toggle = {
        let name = name.clone();
        move |_| {
            let may = view.with_untracked(|v| v.as_ref().map(|v| (v.post.id, v.may.react)));
            if let Some((post_id, true)) = may {
                let emoji_name = name.clone();
                app.dispatch(
                    match reaction.with_untracked(|r| r.as_ref().is_some_and(|r| r.mine)) {
                        true => Action::RemoveReaction { post_id, emoji_name },
                        false => Action::AddReaction { post_id, emoji_name },
                    },
                );
            }
        }
    };
    let face = move || {
        let custom = reaction.with(|r| r.as_ref().and_then(|r| r.custom));
        let glyph = emoji.table().and_then(|t| t.characters(&name).map(str::to_owned));
        match (glyph, custom) {
            (Some(glyph), _) => view! {
                <span class={"emoji"} aria-hidden={"true"}>
                    {glyph}
                </span>
            }
            .into_any(),
            (None, Some(id)) => {
                let src = app.api_url(&format!("/api/v4/emoji/{id}/image"));
                view! { <img class={"emoji custom"} src=src alt="" /> }.into_any()
            }
            (None, None) => view! { <span class={"emoji-name"}>{format!(":{name}:")}</span> }.into_any(),
        }
    };
    view! {
        <button
            type="button"
            class={"reaction"}
            aria-label=label
            title=move || people.get()
            aria-pressed=move || mine().to_string()
            on:click=toggle
        >
            {face}
            <span class={"reaction-count"} aria-hidden={"true"}>
                {count}
            </span>
        </button>
    }
    .into_any()
}
