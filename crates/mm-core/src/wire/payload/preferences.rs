//! Preferences, sidebar categories and drafts (`websocket.md 6.7`).

use super::{nested, nested_list, Decoded, EventFrame, Fields, Unfit};
use crate::domain::*;
use crate::event::{Event, Scope};
use crate::wire::model::{draft, draft_place, preference};

fn loaded(preferences: Vec<Preference>) -> Decoded {
    Ok(vec![Event::PreferencesLoaded {
        preferences,
        scope: Scope::Some,
    }])
}

pub(in crate::wire) fn preferences_changed(_: &EventFrame<'_>, data: &Fields<'_>) -> Decoded {
    loaded(nested_list(data, "preferences", preference)?)
}

pub(in crate::wire) fn preference_changed(_: &EventFrame<'_>, data: &Fields<'_>) -> Decoded {
    loaded(vec![nested(data, "preference", preference)?])
}

pub(in crate::wire) fn preferences_deleted(_: &EventFrame<'_>, data: &Fields<'_>) -> Decoded {
    let gone = nested_list(data, "preferences", preference)?;
    Ok(vec![Event::PreferencesDeleted(
        gone.into_iter().map(|p| p.key).collect(),
    )])
}

/// Kept by another device: new, or another text. A created one too, since the server tells of both alike.
pub(in crate::wire) fn draft_kept(_: &EventFrame<'_>, data: &Fields<'_>) -> Decoded {
    let draft = nested(data, "draft", draft)?;
    Ok(vec![Event::DraftTold(Box::new(draft))])
}

/// Deleted, mostly because it was sent elsewhere. The draft is told as it was.
pub(in crate::wire) fn draft_deleted(_: &EventFrame<'_>, data: &Fields<'_>) -> Decoded {
    let (place, update_at) = nested(data, "draft", |fields| {
        Ok((draft_place(fields)?, fields.time("update_at")))
    })?;
    Ok(vec![Event::DraftGone { place, update_at }])
}

/// Created, deleted, updated: what is told is never the whole order, so the team's categories are fetched. Without a team (it
/// precedes a preference event) those of the open one.
pub(in crate::wire) fn categories_outdated(frame: &EventFrame<'_>) -> Decoded {
    Ok(vec![Event::CategoriesOutdated {
        team_id: frame.broadcast.team_id,
    }])
}

pub(in crate::wire) fn category_order_updated(frame: &EventFrame<'_>, data: &Fields<'_>) -> Decoded {
    let ids = data.texts("order");
    let order = ids.iter().filter(|id| !id.is_empty());
    Ok(vec![Event::CategoryOrderChanged {
        team_id: frame.broadcast.team_id.ok_or(Unfit)?,
        order: order.map(|id| CategoryId::new(&**id)).collect(),
    }])
}
