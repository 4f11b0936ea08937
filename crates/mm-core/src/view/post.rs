//! All that is shown of one post.

use std::sync::Arc;

use crate::domain::*;
use crate::state::State;

use super::names::user_name;
use super::rights::post_rights;
use super::{AuthorTag, PostView, ReactionView, ThreadSummary};

/// A post as shown; `None` when it is not loaded or deleted.
pub fn post(state: &State, id: PostId) -> Option<PostView> {
    let stored = state.post(id)?;
    let edit = state.pending_edit(id);
    let author = state.user(stored.user_id).cloned();
    let (author_name, tag) = author_of(state, stored, author.as_deref());
    Some(PostView {
        post: match edit {
            Some(text) => Arc::new(Post {
                message: text.to_owned(),
                ..(**stored).clone()
            }),
            None => stored.clone(),
        },
        author,
        author_name,
        tag,
        reactions: reactions(state, stored),
        thread: thread_summary(state, stored),
        is_saved: state.preference("flagged_post", stored.id.as_str()) == Some("true"),
        edit_pending: edit.is_some(),
        may: post_rights(state, stored),
    })
}

/// Name and tag of the author. Anybody can forge a webhook's name: only a bot account may speak under it; beside another
/// account's post the account's user name is added, so that it never passes as somebody else's.
fn author_of(state: &State, post: &Post, author: Option<&User>) -> (String, Option<AuthorTag>) {
    let is_bot = author.is_some_and(|u| u.is_bot);
    let account_name = author.map(|u| user_name(state, u)).unwrap_or_default();
    let overridden = if state.config().is_on("EnablePostUsernameOverride") {
        post.props.override_username.as_ref()
    } else {
        None
    };
    let given = overridden
        .or(post.props.webhook_display_name.as_ref())
        .filter(|n| !n.trim().is_empty());
    let name = match (given, author) {
        (Some(name), Some(_)) if post.props.from_webhook && is_bot => name.clone(),
        (Some(name), Some(user)) if post.props.from_webhook => format!("{name} (@{})", user.username),
        _ => account_name,
    };
    let tag = match author {
        Some(_) if is_bot && post.props.from_webhook => Some(AuthorTag::Webhook),
        Some(_) if is_bot => Some(AuthorTag::Bot),
        Some(user) if user.is_guest() && !state.config().is_on("HideGuestTags") => Some(AuthorTag::Guest),
        _ => None,
    };
    (name, tag)
}

/// Reactions by first appearance, grouped by stored name.
fn reactions(state: &State, post: &Post) -> Vec<ReactionView> {
    let mut views: Vec<ReactionView> = Vec::new();
    let mut places = Map::new();
    for reaction in post.reactions.iter().flatten() {
        let at = *places.entry_or_insert_with(reaction.emoji_name.as_str(), || {
            views.push(ReactionView {
                emoji_name: reaction.emoji_name.clone(),
                custom: state.custom_emoji(&reaction.emoji_name),
                users: Vec::new(),
                mine: false,
            });
            views.len() - 1
        });
        if let Some(view) = views.get_mut(at) {
            view.users.push(reaction.user_id);
            view.mine |= state.me() == Some(reaction.user_id);
        }
    }
    views
}

fn thread_summary(state: &State, post: &Post) -> Option<ThreadSummary> {
    if post.root_id.is_some() || post.reply_count <= 0 {
        return None;
    }
    let thread = state.thread(post.id);
    Some(ThreadSummary {
        reply_count: post.reply_count,
        last_reply_at: post.last_reply_at.or(thread.map(|t| t.last_reply_at)),
        unread_replies: thread.map_or(0, |t| t.unread_replies),
        participants: match (&post.participants, thread) {
            (Some(people), _) => people.clone(),
            (None, Some(thread)) => thread.participants.clone(),
            (None, None) => Vec::new(),
        },
    })
}
