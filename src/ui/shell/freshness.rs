//! How old what is shown may be. Quiet while it is of now; the words are there for readers all the same.

use leptos::prelude::*;
use mm_core::domain::Timestamp;
use mm_core::state::Key;
use mm_core::view;

use crate::store::use_app;
use crate::ui::common::sign;
use crate::ui::i18n::{t, use_tr, Text};

/// From so long ago on an hour alone does not say when.
const LONG_AGO_MS: i64 = 12 * 60 * 60 * 1000;

/// The words beside the connection chip.
#[component]
pub fn Freshness() -> impl IntoView {
    let (app, tr) = (use_app(), use_tr());
    let age = app.select(|| vec![Key::Connection], view::freshness);
    let is_old = move || age.get() != view::Freshness::UpToDate;
    let moment = move |at: Timestamp| {
        if app.now_wall().0 - at.0 > LONG_AGO_MS {
            tr.moment(at)
        } else {
            tr.time(at)
        }
    };
    let words = move || match age.get() {
        view::Freshness::UpToDate => tr.text(Text::UpToDate).to_owned(),
        view::Freshness::AsOf(at) => tr.with(Text::AsOf, &[("time", &moment(at))]),
    };
    view! {
        <div
            class={"freshness"}
            role="status"
            aria-label=t!(tr, Freshness)
            data-old=sign(move || is_old().then_some(""))
        >
            {words}
        </div>
    }
    .into_any()
}
