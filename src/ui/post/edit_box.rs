//! Editing a message in its place.

use leptos::html;
use leptos::prelude::*;
use mm_core::action::Action;
use mm_core::domain::PostId;
use web_sys::KeyboardEvent;

use super::source::ListOf;
use crate::store::{effect, use_app, use_local, Overlay};
use crate::ui::common::{dom, text_box, TextBox, TextButton, Weight};
use crate::ui::composer::focus_composer;
use crate::ui::i18n::{use_tr, Text};

/// The box with its two buttons.
#[component]
pub fn EditBox(
    /// The message.
    post_id: PostId,
    /// The list it stands in.
    list: ListOf,
) -> impl IntoView {
    let (app, local, tr) = (use_app(), use_local(), use_tr());
    let node = NodeRef::<html::Textarea>::new();
    let before = app.peek(|state| {
        let pending = state.pending_edit(post_id).map(str::to_owned);
        pending.or_else(|| state.post(post_id).map(|p| p.message.clone()))
    });
    let before = before.unwrap_or_default();
    let original = StoredValue::new(before.clone());
    let so_far = local.edited_text.get_value().filter(|(id, _)| *id == post_id);
    let initial = so_far.map_or(before, |(_, text)| text);
    effect(move || {
        if let Some(element) = node.get() {
            dom::focus(&element);
            text_box::set_text(&element, &element.value());
        }
    });
    let leave = move || {
        local.editing.set(None);
        local.edited_text.set_value(None);
        focus_composer(list);
    };
    let save = move || {
        let message = node.get_untracked().map(|n| n.value()).unwrap_or_default();
        if message.trim().is_empty() {
            local.overlay.set(Some(Overlay::DeletePost(post_id)));
            return;
        }
        if original.with_value(|o| *o != message) {
            app.dispatch(Action::EditPost { post_id, message });
        }
        leave();
    };
    let on_key = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" if !event.shift_key() && !event.alt_key() => {
            event.prevent_default();
            save();
        }
        "Escape" => {
            event.prevent_default();
            event.stop_propagation();
            leave();
        }
        _ => {}
    };
    view! {
        <div class={"edit-box"}>
            <TextBox
                label=Signal::derive(move || tr.text(Text::EditMessage).to_owned())
                node
                initial
                on_key
                on_text=move |text| local.edited_text.set_value(Some((post_id, text)))
            />
            <div class={"buttons"}>
                <TextButton label=Text::Cancel on_press=move |()| leave() />
                <TextButton label=Text::Save weight=Weight::Primary on_press=move |()| save() />
            </div>
        </div>
    }
    .into_any()
}
