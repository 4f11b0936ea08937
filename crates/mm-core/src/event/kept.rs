//! What an earlier page of this browser showed, as the local store had it: old until the server has spoken.

use crate::domain::*;

use super::CustomEmoji;

/// All that was kept of the view. A part that is empty was not kept, or is known better already.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct KeptView {
    /// Local time up to which the page knew what happened.
    pub at: Timestamp,
    /// Own account.
    pub me: Option<User>,
    /// Client configuration.
    pub config: Option<ServerConfig>,
    /// Preferences.
    pub preferences: Vec<Preference>,
    /// Custom emoji.
    pub emoji: Vec<CustomEmoji>,
    /// Own teams.
    pub teams: Vec<Team>,
    /// Own team memberships.
    pub team_members: Vec<TeamMember>,
    /// Sidebar categories by team, in order.
    pub categories: Vec<(TeamId, Vec<Category>)>,
    /// People.
    pub users: Vec<User>,
    /// Channels one was in.
    pub channels: Vec<KeptChannel>,
    /// Posts of channels that were visited or are unread.
    pub timelines: Vec<KeptTimeline>,
}

/// A channel as it was kept.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptChannel {
    /// The channel.
    pub channel: Channel,
    /// Own membership.
    pub member: ChannelMember,
    /// People of a group message, without oneself.
    pub people: Option<Vec<UserId>>,
}

/// The newest posts of a channel as they were kept.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptTimeline {
    /// The channel.
    pub channel_id: ChannelId,
    /// Its place in the order in which channels were opened; 0: it never was.
    pub opened: u64,
    /// No page was loaded: they came by themselves, and what was before them was not asked for.
    pub is_bare: bool,
    /// Replies stand among them.
    pub is_flat: bool,
    /// The first of them is the channel's first post.
    pub reached_start: bool,
    /// Up to here nothing is missing: what changed since has to be asked for.
    pub until: PostOrder,
    /// Posts, oldest first.
    pub posts: Vec<KeptOne>,
}

/// A post as it was kept.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptOne {
    /// The post.
    pub post: Post,
    /// Something is missing between it and the one before.
    pub after_hole: bool,
    /// Until when its replies are counted.
    pub counted_until: Timestamp,
    /// It is known of all of them who replied.
    pub is_named: bool,
}
