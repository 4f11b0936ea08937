//! Channel, membership, category (`rest.md 3.4, 3.9`).

use super::text_map;
use crate::domain::*;
use crate::event::MarkedUnread;
use crate::wire::fields::Fields;
use crate::wire::nested::{int, Unfit};

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

/// A channel; refused also when it is of no kind we know.
pub fn channel(fields: &Fields<'_>) -> Result<Channel, Unfit> {
    Ok(Channel {
        id: fields.id("id")?,
        team_id: fields.optional_id("team_id")?,
        kind: channel_kind(&fields.text("type")).ok_or(Unfit)?,
        create_at: fields.time("create_at"),
        update_at: fields.time("update_at"),
        delete_at: fields.moment("delete_at"),
        display_name: fields.string("display_name"),
        name: fields.string("name"),
        header: fields.string("header"),
        purpose: fields.string("purpose"),
        last_post_at: fields.time("last_post_at"),
        last_root_post_at: fields.time("last_root_post_at"),
        total_msg_count: fields.count("total_msg_count"),
        total_msg_count_root: fields.count("total_msg_count_root"),
    })
}

/// A membership.
pub fn channel_member(fields: &Fields<'_>) -> Result<ChannelMember, Unfit> {
    Ok(ChannelMember {
        channel_id: fields.id("channel_id")?,
        user_id: fields.id("user_id")?,
        roles: fields.string("roles"),
        last_viewed_at: fields.time("last_viewed_at"),
        msg_count: fields.count("msg_count"),
        msg_count_root: fields.count("msg_count_root"),
        mention_count: fields.count("mention_count"),
        mention_count_root: fields.count("mention_count_root"),
        urgent_mention_count: fields.count("urgent_mention_count"),
        last_update_at: fields.time("last_update_at"),
        notify_props: text_map(fields.raw("notify_props")),
    })
}

/// A sidebar category.
pub fn category(fields: &Fields<'_>) -> Result<Category, Unfit> {
    let id = fields.text("id");
    if id.is_empty() {
        return Err(Unfit);
    }
    Ok(Category {
        team_id: fields.id("team_id")?,
        id: CategoryId::new(&*id),
        kind: match &*fields.text("type") {
            "favorites" => CategoryKind::Favorites,
            "channels" => CategoryKind::Channels,
            "direct_messages" => CategoryKind::DirectMessages,
            _ => CategoryKind::Custom,
        },
        sorting: match &*fields.text("sorting") {
            "manual" => CategorySorting::Manual,
            "recent" => CategorySorting::Recent,
            _ => CategorySorting::Alphabetical,
        },
        display_name: fields.string("display_name"),
        muted: fields.flag("muted"),
        collapsed: fields.flag("collapsed"),
        channel_ids: fields.ids("channel_ids"),
    })
}

/// Times of reading by channel, in the object of that name; what is not a channel id is left out.
pub fn view_times(fields: &Fields<'_>, name: &str) -> Result<Map<ChannelId, Timestamp>, Unfit> {
    let mut times = Map::new();
    if let Some(raw) = fields.raw(name) {
        for (id, at) in Fields::read(raw.get())?.pairs() {
            let at = int(at)?;
            if let Ok(id) = ChannelId::parse(id) {
                times.insert(id, Timestamp(at));
            }
        }
    }
    Ok(times)
}

/// Counters of a channel after a mark as unread; the channel itself stands elsewhere in an event.
pub fn marked_unread(fields: &Fields<'_>, channel_id: ChannelId) -> MarkedUnread {
    MarkedUnread {
        channel_id,
        msg_count: fields.count("msg_count"),
        msg_count_root: fields.count("msg_count_root"),
        mention_count: fields.count("mention_count"),
        mention_count_root: fields.count("mention_count_root"),
        urgent_mention_count: fields.count("urgent_mention_count"),
        last_viewed_at: fields.time("last_viewed_at"),
    }
}
