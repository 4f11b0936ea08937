//! What people wanted of what is there: reactions, pins, what is read, other words, none at all. The last wish about each thing is what the server ends with, however
//! often pages were loaded anew in between.

use std::collections::BTreeMap;

use mm_core::action::Action;
use mm_core::domain::*;
use mm_core::state::State;

use super::acts::Run;
use crate::ClientId;

/// What of a post is wanted: whose reaction of which name, or whether it is pinned (nobody's).
type Of = (PostId, Option<UserId>, String);

/// The last wishes. What was wanted from two pages has no last one: nobody knows which of them was heard last.
#[derive(Default)]
pub struct Wishes {
    posts: BTreeMap<Of, Option<(ClientId, bool)>>,
    edits: BTreeMap<PostId, Option<EditWish>>,
    /// Up to where a channel was read.
    read: BTreeMap<(UserId, ChannelId), Option<Timestamp>>,
}

struct EditWish {
    by: ClientId,
    /// The words that a message is to have; nothing: it is to be deleted.
    words: Option<String>,
    /// Another page showed the same words before: who edits them there need not have seen this.
    is_ambiguous: bool,
}

impl Wishes {
    /// Another device marked something as unread: it is not read any more.
    pub fn marked_elsewhere(&mut self, who: UserId, channel_id: ChannelId) {
        self.read.insert((who, channel_id), None);
    }

    /// Another device pinned or unpinned this: nobody knows which of them was heard last.
    pub fn pinned_elsewhere(&mut self, post_id: PostId) {
        self.posts.insert((post_id, None, String::new()), None);
    }

    /// Somebody is not in these posts' channel any more: what they want there is refused, and they are told.
    pub fn refuse(&mut self, pages: &[ClientId], is_there: impl Fn(PostId) -> bool) {
        for ((post_id, ..), wish) in &mut self.posts {
            *wish = wish.filter(|(by, _)| !(pages.contains(by) && is_there(*post_id)));
        }
        for (post_id, wish) in &mut self.edits {
            if wish.as_ref().is_some_and(|wish| pages.contains(&wish.by)) && is_there(*post_id) {
                *wish = None;
            }
        }
    }

    /// What this page wanted of posts, and how far it had read, may be lost: its store keeps nothing.
    pub fn excuse(&mut self, who: ClientId, me: Option<UserId>) {
        for (_, until) in self.read.iter_mut().filter(|((user, _), _)| me == Some(*user)) {
            *until = None;
        }
        for wish in self.posts.values_mut() {
            *wish = wish.filter(|(by, _)| *by != who);
        }
        for wish in self.edits.values_mut() {
            wish.take_if(|wish| wish.by == who);
        }
    }
}

impl Run {
    /// Does what somebody wants, and notes it if the page took it as a wish.
    pub fn act_noted(&mut self, who: ClientId, action: Action) {
        let mut noted = None;
        let state = self.state(who);
        let me = state.me();
        match &action {
            Action::AddReaction { post_id, emoji_name } | Action::RemoveReaction { post_id, emoji_name } => {
                let adds = matches!(action, Action::AddReaction { .. });
                if has(state, *post_id, emoji_name) == Some(!adds) {
                    noted = Some(((*post_id, me, emoji_name.clone()), adds));
                }
            }
            Action::PinPost { post_id, pinned }
                if state.post(*post_id).is_some_and(|post| post.is_pinned != *pinned) =>
            {
                noted = Some(((*post_id, None, String::new()), *pinned));
            }
            Action::EditPost { post_id, message } => {
                let (post_id, message) = (*post_id, message.clone());
                self.edit_noted(who, post_id, message);
            }
            // Whatever else was wanted of it elsewhere: it goes.
            Action::DeletePost { post_id } => {
                let wish = EditWish {
                    by: who,
                    words: None,
                    is_ambiguous: false,
                };
                self.wishes.edits.insert(*post_id, Some(wish));
            }
            Action::ViewChannel { channel_id } => return self.read_noted(who, *channel_id, action),
            Action::MarkUnread { post_id } => {
                if let (Some(me), Some(post)) = (me, state.post(*post_id)) {
                    let place = (me, post.channel_id);
                    self.wishes.read.insert(place, None);
                }
            }
            _ => {}
        }
        if let Some((what, is_wanted)) = noted {
            let before = self.wishes.posts.get(&what);
            let is_mine = before.is_none_or(|wish| wish.is_some_and(|(by, _)| by == who));
            self.wishes
                .posts
                .insert(what, is_mine.then_some((who, is_wanted)));
        }
        self.pair.act(who, action);
    }

