//! Deleting asks once.

use leptos::prelude::*;
use mm_core::action::Action;
use mm_core::domain::PostId;

use crate::store::{use_app, use_local};
use crate::ui::common::Dialog;
use crate::ui::i18n::{t, use_tr, Text};

/// The question.
#[component]
pub fn DeleteDialog(
    /// The message.
    post_id: PostId,
) -> impl IntoView {
    let (app, local, tr) = (use_app(), use_local(), use_tr());
    let close = move || local.overlay.set(None);
    let delete = move |_| {
        local.editing.set(None);
        close();
        app.dispatch(Action::DeletePost { post_id });
    };
    view! {
        <Dialog
            label=Text::DeleteMessage
            class="dialog narrow"
            role="alertdialog"
            described_by="delete-question"
            on_close=Callback::new(move |()| close())
        >
            <h2 class={"dialog-title"}>{t!(tr, DeleteMessage)}</h2>
            <p id="delete-question">{t!(tr, DeleteQuestion)}</p>
            <div class={"buttons"}>
                <button type="button" class={"button"} on:click=move |_| close()>
                    {t!(tr, Cancel)}
                </button>
                <button type="button" class={"button danger"} autofocus=true on:click=delete>
                    {t!(tr, Delete)}
                </button>
            </div>
        </Dialog>
    }
    .into_any()
}
