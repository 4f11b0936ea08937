//! Reading single posts, threads, pinned and saved ones.

use serde_json::{json, Map, Value};

use super::error::ApiError;
use super::http::{get, post, Outcome, Reply, Request, Route};
use super::id::Id;
use super::model::{Post, PostList};
use super::views::{Crt, Show};
use super::World;

pub const ROUTES: &[Route] = &[
    get("/posts/{post_id}", one),
    get("/posts/{post_id}/thread", thread),
    get("/posts/{post_id}/info", info),
    get("/posts/{post_id}/edit_history", edit_history),
    get("/posts/{post_id}/files/info", files_info),
    get("/posts/{post_id}/reactions", reactions),
    post("/posts/ids", by_ids),
    post("/posts/ids/reactions", reactions_by_ids),
    get("/channels/{channel_id}/pinned", pinned),
    get("/users/{user_id}/posts/flagged", flagged),
];

fn one(world: &mut World, r: &Request<'_>) -> Outcome {
    let post = world.readable_post(r.id("post_id"), r)?;
    let etag = format!("{}.{}", post.id, post.update_at);
    Ok(Reply::ok(&world.post_view(post, Show::to(r.me()))).etag(&etag))
}

fn by_ids(world: &mut World, r: &Request<'_>) -> Outcome {
    let ids = r.body_ids("post_ids")?;
    if ids.len() > 1000 {
        return Err(ApiError::invalid_body("post_ids"));
    }
    let posts = ids.iter().filter_map(|id| world.readable_post(*id, r).ok());
    let views: Vec<_> = posts
        .map(|post| world.post_view(post, Show::to(r.me())))
        .collect();
    Ok(Reply::ok(&views).header("First-Inaccessible-Post-Time", "0"))
}

/// Where a page of a thread begins and how long it is.
struct ThreadPage {
    per_page: Option<usize>,
    up: bool,
    from: Option<(i64, Option<Id>)>,
    from_update: Option<i64>,
    updates_only: bool,
}

impl ThreadPage {
    fn of(r: &Request<'_>) -> Result<ThreadPage, ApiError> {
        let bad = |what: &str| Err(ApiError::invalid_body(what));
        let per_page = r
            .number("perPage")
            .and_then(|n| usize::try_from(n).ok())
            .filter(|n| *n > 0);
        if per_page.is_some_and(|n| n > 200) {
            return bad("perPage");
        }
        let up = match r.call.query("direction") {
            None | Some("" | "down") => false,
            Some("up") => true,
            Some(_) => return bad("direction"),
        };
        let positive = |name: &str| r.number(name).filter(|n| *n > 0);
        let (create, update) = (positive("fromCreateAt"), positive("fromUpdateAt"));
        let post = r.query_id("fromPost");
        let updates_only = r.flag("updatesOnly");
        if post.is_some() && create.is_none() && update.is_none() {
            return bad("if fromPost is set, then fromCreateAt must also be set");
        }
        if create.is_some() && update.is_some() {
            return bad("both fromUpdateAt and fromCreateAt cannot be set");
        }
        if updates_only && (update.is_none() || up) {
            return bad(
                "if updatesOnly flag is set, then fromUpdateAt must be set and direction must be down",
            );
        }
        let from = create.map(|time| (time, post));
        Ok(ThreadPage {
            per_page,
            up,
            from,
            from_update: update,
            updates_only,
        })
    }

    fn holds(&self, at: i64, id: Id, update_at: i64) -> bool {
        if let Some(time) = self.from_update {
            return if self.updates_only {
                update_at > time
            } else {
                update_at >= time
            };
        }
        let Some((time, post)) = self.from else {
            return true;
        };
        match (post, self.up) {
            (Some(post), false) => (at, id) > (time, post),
            (Some(post), true) => (at, id) < (time, post),
            (None, false) => at > time,
            (None, true) => at < time,
        }
    }
}

fn thread(world: &mut World, r: &Request<'_>) -> Outcome {
    let post = world.readable_post(r.id("post_id"), r)?;
    let root_id = if post.is_root() { post.id } else { post.root_id };
    let root = world.readable_post(root_id, r)?;
    let page = ThreadPage::of(r)?;
    let crt = match (r.flag("collapsedThreads"), r.flag("collapsedThreadsExtended")) {
        (false, _) => Crt::Off,
        (true, false) => Crt::On,
        (true, true) => Crt::Extended,
    };
    let show = Show {
        reader: r.me(),
        crt,
        counts_on_replies: crt == Crt::Off,
        metadata: true,
    };
    let mut list = PostList::default();
    list.order.push(root_id);
    list.posts.insert(root_id, world.post_view(root, show));
    let mut replies: Vec<&Post> = world.store.threads.get(&root_id).map_or(Vec::new(), |thread| {
        let posts = thread
            .replies
            .iter()
            .filter_map(|(_, id)| world.store.posts.get(id));
        posts
            .filter(|post| page.holds(post.create_at, post.id, post.update_at))
            .collect()
    });
    replies.sort_by_key(|post| (post.create_at, post.id));
    if page.up {
        replies.reverse();
    }
    let limit = page.per_page.unwrap_or(usize::MAX);
    list.has_next = Some(replies.len() > limit);
    for reply in replies.into_iter().take(limit) {
        list.order.push(reply.id);
        list.posts.insert(reply.id, world.post_view(reply, show));
    }
    let etag = format!("{root_id}.{}", root.update_at);
    Ok(Reply::ok(&list).etag(&etag))
}

