//! Rows that are not messages: day lines, the "New messages" line, gaps, the beginning of a channel.

use leptos::prelude::*;
use mm_core::domain::ChannelId;
use mm_core::state::Key;
use mm_core::view::{self, LocalDay};

use crate::store::use_app;
use crate::ui::common::live;
use crate::ui::i18n::{t, use_tr, Text};

/// A local day begins.
#[component]
pub fn DayLine(
    /// The day.
    day: LocalDay,
) -> impl IntoView {
    let tr = use_tr();
    let text = move || tr.day(day);
    view! {
        <div class={"line"} role="separator" aria-label=text>
            <span class={"line-text"}>{text}</span>
        </div>
    }
    .into_any()
}

/// What follows was not there when one looked last.
#[component]
pub fn NewLine() -> impl IntoView {
    let tr = use_tr();
    view! {
        <div class={"line new"} role="separator" aria-label=t!(tr, NewMessages)>
            <span class={"line-text"}>{t!(tr, NewMessages)}</span>
        </div>
    }
    .into_any()
}

/// Posts are missing here; they load by themselves, the button is for those who do not scroll.
#[component]
pub fn GapLine(
    /// Loads them.
    #[prop(into)]
    on_press: Callback<()>,
) -> impl IntoView {
    let tr = use_tr();
    view! {
        <div class={"line gap"} data-gap={""}>
            <button type="button" class={"link-button"} on:click=move |_| on_press.run(())>
                {t!(tr, LoadMore)}
            </button>
        </div>
    }
    .into_any()
}

/// The channel begins here: what this place is for.
#[component]
pub fn StartLine(
    /// The channel.
    channel: ChannelId,
) -> impl IntoView {
    let (app, tr) = (use_app(), use_tr());
    let header = app.select(
        move || vec![Key::Channel(channel), Key::Sidebar],
        move |state| view::channel_header(state, channel),
    );
    let beginning = move || {
        let name = header.get().map(|h| h.display_name).unwrap_or_default();
        tr.with(Text::ChannelStart, &[("name", &name)])
    };
    view! {
        <div class={"start"}>
            <p class={"start-title"} dir="auto">
                {beginning}
            </p>
            <p class={"muted"} dir="auto">
                {live(move || header.get().map(|h| h.purpose).filter(|p| !p.trim().is_empty()))}
            </p>
        </div>
    }
    .into_any()
}
