//! Finding channels: lists of a team, auto-completion, search.

use serde::Deserialize;

use super::error::ApiError;
use super::http::{get, post, Outcome, Reply, Request, Route};
use super::id::Id;
use super::model::{Channel, ChannelKind};
use super::World;

pub const ROUTES: &[Route] = &[
    get("/teams/{team_id}/channels", public),
    get("/teams/{team_id}/channels/private", private),
    get("/teams/{team_id}/channels/deleted", archived),
    post("/teams/{team_id}/channels/ids", by_ids),
    get("/teams/{team_id}/channels/autocomplete", autocomplete),
    get(
        "/teams/{team_id}/channels/search_autocomplete",
        search_autocomplete,
    ),
    post("/teams/{team_id}/channels/search", search),
    post("/channels/search", search_everywhere),
    post("/channels/group/search", search_groups),
];

const MAX_SUGGESTIONS: usize = 50;

#[derive(Deserialize)]
struct Term {
    #[serde(default)]
    term: String,
}

fn public(world: &mut World, r: &Request<'_>) -> Outcome {
    page(world, r, |c| c.kind == ChannelKind::Open && c.delete_at == 0)
}

fn private(world: &mut World, r: &Request<'_>) -> Outcome {
    r.need_admin()?;
    page(world, r, |c| c.kind == ChannelKind::Private && c.delete_at == 0)
}

fn archived(world: &mut World, r: &Request<'_>) -> Outcome {
    let mine = own_channels(world, r);
    page(world, r, |c| {
        c.delete_at > 0 && (c.kind == ChannelKind::Open || mine.contains(&c.id))
    })
}

fn page(world: &World, r: &Request<'_>, keep: impl Fn(&Channel) -> bool) -> Outcome {
    let team = r.id("team_id");
    world.need_team_member(team, r)?;
    let list = sorted(world, |c| c.team_id == team && keep(c));
    Ok(Reply::ok(r.paged(&list)))
}

fn by_ids(world: &mut World, r: &Request<'_>) -> Outcome {
    let team = r.id("team_id");
    world.need_team_member(team, r)?;
    let ids = r.body_ids("channel_ids")?;
    let mut list = sorted(world, |c| {
        ids.contains(&c.id) && c.team_id == team && c.kind == ChannelKind::Open
    });
    list.retain(|c| c.delete_at == 0);
    if list.is_empty() {
        return Err(ApiError::new(
            404,
            "app.channel.get_channels_by_ids.not_found.app_error",
            "No channel found.",
        ));
    }
    Ok(Reply::ok(&list))
}

fn autocomplete(world: &mut World, r: &Request<'_>) -> Outcome {
    let team = r.id("team_id");
    world.need_team_member(team, r)?;
    let mine = own_channels(world, r);
    let term = r.call.query("name").unwrap_or("").to_lowercase();
    let mut list = sorted(world, |c| {
        c.team_id == team && (c.kind == ChannelKind::Open || mine.contains(&c.id)) && hit(c, &term)
    });
    list.truncate(MAX_SUGGESTIONS);
    Ok(Reply::ok(&list))
}

fn search_autocomplete(world: &mut World, r: &Request<'_>) -> Outcome {
    let team = r.id("team_id");
    world.need_team_member(team, r)?;
    let term = r.call.query("name").unwrap_or("").to_lowercase();
    let mine = world.store.channels_of(r.me());
    let mut list: Vec<&Channel> = mine
        .filter(|c| c.team_id == team || c.team_id.is_none())
        .filter(|c| hit(c, &term) || (c.kind.is_direct() && has_member_like(world, c.id, r.me(), &term)))
        .collect();
    list.sort_by(|a, b| a.display_name.cmp(&b.display_name));
    list.truncate(MAX_SUGGESTIONS);
    Ok(Reply::ok(&list))
}

fn search(world: &mut World, r: &Request<'_>) -> Outcome {
    let team = r.id("team_id");
    world.need_team_member(team, r)?;
    let term = r.object::<Term>("channel_search")?.term.to_lowercase();
    let mine = own_channels(world, r);
    let mut list = sorted(world, |c| {
        c.team_id == team && (c.kind == ChannelKind::Open || mine.contains(&c.id)) && hit(c, &term)
    });
    list.truncate(100);
    Ok(Reply::ok(&list))
}

fn search_everywhere(world: &mut World, r: &Request<'_>) -> Outcome {
    let term = r.object::<Term>("channel_search")?.term.to_lowercase();
    let mine = own_channels(world, r);
    let in_team = |team: Id| world.store.team_member(team, r.me()).is_some();
    let mut list = sorted(world, |c| {
        hit(c, &term)
            && !c.kind.is_direct()
            && (r.is_admin() || mine.contains(&c.id) || (c.kind == ChannelKind::Open && in_team(c.team_id)))
    });
    list.truncate(100);
    Ok(Reply::ok(&list))
}

fn search_groups(world: &mut World, r: &Request<'_>) -> Outcome {
    let term = r.object::<Term>("channel_search")?.term.to_lowercase();
    let mine = world.store.channels_of(r.me());
    let groups = mine.filter(|c| c.kind == ChannelKind::Group);
    let list: Vec<&Channel> = groups
        .filter(|c| has_member_like(world, c.id, Id::NONE, &term))
        .collect();
    Ok(Reply::ok(&list))
}

fn own_channels(world: &World, r: &Request<'_>) -> std::collections::BTreeSet<Id> {
    world
        .store
        .index
        .user_channels
        .get(&r.me())
        .cloned()
        .unwrap_or_default()
}

fn hit(channel: &Channel, term: &str) -> bool {
    let inside = |text: &str| text.to_lowercase().contains(term);
    channel.delete_at == 0
        && (term.is_empty()
            || inside(&channel.name)
            || inside(&channel.display_name)
            || inside(&channel.purpose))
}

fn has_member_like(world: &World, channel: Id, except: Id, term: &str) -> bool {
    let members = world
        .store
        .members_of(channel)
        .map(|m| m.user_id)
        .filter(|user| *user != except);
    members
        .filter_map(|user| world.store.users.get(&user))
        .any(|user| {
            [&user.username, &user.nickname, &user.first_name, &user.last_name]
                .iter()
                .any(|text| text.to_lowercase().starts_with(term))
        })
}

fn sorted(world: &World, keep: impl Fn(&Channel) -> bool) -> Vec<&Channel> {
    let mut list: Vec<&Channel> = world.store.channels.values().filter(|c| keep(c)).collect();
    list.sort_by(|a, b| {
        a.display_name
            .to_lowercase()
            .cmp(&b.display_name.to_lowercase())
            .then(a.id.cmp(&b.id))
    });
    list
}
