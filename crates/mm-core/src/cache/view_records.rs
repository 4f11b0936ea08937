//! The records of the view: from the state to text, and back.

use super::json::{ids, Object};
use super::view::{Fate, Item};
use super::{post_shape, shapes, Family, Record, RecordKey};
use crate::domain::*;
use crate::event::*;
use crate::state::{State, Timeline};
use crate::wire::fields::{one, Fields};
use crate::wire::model;
use crate::wire::nested::Unfit;

/// Version of each of the four families. A record of another one is not read.
const VERSION: i64 = 1;

/// The newest posts of a channel that are kept.
const MOST_POSTS: usize = 60;
/// … and so many bytes of them, as text: a message may have 16,383 characters, and what hangs on it 800,000. Sixty ordinary ones have 30,000
/// bytes.
const MOST_BYTES: usize = 512 * 1024;

/// A record as it is to be.
pub(super) fn written(item: Item, now: Now, state: &State) -> Fate {
    let text = match item {
        Item::Me => state.me_user().map(|me| {
            let mut object = shapes::user(me);
            object.number("at", state.outdated_since().unwrap_or(now.wall).0);
            object
        }),
        Item::Config => {
            let config = &state.config().0;
            (!config.is_empty()).then(|| wrapped("config", &shapes::texts(config).end()))
        }
        Item::Preferences => {
            let preferences = state.preferences.iter();
            let list = preferences.map(|(key, value)| shapes::preference(key, value).end());
            Some(wrapped("preferences", &super::json::list(list)))
        }
        Item::Emoji => {
            let emoji = state.custom_emoji.iter();
            let list = emoji.map(|(name, id)| {
                let (id, name) = (*id, name.clone());
                shapes::emoji(&CustomEmoji { id, name }).end()
            });
            Some(wrapped("emoji", &super::json::list(list)))
        }
        Item::Teams => {
            let mut object = Object::new();
            object.list("teams", state.teams.values().map(|team| shapes::team(team).end()));
            let members = state.team_members.values();
            object.list("members", members.map(|one| shapes::team_member(one).end()));
            Some(object)
        }
        Item::Categories(id) => {
            let categories = state.categories(id);
            if categories.is_empty() {
                return Fate::Gone;
            }
            let list = categories.iter().map(|one| shapes::category(one).end());
            let mut object = wrapped("categories", &super::json::list(list));
            object.text("team_id", id.as_str());
            Some(object)
        }
        Item::Person(id) => state.user(id).map(|user| shapes::user(user)),
        Item::Channel(id) => {
            let (Some(channel), Some(member)) = (state.channel(id), state.member(id)) else {
                return Fate::Gone;
            };
            let mut object = wrapped("channel", &shapes::channel(channel).end());
            object.object("member", shapes::member(member));
            if let Some(people) = state.group_members(id) {
                object.raw("people", &ids(people.iter().map(UserId::as_str)));
            }
            Some(object)
        }
        Item::Posts(id) => {
            if state.channel(id).is_none() || state.member(id).is_none() {
                return Fate::Gone;
            }
            timeline(id, state)
        }
    };
    let Some(mut object) = text else {
        return Fate::Stays;
    };
    object.number("v", VERSION);
    Fate::Is(object.end())
}

fn wrapped(name: &'static str, value: &str) -> Object {
    let mut object = Object::new();
    object.raw(name, value);
    object
}

/// The newest posts of a channel, with the holes between them. Where the end was known it is so no longer for the page that reads it.
fn timeline(id: ChannelId, state: &State) -> Option<Object> {
    let opened = state.opened.get(&id).copied().unwrap_or_default();
    let mut timeline = state.timeline(id)?.clone();
    timeline.cut_off();
    let known = timeline.kept_until.or(timeline.broken_at);
    let until = known
        .or(timeline.live_until)
        .or_else(|| unread_end(id, &timeline, state))?;
    let until = state.first_unsure(id).map_or(until, |first| first.min(until));
    timeline.keep_newest(MOST_POSTS);
    let (posts, is_whole) = newest_posts(&timeline, state);
    let mut object = Object::new();
    object.text("channel_id", id.as_str());
    object.number("opened", i64::try_from(opened).unwrap_or_default());
    object.flag("bare", !timeline.loaded);
    object.flag("flat", !state.is_collapsed_threads());
    object.flag("start", timeline.reached_start && is_whole);
    object.number("until", until.create_at.0);
    object.text("until_id", until.id.as_str());
    object.list("posts", posts);
    Some(object)
}

/// A page around the oldest unread post that does not reach the channel's end: nothing is missing up to its own.
fn unread_end(id: ChannelId, timeline: &Timeline, state: &State) -> Option<PostOrder> {
    let newest = timeline
        .orders()
        .next_back()
        .copied()
        .filter(|_| timeline.loaded)?;
    (newest.create_at > state.member(id)?.last_viewed_at).then_some(newest)
}

