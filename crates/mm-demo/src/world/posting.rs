//! What happens when something is posted: counters, mentions, threads, events (`rest.md` 4.6, `websocket.md` 6.1).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{json, Map, Value};

use super::events::{packed, to_channel, to_user_in_channel, to_user_in_team};
use super::id::Id;
use super::mentions::{hashtags, Mentioned};
use super::model::{Channel, ChannelKind, Post};
use super::views::Show;
use super::World;

/// How a post is made known.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// The client's own key, echoed in the event.
    pub pending: String,
    /// The author is shown as online because of it.
    pub set_online: bool,
    /// The author has thereby read the channel (not for system posts, commands and bots).
    pub views_channel: bool,
}

impl Delivery {
    /// As the server posts by itself.
    pub fn by_server() -> Delivery {
        Delivery {
            pending: String::new(),
            set_online: true,
            views_channel: false,
        }
    }
}

impl World {
    /// Adds a post and causes everything that follows from it. `id` and times are filled in; returns the id.
    pub(super) fn publish(&mut self, now: i64, mut post: Post, how: Delivery) -> Id {
        let Some(channel) = self.store.channels.get(&post.channel_id).cloned() else {
            return Id::NONE;
        };
        post.id = self.rng.id();
        post.create_at = now.max(self.store.log(channel.id).last_create() + 1);
        post.update_at = post.create_at;
        self.read_text(&channel, &mut post);
        for file in &post.file_ids {
            if let Some(file) = self.store.files.get_mut(file) {
                file.info.post_id = post.id;
            }
        }
        let mentioned = self.who_is_mentioned(&channel, &post);
        self.store.insert_post(post.clone());
        self.count_post(&post, &mentioned.users);
        if !post.is_root() {
            self.store.change_post(post.root_id, post.create_at, |_| {});
            self.join_thread(&post, &mentioned.users);
        }
        let followers: Vec<Id> = match post.is_root() {
            true => Vec::new(),
            false => self.store.followers(post.root_id),
        };
        self.announce(&channel, &post, &how, &mentioned.users, &followers);
        if how.views_channel && post.is_root() {
            self.mark_viewed(post.create_at, post.user_id, &[channel.id]);
        }
        for follower in followers {
            self.tell_follower(&channel, &post, follower, mentioned.users.contains(&follower));
        }
        if how.views_channel && !mentioned.outside.is_empty() {
            self.tell_not_notified(&channel, &post, &mentioned.outside);
        }
        if how.set_online {
            self.come_online(now, post.user_id);
        }
        post.id
    }

    /// Fills what the server reads from the text.
    fn read_text(&self, channel: &Channel, post: &mut Post) {
        post.props.remove("channel_mentions");
        if post.is_system() {
            return;
        }
        post.hashtags = hashtags(&post.message);
        if let Some(channels) = self.channel_mentions(channel.team_id, &post.message, true) {
            post.props.insert("channel_mentions".into(), channels);
        }
    }

    fn who_is_mentioned(&self, channel: &Channel, post: &Post) -> Mentioned {
        if post.is_system() {
            let added = post
                .props
                .get("addedUserId")
                .and_then(Value::as_str)
                .and_then(Id::parse);
            return Mentioned {
                users: added.into_iter().collect(),
                outside: Vec::new(),
            };
        }
        if channel.kind.is_direct() {
            let others = self.store.members_of(channel.id).map(|member| member.user_id);
            let users = others.filter(|user| *user != post.user_id).collect();
            return Mentioned {
                users,
                outside: Vec::new(),
            };
        }
        self.mentioned(channel, post.user_id, &post.message)
    }

    fn count_post(&mut self, post: &Post, mentioned: &BTreeSet<Id>) {
        if let Some(channel) = self.store.channels.get_mut(&post.channel_id) {
            channel.last_post_at = channel.last_post_at.max(post.create_at);
            if post.is_root() {
                channel.last_root_post_at = channel.last_root_post_at.max(post.create_at);
            }
            if post.counts() {
                channel.total_msg_count += 1;
                channel.total_msg_count_root += i64::from(post.is_root());
            }
        }
        let urgent = post.priority.as_ref().and_then(|p| p.priority.as_deref()) == Some("urgent");
        for user in mentioned {
            if let Some(member) = self.store.members.get_mut(&(post.channel_id, *user)) {
                // As on a real server: a list that holds the mention can be told from one that does not.
                member.touched(post.create_at);
                member.mention_count += 1;
                member.mention_count_root += i64::from(post.is_root());
                member.urgent_mention_count += i64::from(urgent && post.is_root());
            }
        }
    }

