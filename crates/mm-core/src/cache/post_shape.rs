//! A post in the server's own words, reduced to what the client knows of it.

use super::json::{ids, quoted, Object};
use super::shapes::moment;
use crate::domain::*;
use crate::wire::model::CLIENT_ID_PROP;

/// A post that the server has.
pub fn post(post: &Post) -> Object {
    let mut object = Object::new();
    object.text("id", post.id.as_str());
    object.text("channel_id", post.channel_id.as_str());
    object.text("user_id", post.user_id.as_str());
    object.text("root_id", post.root_id.as_ref().map_or("", |id| id.as_str()));
    object.number("create_at", post.create_at.0);
    object.number("update_at", post.update_at.0);
    moment(&mut object, "edit_at", post.edit_at);
    object.text("message", &post.message);
    let mut props = props(&post.props);
    object.text("type", kind(&post.kind, &mut props));
    object.object("props", props);
    object.flag("is_pinned", post.is_pinned);
    object.number("reply_count", post.reply_count);
    moment(&mut object, "last_reply_at", post.last_reply_at);
    if let Some(people) = &post.participants {
        let people = people.iter().map(|id| {
            let mut person = Object::new();
            person.text("id", id.as_str());
            person.end()
        });
        object.raw("participants", &super::json::list(people));
    }
    if let Some(is_following) = post.is_following {
        object.raw("is_following", if is_following { "true" } else { "false" });
    }
    let files = post.files.iter().map(|file| &file.id).chain(&post.file_ids);
    object.raw("file_ids", &ids(files.map(FileId::as_str)));
    if let Some(reactions) = &post.reactions {
        // Also an empty one: it says that there are none.
        object.raw("metadata", &metadata(post, reactions).end());
    }
    object
}

fn metadata(post: &Post, reactions: &[Reaction]) -> Object {
    let mut object = Object::new();
    object.list("files", post.files.iter().map(|file| file_info(file).end()));
    object.list("reactions", reactions.iter().map(|one| reaction(one).end()));
    let mut images = Object::new();
    for (url, size) in &post.image_sizes {
        images.entry(url, &sized(*size).end());
    }
    object.object("images", images);
    if let Some(priority) = post.priority {
        let mut word = Object::new();
        let name = match priority {
            Priority::Important => "important",
            Priority::Urgent => "urgent",
        };
        word.text("priority", name);
        object.object("priority", word);
    }
    object
}

fn sized(size: ImageSize) -> Object {
    let mut object = Object::new();
    object.number("width", size.width.into());
    object.number("height", size.height.into());
    object
}

fn file_info(file: &FileInfo) -> Object {
    let mut object = file.image.map_or_else(Object::new, sized);
    object.text("id", file.id.as_str());
    object.text("name", &file.name);
    object.text("extension", &file.extension);
    object.number("size", file.size);
    object.text("mime_type", &file.mime_type);
    object.flag("has_preview_image", file.has_preview);
    object
}

fn reaction(reaction: &Reaction) -> Object {
    let mut object = Object::new();
    object.text("user_id", reaction.user_id.as_str());
    object.text("post_id", reaction.post_id.as_str());
    object.text("emoji_name", &reaction.emoji_name);
    object.number("create_at", reaction.create_at.0);
    object
}

fn props(props: &PostProps) -> Object {
    let mut object = Object::new();
    for (name, is_on) in [
        ("from_webhook", props.from_webhook),
        ("from_bot", props.from_bot),
        ("mentionHighlightDisabled", props.mention_highlight_disabled),
    ] {
        object.text(name, if is_on { "true" } else { "" });
    }
    for (name, text) in [
        ("override_username", &props.override_username),
        ("webhook_display_name", &props.webhook_display_name),
        (CLIENT_ID_PROP, &props.client_id),
    ] {
        object.text(name, text.as_deref().unwrap_or_default());
    }
    let mut mentions = Object::new();
    for (name, shown) in &props.channel_mentions {
        let mut mention = Object::new();
        mention.text("display_name", shown);
        mentions.entry(name, &mention.end());
    }
    object.object("channel_mentions", mentions);
    let attachments = props.attachments.iter();
    object.list("attachments", attachments.map(|one| attachment(one).end()));
    object
}

fn attachment(attachment: &MessageAttachment) -> Object {
    let mut object = Object::new();
    for (name, text) in [
        ("fallback", &attachment.fallback),
        ("color", &attachment.color),
        ("pretext", &attachment.pretext),
        ("author_name", &attachment.author_name),
        ("title", &attachment.title),
        ("title_link", &attachment.title_link),
        ("text", &attachment.text),
        ("footer", &attachment.footer),
    ] {
        object.text(name, text);
    }
    let fields = attachment.fields.iter().map(|(title, value, short)| {
        let mut field = Object::new();
        field.text("title", title);
        field.text("value", value);
        field.flag("short", *short);
        field.end()
    });
    object.list("fields", fields);
    object
}

/// The word for the kind of post; the names in a system message go among its properties.
fn kind<'a>(kind: &'a PostKind, props: &mut Object) -> &'a str {
    let mut named = |names: &[(&'static str, &str)]| {
        for (name, text) in names {
            props.raw(name, &quoted(text));
        }
    };
    let system = match kind {
        PostKind::Normal => return "",
        PostKind::Me => return "me",
        PostKind::Ephemeral => return "system_ephemeral",
        PostKind::System(system) => system,
    };
    use SystemKind::*;
    let (word, username) = match system {
        JoinChannel { username } => ("system_join_channel", username),
        LeaveChannel { username } => ("system_leave_channel", username),
        JoinTeam { username } => ("system_join_team", username),
        LeaveTeam { username } => ("system_leave_team", username),
        RemoveFromTeam { username } => ("system_remove_from_team", username),
        PrivacyChange { username } => ("system_change_chan_privacy", username),
        ChannelArchived { username } => ("system_channel_deleted", username),
        ChannelRestored { username } => ("system_channel_restored", username),
        AddToChannel { username, added } => {
            named(&[("addedUsername", added)]);
            ("system_add_to_channel", username)
        }
        AddToTeam { username, added } => {
            named(&[("addedUsername", added)]);
            ("system_add_to_team", username)
        }
        HeaderChange { username, old, new } => {
            named(&[("old_header", old), ("new_header", new)]);
            ("system_header_change", username)
        }
        PurposeChange { username, old, new } => {
            named(&[("old_purpose", old), ("new_purpose", new)]);
            ("system_purpose_change", username)
        }
        DisplayNameChange { username, old, new } => {
            named(&[("old_displayname", old), ("new_displayname", new)]);
            ("system_displayname_change", username)
        }
        RemoveFromChannel { removed } => {
            named(&[("removedUsername", removed)]);
            return "system_remove_from_channel";
        }
        Other(word) => return word,
    };
    named(&[("username", username)]);
    word
}
