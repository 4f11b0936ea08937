//! Writing: send, edit, react.

use crate::domain::*;
use crate::event::{DraftPlace, Event, Outgoing};
use crate::state::State;
use crate::sync::{Ask, Plan};

/// What was in the composer at the key press.
pub struct Draft {
    /// The channel that was painted.
    pub channel_id: ChannelId,
    /// Thread, if in the panel.
    pub root_id: Option<PostId>,
    /// Text as typed.
    pub message: String,
    /// Randomness from the edge.
    pub nonce: String,
}

/// The echo appears at once, with the files of its place; `sync::Sending` sends it when its turn comes.
pub fn send(state: &State, now: Now, draft: Draft) -> Plan {
    let place = DraftPlace {
        channel_id: draft.channel_id,
        root_id: draft.root_id,
    };
    let files: Vec<Attachment> = state
        .attached_to(place)
        .map(|attached| attached.file.clone())
        .collect();
    let is_empty = draft.message.trim().is_empty() && files.is_empty();
    let Some(me) = state.me().filter(|_| !is_empty) else {
        return Plan::default();
    };
    let post = Outgoing {
        pending: PendingPostId::new(format!("{me}:{}", draft.nonce)),
        channel_id: draft.channel_id,
        root_id: draft.root_id,
        message: draft.message,
        client_id: draft.nonce,
        at: now.wall,
        since: state.newest_server_time(draft.channel_id),
        files,
    };
    Event::PostQueued(Box::new(post)).into()
}

/// An edit is shown at once. A text that is shown already changes nothing; an empty one is for the person to decide, by deleting.
pub fn edit(state: &State, post_id: PostId, message: String) -> Plan {
    let post = state.post(post_id);
    let shown = state
        .pending_edit(post_id)
        .or(post.map(|post| post.message.as_str()));
    if shown == Some(&message) || message.trim().is_empty() {
        return Plan::default();
    }
    Plan::both(
        Event::PostEditQueued {
            post_id,
            message: message.clone(),
        },
        Ask::Patch {
            post_id,
            message,
            edit_at: post.and_then(|post| post.edit_at),
            over: Vec::new(),
        },
    )
}

/// One's reaction, shown at once.
pub fn react(state: &State, post_id: PostId, emoji_name: String) -> Plan {
    let Some(reaction) = own_reaction(state, post_id, emoji_name) else {
        return Plan::default();
    };
    if has(state, &reaction) == Some(true) {
        return Plan::default();
    }
    let event = Event::ReactionAdded {
        reaction: reaction.clone(),
        channel_id: channel_of(state, post_id),
    };
    Plan::both(event, Ask::AddReaction(reaction))
}

/// One's reaction taken back, shown at once.
pub fn unreact(state: &State, post_id: PostId, emoji_name: String) -> Plan {
    let Some(reaction) = own_reaction(state, post_id, emoji_name) else {
        return Plan::default();
    };
    if has(state, &reaction) == Some(false) {
        return Plan::default();
    }
    let event = Event::ReactionRemoved {
        reaction: reaction.clone(),
        channel_id: channel_of(state, post_id),
    };
    Plan::both(event, Ask::RemoveReaction(reaction))
}

/// A pin or its end, shown at once.
pub fn pin(state: &State, post_id: PostId, pinned: bool) -> Plan {
    if state.post(post_id).is_some_and(|post| post.is_pinned == pinned) {
        return Plan::default();
    }
    Plan::both(
        Event::PostPinned { post_id, pinned },
        Ask::Pin { post_id, pinned },
    )
}

/// Whether a person has reacted like that; `None` when a post's reactions are not known.
fn has(state: &State, reaction: &Reaction) -> Option<bool> {
    let reactions = state.post(reaction.post_id)?.reactions.as_ref()?;
    let is_same = |r: &Reaction| r.user_id == reaction.user_id && r.emoji_name == reaction.emoji_name;
    Some(reactions.iter().any(is_same))
}

/// Its time is the newest one known of the post: behind the reactions that are there. The local clock may be a day ahead, and every
/// change of the post by the server would then seem old.
fn own_reaction(state: &State, post_id: PostId, emoji_name: String) -> Option<Reaction> {
    let post = state.post(post_id);
    let reactions = post.iter().flat_map(|post| post.reactions.iter().flatten());
    let times = reactions.map(|r| r.create_at).chain(post.map(|p| p.update_at));
    Some(Reaction {
        user_id: state.me()?,
        post_id,
        emoji_name,
        create_at: times.max().unwrap_or_default(),
    })
}

fn channel_of(state: &State, post_id: PostId) -> Option<ChannelId> {
    state.post(post_id).map(|post| post.channel_id)
}