    /// Who edits what another page has edited is the last one if they saw that. Else nobody knows which of them is heard last.
    fn edit_noted(&mut self, who: ClientId, post_id: PostId, message: String) {
        let shown = |page: ClientId| {
            let state = self.state(page);
            let stored = state.post(post_id).map(|post| post.message.as_str());
            state.pending_edit(post_id).or(stored)
        };
        if shown(who) == Some(message.as_str()) {
            return;
        }
        let is_seen = |wish: &EditWish| !wish.is_ambiguous && shown(who) == wish.words.as_deref();
        let is_last = match self.wishes.edits.get(&post_id) {
            None => true,
            Some(Some(wish)) => wish.words.is_some() && (wish.by == who || is_seen(wish)),
            Some(None) => false,
        };
        let mut others = self.people.iter().filter(|page| **page != who);
        let wish = EditWish {
            by: who,
            is_ambiguous: others.any(|page| shown(*page) == Some(message.as_str())),
            words: Some(message),
        };
        self.wishes.edits.insert(post_id, is_last.then_some(wish));
    }

    fn read_noted(&mut self, who: ClientId, channel_id: ChannelId, action: Action) {
        let unread = |run: &Run| run.state(who).unread_counts(channel_id).messages;
        let before = unread(self);
        self.pair.act(who, action);
        let state = self.state(who);
        let (Some(me), Some(channel)) = (state.me(), state.channel(channel_id)) else {
            return;
        };
        if before > 0 && unread(self) == 0 {
            let until = channel.last_root_post_at;
            let known = self.wishes.read.entry((me, channel_id)).or_insert(Some(until));
            *known = known.map(|_| until);
        }
    }

    /// A page that was just loaded shows what was wanted last.
    pub fn check_wishes(&self, who: ClientId, fresh: ClientId) {
        let state = self.state(fresh);
        for ((post_id, user, name), wish) in &self.wishes.posts {
            let Some((_, is_wanted)) = wish.filter(|(by, _)| *by == who) else {
                continue;
            };
            let is_so = match user {
                Some(_) => has(state, *post_id, name),
                None => state.post(*post_id).map(|post| post.is_pinned),
            };
            // One that is not loaded, or gone, tells nothing.
            assert!(
                is_so.is_none_or(|is_so| is_so == is_wanted),
                "{who:?}: {name:?} on {post_id} is not {is_wanted}"
            );
        }
        for ((user, channel_id), until) in &self.wishes.read {
            let newest = state
                .channel(*channel_id)
                .map(|channel| channel.last_root_post_at);
            if state.me() == Some(*user) && until.is_some() && newest == *until {
                let unread = state.unread_counts(*channel_id).messages;
                assert_eq!(unread, 0, "{who:?}: {channel_id} was read");
            }
        }
    }
}

impl Run {
    /// The server has what was wanted last of each message.
    pub fn check_edits(&self) {
        let world = self.pair.server.world();
        for (post_id, wish) in &self.wishes.edits {
            let Some(EditWish { by, words, .. }) = wish else {
                continue;
            };
            let said = world.message(post_id.as_str());
            // One that is gone with its thread, or by another device, has no words.
            assert!(
                said == words.as_deref() || said.is_none(),
                "{by:?}: {post_id} says {said:?} and not {words:?}"
            );
        }
    }
}

/// Whether one has reacted so, if that is known.
fn has(state: &State, post_id: PostId, emoji_name: &str) -> Option<bool> {
    let me = state.me()?;
    let reactions = state.post(post_id)?.reactions.as_ref()?;
    Some(
        reactions
            .iter()
            .any(|r| r.user_id == me && r.emoji_name == emoji_name),
    )
}
