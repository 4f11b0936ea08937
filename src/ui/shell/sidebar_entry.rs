//! One channel of the list. A hot row: built of elements with dynamic attributes only.

use leptos::prelude::*;
use mm_core::domain::{ChannelId, ChannelKind};
use mm_core::state::{Key, State};
use mm_core::view::{self, SidebarEntry};

use crate::store::use_app;
use crate::ui::common::{icons, live, sign, Drawing, Icon, PresenceMark};
use crate::ui::i18n::{use_tr, Text, Tr};

/// A link to the channel; its name tells what waits in it.
#[component]
pub fn Entry(
    /// The channel.
    id: ChannelId,
) -> impl IntoView {
    let (app, tr) = (use_app(), use_tr());
    let teammate = app.peek(|state| view::sidebar_entry(state, id).and_then(|e| e.teammate));
    let keys = move || {
        let mut keys = vec![Key::Channel(id), Key::Unread(id), Key::Preferences, Key::Teams];
        keys.extend(teammate.map(Key::User));
        keys
    };
    let entry = app.select(keys, move |state| view::sidebar_entry(state, id));
    let current = app.select(|| vec![Key::Place], move |state| is_open(state, id));
    let flag = move |read: fn(&SidebarEntry) -> bool| entry.with(|e| e.as_ref().is_some_and(read));
    let mentions = move || entry.with(|e| e.as_ref().map_or(0, |e| e.mentions));
    view! {
        <a
            class={"entry"}
            href=sign(move || entry.with(|e| e.as_ref().map(|e| app.href(&e.place))))
            aria-label=sign(move || entry.with(|e| e.as_ref().map(|e| name_of(tr, e))))
            aria-current=sign(move || current.get().then_some("page"))
            data-unread=sign(move || flag(|e| e.unread).then_some(""))
            data-muted=sign(move || flag(|e| e.muted).then_some(""))
        >
            {match teammate {
                Some(user_id) => view! { <PresenceMark user_id /> }.into_any(),
                None => view! { <KindMark entry /> }.into_any(),
            }}
            <span class={"entry-name"} dir="auto">
                {live(move || entry.with(|e| e.as_ref().map(|e| tr.named(&e.display_name))))}
            </span>
            {live(move || {
                (mentions() > 0)
                    .then(|| {
                        view! {
                            <span class={"badge"} aria-hidden={"true"}>
                                {badge(mentions())}
                            </span>
                        }
                    })
            })}
        </a>
    }
    .into_any()
}

/// What stands before the name: the kind of channel, or how many people a group message has.
#[component]
fn KindMark(entry: Memo<Option<SidebarEntry>>) -> impl IntoView {
    move || {
        let (kind, size, archived) = entry.with(|e| {
            e.as_ref().map_or((ChannelKind::Public, 0, false), |e| {
                (e.kind, e.group_size, e.archived)
            })
        });
        match kind {
            ChannelKind::Group => view! {
                <span class={"group-size"} aria-hidden={"true"}>
                    {size}
                </span>
            }
            .into_any(),
            _ => view! { <Icon drawing=channel_icon(kind, archived) /> }.into_any(),
        }
    }
}

/// Icon of a kind of channel.
pub fn channel_icon(kind: ChannelKind, archived: bool) -> Drawing {
    match kind {
        _ if archived => icons::ARCHIVE,
        ChannelKind::Public => icons::HASH,
        ChannelKind::Private => icons::LOCK,
        ChannelKind::Direct => icons::PERSON,
        ChannelKind::Group => icons::PEOPLE,
    }
}

fn is_open(state: &State, id: ChannelId) -> bool {
    state.open_channel() == Some(id)
}

/// The accessible name: begins with the shown name, then what waits.
fn name_of(tr: Tr, entry: &SidebarEntry) -> String {
    let mut name = tr.named(&entry.display_name);
    if entry.archived {
        name = tr.with(Text::NameArchived, &[("name", &name)]);
    }
    if entry.muted {
        name = tr.with(Text::NameMuted, &[("name", &name)]);
    }
    match (entry.unread, entry.mentions) {
        (false, 0) => name,
        (true, 0) => tr.with(Text::NameUnread, &[("name", &name)]),
        (false, count) => tr.counted(Text::NameMentions, count, &[("name", &name)]),
        (true, count) => tr.counted(Text::NameUnreadMentions, count, &[("name", &name)]),
    }
}

/// A count as drawn: three digits at most.
pub fn badge(count: i64) -> String {
    if count > 99 {
        "99+".into()
    } else {
        count.to_string()
    }
}
