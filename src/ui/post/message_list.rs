//! The list of messages of a channel or thread: only the rows near the viewport are in the page.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use mm_core::event::Loading;
use mm_core::state::Key;
use mm_core::view::{self, Row, RowKey};

use super::face::{shown, Shown};
use super::follow::Follow;
use super::lines::{DayLine, GapLine, NewLine, StartLine};
use super::message::{row_word, Message};
use super::source::ListOf;
use crate::store::memo;
use crate::ui::common::virtual_list::Scroller;
use crate::ui::common::{dom, icons, rows as by_key, sign, Icon};
use crate::ui::handles::{use_handles, Handles};
use crate::ui::i18n::{t, use_tr, Text};

/// The `log`.
#[component]
pub fn MessageList(
    /// What it shows.
    list: ListOf,
) -> impl IntoView {
    let h = use_handles();
    let (app, tr) = (h.app, h.tr);
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
    let rows = follow.shown();
    let keys = move || rows.with(|rows| rows.iter().map(Row::key).collect::<Vec<RowKey>>());
    let busy = memo(move || loading.get() != Loading::Idle);
    let parts = scroller.parts();
    let drawn = by_key(keys, row_word, move |key| {
        view! { <RowView h key rows list follow /> }.into_any()
    });
    view! {
        <div class={"list-frame"} data-loading=sign(move || busy.get().then_some(""))>
            <div class={"list-progress"} aria-hidden={"true"}></div>
            <div
                class={"list"}
                role="log"
                tabindex={"0"}
                node_ref=parts.list
                aria-label=label
                aria-busy=sign(move || busy.get().to_string())
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
                    {drawn}
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
                <Icon drawing=icons::DOWN />
                {count}
                <span>{t!(tr, JumpToLatest)}</span>
            </button>
        </Show>
    }
}

/// One row.
#[component]
fn RowView(
    h: Handles,
    key: RowKey,
    rows: Memo<Arc<Vec<Row>>>,
    list: ListOf,
    follow: Follow,
) -> impl IntoView {
    let scroller = follow.scroller();
    let (shown, content) = match &key {
        RowKey::Day(day) => (None, view! { <DayLine day=*day /> }.into_any()),
        RowKey::NewMessages => (None, view! { <NewLine /> }.into_any()),
        RowKey::Start => (None, view! { <StartLine channel=list.channel() /> }.into_any()),
        RowKey::Gap(before) => {
            let before = *before;
            let gap = view! { <GapLine on_press=move |()| follow.fill(before) /> };
            (None, gap.into_any())
        }
        RowKey::Post(_) | RowKey::Own(_) => {
            let shown = shown(h, key.clone(), rows, list);
            (Some(shown), view! { <Message h key shown list /> }.into_any())
        }
    };
    let marked = shown.map(|shown| move || is_named(follow, shown).then_some(""));
    view! {
        <div class={"row"} data-marked=marked use:observed=scroller>
            {content}
        </div>
    }
    .into_any()
}

/// Whether it is the post that the address names.
fn is_named(follow: Follow, shown: Memo<Option<Shown>>) -> bool {
    let named = follow.named();
    named.is_some() && shown.with(|s| s.as_ref().is_some_and(|s| s.post_id == named))
}

fn observed(row: leptos::tachys::renderer::types::Element, scroller: Scroller<RowKey>) {
    scroller.observe(row);
}
