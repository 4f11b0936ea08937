//! The list of messages of a channel or thread: only the rows near the viewport are in the page.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use mm_core::event::Loading;
use mm_core::state::Key;
use mm_core::view::{self, Row, RowKey};

use super::follow::Follow;
use super::lines::{DayLine, GapLine, NewLine, StartLine};
use super::message::{Message, Shown};
use super::source::ListOf;
use crate::store::{memo, use_app};
use crate::ui::common::virtual_list::Scroller;
use crate::ui::common::{dom, Icon};
use crate::ui::i18n::{t, use_tr, Text};

/// The `log`.
#[component]
pub fn MessageList(
    /// What it shows.
    list: ListOf,
) -> impl IntoView {
    let (app, tr) = (use_app(), use_tr());
    let follow = Follow::new(list);
    let scroller = follow.scroller();
    let loading = follow.loading();
    let id = list.channel();
    let channel_name = app.select(
        move || vec![Key::Channel(id), Key::Sidebar, Key::Preferences],
        move |state| view::channel_display_name(state, id),
    );
    let label = move || match list {
        ListOf::Channel(_) => tr.with(Text::MessagesIn, &[("name", &tr.named(&channel_name.get()))]),
        ListOf::Thread { .. } => tr.text(Text::MessagesInThread).into(),
    };
    let shown = follow.shown();
    let keys = move || shown.with(|rows| rows.iter().map(Row::key).collect::<Vec<RowKey>>());
    let busy = memo(move || loading.get() != Loading::Idle);
    let parts = scroller.parts();
    view! {
        <div class={"list-frame"} data-loading=move || busy.get().then_some("")>
            <div class={"list-progress"} aria-hidden={"true"}></div>
            <div
                class={"list"}
                role="log"
                tabindex={"0"}
                node_ref=parts.list
                aria-label=label
                aria-busy=move || busy.get().to_string()
                on:scroll=move |_| scroller.on_scroll()
                on:keydown=move |event| {
                    if event.target() == event.current_target() {
                        match event.key().as_str() {
                            "End" => follow.to_latest(),
                            "ArrowUp" | "ArrowDown" => enter(parts.list, &event),
                            _ => {}
                        }
                    }
                }
            >
                <div class={"list-space"} node_ref=parts.before></div>
                <div class={"list-rows"} node_ref=parts.rows>
                    <For each=keys key=|key| key.clone() let:key>
                        <RowView key shown list follow />
                    </For>
                </div>
                <div class={"list-space"} node_ref=parts.after></div>
            </div>
            <Jump follow />
        </div>
    }
    .into_any()
}

/// From the list as a whole the arrows lead to the lowest message in view; from there to its neighbours.
fn enter(list: NodeRef<html::Div>, event: &web_sys::KeyboardEvent) {
    let plain = !event.alt_key() && !event.ctrl_key() && !event.meta_key() && !event.shift_key();
    let Some(list) = list.get_untracked().filter(|_| plain) else {
        return;
    };
    let bottom = list.get_bounding_client_rect().bottom();
    let messages = dom::all(&list, "article");
    let in_view = |message: &&web_sys::HtmlElement| message.get_bounding_client_rect().top() < bottom;
    if let Some(message) = messages.iter().rev().find(in_view) {
        event.prevent_default();
        dom::focus(message);
    }
}

/// The way back to the newest messages, while one is elsewhere.
#[component]
fn Jump(follow: Follow) -> impl IntoView {
    let tr = use_tr();
    let unseen = follow.unseen();
    let away = memo(move || unseen.get().is_some());
    let count = move || {
        unseen
            .get()
            .filter(|count| *count > 0)
            .map(|count| count.to_string())
    };
    view! {
        <Show when=move || away.get()>
            <button
                type="button"
                class={"jump"}
                aria-label=t!(tr, JumpToLatest)
                on:click=move |_| follow.to_latest()
            >
                <Icon name="down" />
                {count}
                <span>{t!(tr, JumpToLatest)}</span>
            </button>
        </Show>
    }
}

/// One row, found again by its key whenever the rows change.
#[component]
fn RowView(key: RowKey, shown: Memo<Arc<Vec<Row>>>, list: ListOf, follow: Follow) -> impl IntoView {
    let scroller = follow.scroller();
    let wanted = key.clone();
    let marked = memo(move || {
        let named = follow.named();
        named.is_some_and(|id| shown.with(|rows| rows.iter().any(|r| r.key() == wanted && is_post(r, id))))
    });
    view! {
        <div class={"row"} data-marked=move || marked.get().then_some("") use:observed=scroller>
            {row_content(key, shown, list, follow)}
        </div>
    }
}

fn is_post(row: &Row, id: mm_core::domain::PostId) -> bool {
    matches!(row, Row::Post(post) if post.id == id)
}

fn observed(row: leptos::tachys::renderer::types::Element, scroller: Scroller<RowKey>) {
    scroller.observe(row);
}

fn row_content(key: RowKey, rows: Memo<Arc<Vec<Row>>>, list: ListOf, follow: Follow) -> AnyView {
    match &key {
        RowKey::Day(day) => view! { <DayLine day=*day /> }.into_any(),
        RowKey::NewMessages => view! { <NewLine /> }.into_any(),
        RowKey::Start => view! { <StartLine channel=list.channel() /> }.into_any(),
        RowKey::Gap(before) => {
            let before = *before;
            view! { <GapLine on_press=move |()| follow.fill(before) /> }.into_any()
        }
        RowKey::Post(_) | RowKey::Own(_) => {
            let wanted = key.clone();
            let find =
                move |rows: &Arc<Vec<Row>>| rows.iter().find(|r| r.key() == wanted).and_then(Shown::of);
            // A row that is about to leave keeps what it showed.
            let shown = Memo::new(move |old: Option<&Option<Shown>>| {
                rows.with(&find).or_else(|| old.cloned().flatten())
            });
            view! { <Message key shown list /> }.into_any()
        }
    }
}
