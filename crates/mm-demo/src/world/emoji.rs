//! Custom emoji, and which names are emoji at all (`rest.md` 4.10).

use serde::Deserialize;
use serde_json::{json, Value};

use super::error::ApiError;
use super::events::{packed, to_all};
use super::http::{delete, get, post, trusting, Outcome, Reply, Request, Route};
use super::id::Id;
use super::model::{Emoji, Reaction};
use super::{multipart, pictures, World};

pub const ROUTES: &[Route] = &[
    get("/emoji", list),
    post("/emoji", create),
    post("/emoji/names", by_names),
    post("/emoji/search", search),
    get("/emoji/autocomplete", autocomplete),
    get("/emoji/name/{emoji_name}", by_name),
    get("/emoji/{emoji_id}", one),
    delete("/emoji/{emoji_id}", remove),
    trusting(get("/emoji/{emoji_id}/image", image)),
];

fn missing() -> ApiError {
    ApiError::new(
        404,
        "app.emoji.get_by_name.no_result",
        "We couldn’t find the emoji.",
    )
}

fn list(world: &mut World, r: &Request<'_>) -> Outcome {
    let mut list: Vec<&Emoji> = world.store.emoji.values().collect();
    list.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(Reply::ok(r.paged(&list)))
}

fn one(world: &mut World, r: &Request<'_>) -> Outcome {
    Ok(Reply::ok(
        world.store.emoji.get(&r.id("emoji_id")).ok_or_else(missing)?,
    ))
}

fn by_name(world: &mut World, r: &Request<'_>) -> Outcome {
    Ok(Reply::ok(
        world.emoji_named(r.text("emoji_name")).ok_or_else(missing)?,
    ))
}

fn by_names(world: &mut World, r: &Request<'_>) -> Outcome {
    let names: Vec<String> = r.body("names")?;
    if names.len() > 200 {
        return Err(ApiError::invalid_body("names"));
    }
    Ok(Reply::ok(
        &names
            .iter()
            .filter_map(|name| world.emoji_named(name))
            .collect::<Vec<_>>(),
    ))
}

#[derive(Deserialize)]
struct EmojiSearch {
    term: String,
    #[serde(default)]
    prefix_only: bool,
}

fn search(world: &mut World, r: &Request<'_>) -> Outcome {
    let body: EmojiSearch = r.object("term")?;
    if body.term.is_empty() {
        return Err(ApiError::invalid_body("term"));
    }
    Ok(Reply::ok(&found(world, &body.term, body.prefix_only)))
}

fn autocomplete(world: &mut World, r: &Request<'_>) -> Outcome {
    match r.call.query("name") {
        Some(name) if !name.is_empty() => Ok(Reply::ok(&found(world, name, true))),
        _ => Err(ApiError::invalid_url("name")),
    }
}

fn found<'a>(world: &'a World, term: &str, prefix_only: bool) -> Vec<&'a Emoji> {
    let hit = |emoji: &&Emoji| match prefix_only {
        true => emoji.name.starts_with(term),
        false => emoji.name.contains(term),
    };
    let mut list: Vec<&Emoji> = world.store.emoji.values().filter(hit).collect();
    list.sort_by(|a, b| a.name.cmp(&b.name));
    list
}

fn create(world: &mut World, r: &Request<'_>) -> Outcome {
    let parts = multipart::parts(r.call);
    let part = |name: &str| {
        parts
            .iter()
            .find(|part| part.name == name)
            .map(|part| part.bytes.as_slice())
    };
    let emoji: Value = part("emoji")
        .and_then(|bytes| serde_json::from_slice(bytes).ok())
        .unwrap_or(Value::Null);
    let name = emoji.get("name").and_then(Value::as_str).unwrap_or("").to_owned();
    let fine = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_-+".contains(&b);
    if name.is_empty() || name.len() > 64 || !name.bytes().all(fine) || is_system_emoji(&name) {
        return Err(ApiError::new(
            400,
            "model.emoji.name.app_error",
            "Name must be 1 to 64 lowercase alphanumeric characters.",
        ));
    }
    if world.emoji_named(&name).is_some() {
        let id = "api.emoji.create.duplicate.app_error";
        return Err(ApiError::new(
            400,
            id,
            "Unable to create emoji. Another emoji with the same name already exists.",
        ));
    }
    let image = part("image")
        .and_then(|bytes| pictures::square_png(bytes, 128))
        .ok_or_else(|| {
            ApiError::new(
                400,
                "api.emoji.upload.image.app_error",
                "Unable to create emoji. File must be a PNG, JPEG, or GIF.",
            )
        })?;
    let emoji = world.add_emoji(r.now, r.me(), &name, image);
    world.emit("emoji_added", json!({"emoji": packed(&emoji)}), to_all());
    Ok(Reply::ok(&emoji))
}

fn remove(world: &mut World, r: &Request<'_>) -> Outcome {
    let id = r.id("emoji_id");
    let emoji = world.store.emoji.get(&id).ok_or_else(missing)?;
    if emoji.creator_id != r.me() && !r.is_admin() {
        return Err(ApiError::forbidden());
    }
    world.store.emoji.remove(&id);
    world.store.emoji_images.remove(&id);
    Ok(Reply::done())
}

fn image(world: &mut World, r: &Request<'_>) -> Outcome {
    let bytes = world
        .store
        .emoji_images
        .get(&r.id("emoji_id"))
        .ok_or_else(missing)?;
    Ok(Reply::bytes("image/png", bytes.clone()).header("Cache-Control", "max-age=2592000, private"))
}

/// Is this one of the emoji that every installation has? Skin tones are suffixes.
fn is_system_emoji(name: &str) -> bool {
    const TONES: [&str; 5] = [
        "_light_skin_tone",
        "_medium_light_skin_tone",
        "_medium_skin_tone",
        "_medium_dark_skin_tone",
        "_dark_skin_tone",
    ];
    let bare = TONES
        .iter()
        .find_map(|tone| name.strip_suffix(tone))
        .unwrap_or(name);
    emojis::get_by_shortcode(name).is_some()
        || emojis::get_by_shortcode(bare).is_some()
        || bare == "mattermost"
}

impl World {
    pub(super) fn add_emoji(&mut self, now: i64, creator: Id, name: &str, image: Vec<u8>) -> Emoji {
        let emoji = Emoji {
            id: self.rng.id(),
            create_at: now,
            update_at: now,
            delete_at: 0,
            creator_id: creator,
            name: name.to_owned(),
        };
        self.store.emoji_images.insert(emoji.id, image);
        self.store.emoji.insert(emoji.id, emoji.clone());
        emoji
    }

    fn emoji_named(&self, name: &str) -> Option<&Emoji> {
        self.store.emoji.values().find(|emoji| emoji.name == name)
    }

    /// A system or a custom emoji?
    pub(super) fn emoji_exists(&self, name: &str) -> bool {
        is_system_emoji(name) || self.emoji_named(name).is_some()
    }

    /// Custom emoji used in a text or as reactions.
    pub(super) fn custom_emoji_in(&self, text: &str, reactions: &[Reaction]) -> Vec<&Emoji> {
        let used = |emoji: &&Emoji| {
            text.contains(&format!(":{}:", emoji.name))
                || reactions.iter().any(|r| r.emoji_name == emoji.name)
        };
        self.store.emoji.values().filter(used).collect()
    }
}
