//! The composer. The text is read from the box and the destination is fixed in the very key press that sends it: what is
//! opened a moment later changes nothing.

use leptos::html;
use leptos::prelude::*;
use mm_core::action::Action;
use mm_core::state::Key;
use mm_core::view::{self, ReadOnly};
use wasm_bindgen::JsCast;
use web_sys::ClipboardEvent;
use web_sys::KeyboardEvent;

use super::attachments::{attach, choose, take_dropped, AttachButton, Attachments};
use super::draft::{last_own_post, place_of};
use super::suggestions::{Suggesting, SuggestionList};
use crate::store::{memo, use_app, use_local, Overlay};
use crate::ui::common::{dom, icons, live, text_box, IconButton, TextBox};
use crate::ui::i18n::{use_tr, Text};
use crate::ui::post::ListOf;
use crate::ui::shell::Typing;

/// The composer of a channel or thread; made anew for each, so that each keeps its own text.
#[component]
pub fn Composer(
    /// Where it writes.
    list: ListOf,
) -> impl IntoView {
    let (app, local, tr) = (use_app(), use_local(), use_tr());
    let place = place_of(list);
    let channel_id = place.channel_id;
    let node = NodeRef::<html::Textarea>::new();
    let initial = app.peek(|state| state.draft(place).to_owned());
    let header = app.select(
        move || {
            vec![
                Key::Channel(channel_id),
                Key::Sidebar,
                Key::Config,
                Key::Preferences,
            ]
        },
        move |state| view::channel_header(state, channel_id),
    );
    let label = Signal::derive(move || match list {
        ListOf::Channel(_) => {
            let name = header.with(|h| tr.named(h.as_ref().map_or("", |h| &h.display_name)));
            tr.with(Text::MessageTo, &[("name", &name)])
        }
        ListOf::Thread { .. } => tr.text(Text::ReplyToThread).into(),
    });
    let read_only = memo(move || header.with(|h| h.as_ref().and_then(|h| h.read_only)));
    let reason_id = format!("read-only-{}", word_of(list));
    let described_by = {
        let id = reason_id.clone();
        Signal::derive(move || read_only.get().map(|_| id.clone()))
    };
    follow_draft(list, node);
    let suggesting = Suggesting::new(list, node);
    let chooser = NodeRef::<html::Input>::new();
    let disabled = Signal::derive(move || read_only.get().is_some());
    let take = move |files| read_only.get_untracked().is_none() && attach(app, place, files);
    take_dropped(node, take);
    // A picture out of another program comes as a file, and often as text besides.
    let on_paste = move |event: ClipboardEvent| {
        if take(event.clipboard_data().and_then(|data| data.files())) {
            event.prevent_default();
        }
    };
    let send = move || {
        let Some(element) = node.get_untracked() else {
            return;
        };
        let message = element.value();
        let has_files = || app.peek(|state| state.attached_to(place).next().is_some());
        if read_only.get_untracked().is_some() || (message.trim().is_empty() && !has_files()) {
            return;
        }
        app.dispatch(Action::SendPost {
            channel_id,
            root_id: place.root_id,
            message,
            nonce: app.nonce(),
        });
        suggesting.close();
        text_box::set_text(&element, "");
        app.dispatch(Action::ChangeDraft {
            place,
            text: String::new(),
        });
    };
    let on_key = move |event: KeyboardEvent| match event.key().as_str() {
        _ if suggesting.on_key(&event) => {}
        "Enter" if !event.shift_key() && !event.alt_key() => {
            event.prevent_default();
            send();
        }
        "u" if event.ctrl_key() || event.meta_key() => {
            event.prevent_default();
            choose(chooser);
        }
        "ArrowUp" if node.get_untracked().is_some_and(|n| n.value().is_empty()) => {
            if let Some(post) = app.peek(|state| last_own_post(state, list)) {
                event.prevent_default();
                local.editing.set(Some((list.root(), post)));
            }
        }
        _ => {}
    };
    // The dialog gives the focus back to the box, where what is chosen goes.
    let show = move |overlay| {
        focus_composer(list);
        local.overlay.set(Some(overlay));
    };
    let has_cleared = app.select(
        || vec![Key::ClearedTexts],
        |state| !state.cleared_texts().is_empty(),
    );
    let on_text = move |text: String| {
        if !text.is_empty() {
            app.dispatch(Action::Typing { place });
        }
        app.dispatch(Action::ChangeDraft { place, text });
    };
    view! {
        <div class={"composer"} data-composer=word_of(list) on:paste=on_paste>
            <Typing channel_id root_id=list.root() />
            {live(move || {
                let id = reason_id.clone();
                read_only
                    .get()
                    .map(|reason| {
                        view! {
                            <p class={"read-only"} role="status" id=id>
                                {move || tr.text(reason_text(reason))}
                            </p>
                        }
                    })
            })}
            <SuggestionList suggesting />
            <Attachments place />
            <div class={"composer-box"}>
                <TextBox
                    label
                    node
                    initial
                    on_key
                    on_text
                    disabled
                    described_by
                    controls=suggesting.controls()
                    on_writing=move |writing| suggesting.on_writing(writing)
                />
                <div class={"composer-buttons"}>
                    {live(move || {
                        has_cleared
                            .get()
                            .then(|| {
                                view! {
                                    <IconButton
                                        icon=icons::UNDO
                                        label=Text::BringBack
                                        on_press=move |()| show(Overlay::Cleared(place))
                                        disabled
                                    />
                                }
                            })
                    })} <AttachButton place chooser disabled />
                    <IconButton
                        icon=icons::SMILE
                        label=Text::Emoji
                        on_press=move |()| show(Overlay::Emoji(place))
                        disabled
                    /> <IconButton icon=icons::SEND label=Text::Send on_press=move |()| send() disabled />
                </div>
            </div>
        </div>
    }
    .into_any()
}

