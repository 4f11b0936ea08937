//! Adding and removing reactions (`rest.md` 4.6). Repeating either succeeds and is announced again.

use serde::Deserialize;
use serde_json::json;

use super::error::ApiError;
use super::events::{packed, to_channel};
use super::http::{delete, post, Outcome, Reply, Request, Route};
use super::id::Id;
use super::model::Reaction;
use super::World;

pub const ROUTES: &[Route] = &[
    post("/reactions", add),
    delete("/users/{user_id}/posts/{post_id}/reactions/{emoji_name}", remove),
];

/// `UniqueEmojiReactionLimitPerPost`.
const MAX_DISTINCT: usize = 50;

#[derive(Deserialize)]
struct NewReaction {
    user_id: String,
    post_id: String,
    emoji_name: String,
}

fn add(world: &mut World, r: &Request<'_>) -> Outcome {
    let new: NewReaction = r.object("reaction")?;
    let post = Id::parse(&new.post_id).ok_or_else(|| ApiError::invalid_body("reaction"))?;
    if new.user_id != r.me().as_str() || new.emoji_name.is_empty() || new.emoji_name.len() > 64 {
        return Err(ApiError::invalid_body("reaction"));
    }
    let channel = writable(world, r, post)?;
    if !world.emoji_exists(&new.emoji_name) {
        return Err(ApiError::new(
            404,
            "app.emoji.get_by_name.no_result",
            "We couldn’t find the emoji.",
        ));
    }
    let reaction = world.react(r.now, channel, post, r.me(), &new.emoji_name)?;
    world.emit(
        "reaction_added",
        json!({"reaction": packed(&reaction)}),
        to_channel(channel),
    );
    Ok(Reply::ok(&reaction))
}

fn writable(world: &World, r: &Request<'_>, post: Id) -> Result<Id, ApiError> {
    let channel = world
        .readable_post(post, r)
        .map_err(|_| ApiError::forbidden())?
        .channel_id;
    match !world.is_archived(channel) && world.may_post(channel, r) {
        true => Ok(channel),
        false => Err(ApiError::forbidden()),
    }
}

fn remove(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    let post = r.id("post_id");
    let channel = writable(world, r, post)?;
    let name = r.text("emoji_name");
    if let Some(list) = world.store.reactions.get_mut(&post) {
        list.retain(|reaction| !(reaction.user_id == user && reaction.emoji_name == name));
    }
    world.store.change_post(post, r.now, |_| {});
    let reaction = Reaction {
        user_id: user,
        post_id: post,
        emoji_name: name.to_owned(),
        create_at: 0,
        update_at: r.now,
        delete_at: 0,
        remote_id: String::new(),
        channel_id: Id::NONE,
    };
    world.emit(
        "reaction_removed",
        json!({"reaction": packed(&reaction)}),
        to_channel(channel),
    );
    Ok(Reply::done())
}

impl World {
    /// Stores a reaction; one that is there gets a new time.
    pub(super) fn react(
        &mut self,
        now: i64,
        channel: Id,
        post: Id,
        user: Id,
        name: &str,
    ) -> Result<Reaction, ApiError> {
        let reaction = Reaction {
            user_id: user,
            post_id: post,
            emoji_name: name.to_owned(),
            create_at: now,
            update_at: now,
            delete_at: 0,
            remote_id: String::new(),
            channel_id: channel,
        };
        let list = self.store.reactions.entry(post).or_default();
        let mut names: Vec<&str> = list.iter().map(|other| other.emoji_name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        if names.len() >= MAX_DISTINCT && !names.contains(&name) {
            return Err(ApiError::new(
                400,
                "app.reaction.save.save.too_many_reactions",
                "Reaction limit has been reached for this post.",
            ));
        }
        match list
            .iter_mut()
            .find(|other| other.user_id == user && other.emoji_name == name)
        {
            Some(known) => *known = reaction.clone(),
            None => list.push(reaction.clone()),
        }
        self.store.change_post(post, now, |_| {});
        Ok(reaction)
    }
}
