//! One action → what is shown at once and what is asked.

use super::{attach, open, post, Action};
use crate::domain::*;
use crate::event::{Event, Notice, NoticeKind, Scope};
use crate::state::State;
use crate::sync::{Ask, Plan};

/// Decides. `now` is the moment of the act. Actions about the session, the connection and what is being written give nothing here.
pub fn decide(state: &State, now: Now, action: Action) -> Plan {
    match action {
        Action::Open(place) => Event::PlaceOpened(place).into(),
        Action::OpenChannel { channel_id } => {
            Event::PlaceOpened(crate::view::place_of(state, channel_id)).into()
        }
        Action::OpenDirect { user_id } => open::direct(state, user_id),
        Action::OpenThread { root_id } => open::thread(state, root_id),
        Action::LoadOlder { channel_id } => open::older(state, channel_id),
        Action::FillGap { channel_id, before } => open::gap(channel_id, before),
        Action::LoadNewer { channel_id } => open::newer(state, channel_id),
        Action::LoadLatest { channel_id } => open::latest(channel_id),
        Action::ViewChannel { channel_id } => open::view(state, channel_id),
        Action::MarkRead { channel_id } => open::mark_read(state, channel_id),
        Action::SendPost {
            channel_id,
            root_id,
            message,
            nonce,
        } => post::send(
            state,
            now,
            post::Draft {
                channel_id,
                root_id,
                message,
                nonce,
            },
        ),
        Action::AttachFile { place, file } => attach::attach(state, place, file),
        Action::DetachFile { id } => Event::FileDetached(id).into(),
        Action::RetryPost { pending } => Event::PostSendRetried(pending).into(),
        Action::DiscardPost { pending } => Event::PostSendDiscarded(pending).into(),
        Action::EditPost { post_id, message } => post::edit(state, post_id, message),
        Action::DeletePost { post_id } => {
            Plan::both(Event::PostDeleteQueued { post_id }, Ask::Delete(post_id))
        }
        Action::AddReaction { post_id, emoji_name } => post::react(state, post_id, emoji_name),
        Action::RemoveReaction { post_id, emoji_name } => post::unreact(state, post_id, emoji_name),
        Action::PinPost { post_id, pinned } => post::pin(state, post_id, pinned),
        Action::SavePost { post_id, saved } => save(post_id, saved),
        Action::MarkUnread { post_id } => open::mark_unread(state, post_id),
        Action::CollapseCategory {
            team_id,
            category_id,
            collapsed,
        } => collapse(state, team_id, category_id, collapsed),
        Action::SetPreference { preference } => set_preference(preference),
        Action::SetPresence { presence } => set_presence(state, presence),
        Action::OfferUpdate => Event::NoticeRaised(Notice {
            kind: NoticeKind::UpdateReady,
            detail: None,
        })
        .into(),
        Action::DismissNotice { kind } => Event::NoticeCleared(kind).into(),
        Action::Start { .. }
        | Action::LogIn { .. }
        | Action::LogInWithToken { .. }
        | Action::LogOut
        | Action::ChangeDraft { .. }
        | Action::Typing { .. }
        | Action::SeePeople { .. }
        | Action::ReconnectNow
        | Action::ResetLocalData => Plan::default(),
    }
}

fn save(post_id: PostId, saved: bool) -> Plan {
    let preference = crate::rest::preferences::saved_post(post_id);
    if saved {
        return set_preference(preference);
    }
    let event = Event::PreferencesDeleted(vec![preference.key.clone()]);
    Plan::both(event, Ask::DeletePreferences(vec![preference]))
}

fn set_preference(preference: Preference) -> Plan {
    let preferences = vec![preference];
    let event = Event::PreferencesLoaded {
        preferences: preferences.clone(),
        scope: Scope::Some,
    };
    Plan::both(event, Ask::PutPreferences(preferences))
}

fn set_presence(state: &State, presence: Presence) -> Plan {
    let Some(user_id) = state.me() else {
        return Plan::default();
    };
    let event = Event::StatusesLoaded(vec![Status { user_id, presence }]);
    Plan::both(event, Ask::SetPresence(presence))
}

fn collapse(state: &State, team_id: TeamId, category_id: CategoryId, collapsed: bool) -> Plan {
    let category = state
        .categories(team_id)
        .iter()
        .find(|c| c.id == category_id)
        .cloned();
    let event = Event::CategoryCollapsed {
        team_id,
        category_id,
        collapsed,
    };
    match category {
        Some(category) => Plan::both(
            event,
            Ask::PutCategory(Category {
                collapsed,
                ..category
            }),
        ),
        None => event.into(),
    }
}
