//! Ctrl/Cmd+K: a few letters lead to any channel or person.

use leptos::html;
use leptos::prelude::*;
use mm_core::action::Action;
use mm_core::state::Key;
use mm_core::view::{self, SwitcherEntry};
use web_sys::KeyboardEvent;

use super::sidebar_entry::channel_icon;
use crate::store::{use_app, use_local};
use crate::ui::common::{icons, live, sign, Dialog, Icon, InputGuard};
use crate::ui::i18n::{t, use_tr, Text};

const LIMIT: usize = 12;
const LIST_ID: &str = "switcher-list";

/// The dialog.
#[component]
pub fn QuickSwitcher() -> impl IntoView {
    let (app, local, tr) = (use_app(), use_local(), use_tr());
    let guard = InputGuard::new();
    let node = NodeRef::<html::Input>::new();
    let query = RwSignal::new(String::new());
    let marked = RwSignal::new(0_usize);
    let found = app.select(
        || vec![Key::Sidebar, Key::Teams],
        move |state| view::switcher(state, &query.get(), LIMIT),
    );
    let close = Callback::new(move |()| local.overlay.set(None));
    let choose = Callback::new(move |at: usize| {
        if let Some(entry) = found.get_untracked().get(at) {
            local.overlay.set(None);
            app.dispatch(match entry {
                SwitcherEntry::Channel(entry) => Action::OpenChannel { channel_id: entry.id },
                SwitcherEntry::Person { user_id, .. } => Action::OpenDirect { user_id: *user_id },
            });
        }
    });
    let on_key = move |event: KeyboardEvent| {
        if guard.owns(&event) {
            return;
        }
        let last = found.with_untracked(Vec::len).saturating_sub(1);
        match event.key().as_str() {
            "ArrowDown" => marked.update(|m| *m = if *m >= last { 0 } else { *m + 1 }),
            "ArrowUp" => marked.update(|m| *m = if *m == 0 { last } else { *m - 1 }),
            "Enter" => choose.run(marked.get_untracked()),
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <Dialog label=Text::SwitchChannel class="dialog switcher" on_close=close>
            <input
                class={"input"}
                type="text"
                role="combobox"
                autofocus=true
                autocomplete="off"
                spellcheck="false"
                node_ref=node
                aria-label=t!(tr, FindChannel)
                placeholder=t!(tr, FindChannel)
                aria-expanded=sign(move || (!found.with(Vec::is_empty)).to_string())
                aria-autocomplete="list"
                aria-controls=LIST_ID
                aria-activedescendant=sign(move || {
                    (!found.with(Vec::is_empty)).then(|| option_id(marked.get()))
                })
                on:compositionstart=move |event| guard.started(event)
                on:compositionend=move |event| guard.ended(event)
                on:input=move |_| {
                    query.set(node.get_untracked().map(|i| i.value()).unwrap_or_default());
                    marked.set(0);
                }
                on:keydown=on_key
            />
            <div class={"options"} role="listbox" id=LIST_ID aria-label=t!(tr, FindChannel)>
                {live(move || {
                    found
                        .get()
                        .into_iter()
                        .enumerate()
                        .map(|(at, entry)| view! { <Found at entry marked choose /> })
                        .collect_view()
                })}
            </div>
            <p class={"muted"} role="status">
                {live(move || found.with(Vec::is_empty).then(|| tr.text(Text::NothingFound)))}
            </p>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Found(at: usize, entry: SwitcherEntry, marked: RwSignal<usize>, choose: Callback<usize>) -> impl IntoView {
    let (icon, name, detail, unread) = match entry {
        SwitcherEntry::Channel(e) => (channel_icon(e.kind, e.archived), e.display_name, None, e.unread),
        SwitcherEntry::Person {
            display_name,
            username,
            ..
        } => (icons::PERSON, display_name, Some(format!("@{username}")), false),
    };
    view! {
        <div
            class={"option"}
            role="option"
            id=option_id(at)
            aria-selected=sign(move || (marked.get() == at).to_string())
            data-unread=unread.then_some("")
            on:pointermove=move |_| {
                if marked.get_untracked() != at {
                    marked.set(at);
                }
            }
            on:click=move |_| choose.run(at)
        >
            <Icon drawing=icon />
            <span dir="auto">{name}</span>
            {detail.map(|detail| view! { <span class={"muted"}>{detail}</span> })}
        </div>
    }
    .into_any()
}

fn option_id(at: usize) -> String {
    format!("switcher-{at}")
}
