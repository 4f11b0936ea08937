//! Channel, membership, category (`rest.md 3.4, 3.9`).

use serde::Deserialize;
use serde_json::value::RawValue;

use super::post::optional_id;
use super::user::text_map;
use super::{moment, IntoDomain};
use crate::domain::*;
use crate::wire::nested::{Flag, Int, List, Text};

/// The kind a letter stands for.
pub fn channel_kind(letter: &str) -> Option<ChannelKind> {
    match letter {
        "O" => Some(ChannelKind::Public),
        "P" => Some(ChannelKind::Private),
        "D" => Some(ChannelKind::Direct),
        "G" => Some(ChannelKind::Group),
        _ => None,
    }
}

/// A channel as the server writes it.
#[derive(Deserialize, Default)]
#[serde(default)]
#[allow(missing_docs)] // the server's field names
pub struct RawChannel<'a> {
    #[serde(borrow)]
    pub id: Text<'a>,
    #[serde(borrow)]
    pub team_id: Text<'a>,
    #[serde(borrow, rename = "type")]
    pub kind: Text<'a>,
    pub create_at: Int,
    pub update_at: Int,
    pub delete_at: Int,
    #[serde(borrow)]
    pub display_name: Text<'a>,
    #[serde(borrow)]
    pub name: Text<'a>,
    #[serde(borrow)]
    pub header: Text<'a>,
    #[serde(borrow)]
    pub purpose: Text<'a>,
    pub last_post_at: Int,
    pub last_root_post_at: Int,
    pub total_msg_count: Int,
    pub total_msg_count_root: Int,
}

impl IntoDomain for RawChannel<'_> {
    type Domain = Channel;

    fn into_domain(self) -> Option<Channel> {
        Some(Channel {
            id: ChannelId::parse(self.id.as_str()).ok()?,
            team_id: optional_id(&self.team_id).ok()?,
            kind: channel_kind(self.kind.as_str())?,
            create_at: Timestamp(self.create_at.0),
            update_at: Timestamp(self.update_at.0),
            delete_at: moment(self.delete_at),
            display_name: self.display_name.into_string(),
            name: self.name.into_string(),
            header: self.header.into_string(),
            purpose: self.purpose.into_string(),
            last_post_at: Timestamp(self.last_post_at.0),
            last_root_post_at: Timestamp(self.last_root_post_at.0),
            total_msg_count: self.total_msg_count.0.max(0),
            total_msg_count_root: self.total_msg_count_root.0.max(0),
        })
    }
}

/// A membership as the server writes it.
#[derive(Deserialize, Default)]
#[serde(default)]
#[allow(missing_docs)] // the server's field names
pub struct RawChannelMember<'a> {
    #[serde(borrow)]
    pub channel_id: Text<'a>,
    #[serde(borrow)]
    pub user_id: Text<'a>,
    #[serde(borrow)]
    pub roles: Text<'a>,
    pub last_viewed_at: Int,
    pub msg_count: Int,
    pub msg_count_root: Int,
    pub mention_count: Int,
    pub mention_count_root: Int,
    pub urgent_mention_count: Int,
    pub last_update_at: Int,
    #[serde(borrow)]
    pub notify_props: Option<&'a RawValue>,
}

impl IntoDomain for RawChannelMember<'_> {
    type Domain = ChannelMember;

    fn into_domain(self) -> Option<ChannelMember> {
        Some(ChannelMember {
            channel_id: ChannelId::parse(self.channel_id.as_str()).ok()?,
            user_id: UserId::parse(self.user_id.as_str()).ok()?,
            roles: self.roles.into_string(),
            last_viewed_at: Timestamp(self.last_viewed_at.0),
            msg_count: self.msg_count.0.max(0),
            msg_count_root: self.msg_count_root.0.max(0),
            mention_count: self.mention_count.0.max(0),
            mention_count_root: self.mention_count_root.0.max(0),
            urgent_mention_count: self.urgent_mention_count.0.max(0),
            last_update_at: Timestamp(self.last_update_at.0),
            notify_props: text_map(self.notify_props),
        })
    }
}

/// A sidebar category as the server writes it.
#[derive(Deserialize, Default)]
#[serde(default)]
#[allow(missing_docs)] // the server's field names
pub struct RawCategory<'a> {
    #[serde(borrow)]
    pub id: Text<'a>,
    #[serde(borrow)]
    pub team_id: Text<'a>,
    #[serde(borrow, rename = "type")]
    pub kind: Text<'a>,
    #[serde(borrow)]
    pub sorting: Text<'a>,
    #[serde(borrow)]
    pub display_name: Text<'a>,
    pub muted: Flag,
    pub collapsed: Flag,
    #[serde(borrow)]
    pub channel_ids: List<Text<'a>>,
}

impl IntoDomain for RawCategory<'_> {
    type Domain = Category;

    fn into_domain(self) -> Option<Category> {
        if self.id.is_empty() {
            return None;
        }
        Some(Category {
            id: CategoryId::new(self.id.as_str()),
            team_id: TeamId::parse(self.team_id.as_str()).ok()?,
            kind: match self.kind.as_str() {
                "favorites" => CategoryKind::Favorites,
                "channels" => CategoryKind::Channels,
                "direct_messages" => CategoryKind::DirectMessages,
                _ => CategoryKind::Custom,
            },
            sorting: match self.sorting.as_str() {
                "manual" => CategorySorting::Manual,
                "recent" => CategorySorting::Recent,
                _ => CategorySorting::Alphabetical,
            },
            display_name: self.display_name.into_string(),
            muted: self.muted.0,
            collapsed: self.collapsed.0,
            channel_ids: self
                .channel_ids
                .0
                .iter()
                .filter_map(|id| ChannelId::parse(id.as_str()).ok())
                .collect(),
        })
    }
}

/// Times of reading by channel; what is not a channel id is left out.
pub fn view_times(
    raw: std::collections::BTreeMap<String, Int>,
) -> std::collections::BTreeMap<ChannelId, Timestamp> {
    map_of(
        raw.into_iter()
            .filter_map(|(id, at)| Some((ChannelId::parse(&id).ok()?, Timestamp(at.0)))),
    )
}
