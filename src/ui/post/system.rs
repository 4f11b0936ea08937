//! System messages in the reader's language; what is not known by kind keeps the server's words.

use std::sync::Arc;

use leptos::prelude::*;
use mm_core::domain::SystemKind;
use mm_core::text::Document;

use crate::ui::handles::Handles;
use crate::ui::i18n::{Text, Tr};
use crate::ui::markdown;

/// The sentence; else `document`, the server's words.
pub fn system_text(h: Handles, kind: &SystemKind, document: &Arc<Document>) -> AnyView {
    let words = match sentence(h.tr, kind) {
        Some(words) => view! { <p dir="auto">{words}</p> }.into_any(),
        None => view! { <markdown::Body document=document.clone() /> }.into_any(),
    };
    view! { <div class={"system"}>{words}</div> }.into_any()
}

/// In words; `None` for kinds without a sentence of ours.
pub fn sentence(tr: Tr, kind: &SystemKind) -> Option<String> {
    let at = |name: &str| format!("@{name}");
    let one = |key: Text, a: &str| Some(tr.with(key, &[("a", &at(a))]));
    let two = |key: Text, a: &str, b: &str| Some(tr.with(key, &[("a", &at(a)), ("b", b)]));
    let change = |[set, changed, removed]: [Text; 3], who: &str, old: &str, new: &str| match (old, new) {
        (_, "") => one(removed, who),
        ("", new) => two(set, who, new),
        (old, new) => Some(tr.with(changed, &[("a", &at(who)), ("b", old), ("c", new)])),
    };
    match kind {
        SystemKind::JoinChannel { username } => one(Text::SysJoinChannel, username),
        SystemKind::LeaveChannel { username } => one(Text::SysLeaveChannel, username),
        SystemKind::AddToChannel { username, added } => two(Text::SysAddToChannel, username, &at(added)),
        SystemKind::RemoveFromChannel { removed } => one(Text::SysRemoveFromChannel, removed),
        SystemKind::JoinTeam { username } => one(Text::SysJoinTeam, username),
        SystemKind::LeaveTeam { username } => one(Text::SysLeaveTeam, username),
        SystemKind::AddToTeam { username, added } => two(Text::SysAddToTeam, username, &at(added)),
        SystemKind::RemoveFromTeam { username } => one(Text::SysRemoveFromTeam, username),
        SystemKind::HeaderChange { username, old, new } => {
            let keys = [Text::SysHeaderSet, Text::SysHeaderChange, Text::SysHeaderRemove];
            change(keys, username, old, new)
        }
        SystemKind::PurposeChange { username, old, new } => {
            let keys = [
                Text::SysPurposeSet,
                Text::SysPurposeChange,
                Text::SysPurposeRemove,
            ];
            change(keys, username, old, new)
        }
        SystemKind::DisplayNameChange { username, old, new } => Some(tr.with(
            Text::SysNameChange,
            &[("a", &at(username)), ("b", old), ("c", new)],
        )),
        SystemKind::PrivacyChange { username } => one(Text::SysPrivacyChange, username),
        SystemKind::ChannelArchived { username } => one(Text::SysArchived, username),
        SystemKind::ChannelRestored { username } => one(Text::SysRestored, username),
        SystemKind::Other(_) => None,
    }
}
