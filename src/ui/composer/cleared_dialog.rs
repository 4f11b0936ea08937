//! Choosing a text that was cleared without being sent: it comes into the box where the caret stands, as if it was typed there.

use leptos::prelude::*;
use mm_core::event::DraftPlace;

use super::insert::insert;
use crate::store::{use_app, use_local};
use crate::ui::common::Dialog;
use crate::ui::i18n::{t, use_tr, Text};

/// The dialog.
#[component]
pub fn ClearedDialog(
    /// Where the chosen text goes.
    place: DraftPlace,
) -> impl IntoView {
    let (app, local, tr) = (use_app(), use_local(), use_tr());
    let close = Callback::new(move |()| local.overlay.set(None));
    let choice = move |text: String| {
        let piece = text.clone();
        let choose = move |_| {
            local.overlay.set(None);
            insert(app, place, &piece);
        };
        view! {
            <li>
                <button type="button" class={"cleared-text"} dir="auto" on:click=choose>
                    <span>{text}</span>
                </button>
            </li>
        }
        .into_any()
    };
    let texts = app.peek(|state| state.cleared_texts().to_vec());
    view! {
        <Dialog label=Text::BringBack class="dialog" on_close=close>
            <h2 class={"dialog-title"}>{t!(tr, BringBack)}</h2>
            <ul class={"cleared-texts"}>{texts.into_iter().map(choice).collect::<Vec<_>>()}</ul>
        </Dialog>
    }
    .into_any()
}