/// A draft that changed elsewhere (another tab or device, a restored text) comes into the box, unless there is something in it that the
/// engine has not heard of. Whether somebody is writing here at this moment, the engine knows.
fn follow_draft(list: ListOf, node: NodeRef<html::Textarea>) {
    let app = use_app();
    let place = place_of(list);
    let draft = app.select(
        move || vec![Key::Draft(place)],
        move |state| state.draft(place).to_owned(),
    );
    Effect::new(move |before: Option<String>| {
        let text = draft.get();
        if let (Some(before), Some(element)) = (before, node.get_untracked()) {
            let focused = dom::has_window()
                && dom::focused().is_some_and(|f| f == *element.unchecked_ref::<web_sys::HtmlElement>());
            // In a tab that is not in front the box may be the active element all the same. After a reload it may have the focus before its
            // text is back.
            let value = element.value();
            let writing = focused && !value.is_empty() && value != before;
            if before != text && !writing && value != text {
                text_box::set_text(&element, &text);
            }
        }
        text
    });
}

/// A word for each kind of composer, to find it in the page.
pub(super) fn word_of(list: ListOf) -> &'static str {
    match list {
        ListOf::Channel(_) => "channel",
        ListOf::Thread { .. } => "thread",
    }
}

/// Moves the focus to the composer below a list.
pub fn focus_composer(list: ListOf) {
    let selector = format!("[data-composer={}] textarea", word_of(list));
    let found = dom::document().and_then(|d| d.query_selector(&selector).ok().flatten());
    if let Some(element) = found.and_then(|e| e.dyn_into().ok()) {
        dom::focus(&element);
    }
}

fn reason_text(reason: ReadOnly) -> Text {
    match reason {
        ReadOnly::Archived => Text::ReadOnlyArchived,
        ReadOnly::NoPermission => Text::ReadOnlyPermission,
        ReadOnly::Deactivated => Text::ReadOnlyDeactivated,
    }
}