    /// The root's author, the one who replies and those mentioned follow the thread.
    fn join_thread(&mut self, post: &Post, mentioned: &BTreeSet<Id>) {
        let root_author = self.store.posts.get(&post.root_id).map(|root| root.user_id);
        let first = root_author.filter(|user| {
            !self.store.follows.contains_key(&(*user, post.root_id))
                && self.store.member(post.channel_id, *user).is_some()
                && self.store.users.get(user).is_some_and(|u| !u.is_bot)
        });
        for user in first
            .into_iter()
            .chain([post.user_id])
            .chain(mentioned.iter().copied())
        {
            let follow = self.store.follow_entry(user, post.root_id);
            follow.following = true;
            follow.last_updated_at = post.create_at;
            if mentioned.contains(&user) {
                follow.unread_mentions += 1;
            }
        }
    }

    fn announce(
        &mut self,
        channel: &Channel,
        post: &Post,
        how: &Delivery,
        mentioned: &BTreeSet<Id>,
        followers: &[Id],
    ) {
        let sender = format!("@{}", self.store.username(post.user_id));
        let mut view = self.post_view(post, Show::to(post.user_id));
        view.pending_post_id = how.pending.clone();
        view.props = post.props.clone();
        let mut data = json!({
            "channel_display_name":
                if channel.kind == ChannelKind::Direct { &sender } else { &channel.display_name },
            "channel_name": channel.name,
            "channel_type": channel.kind,
            "post": packed(&view),
            "sender_name": sender,
            "set_online": how.set_online,
            "team_id": channel.team_id,
        });
        let images = |id: &Id| {
            self.store
                .files
                .get(id)
                .is_some_and(|file| file.info.has_preview_image)
        };
        if let Some(map) = data.as_object_mut().filter(|_| !post.file_ids.is_empty()) {
            map.insert("otherFile".into(), json!("true"));
            if post.file_ids.iter().any(images) {
                map.insert("image".into(), json!("true"));
            }
        }
        let per_user = self.recipients_extras(channel, post, mentioned, followers);
        self.emit_each("posted", data, to_channel(channel.id), per_user);
    }

    /// `mentions`, `followers` and `should_ack`, each recipient's own.
    fn recipients_extras(
        &self,
        channel: &Channel,
        post: &Post,
        mentioned: &BTreeSet<Id>,
        followers: &[Id],
    ) -> BTreeMap<String, Map<String, Value>> {
        let mut extras: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
        let own_list = |user: Id| packed(&[user]);
        for user in mentioned {
            extras
                .entry(user.to_string())
                .or_default()
                .insert("mentions".into(), own_list(*user));
        }
        for user in followers.iter().filter(|user| **user != post.user_id) {
            extras
                .entry(user.to_string())
                .or_default()
                .insert("followers".into(), own_list(*user));
        }
        if !post.is_system() {
            for entry in extras.values_mut() {
                entry.insert("should_ack".into(), json!(true));
            }
            for user in self.always_notified(channel, post.user_id) {
                extras
                    .entry(user.to_string())
                    .or_default()
                    .insert("should_ack".into(), json!(true));
            }
        }
        extras
    }

    /// Members who want a notification for every post.
    fn always_notified(&self, channel: &Channel, author: Id) -> Vec<Id> {
        if self.store.member_count(channel.id) > 1000 {
            return Vec::new();
        }
        let wants = |user: Id, own: Option<&String>| match own.map(String::as_str) {
            Some("all") => true,
            None | Some("default") => {
                let user = self.store.users.get(&user);
                user.and_then(|u| u.notify_props.get("desktop"))
                    .is_some_and(|value| value == "all")
            }
            Some(_) => false,
        };
        let members = self.store.members_of(channel.id);
        let all = members.filter(|m| m.user_id != author && wants(m.user_id, m.notify.get("desktop")));
        all.map(|member| member.user_id).collect()
    }

