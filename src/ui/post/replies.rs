//! The summary of replies under a root message; opens the thread.

use leptos::prelude::*;
use mm_core::action::Action;
use mm_core::view::{PostView, ThreadSummary};

use crate::store::{memo, use_app};
use crate::ui::common::{Avatar, Icon};
use crate::ui::i18n::{use_tr, Text};

/// Nothing without replies.
#[component]
pub fn Replies(
    /// The root post.
    view: Memo<Option<PostView>>,
) -> impl IntoView {
    let (app, tr) = (use_app(), use_tr());
    let thread = memo(move || view.with(|v| v.as_ref().and_then(|v| v.thread.clone())));
    let is_there = memo(move || thread.with(Option::is_some));
    let read = move |read: fn(&ThreadSummary) -> i64| thread.with(|t| t.as_ref().map_or(0, read));
    let people = memo(move || {
        thread.with(|t| {
            let people = t.as_ref().map(|t| t.participants.as_slice()).unwrap_or_default();
            people.iter().rev().take(3).copied().collect::<Vec<_>>()
        })
    });
    let last = move || {
        let at = thread.with(|t| t.as_ref().and_then(|t| t.last_reply_at))?;
        Some(tr.with(Text::LastReply, &[("time", &tr.moment(at))]))
    };
    let open = move |_| {
        let root_id = view.with_untracked(|v| v.as_ref().map(|v| v.post.id));
        app.dispatch(Action::OpenThread { root_id });
    };
    view! {
        <Show when=move || is_there.get()>
            <button
                type="button"
                class={"replies"}
                title=last
                data-unread=move || (read(|t| t.unread_replies) > 0).then_some("")
                on:click=open
            >
                <Icon name="reply" />
                <span class={"replies-people"} aria-hidden={"true"}>
                    <For each=move || people.get() key=|id| *id let:user_id>
                        <Avatar user_id class="avatar tiny" />
                    </For>
                </span>
                <span>{move || tr.counted(Text::Replies, read(|t| t.reply_count), &[])}</span>
            </button>
        </Show>
    }
    .into_any()
}
