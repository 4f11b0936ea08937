//! The `type` of a post and what a system message tells (`rest.md 5.6`).

use super::Props;
use crate::domain::{PostKind, SystemKind};

/// Longest name in a sentence.
const MAX_NAME: usize = 128;
/// Longest old or new text in a sentence: the server's limit for headers.
const MAX_TEXT: usize = 1_024;

/// The kind of a post; the names of a system message stand in its properties. A sentence without its names falls back to the
/// server's text.
pub(super) fn kind(word: &str, props: &Props<'_>) -> PostKind {
    match word {
        "me" => PostKind::Me,
        "system_ephemeral" | "system_ephemeral_add_to_channel" => PostKind::Ephemeral,
        "system_auto_responder" => PostKind::Normal,
        _ if word.starts_with("system_") => PostKind::System(system(word, props)),
        _ => PostKind::Normal,
    }
}

fn system(word: &str, props: &Props<'_>) -> SystemKind {
    let username = props.text("username", MAX_NAME);
    let added = props.text("addedUsername", MAX_NAME);
    let removed = props.text("removedUsername", MAX_NAME);
    let other = || SystemKind::Other(word.to_owned());
    match word {
        "system_remove_from_channel" if !removed.is_empty() => SystemKind::RemoveFromChannel { removed },
        _ if username.is_empty() => other(),
        "system_join_channel" | "system_guest_join_channel" => SystemKind::JoinChannel { username },
        "system_leave_channel" => SystemKind::LeaveChannel { username },
        "system_add_to_channel" | "system_add_guest_to_chan" if !added.is_empty() => {
            SystemKind::AddToChannel { username, added }
        }
        "system_join_team" => SystemKind::JoinTeam { username },
        "system_leave_team" => SystemKind::LeaveTeam { username },
        "system_add_to_team" if !added.is_empty() => SystemKind::AddToTeam { username, added },
        "system_remove_from_team" => SystemKind::RemoveFromTeam { username },
        "system_header_change" => SystemKind::HeaderChange {
            username,
            old: props.text("old_header", MAX_TEXT),
            new: props.text("new_header", MAX_TEXT),
        },
        "system_purpose_change" => SystemKind::PurposeChange {
            username,
            old: props.text("old_purpose", MAX_TEXT),
            new: props.text("new_purpose", MAX_TEXT),
        },
        "system_displayname_change" => SystemKind::DisplayNameChange {
            username,
            old: props.text("old_displayname", MAX_TEXT),
            new: props.text("new_displayname", MAX_TEXT),
        },
        "system_change_chan_privacy" | "system_convert_channel" => SystemKind::PrivacyChange { username },
        "system_channel_deleted" => SystemKind::ChannelArchived { username },
        "system_channel_restored" => SystemKind::ChannelRestored { username },
        _ => other(),
    }
}
