//! Preferences and sidebar categories (`websocket.md 6.7`).

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{data, many, nested, one, Decoded, EventFrame, Unfit};
use crate::domain::*;
use crate::event::{Event, Scope};
use crate::wire::model::RawPreference;
use crate::wire::nested::{List, Text};

#[derive(Deserialize, Default)]
#[serde(default)]
struct Data<'a> {
    #[serde(borrow)]
    preferences: Option<&'a RawValue>,
    #[serde(borrow)]
    preference: Option<&'a RawValue>,
    #[serde(borrow)]
    order: List<Text<'a>>,
}

fn loaded(preferences: Vec<Preference>) -> Decoded {
    Ok(vec![Event::PreferencesLoaded {
        preferences,
        scope: Scope::Some,
    }])
}

pub(in crate::wire) fn preferences_changed(frame: &EventFrame<'_>) -> Decoded {
    let data: Data<'_> = data(frame)?;
    loaded(many::<RawPreference<'_>>(&nested(data.preferences)?)?)
}

pub(in crate::wire) fn preference_changed(frame: &EventFrame<'_>) -> Decoded {
    let data: Data<'_> = data(frame)?;
    loaded(vec![one::<RawPreference<'_>>(&nested(data.preference)?)?])
}

pub(in crate::wire) fn preferences_deleted(frame: &EventFrame<'_>) -> Decoded {
    let data: Data<'_> = data(frame)?;
    let gone = many::<RawPreference<'_>>(&nested(data.preferences)?)?;
    Ok(vec![Event::PreferencesDeleted(
        gone.into_iter().map(|p| p.key).collect(),
    )])
}

/// Created, deleted, updated: what is told is never the whole order, so the team's categories are fetched. Without a team (it
/// precedes a preference event) those of the open one.
pub(in crate::wire) fn categories_outdated(frame: &EventFrame<'_>) -> Decoded {
    Ok(vec![Event::CategoriesOutdated {
        team_id: frame.broadcast.team_id,
    }])
}

pub(in crate::wire) fn category_order_updated(frame: &EventFrame<'_>) -> Decoded {
    let data: Data<'_> = data(frame)?;
    let order: Vec<CategoryId> = data
        .order
        .0
        .iter()
        .filter(|id| !id.is_empty())
        .map(|id| CategoryId::new(id.as_str()))
        .collect();
    Ok(vec![Event::CategoryOrderChanged {
        team_id: frame.broadcast.team_id.ok_or(Unfit)?,
        order,
    }])
}