    /// `thread_updated` for one follower; the author of the reply has thereby read the thread.
    fn tell_follower(&mut self, channel: &Channel, post: &Post, follower: Id, mentioned: bool) {
        let Some(thread) = self.store.threads.get(&post.root_id) else {
            return;
        };
        let follow = self
            .store
            .follows
            .get(&(follower, post.root_id))
            .cloned()
            .unwrap_or_default();
        let own = follower == post.user_id;
        let unread = if own {
            0
        } else {
            thread.replies_after(follow.last_viewed_at) as i64
        };
        let mentions = if own { 0 } else { follow.unread_mentions };
        let mut response = self.thread_response(follower, post.root_id, true);
        if let Some(map) = response.as_object_mut() {
            map.insert("unread_replies".into(), json!(unread));
            map.insert("unread_mentions".into(), json!(mentions));
        }
        let data = json!({
            "thread": packed(&response),
            "previous_unread_replies": (unread - 1).max(0),
            "previous_unread_mentions": (mentions - i64::from(mentioned)).max(0),
        });
        self.emit("thread_updated", data, to_user_in_team(follower, channel.team_id));
        if own {
            let follow = self.store.follow_entry(follower, post.root_id);
            follow.last_viewed_at = post.create_at;
            follow.unread_mentions = 0;
        }
    }

    /// Tells the author whom he mentioned in vain.
    fn tell_not_notified(&mut self, channel: &Channel, post: &Post, outside: &[Id]) {
        let names: Vec<String> = outside
            .iter()
            .map(|user| self.store.username(*user).to_owned())
            .collect();
        let id = self.rng.id();
        let listed = names
            .iter()
            .map(|name| format!("@{name}"))
            .collect::<Vec<_>>()
            .join(" and ");
        let message =
            format!("{listed} did not get notified by this mention because they are not in the channel.");
        let props = json!({"add_channel_member": {
            "post_id": id, "usernames": names, "user_ids": outside,
            "not_in_channel_usernames": names, "not_in_channel_user_ids": outside,
            "not_in_groups_usernames": [], "not_in_groups_user_ids": [],
        }});
        let mut view = self.ephemeral(post.create_at, Id::NONE, channel.id, &message);
        view["id"] = json!(id);
        view["props"] = props;
        view["root_id"] = json!(post.root_id);
        let broadcast = to_user_in_channel(post.user_id, channel.id);
        self.emit("ephemeral_message", json!({"post": packed(&view)}), broadcast);
    }

    /// A post that is never stored, in the wire's shape.
    pub(super) fn ephemeral(&mut self, now: i64, author: Id, channel: Id, message: &str) -> Value {
        json!({
            "id": self.rng.id(), "create_at": now, "update_at": 0, "edit_at": 0, "delete_at": 0, "is_pinned": false,
            "user_id": author, "channel_id": channel, "root_id": "", "original_id": "", "message": message,
            "type": "system_ephemeral", "props": {}, "hashtags": "", "file_ids": null, "pending_post_id": "",
            "reply_count": 0, "last_reply_at": 0, "participants": null, "metadata": {}
        })
    }

    /// Shows somebody a message that only he sees.
    pub(super) fn tell(&mut self, now: i64, user: Id, channel: Id, message: &str) {
        let view = self.ephemeral(now, user, channel, message);
        self.emit(
            "ephemeral_message",
            json!({"post": packed(&view)}),
            to_user_in_channel(user, channel),
        );
    }

    /// Posts a message of the server about the channel.
    pub(super) fn post_system(
        &mut self,
        now: i64,
        channel: Id,
        by: Id,
        kind: &str,
        message: &str,
        props: Value,
    ) {
        let props = match props {
            Value::Object(map) => map,
            _ => Map::new(),
        };
        let post = Post {
            channel_id: channel,
            user_id: by,
            kind: kind.to_owned(),
            message: message.to_owned(),
            props,
            ..Post::default()
        };
        self.publish(now, post, Delivery::by_server());
    }
}
