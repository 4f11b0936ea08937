//! Sidebar categories of a team (`rest.md 4.5`).

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::path::{api, Path};
use super::read::{body, with_skipped};
use super::{ApiError, HttpAnswer, HttpRequest};
use crate::domain::*;
use crate::event::Event;
use crate::wire::model::{all_into_domain, RawCategory};
use crate::wire::nested::{entries, List, Text};

fn path(team_id: TeamId) -> Path {
    api(&["users", "me", "teams", team_id.as_str(), "channels", "categories"])
}

/// Asks for a team's categories; the server makes the three default ones on first use.
pub fn of_team(team_id: TeamId) -> HttpRequest {
    path(team_id).get()
}

/// Reads a team's categories, in order, as [`Event::CategoriesLoaded`].
pub fn read_of_team(answer: &HttpAnswer, team_id: TeamId) -> Result<Vec<Event>, ApiError> {
    #[derive(Deserialize, Default)]
    #[serde(default)]
    struct Raw<'a> {
        #[serde(borrow)]
        categories: Option<&'a RawValue>,
        #[serde(borrow)]
        order: List<Text<'a>>,
    }
    let what = "categories";
    let raw: Raw<'_> = body(answer, what)?;
    let text = raw.categories.map_or("[]", RawValue::get);
    let (found, unread) = entries::<RawCategory<'_>>(text).map_err(|_| ApiError::Unreadable { what })?;
    let (mut categories, unfit) = all_into_domain(found);
    let place = |id: &CategoryId| raw.order.0.iter().position(|o| o.as_str() == id.as_str());
    sort_by_key(&mut categories, |c| place(&c.id).unwrap_or(usize::MAX));
    let event = Event::CategoriesLoaded { team_id, categories };
    Ok(with_skipped(event, what, unread + unfit))
}

#[derive(Serialize)]
struct Body<'a> {
    id: &'a str,
    user_id: &'a str,
    team_id: &'a str,
    sorting: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    display_name: &'a str,
    muted: bool,
    collapsed: bool,
    channel_ids: Vec<&'a str>,
}

/// Stores categories. A channel moved between two needs both in one call, else it stays in the old one too.
pub fn put(me: UserId, team_id: TeamId, categories: &[Category]) -> HttpRequest {
    let bodies: Vec<Body<'_>> = categories
        .iter()
        .map(|category| Body {
            id: category.id.as_str(),
            user_id: me.as_str(),
            team_id: category.team_id.as_str(),
            sorting: match category.sorting {
                CategorySorting::Alphabetical => "alpha",
                CategorySorting::Recent => "recent",
                CategorySorting::Manual => "manual",
            },
            kind: match category.kind {
                CategoryKind::Favorites => "favorites",
                CategoryKind::Channels => "channels",
                CategoryKind::DirectMessages => "direct_messages",
                CategoryKind::Custom => "custom",
            },
            display_name: &category.display_name,
            muted: category.muted,
            collapsed: category.collapsed,
            channel_ids: category.channel_ids.iter().map(ChannelId::as_str).collect(),
        })
        .collect();
    path(team_id).put(&bodies)
}

/// Stores the order of a team's categories; all of them, or the server refuses.
pub fn put_order(team_id: TeamId, order: &[CategoryId]) -> HttpRequest {
    let ids = super::path::id_list(order, CategoryId::as_str);
    api(&[
        "users",
        "me",
        "teams",
        team_id.as_str(),
        "channels",
        "categories",
        "order",
    ])
    .put(&ids)
}
