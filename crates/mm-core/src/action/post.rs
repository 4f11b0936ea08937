//! Writing: send, edit, react.

use crate::domain::*;
use crate::event::{Event, Outgoing};
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

/// The echo appears at once; `sync::Sending` sends it when its turn comes.
pub fn send(state: &State, now: Now, draft: Draft) -> Plan {
    let Some(me) = state.me().filter(|_| !draft.message.trim().is_empty()) else {
        return Plan::default();
    };
    let post = Outgoing {
        pending: PendingPostId::new(format!("{me}:{}", draft.nonce)),
        channel_id: draft.channel_id,
        root_id: draft.root_id,
        message: draft.message,
        client_id: draft.nonce,
        at: now.wall,
    };
    Event::PostQueued(Box::new(post)).into()
}

/// An edit is shown at once. An unchanged text changes nothing; an empty one is for the person to decide, by deleting.
pub fn edit(state: &State, post_id: PostId, message: String) -> Plan {
    let unchanged = state.post(post_id).is_some_and(|post| post.message == message);
    if unchanged || message.trim().is_empty() {
        return Plan::default();
    }
    Plan::both(
        Event::PostEditQueued {
            post_id,
            message: message.clone(),
        },
        Ask::Patch { post_id, message },
    )
}

/// One's reaction, shown at once.
pub fn react(state: &State, now: Now, post_id: PostId, emoji_name: String) -> Plan {
    with_reaction(state, now, post_id, emoji_name, |reaction, channel_id| {
        Plan::both(
            Event::ReactionAdded {
                reaction: reaction.clone(),
                channel_id,
            },
            Ask::AddReaction(reaction),
        )
    })
}

/// One's reaction taken back, shown at once.
pub fn unreact(state: &State, now: Now, post_id: PostId, emoji_name: String) -> Plan {
    with_reaction(state, now, post_id, emoji_name, |reaction, channel_id| {
        Plan::both(
            Event::ReactionRemoved {
                reaction: reaction.clone(),
                channel_id,
            },
            Ask::RemoveReaction(reaction),
        )
    })
}

fn with_reaction(
    state: &State,
    now: Now,
    post_id: PostId,
    emoji_name: String,
    plan: impl FnOnce(Reaction, Option<ChannelId>) -> Plan,
) -> Plan {
    let Some(user_id) = state.me() else {
        return Plan::default();
    };
    let channel_id = state.post(post_id).map(|post| post.channel_id);
    plan(
        Reaction {
            user_id,
            post_id,
            emoji_name,
            create_at: now.wall,
        },
        channel_id,
    )
}
