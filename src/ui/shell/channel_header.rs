//! The open channel's name, what it is for, and the connection chip.

use leptos::prelude::*;
use mm_core::domain::ChannelId;
use mm_core::state::Key;
use mm_core::view;

use super::sidebar_entry::channel_icon;
use super::ConnectionChip;
use crate::store::{memo, use_app, use_local, Overlay};
use crate::ui::common::{icons, live, Icon, IconButton, PresenceMark};
use crate::ui::i18n::{use_tr, Text};
use crate::ui::markdown::OneLine;

/// The header; without a channel it still carries the chip and the way to the list.
#[component]
pub fn ChannelHeader(
    /// The open channel.
    channel: Memo<Option<ChannelId>>,
) -> impl IntoView {
    let local = use_local();
    view! {
        <header class={"channel-header"}>
            <span class={"drawer-open"}>
                <IconButton
                    icon=icons::MENU
                    label=Text::OpenChannelList
                    on_press=move |()| local.overlay.set(Some(Overlay::Drawer))
                />
            </span>
            {live(move || channel.get().map(|id| view! { <About id /> }))}
            <ConnectionChip />
        </header>
    }
    .into_any()
}

#[component]
fn About(id: ChannelId) -> impl IntoView {
    let (app, tr) = (use_app(), use_tr());
    let teammate = app.peek(|state| view::channel_header(state, id).and_then(|h| h.teammate));
    let keys = move || {
        let mut keys = vec![Key::Channel(id), Key::Preferences];
        keys.extend(teammate.map(Key::User));
        keys
    };
    let header = app.select(keys, move |state| view::channel_header(state, id));
    let icon = move || {
        let archived = |h: &view::ChannelHeader| h.read_only == Some(view::ReadOnly::Archived);
        header.with(|h| {
            h.as_ref()
                .map_or(icons::HASH, |h| channel_icon(h.kind, archived(h)))
        })
    };
    let text = memo(move || {
        header.with(|h| {
            h.as_ref()
                .map(|h| {
                    if h.header.trim().is_empty() {
                        &h.purpose
                    } else {
                        &h.header
                    }
                })
                .cloned()
                .unwrap_or_default()
        })
    });
    let members = move || {
        let count = header.with(|h| h.as_ref().and_then(|h| h.member_count))?;
        let label = move || tr.counted(Text::Members, count, &[]);
        Some(view! {
            <span class={"members"} role="img" aria-label=label title=label>
                <Icon drawing=icons::PEOPLE />
                {count}
            </span>
        })
    };
    view! {
        <div class={"about"}>
            {match teammate {
                Some(user_id) => view! { <PresenceMark user_id /> }.into_any(),
                None => view! { {live(move || view! { <Icon drawing=icon() /> })} }.into_any(),
            }} <h1 class={"about-name"} dir="auto">
                {live(move || header.with(|h| h.as_ref().map(|h| tr.named(&h.display_name))))}
            </h1> <div class={"about-text"} dir="auto">
                {live(move || view! { <OneLine text=text.get() /> })}
            </div> {members}
        </div>
    }
    .into_any()
}
