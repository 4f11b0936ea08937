//! Channels and memberships with their read counters.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::world::id::Id;

/// Kind of a channel, written as one letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum ChannelKind {
    /// Public.
    #[default]
    #[serde(rename = "O")]
    Open,
    /// Private.
    #[serde(rename = "P")]
    Private,
    /// Between two people, or with oneself.
    #[serde(rename = "D")]
    Direct,
    /// Among three to eight people.
    #[serde(rename = "G")]
    Group,
}

impl ChannelKind {
    /// The letter.
    pub fn letter(self) -> &'static str {
        match self {
            ChannelKind::Open => "O",
            ChannelKind::Private => "P",
            ChannelKind::Direct => "D",
            ChannelKind::Group => "G",
        }
    }

    /// Direct or group: in no team, every foreign post is a mention.
    pub fn is_direct(self) -> bool {
        matches!(self, ChannelKind::Direct | ChannelKind::Group)
    }
}

/// A channel, in the wire's shape.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Channel {
    pub id: Id,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    pub team_id: Id,
    #[serde(rename = "type")]
    pub kind: ChannelKind,
    pub display_name: String,
    pub name: String,
    pub header: String,
    pub purpose: String,
    pub last_post_at: i64,
    pub total_msg_count: i64,
    pub extra_update_at: i64,
    pub creator_id: Id,
    pub scheme_id: Option<String>,
    pub props: Option<Map<String, Value>>,
    pub group_constrained: Option<bool>,
    pub autotranslation: bool,
    pub shared: Option<bool>,
    pub total_msg_count_root: i64,
    pub policy_id: Option<String>,
    pub last_root_post_at: i64,
    pub banner_info: Option<Value>,
    pub policy_enforced: bool,
    pub policy_is_active: bool,
    pub default_category_name: String,
}

/// Membership of a channel with what has been read.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Member {
    pub channel_id: Id,
    pub user_id: Id,
    pub last_viewed_at: i64,
    /// Number of posts read (not of unread ones).
    pub msg_count: i64,
    pub mention_count: i64,
    pub mention_count_root: i64,
    pub urgent_mention_count: i64,
    pub msg_count_root: i64,
    /// Only what differs from the defaults.
    pub notify: BTreeMap<String, String>,
    pub last_update_at: i64,
    pub scheme_admin: bool,
}

/// A membership in the wire's shape. Written straight from here: they make up most of what a page begins with.
#[derive(Debug, Clone, Serialize)]
pub struct MemberView<'a> {
    pub channel_id: Id,
    pub user_id: Id,
    pub roles: &'static str,
    pub last_viewed_at: i64,
    pub msg_count: i64,
    pub mention_count: i64,
    pub mention_count_root: i64,
    pub urgent_mention_count: i64,
    pub msg_count_root: i64,
    pub notify_props: BTreeMap<&'a str, &'a str>,
    pub last_update_at: i64,
    pub scheme_guest: bool,
    pub scheme_user: bool,
    pub scheme_admin: bool,
    pub explicit_roles: &'static str,
    pub autotranslation_disabled: bool,
    /// Only in the list of all teams.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub team: Option<MemberTeam<'a>>,
}

/// Which team a membership is of; nothing for direct and group messages.
#[derive(Debug, Clone, Default, Serialize)]
pub struct MemberTeam<'a> {
    pub team_display_name: &'a str,
    pub team_name: &'a str,
    pub team_update_at: i64,
}

impl Member {
    /// Notification settings, defaults filled in.
    pub fn notify_props(&self) -> BTreeMap<&str, &str> {
        let mut props: BTreeMap<&str, &str> = [
            ("channel_auto_follow_threads", "off"),
            ("desktop", "default"),
            ("email", "default"),
            ("ignore_channel_mentions", "default"),
            ("mark_unread", "all"),
            ("push", "default"),
        ]
        .into();
        props.extend(
            self.notify
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str())),
        );
        props
    }

    /// It was changed at this time. One that is earlier than the last one is of the same moment: a server's time never goes back.
    pub fn touched(&mut self, at: i64) {
        self.last_update_at = self.last_update_at.max(at);
    }

    /// Muted?
    pub fn is_muted(&self) -> bool {
        self.notify
            .get("mark_unread")
            .is_some_and(|value| value == "mention")
    }

    /// In the wire's shape as `reader` sees it: for others both times are -1.
    pub fn view(&self, reader: Id) -> MemberView<'_> {
        let own = reader == self.user_id;
        MemberView {
            channel_id: self.channel_id,
            user_id: self.user_id,
            roles: if self.scheme_admin {
                "channel_user channel_admin"
            } else {
                "channel_user"
            },
            last_viewed_at: if own { self.last_viewed_at } else { -1 },
            msg_count: self.msg_count,
            mention_count: self.mention_count,
            mention_count_root: self.mention_count_root,
            urgent_mention_count: self.urgent_mention_count,
            msg_count_root: self.msg_count_root,
            notify_props: self.notify_props(),
            last_update_at: if own { self.last_update_at } else { -1 },
            scheme_guest: false,
            scheme_user: true,
            scheme_admin: self.scheme_admin,
            explicit_roles: "",
            autotranslation_disabled: false,
            team: None,
        }
    }
}