/// As many of the newest posts as fit, oldest first, and whether those are all.
fn newest_posts(timeline: &Timeline, state: &State) -> (Vec<String>, bool) {
    let (mut posts, mut bytes) = (Vec::new(), 0_usize);
    for chunk in timeline.chunks.iter().rev() {
        let known = |order: &PostOrder| state.post(order.id).filter(|p| p.kind != PostKind::Ephemeral);
        let mut known = chunk.posts.iter().filter_map(known).rev().peekable();
        while let Some(post) = known.next() {
            let (counted_until, is_named) = state.counted_until(post);
            let mut object = wrapped("post", &post_shape::post(post).end());
            object.flag("hole", known.peek().is_none());
            object.number("counted", counted_until.0);
            object.flag("named", is_named);
            let text = object.end();
            bytes = bytes.saturating_add(text.len());
            if bytes > MOST_BYTES {
                posts.reverse();
                return (posts, false);
            }
            posts.push(text);
        }
    }
    posts.reverse();
    (posts, true)
}

/// Reads a record into the view; tells which it is. `None`: it is of another version, or cannot be understood.
pub(super) fn read(record: &Record, view: &mut KeptView) -> Option<Item> {
    let key = RecordKey::parse(&record.key)?;
    let fields = Fields::read(&record.text).ok()?;
    if fields.int("v") != VERSION {
        return None;
    }
    // A record that stands under another's name would be two at once.
    let named = |item: Item| (item.name() == key.name).then_some(item);
    Some(match key.collection.family {
        Family::People => {
            let user = fields.fill(model::user).ok()?;
            let item = named(Item::Person(user.id))?;
            view.users.push(user);
            item
        }
        Family::Channels => {
            let channel = fields.fill(read_channel).ok()?;
            let item = named(Item::Channel(channel.channel.id))?;
            view.channels.push(channel);
            item
        }
        Family::Posts => {
            let timeline = fields.fill(read_timeline).ok()?;
            let item = named(Item::Posts(timeline.channel_id))?;
            view.timelines.push(timeline);
            item
        }
        _ => return read_view(&key.name, &fields, view).and_then(named),
    })
}

fn read_view(name: &str, fields: &Fields<'_>, view: &mut KeptView) -> Option<Item> {
    Some(match name {
        "me" => {
            view.at = fields.time("at");
            view.me = Some(fields.fill(model::user).ok()?);
            Item::Me
        }
        "config" => {
            view.config = Some(ServerConfig(model::text_map(fields.raw("config"))));
            Item::Config
        }
        "preferences" => {
            view.preferences = fields.many("preferences", model::preference).ok()?.0;
            Item::Preferences
        }
        "emoji" => {
            view.emoji = fields.many("emoji", model::emoji).ok()?.0;
            Item::Emoji
        }
        "teams" => {
            view.teams = fields.many("teams", model::team).ok()?.0;
            view.team_members = fields.many("members", model::team_member).ok()?.0;
            Item::Teams
        }
        _ => {
            let team_id = fields.id("team_id").ok()?;
            let categories = fields.many("categories", model::category).ok()?.0;
            view.categories.push((team_id, categories));
            Item::Categories(team_id)
        }
    })
}

fn read_channel(fields: &Fields<'_>) -> Result<KeptChannel, Unfit> {
    let part = |name| fields.raw(name).map(|raw| raw.get()).ok_or(Unfit);
    Ok(KeptChannel {
        channel: one(part("channel")?, model::channel)?,
        member: one(part("member")?, model::channel_member)?,
        people: fields.raw("people").map(|_| fields.ids("people")),
    })
}

fn read_one(fields: &Fields<'_>) -> Result<KeptOne, Unfit> {
    let post = fields.raw("post").ok_or(Unfit)?;
    Ok(KeptOne {
        post: one(post.get(), model::post)?,
        after_hole: fields.flag("hole"),
        counted_until: fields.time("counted"),
        is_named: fields.flag("named"),
    })
}

/// A post that cannot be read spoils the whole: without it nobody would know that something is missing there.
fn read_timeline(fields: &Fields<'_>) -> Result<KeptTimeline, Unfit> {
    let (posts, skipped) = fields.many("posts", read_one)?;
    if skipped > 0 {
        return Err(Unfit);
    }
    Ok(KeptTimeline {
        channel_id: fields.id("channel_id")?,
        opened: fields.count("opened").unsigned_abs(),
        is_bare: fields.flag("bare"),
        is_flat: fields.flag("flat"),
        reached_start: fields.flag("start"),
        until: PostOrder {
            create_at: fields.time("until"),
            id: fields.id("until_id")?,
        },
        posts,
    })
}
