//! Who is typing. The line is always there, so that nothing jumps.

use leptos::prelude::*;
use mm_core::domain::{ChannelId, PostId};
use mm_core::state::Key;
use mm_core::view;

use crate::store::use_app;
use crate::ui::common::live;
use crate::ui::i18n::{t, use_tr, Text, Tr};

/// The line above a composer.
#[component]
pub fn Typing(
    /// Where.
    channel_id: ChannelId,
    /// In this thread.
    root_id: Option<PostId>,
) -> impl IntoView {
    let (app, tr) = (use_app(), use_tr());
    let names = app.select(
        move || vec![Key::Typing(channel_id)],
        move |state| view::typing(state, channel_id, root_id),
    );
    view! {
        <div class={"typing"} role="status" aria-label=t!(tr, TypingStatus)>
            {live(move || names.with(|names| sentence(tr, names)))}
        </div>
    }
    .into_any()
}

fn sentence(tr: Tr, names: &[String]) -> String {
    let shown = |name: &String| tr.named(name);
    match names {
        [] => String::new(),
        [a] => tr.with(Text::Typing1, &[("a", &shown(a))]),
        [a, b] => tr.with(Text::Typing2, &[("a", &shown(a)), ("b", &shown(b))]),
        [a, b, ..] => tr.with(Text::Typing3, &[("a", &shown(a)), ("b", &shown(b))]),
    }
}
