//! Builders of valid objects. A post's number is its id and, unless said otherwise, its second of creation.

use crate::domain::*;
use crate::event::*;

use super::{ALICE, BOB, GENERAL, TEAM};

/// The id of a numbered post: in the order of numbers.
pub fn post_id(number: u32) -> PostId {
    PostId::sample(&format!("p{number:09}"))
}

/// The time of a numbered post.
pub fn second(number: u32) -> Timestamp {
    Timestamp(i64::from(number) * 1000)
}

/// A root post by Bob in the general channel.
pub fn post(number: u32) -> PostBuilder {
    PostBuilder(Post {
        id: post_id(number),
        channel_id: GENERAL,
        user_id: BOB,
        root_id: None,
        create_at: second(number),
        update_at: second(number),
        edit_at: None,
        delete_at: None,
        message: format!("post {number}"),
        kind: PostKind::Normal,
        is_pinned: false,
        pending_post_id: None,
        reply_count: 0,
        last_reply_at: None,
        participants: None,
        is_following: None,
        files: Vec::new(),
        file_ids: Vec::new(),
        reactions: None,
        props: PostProps::default(),
        image_sizes: Map::new(),
        priority: None,
    })
}

/// A post in the making.
#[derive(Clone, Debug)]
pub struct PostBuilder(Post);

impl PostBuilder {
    /// Author.
    pub fn by(mut self, user: UserId) -> Self {
        self.0.user_id = user;
        self
    }

    /// Channel.
    pub fn in_channel(mut self, channel: ChannelId) -> Self {
        self.0.channel_id = channel;
        self
    }

    /// A reply in the thread of a numbered post.
    pub fn reply_to(mut self, number: u32) -> Self {
        self.0.root_id = Some(post_id(number));
        self
    }

    /// Time of creation, in seconds.
    pub fn at(mut self, seconds: u32) -> Self {
        self.0.create_at = second(seconds);
        self.0.update_at = second(seconds);
        self
    }

    /// Text.
    pub fn says(mut self, text: &str) -> Self {
        self.0.message = text.to_owned();
        self
    }

    /// Changed at that second.
    pub fn edited(mut self, seconds: u32, text: &str) -> Self {
        self.0.update_at = second(seconds);
        self.0.edit_at = Some(second(seconds));
        self.0.message = text.to_owned();
        self
    }

    /// Newest change, without an edit.
    pub fn updated(mut self, seconds: u32) -> Self {
        self.0.update_at = second(seconds);
        self
    }

    /// Deleted, as `since` answers tell.
    pub fn deleted(mut self, seconds: u32) -> Self {
        self.0.delete_at = Some(second(seconds));
        self.0.update_at = second(seconds);
        self
    }

    /// Kind.
    pub fn kind(mut self, kind: PostKind) -> Self {
        self.0.kind = kind;
        self
    }

    /// With the client's key, as the server echoes it.
    pub fn pending(mut self, key: &str) -> Self {
        self.0.pending_post_id = Some(PendingPostId::new(key));
        self
    }

    /// Sent by a client of ours: the random id in its properties.
    pub fn client_id(mut self, id: &str) -> Self {
        self.0.props.client_id = Some(id.to_owned());
        self
    }

    /// What a root copy of a list says of its thread.
    pub fn replies(mut self, count: i64, last: u32) -> Self {
        self.0.reply_count = count;
        self.0.last_reply_at = (count > 0).then(|| second(last));
        self
    }

    /// Any other change.
    pub fn with(mut self, change: impl FnOnce(&mut Post)) -> Self {
        change(&mut self.0);
        self
    }

    /// The post.
    pub fn post(self) -> Post {
        self.0
    }

    /// The post pushed over the socket.
    pub fn created(self) -> Event {
        self.pushed(false)
    }

    /// The same, mentioning oneself.
    pub fn created_mentioning_me(self) -> Event {
        self.pushed(true)
    }

    fn pushed(self, mentions_me: bool) -> Event {
        Event::PostCreated(Box::new(PostCreated {
            post: self.0,
            mentions_me,
            follows: false,
            set_online: false,
            channel_kind: None,
            team_id: Some(TEAM),
        }))
    }

    /// The post as an edit.
    pub fn edit(self) -> Event {
        Event::PostEdited(Box::new(self.0))
    }

    /// Its deletion.
    pub fn deletion(self) -> Event {
        Event::PostDeleted {
            post_id: self.0.id,
            channel_id: self.0.channel_id,
            root_id: self.0.root_id,
        }
    }

    /// The answer to a request about it.
    pub fn answer(self) -> Event {
        Event::PostsReceived(vec![self.0])
    }
}

/// A page of a channel's posts.
pub fn page(posts: impl IntoIterator<Item = Post>) -> PageBuilder {
    let mut posts: Vec<Post> = posts.into_iter().collect();
    posts.sort_by_key(Post::order);
    PageBuilder(PostsLoaded {
        channel_id: posts.first().map_or(GENERAL, |p| p.channel_id),
        window: Window::Latest,
        posts,
        extra: Vec::new(),
        reached_start: false,
        reached_end: false,
    })
}

/// A page of numbered posts of the general channel.
pub fn page_of(numbers: impl IntoIterator<Item = u32>) -> PageBuilder {
    page(numbers.into_iter().map(|n| post(n).post()))
}

/// A page in the making.
#[derive(Clone, Debug)]
pub struct PageBuilder(PostsLoaded);

impl PageBuilder {
    /// Which part was asked for.
    pub fn window(mut self, window: Window) -> Self {
        self.0.window = window;
        self
    }

