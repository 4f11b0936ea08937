//! People, teams and channels in the server's own words, so that the readers of its answers read them back.

use super::json::{quoted, Object};
use crate::domain::*;
use crate::event::CustomEmoji;

/// A flat map of texts.
pub fn texts(map: &Map<String, String>) -> Object {
    let mut object = Object::new();
    for (name, text) in map {
        object.entry(name, &quoted(text));
    }
    object
}

/// A time that may be none.
pub fn moment(object: &mut Object, name: &'static str, at: Option<Timestamp>) {
    object.number(name, at.unwrap_or_default().0);
}

/// A person.
pub fn user(user: &User) -> Object {
    let mut object = Object::new();
    object.text("id", user.id.as_str());
    object.number("update_at", user.update_at.0);
    moment(&mut object, "delete_at", user.delete_at);
    object.text("username", &user.username);
    object.text("first_name", &user.first_name);
    object.text("last_name", &user.last_name);
    object.text("nickname", &user.nickname);
    object.text("position", &user.position);
    object.text("roles", &user.roles);
    object.text("locale", &user.locale);
    object.flag("is_bot", user.is_bot);
    object.number("last_picture_update", user.last_picture_update.0);
    if let Some(status) = &user.custom_status {
        let mut inner = Object::new();
        inner.text("emoji", &status.emoji);
        inner.text("text", &status.text);
        inner.text("expires_at", &status.expires_at);
        let mut props = Object::new();
        props.text("customStatus", &inner.end());
        object.object("props", props);
    }
    let mut zone = Object::new();
    zone.text("manualTimezone", &user.timezone);
    object.object("timezone", zone);
    object.object("notify_props", texts(&user.notify_props));
    object
}

/// A team.
pub fn team(team: &Team) -> Object {
    let mut object = Object::new();
    object.text("id", team.id.as_str());
    object.number("update_at", team.update_at.0);
    object.text("display_name", &team.display_name);
    object.text("name", &team.name);
    moment(&mut object, "last_team_icon_update", team.last_icon_update);
    object
}

/// A team membership that is in force.
pub fn team_member(member: &TeamMember) -> Object {
    let mut object = Object::new();
    object.text("team_id", member.team_id.as_str());
    object.text("user_id", member.user_id.as_str());
    object.text("roles", &member.roles);
    object
}

/// A sidebar category.
pub fn category(category: &Category) -> Object {
    let mut object = Object::new();
    object.text("id", category.id.as_str());
    object.text("team_id", category.team_id.as_str());
    let kind = match category.kind {
        CategoryKind::Favorites => "favorites",
        CategoryKind::Channels => "channels",
        CategoryKind::DirectMessages => "direct_messages",
        CategoryKind::Custom => "custom",
    };
    let sorting = match category.sorting {
        CategorySorting::Alphabetical => "",
        CategorySorting::Recent => "recent",
        CategorySorting::Manual => "manual",
    };
    object.text("type", kind);
    object.text("sorting", sorting);
    object.text("display_name", &category.display_name);
    object.flag("muted", category.muted);
    object.flag("collapsed", category.collapsed);
    object.list(
        "channel_ids",
        category.channel_ids.iter().map(|id| quoted(id.as_str())),
    );
    object
}

/// A preference.
pub fn preference(key: &PreferenceKey, value: &str) -> Object {
    let mut object = Object::new();
    object.text("category", &key.category);
    object.text("name", &key.name);
    object.text("value", value);
    object
}

/// A custom emoji.
pub fn emoji(emoji: &CustomEmoji) -> Object {
    let mut object = Object::new();
    object.text("id", emoji.id.as_str());
    object.text("name", &emoji.name);
    object
}

/// A channel.
pub fn channel(channel: &Channel) -> Object {
    let mut object = Object::new();
    object.text("id", channel.id.as_str());
    object.text("team_id", channel.team_id.as_ref().map_or("", |id| id.as_str()));
    let kind = match channel.kind {
        ChannelKind::Public => "O",
        ChannelKind::Private => "P",
        ChannelKind::Direct => "D",
        ChannelKind::Group => "G",
    };
    object.text("type", kind);
    object.number("create_at", channel.create_at.0);
    object.number("update_at", channel.update_at.0);
    moment(&mut object, "delete_at", channel.delete_at);
    object.text("display_name", &channel.display_name);
    object.text("name", &channel.name);
    object.text("header", &channel.header);
    object.text("purpose", &channel.purpose);
    object.number("last_post_at", channel.last_post_at.0);
    object.number("last_root_post_at", channel.last_root_post_at.0);
    object.number("total_msg_count", channel.total_msg_count);
    object.number("total_msg_count_root", channel.total_msg_count_root);
    object
}

/// A membership.
pub fn member(member: &ChannelMember) -> Object {
    let mut object = Object::new();
    object.text("channel_id", member.channel_id.as_str());
    object.text("user_id", member.user_id.as_str());
    object.text("roles", &member.roles);
    object.number("last_viewed_at", member.last_viewed_at.0);
    object.number("msg_count", member.msg_count);
    object.number("msg_count_root", member.msg_count_root);
    object.number("mention_count", member.mention_count);
    object.number("mention_count_root", member.mention_count_root);
    object.number("urgent_mention_count", member.urgent_mention_count);
    object.number("last_update_at", member.last_update_at.0);
    object.object("notify_props", texts(&member.notify_props));
    object
}
