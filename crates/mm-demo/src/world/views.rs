//! Posts and people as a certain reader gets them.

use serde_json::{json, Map, Value};

use super::id::Id;
use super::model::{Post, PostView, User};
use super::World;

/// How much of a thread a root tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Crt {
    /// Collapsed threads are off: only the number of replies.
    Off,
    /// On: last reply, participants by id, whether the reader follows.
    On,
    /// On, with whole participants.
    Extended,
}

/// How a post is to be shown.
#[derive(Debug, Clone, Copy)]
pub struct Show {
    pub reader: Id,
    pub crt: Crt,
    /// Replies tell the number of replies of their thread.
    pub counts_on_replies: bool,
    /// With `metadata`.
    pub metadata: bool,
}

impl Show {
    /// The usual way for a single post.
    pub fn to(reader: Id) -> Show {
        Show {
            reader,
            crt: Crt::Off,
            counts_on_replies: true,
            metadata: true,
        }
    }
}

impl World {
    /// A post in the wire's shape.
    pub(super) fn post_view(&self, post: &Post, show: Show) -> PostView {
        let root = if post.is_root() { post.id } else { post.root_id };
        let reply_count = self.store.reply_count(root);
        let counted = post.is_root() || show.counts_on_replies;
        let mut view = PostView {
            id: post.id,
            create_at: post.create_at,
            update_at: post.update_at,
            edit_at: post.edit_at,
            delete_at: post.delete_at,
            is_pinned: post.is_pinned,
            user_id: post.user_id,
            channel_id: post.channel_id,
            root_id: post.root_id,
            original_id: post.original_id,
            message: post.message.clone(),
            kind: post.kind.clone(),
            props: without_channel_ids(&post.props),
            hashtags: post.hashtags.clone(),
            file_ids: Some(post.file_ids.clone()),
            pending_post_id: String::new(),
            has_reactions: self
                .store
                .reactions
                .get(&post.id)
                .is_some_and(|list| !list.is_empty()),
            remote_id: post.by_person.then_some(""),
            reply_count: if counted && post.delete_at == 0 {
                reply_count
            } else {
                0
            },
            last_reply_at: 0,
            participants: None,
            is_following: None,
            metadata: show.metadata.then(|| self.metadata(post)),
        };
        if show.crt != Crt::Off && post.is_root() && reply_count > 0 {
            self.add_thread(&mut view, show);
        }
        view
    }

    fn add_thread(&self, view: &mut PostView, show: Show) {
        let Some(thread) = self.store.threads.get(&view.id) else {
            return;
        };
        view.last_reply_at = thread.last_reply_at();
        let bare = |id: &Id| User::bare_view(*id, false);
        view.participants = Some(match show.crt {
            Crt::Extended => self.people(&thread.participants),
            _ => thread.participants.iter().map(bare).collect(),
        });
        view.is_following = self
            .store
            .follows
            .get(&(show.reader, view.id))
            .map(|follow| follow.following);
    }

    /// A root as thread answers and events carry it: nothing about the thread, no metadata.
    pub(super) fn plain_root(&self, post: &Post) -> PostView {
        let show = Show {
            reader: Id::NONE,
            crt: Crt::Off,
            counts_on_replies: false,
            metadata: false,
        };
        PostView {
            reply_count: 0,
            ..self.post_view(post, show)
        }
    }

    /// People as others see them; unknown ids are left out.
    pub(super) fn people(&self, ids: &[Id]) -> Vec<Value> {
        ids.iter()
            .filter_map(|id| self.store.users.get(id))
            .map(User::public_view)
            .collect()
    }

    /// What belongs to a post (`rest.md` 3.5): embeds, custom emoji, files, priority, reactions.
    pub(super) fn metadata(&self, post: &Post) -> Map<String, Value> {
        let mut map = Map::new();
        if post.delete_at > 0 {
            return map;
        }
        if post.props.contains_key("attachments") {
            map.insert("embeds".into(), json!([{"type": "message_attachment"}]));
        }
        let reactions = self.store.reactions.get(&post.id).map_or(&[][..], Vec::as_slice);
        let emoji = self.custom_emoji_in(&post.message, reactions);
        if !emoji.is_empty() {
            map.insert("emojis".into(), json!(emoji));
        }
        let files: Vec<_> = post
            .file_ids
            .iter()
            .filter_map(|id| self.store.files.get(id))
            .map(|file| &file.info)
            .collect();
        if !files.is_empty() {
            map.insert("files".into(), json!(files));
        }
        if let Some(priority) = &post.priority {
            let mut value = json!(priority);
            if let Some(object) = value.as_object_mut() {
                object.insert("PostId".into(), json!(post.id));
                object.insert("ChannelId".into(), json!(post.channel_id));
            }
            map.insert("priority".into(), value);
        }
        if !reactions.is_empty() {
            map.insert("reactions".into(), json!(reactions));
        }
        map
    }
}

/// Answers do not tell the ids of mentioned channels; stored posts and some events do.
fn without_channel_ids(props: &Map<String, Value>) -> Map<String, Value> {
    let mut props = props.clone();
    if let Some(mentions) = props.get_mut("channel_mentions").and_then(Value::as_object_mut) {
        for channel in mentions.values_mut().filter_map(Value::as_object_mut) {
            channel.remove("id");
        }
    }
    props
}