    /// It begins with the channel's first post.
    pub fn from_start(mut self) -> Self {
        self.0.reached_start = true;
        self
    }

    /// It ends with the channel's newest post.
    pub fn to_end(mut self) -> Self {
        self.0.reached_end = true;
        self
    }

    /// Other posts that came along.
    pub fn extra(mut self, posts: impl IntoIterator<Item = Post>) -> Self {
        self.0.extra = posts.into_iter().collect();
        self
    }

    /// The channel, for an empty page.
    pub fn of(mut self, channel: ChannelId) -> Self {
        self.0.channel_id = channel;
        self
    }

    /// The fact.
    pub fn loaded(self) -> Event {
        Event::PostsLoaded(Box::new(self.0))
    }
}

/// An own post, as one presses Enter.
pub fn outgoing(key: &str, text: &str) -> Outgoing {
    Outgoing {
        files: Vec::new(),
        pending: PendingPostId::new(key),
        channel_id: GENERAL,
        root_id: None,
        message: text.to_owned(),
        client_id: format!("client-{key}"),
        at: second(0),
        since: Timestamp(0),
    }
}

/// A person.
pub fn user(id: UserId, username: &str) -> User {
    User {
        id,
        update_at: Timestamp(1),
        delete_at: None,
        username: username.to_owned(),
        first_name: String::new(),
        last_name: String::new(),
        nickname: String::new(),
        position: String::new(),
        roles: "system_user".to_owned(),
        locale: "en".to_owned(),
        is_bot: false,
        last_picture_update: Timestamp(0),
        custom_status: None,
        timezone: String::new(),
        notify_props: Map::new(),
    }
}

/// A team.
pub fn team(id: TeamId, name: &str) -> Team {
    Team {
        id,
        update_at: Timestamp(1),
        delete_at: None,
        display_name: name.to_owned(),
        name: name.to_owned(),
        last_icon_update: None,
    }
}

/// A public channel of the team, without posts.
pub fn channel(id: ChannelId, name: &str) -> ChannelBuilder {
    ChannelBuilder(Channel {
        id,
        team_id: Some(TEAM),
        kind: ChannelKind::Public,
        create_at: Timestamp(1),
        update_at: Timestamp(1),
        delete_at: None,
        display_name: name.to_owned(),
        name: name.to_owned(),
        header: String::new(),
        purpose: String::new(),
        last_post_at: Timestamp(0),
        last_root_post_at: Timestamp(0),
        total_msg_count: 0,
        total_msg_count_root: 0,
    })
}

/// A channel in the making.
#[derive(Clone, Debug)]
pub struct ChannelBuilder(Channel);

impl ChannelBuilder {
    /// Kind; direct and group messages belong to no team.
    pub fn kind(mut self, kind: ChannelKind) -> Self {
        self.0.kind = kind;
        if kind.is_message() {
            self.0.team_id = None;
        }
        if kind == ChannelKind::Direct {
            self.0.display_name.clear();
        }
        self
    }

    /// Number of root posts so far, and the second of the last.
    pub fn posts(mut self, count: i64, last: u32) -> Self {
        (self.0.total_msg_count, self.0.total_msg_count_root) = (count, count);
        (self.0.last_post_at, self.0.last_root_post_at) = (second(last), second(last));
        self
    }

    /// Any other change.
    pub fn with(mut self, change: impl FnOnce(&mut Channel)) -> Self {
        change(&mut self.0);
        self
    }

    /// The channel.
    pub fn channel(self) -> Channel {
        self.0
    }

    /// It alone, loaded.
    pub fn loaded(self) -> Event {
        Event::ChannelsLoaded {
            channels: vec![self.0],
            scope: Scope::Some,
        }
    }
}

/// Alice's membership of a channel, with everything read.
pub fn member(channel_id: ChannelId) -> ChannelMember {
    ChannelMember {
        channel_id,
        user_id: ALICE,
        roles: "channel_user".to_owned(),
        last_viewed_at: Timestamp(0),
        msg_count: 0,
        msg_count_root: 0,
        mention_count: 0,
        mention_count_root: 0,
        urgent_mention_count: 0,
        last_update_at: Timestamp(0),
        notify_props: Map::new(),
    }
}

/// Alice's membership of a muted channel.
pub fn muted_member(channel_id: ChannelId) -> ChannelMember {
    let mut member = member(channel_id);
    member
        .notify_props
        .insert("mark_unread".to_owned(), "mention".to_owned());
    member.last_update_at = Timestamp(1);
    member
}

/// One membership, loaded.
pub fn member_loaded(member: ChannelMember) -> Event {
    Event::MembersLoaded {
        members: vec![member],
        scope: Scope::Some,
    }
}

/// Channels read up to a second.
pub fn viewed(channel: ChannelId, seconds: u32) -> Event {
    Event::ChannelsViewed {
        times: Map::from([(channel, second(seconds))]),
    }
}

/// Somebody's reaction to a numbered post, at a second.
pub fn reaction(number: u32, user_id: UserId, emoji_name: &str, seconds: u32) -> Reaction {
    Reaction {
        user_id,
        post_id: post_id(number),
        emoji_name: emoji_name.to_owned(),
        create_at: second(seconds),
    }
}

/// One preference, loaded.
pub fn preference(category: &str, name: &str, value: &str) -> Event {
    Event::PreferencesLoaded {
        preferences: vec![Preference {
            key: PreferenceKey::new(category, name),
            value: value.to_owned(),
        }],
        scope: Scope::Some,
    }
}

/// Configuration with one setting.
pub fn config(key: &str, value: &str) -> Event {
    Event::ConfigLoaded(ServerConfig(Map::from([(key.to_owned(), value.to_owned())])))
}
