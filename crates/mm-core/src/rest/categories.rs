//! Sidebar categories of a team (`rest.md 4.5`).

use serde::Serialize;

use super::path::{api, Path};
use super::read::{object, with_skipped};
use super::{ApiError, HttpAnswer, HttpRequest};
use crate::domain::*;
use crate::event::Event;
use crate::wire::fields::Fields;
use crate::wire::model;
use crate::wire::nested::Unfit;

fn path(team_id: TeamId) -> Path {
    api(&["users", "me", "teams", team_id.as_str(), "channels", "categories"])
}

/// Asks for a team's categories; the server makes the three default ones on first use.
pub fn of_team(team_id: TeamId) -> HttpRequest {
    path(team_id).get()
}

/// Categories in order, and how many could not be read.
fn in_order(fields: &Fields<'_>) -> Result<(Vec<Category>, usize), Unfit> {
    let (mut categories, skipped) = fields.many("categories", model::category)?;
    let order = fields.texts("order");
    let place = |id: &CategoryId| order.iter().position(|known| known == id.as_str());
    sort_by_key(&mut categories, |c| place(&c.id).unwrap_or(usize::MAX));
    Ok((categories, skipped))
}

/// Reads a team's categories, in order, as [`Event::CategoriesLoaded`].
pub fn read_of_team(answer: &HttpAnswer, team_id: TeamId) -> Result<Vec<Event>, ApiError> {
    let what = "categories";
    let (categories, skipped) = object(answer, what, in_order)?;
    let event = Event::CategoriesLoaded { team_id, categories };
    Ok(with_skipped(event, what, skipped))
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