fn info(world: &mut World, r: &Request<'_>) -> Outcome {
    let post = world.readable_post(r.id("post_id"), r)?;
    let channel = world
        .store
        .channels
        .get(&post.channel_id)
        .ok_or_else(ApiError::no_post)?;
    let team = world.store.teams.get(&channel.team_id);
    let in_team = world.store.team_member(channel.team_id, r.me()).is_some();
    Ok(Reply::ok(&json!({
        "channel_id": channel.id,
        "channel_type": channel.kind,
        "channel_display_name": channel.display_name,
        "has_joined_channel": world.store.member(channel.id, r.me()).is_some(),
        "team_id": channel.team_id,
        "team_type": team.map_or("", |t| &t.kind),
        "team_display_name": team.map_or("", |t| &t.display_name),
        "has_joined_team": in_team,
    })))
}

fn edit_history(world: &mut World, r: &Request<'_>) -> Outcome {
    let post = world.readable_post(r.id("post_id"), r)?;
    if post.user_id != r.me() {
        return Err(ApiError::forbidden());
    }
    let Some(versions) = world.store.history.get(&post.id).filter(|list| !list.is_empty()) else {
        return Err(ApiError::new(
            404,
            "app.post.get_post_edit_history.app_error",
            "Unable to get the edit history.",
        ));
    };
    let view = |version: &Post| {
        let mut view = world.post_view(
            version,
            Show {
                counts_on_replies: false,
                ..Show::to(r.me())
            },
        );
        view.props = version.props.clone();
        view.reply_count = 0;
        view
    };
    Ok(Reply::ok(&versions.iter().map(view).collect::<Vec<_>>()))
}

fn files_info(world: &mut World, r: &Request<'_>) -> Outcome {
    let post = world.readable_post(r.id("post_id"), r)?;
    let files = post.file_ids.iter().filter_map(|id| world.store.files.get(id));
    let infos: Vec<_> = files.map(|file| &file.info).collect();
    Ok(Reply::ok(&infos).header("Cache-Control", "max-age=2592000, private"))
}

fn reactions(world: &mut World, r: &Request<'_>) -> Outcome {
    let post = world.readable_post(r.id("post_id"), r)?;
    Ok(Reply::ok(
        world.store.reactions.get(&post.id).map_or(&[][..], Vec::as_slice),
    ))
}

fn reactions_by_ids(world: &mut World, r: &Request<'_>) -> Outcome {
    let mut map = Map::new();
    for id in r.body_ids("post_ids")? {
        if world.readable_post(id, r).is_ok() {
            let list = world.store.reactions.get(&id).map_or(&[][..], Vec::as_slice);
            map.insert(id.to_string(), json!(list));
        }
    }
    Ok(Reply::ok(&Value::Object(map)))
}

fn pinned(world: &mut World, r: &Request<'_>) -> Outcome {
    let channel = world.readable_channel(r.id("channel_id"), r)?.id;
    let posts = world
        .store
        .log(channel)
        .pinned
        .iter()
        .filter_map(|id| world.store.posts.get(id));
    let mut posts: Vec<&Post> = posts.collect();
    posts.sort_by_key(|post| (post.create_at, post.id));
    Ok(Reply::ok(&world.list_of(&posts, r)).etag(&world.store.log(channel).last_update().to_string()))
}

fn flagged(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    let (team, only) = (r.query_id("team_id"), r.query_id("channel_id"));
    let from = (user, "flagged_post".to_owned(), String::new());
    let entries = world.store.preferences.range(from..);
    let ids = entries.take_while(|((u, category, _), _)| *u == user && category == "flagged_post");
    let mut posts: Vec<&Post> = ids
        .filter_map(|((_, _, name), _)| Id::parse(name))
        .filter_map(|id| world.readable_post(id, r).ok())
        .filter(|post| only.is_none_or(|channel| channel == post.channel_id))
        .filter(|post| {
            let of = world
                .store
                .channels
                .get(&post.channel_id)
                .map_or(Id::NONE, |channel| channel.team_id);
            team.is_none_or(|team| of == team || of.is_none())
        })
        .collect();
    posts.sort_by_key(|post| std::cmp::Reverse((post.create_at, post.id)));
    Ok(Reply::ok(&world.list_of(r.paged(&posts), r)))
}

impl World {
    /// A list of exactly these posts, in this order.
    pub(super) fn list_of(&self, posts: &[&Post], r: &Request<'_>) -> PostList {
        let mut list = PostList::default();
        for post in posts {
            list.order.push(post.id);
            list.posts.insert(post.id, self.post_view(post, Show::to(r.me())));
        }
        list
    }
}
