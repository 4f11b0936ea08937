//! From a refusal to what the person sees. Sending has its own rules (`sending.rs`); a lost session too (the engine).

use super::{Ask, Plan};
use crate::domain::*;
use crate::event::*;
use crate::rest::{ApiError, Remedy};
use crate::state::State;

/// What follows when a question got no answer, or "no".
pub fn refused(state: &State, ask: &Ask, error: &ApiError) -> Plan {
    match ask {
        Ask::LogIn { .. } | Ask::TokenLogIn => log_in(error),
        Ask::Me => raised(NoticeKind::ConnectionFailed, error),
        Ask::Posts { channel_id, .. } => posts(*channel_id, error),
        Ask::Thread { .. } => raised(NoticeKind::LoadFailed, error),
        Ask::ChannelByName { .. }
        | Ask::Username(_)
        | Ask::PostInfo(_)
        | Ask::CreateDirect(_)
        | Ask::Join(_) => raised(NoticeKind::PlaceNotFound, error),
        Ask::Post(id) => missing(state, *id, error),
        // Deleted meanwhile: nothing is left to be edited.
        Ask::Patch { post_id, .. } if state.tombstones.contains_key(post_id) => Plan::default(),
        Ask::Patch { post_id, message, .. } => {
            let (post_id, message) = (*post_id, message.clone());
            act(
                post_id,
                Event::PostEditFailed {
                    post_id,
                    message,
                    reason: reason(error),
                },
                error,
            )
        }
        // It is gone already: what was wanted is so.
        Ask::Delete(post_id) if error.status() == Some(404) => vec![
            Event::PostsMissing(vec![*post_id]),
            Event::PostDeleteFailed {
                post_id: *post_id,
                reason: reason(error),
            },
        ]
        .into(),
        Ask::Delete(post_id) => act(
            *post_id,
            Event::PostDeleteFailed {
                post_id: *post_id,
                reason: reason(error),
            },
            error,
        ),
        Ask::AddReaction(r) => act(
            r.post_id,
            Event::ReactionRemoved {
                reaction: r.clone(),
                channel_id: channel_of(state, r.post_id),
            },
            error,
        ),
        Ask::RemoveReaction(r) => act(
            r.post_id,
            Event::ReactionAdded {
                reaction: r.clone(),
                channel_id: channel_of(state, r.post_id),
            },
            error,
        ),
        Ask::PutPreferences(_) | Ask::DeletePreferences(_) => {
            // What is in force is asked anew rather than guessed.
            let mut plan = raised(NoticeKind::ActFailed, error);
            plan.asks.push(Ask::Preferences);
            plan
        }
        Ask::PutCategory(category) => {
            let mut plan = raised(NoticeKind::ActFailed, error);
            plan.asks.push(Ask::Categories(category.team_id));
            plan
        }
        Ask::View(_) => unasked(ask),
        Ask::SetUnread { .. } => {
            let mut plan = raised(NoticeKind::ActFailed, error);
            let Plan { events, asks } = unasked(ask);
            plan.events.extend(events);
            plan.asks.extend(asks);
            plan
        }
        Ask::Pin { post_id, pinned } => act(
            *post_id,
            Event::PostPinned {
                post_id: *post_id,
                pinned: !pinned,
            },
            error,
        ),
        Ask::SetPresence(_) => raised(NoticeKind::ActFailed, error),
        // Sent again until somebody answers.
        Ask::Upload(_) if matches!(error.remedy(), Remedy::Retry | Remedy::RetryAfter(_)) => portal(error),
        Ask::Upload(id) => {
            let (id, reason) = (id.clone(), reason(error));
            Event::FileRefused { id, reason }.into()
        }
        _ => portal(error),
    }
}

/// What follows when a question is no longer asked, because it would not be true any more.
pub fn unasked(ask: &Ask) -> Plan {
    match ask {
        // "Read up to now" would read what was not seen: the person reads it all again rather than never. What was marked as unread was
        // read elsewhere.
        Ask::View(id) | Ask::SetUnread { channel_id: id, .. } => {
            Plan::both(Event::ViewNotTold { channel_id: *id }, Ask::Member(*id))
        }
        _ => Plan::default(),
    }
}

/// The reason in terms of the person.
pub fn reason(error: &ApiError) -> FailureReason {
    match error {
        ApiError::Server { message, .. } if !message.is_empty() => FailureReason::Refused {
            message: message.clone(),
        },
        ApiError::FileGone => FailureReason::FileGone,
        _ => FailureReason::Unreachable,
    }
}

fn log_in(error: &ApiError) -> Plan {
    let message = match error {
        ApiError::Server { message, .. } => LoginError::Server(message.clone()),
        ApiError::Unreachable => LoginError::Unreachable,
        _ => LoginError::NotMattermost,
    };
    Event::SessionChanged(SessionState::Refused {
        message,
        asks_code: false,
    })
    .into()
}

fn posts(channel_id: ChannelId, error: &ApiError) -> Plan {
    let mut plan = raised(NoticeKind::LoadFailed, error);
    plan.events.insert(
        0,
        Event::LoadingChanged {
            channel_id,
            loading: Loading::Idle,
        },
    );
    plan
}

fn missing(state: &State, id: PostId, error: &ApiError) -> Plan {
    let is_place = matches!(state.place(), Place::Permalink { post_id, .. } if *post_id == id);
    let mut plan = if is_place {
        raised(NoticeKind::PlaceNotFound, error)
    } else {
        Plan::default()
    };
    if error.status() == Some(404) {
        plan.events.push(Event::PostsMissing(vec![id]));
    }
    plan
}

/// An act on a post is taken back on the screen. If the answer was lost the server may have done it all the same: the post is asked
/// for, rather than guessed.
fn act(post_id: PostId, event: Event, error: &ApiError) -> Plan {
    let mut plan = raised(NoticeKind::ActFailed, error);
    plan.events.insert(0, event);
    if matches!(error.remedy(), Remedy::Retry | Remedy::RetryAfter(_)) {
        plan.asks.push(Ask::Post(post_id));
    }
    plan
}

fn raised(kind: NoticeKind, error: &ApiError) -> Plan {
    let kind = if *error == ApiError::NotMattermost {
        NoticeKind::NotMattermost
    } else {
        kind
    };
    // The brief has one sentence for the connection (S22), and nothing beside it.
    let detail = error
        .message()
        .filter(|_| kind != NoticeKind::ConnectionFailed)
        .map(str::to_owned);
    Event::NoticeRaised(Notice { kind, detail }).into()
}

/// Background questions fail silently, but a captive portal is worth a word.
pub fn portal(error: &ApiError) -> Plan {
    if *error == ApiError::NotMattermost {
        raised(NoticeKind::NotMattermost, error)
    } else {
        Plan::default()
    }
}

fn channel_of(state: &State, post: PostId) -> Option<ChannelId> {
    state.post(post).map(|post| post.channel_id)
}
