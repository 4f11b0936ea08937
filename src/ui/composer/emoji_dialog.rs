//! Choosing an emoji: as a reaction, or into the text.

use leptos::html;
use leptos::prelude::*;
use mm_core::action::Action;
use mm_core::domain::PostId;
use mm_core::event::DraftPlace;
use mm_core::text::EmojiEntry;

use super::insert::insert;
use crate::store::{memo, use_app, use_local};
use crate::ui::common::{live, rows, Dialog};
use crate::ui::emoji::{find, use_emoji};
use crate::ui::i18n::{t, use_tr, Text};

/// So many are drawn; the rest is found by its name.
const SHOWN: usize = 240;

/// Where the chosen emoji goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// A reaction to this post.
    Reaction(PostId),
    /// The text being written here.
    Text(DraftPlace),
}

/// The dialog.
#[component]
pub fn EmojiDialog(
    /// Where the chosen emoji goes.
    goal: Goal,
) -> impl IntoView {
    let (app, local, tr, emoji) = (use_app(), use_local(), use_tr(), use_emoji());
    emoji.want();
    let query = RwSignal::new(String::new());
    let node = NodeRef::<html::Input>::new();
    let close = Callback::new(move |()| local.overlay.set(None));
    let found = memo(move || -> Vec<EmojiEntry> {
        let table = emoji.table();
        let found = table.as_ref().map(|t| find(t, query.get().trim(), SHOWN));
        found.unwrap_or_default().into_iter().cloned().collect()
    });
    let choose = Callback::new(move |emoji_name: String| {
        local.overlay.set(None);
        match goal {
            Goal::Reaction(post_id) => app.dispatch(Action::AddReaction { post_id, emoji_name }),
            Goal::Text(place) => insert(app, place, &format!(":{emoji_name}: ")),
        }
    });
    let choices = rows(
        move || found.get(),
        |entry| entry.characters.clone(),
        move |entry| view! { <Choice entry choose /> }.into_any(),
    );
    view! {
        <Dialog label=Text::Emoji class="dialog emoji-dialog" on_close=close>
            <input
                class={"input"}
                type="search"
                autofocus=true
                autocomplete="off"
                spellcheck="false"
                node_ref=node
                aria-label=t!(tr, SearchEmoji)
                placeholder=t!(tr, SearchEmoji)
                on:input=move |_| query.set(node.get_untracked().map(|i| i.value()).unwrap_or_default())
            />
            <div class={"emoji-grid"}>{choices}</div>
            <p class={"muted"} role="status">
                {live(move || found.with(Vec::is_empty).then(|| tr.text(Text::NothingFound)))}
            </p>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Choice(entry: EmojiEntry, choose: Callback<String>) -> impl IntoView {
    let name = entry.names.first().cloned().unwrap_or_default();
    let label = name.clone();
    view! {
        <button
            type="button"
            class={"emoji-choice"}
            aria-label=label.clone()
            title=label
            on:click=move |_| choose.run(name.clone())
        >
            {entry.characters}
        </button>
    }
    .into_any()
}
