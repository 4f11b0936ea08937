//! An address that means nothing here.

use leptos::prelude::*;
use mm_core::event::Place;

use crate::store::use_app;
use crate::ui::i18n::{t, use_tr};

/// Says so, and offers the way back.
#[component]
pub fn NotFound() -> impl IntoView {
    let (app, tr) = (use_app(), use_tr());
    view! {
        <main class={"page"}>
            <h1>{t!(tr, NotFoundTitle)}</h1>
            <p>{t!(tr, NotFoundHint)}</p>
            <p>
                <a class={"button primary"} href=app.href(&Place::Start)>
                    {t!(tr, BackToChannels)}
                </a>
            </p>
        </main>
    }
    .into_any()
}
