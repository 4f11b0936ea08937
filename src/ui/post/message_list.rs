//! The list of messages of a channel or thread.

use leptos::html;
use leptos::prelude::*;
use mm_core::event::Loading;
use mm_core::state::Key;
use mm_core::view::{self, Row, RowKey};

use super::lines::{DayLine, GapLine, NewLine, StartLine};
use super::message::{Message, Shown};
use super::source::ListOf;
use crate::store::use_app;
use crate::ui::i18n::{use_tr, Text};

/// The `log`.
#[component]
pub fn MessageList(
    /// What it shows.
    list: ListOf,
) -> impl IntoView {
    let (app, tr) = (use_app(), use_tr());
    let rows = list.rows();
    let loading = list.loading();
    let id = list.channel();
    let channel_name = app.select(
        move || vec![Key::Channel(id), Key::Sidebar, Key::Preferences],
        move |state| view::channel_display_name(state, id),
    );
    let label = move || match list {
        ListOf::Channel(_) => tr.with(Text::MessagesIn, &[("name", &channel_name.get())]),
        ListOf::Thread { .. } => tr.text(Text::MessagesInThread).into(),
    };
    let keys = Memo::new(move |_| rows.with(|rows| rows.iter().map(Row::key).collect::<Vec<RowKey>>()));
    let node = NodeRef::<html::Div>::new();
    view! {
        <div
            class={"list"}
            role="log"
            tabindex={"0"}
            node_ref=node
            aria-label=label
            aria-busy=move || (loading.get() != Loading::Idle).to_string()
        >
            <div class={"list-rows"}>
                <For each=move || keys.get() key=|key| key.clone() let:key>
                    <RowView key rows list/>
                </For>
            </div>
        </div>
    }
}

/// One row, found again by its key whenever the rows change.
#[component]
fn RowView(key: RowKey, rows: Memo<std::sync::Arc<Vec<Row>>>, list: ListOf) -> impl IntoView {
    let app = use_app();
    match &key {
        RowKey::Day(day) => view! { <DayLine day=*day/> }.into_any(),
        RowKey::NewMessages => view! { <NewLine/> }.into_any(),
        RowKey::Start => view! { <StartLine channel=list.channel()/> }.into_any(),
        RowKey::Gap(before) => {
            let before = *before;
            view! { <GapLine on_press=move |()| app.dispatch(list.fill(before, false))/> }.into_any()
        }
        RowKey::Post(_) | RowKey::Own(_) => {
            let wanted = key.clone();
            let shown = Memo::new(move |_| {
                rows.with(|rows| rows.iter().find(|r| r.key() == wanted).and_then(Shown::of))
            });
            view! { <Message key shown list/> }.into_any()
        }
    }
}
