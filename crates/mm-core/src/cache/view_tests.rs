//! The records of the view: what is written is read back the same, whatever is spoilt in it costs that record only.

use proptest::prelude::*;

use super::json::{quoted, Object};
use super::*;
use crate::event::{KeptTimeline, KeptView};
use crate::state::Timeline;
use crate::testing::*;
use crate::wire::fields::one;
use crate::wire::model;

const VIEW: [Family; 4] = [Family::View, Family::People, Family::Channels, Family::Posts];

fn now(millis: u64) -> Now {
    Now {
        mono: Monotonic(millis),
        wall: Timestamp(1_000_000),
    }
}

/// What a page that showed this state leaves in the store.
fn left_by(events: impl IntoIterator<Item = Event>) -> MemoryStore {
    let mut state = State::default();
    let mut cache = Cache::default();
    read(&mut cache, &MemoryStore::default());
    for event in sign_in().into_iter().chain(events) {
        let changes = state.apply(&event);
        cache.note(now(0), &state, &changes);
    }
    cache.hurry(now(0), &state);
    let mut store = MemoryStore::default();
    store.write(&cache.take_writes()).expect("nothing is wrong");
    store
}

fn read(cache: &mut Cache, store: &MemoryStore) -> (Option<Box<KeptView>>, usize) {
    let (mut view, mut skipped) = (None, 0);
    for collection in cache.begin(now(0), ALICE) {
        let restored = cache.restored(now(0), collection, store.read(collection));
        skipped += restored.events.len();
        view = view.or(restored.view);
    }
    (view, skipped)
}

fn opened(posts: std::ops::Range<u32>) -> Vec<Event> {
    let page = build::page(posts.map(|n| build::post(n).post()));
    vec![Event::PlaceOpened(place("general")), page.to_end().loaded()]
}

fn timeline(view: &KeptView) -> &KeptTimeline {
    view.timelines.first().expect("a channel was visited")
}

#[test]
fn the_view_comes_back_as_it_was() {
    let store = left_by(opened(1..4));
    let (view, skipped) = read(&mut Cache::default(), &store);
    let view = view.expect("a view");
    assert_eq!(skipped, 0);
    let mut state = State::default();
    state.apply(&Event::ViewRestored(view));
    let mut before = State::default();
    for event in sign_in().into_iter().chain(opened(1..4)) {
        before.apply(&event);
    }
    assert_eq!(state.me_user(), before.me_user());
    assert_eq!(state.teams, before.teams);
    assert_eq!(state.channels, before.channels);
    assert_eq!(state.members, before.members);
    assert_eq!(state.group_members, before.group_members);
    assert_eq!(state.users, before.users);
    assert_eq!(state.posts, before.posts);
    let timeline = state.timeline(GENERAL).expect("kept");
    assert_eq!(timeline.len(), 3);
    assert!(!timeline.reached_end, "nobody knows what came since");
    assert!(state.needs_posts(GENERAL));
    assert_eq!(state.since_anchor(GENERAL), before.since_anchor(GENERAL));
}

#[test]
fn only_the_newest_posts_are_kept_and_the_hole_before_them_shows() {
    let store = left_by(opened(1..200));
    let (view, _) = read(&mut Cache::default(), &store);
    let view = view.expect("a view");
    let kept = timeline(&view);
    assert_eq!(kept.posts.len(), 60);
    assert_eq!(
        kept.posts.last().map(|one| one.post.id),
        Some(build::post_id(199))
    );
    assert!(!kept.reached_start);
}

#[test]
fn a_post_that_a_page_lacks_is_asked_for_again_after_a_reload() {
    let later = build::page([2, 4].map(|n| build::post(n).post()))
        .to_end()
        .loaded();
    let store = left_by(opened(2..4).into_iter().chain([later]));
    let view = read(&mut Cache::default(), &store).0.expect("a view");
    assert_eq!(timeline(&view).until, build::post(3).post().order());
}

#[test]
fn what_did_not_change_is_not_written_again() {
    let store = left_by(opened(1..4));
    let mut cache = Cache::default();
    let (view, _) = read(&mut cache, &store);
    cache.take_writes();
    let mut state = State::default();
    let changes = state.apply(&Event::ViewRestored(view.expect("a view")));
    cache.note(now(0), &state, &changes);
    for at in (1_500..4_000).step_by(50) {
        cache.deadline(now(at), &state);
    }
    let writes = cache.take_writes();
    assert!(writes.is_empty(), "{writes:?}");
    assert_eq!(cache.next_wakeup(), None);
}

#[test]
fn posts_of_a_channel_that_is_not_open_are_written_later() {
    let (mut state, mut cache) = (signed_in(), Cache::default());
    read(&mut cache, &MemoryStore::default());
    for event in opened(1..4) {
        let changes = state.apply(&event);
        cache.note(now(0), &state, &changes);
    }
    cache.hurry(now(0), &state);
    cache.take_writes();
    let is_of_posts =
        |write: &Write| matches!(write, Write::Put { key, .. } if key.collection.family == Family::Posts);
    let mut written = |state: &mut State, at: u64, event: &Event| {
        let changes = state.apply(event);
        cache.note(now(at), state, &changes);
        let mut moments = Vec::new();
        while let Some(due) = cache.next_wakeup() {
            cache.deadline(now(due.0), state);
            if cache.take_writes().iter().any(is_of_posts) {
                moments.push(due.0 - at);
            }
        }
        moments
    };
    assert_eq!(written(&mut state, 100, &build::post(5).created()), [1_500]);
    state.apply(&Event::PlaceOpened(place("random")));
    assert_eq!(written(&mut state, 60_000, &build::post(6).created()), [30_000]);
}

#[test]
fn a_channel_that_is_lost_leaves_the_store() {
    let lost = Event::MemberRemoved {
        channel_id: GENERAL,
        user_id: ALICE,
    };
    let mut state = signed_in();
    let mut cache = Cache::default();
    read(&mut cache, &left_by(opened(1..4)));
    for event in opened(1..4).into_iter().chain([lost]) {
        let changes = state.apply(&event);
        cache.note(now(0), &state, &changes);
    }
    cache.hurry(now(0), &state);
    let deleted = |family| {
        let owner = ALICE;
        Write::Delete(Collection { owner, family }.key(GENERAL.as_str()))
    };
    let writes = cache.take_writes();
    assert!(writes.contains(&deleted(Family::Posts)), "{writes:?}");
    assert!(writes.contains(&deleted(Family::Channels)), "{writes:?}");
}

#[test]
fn channels_that_were_opened_longest_ago_make_room() {
    let ids: Vec<ChannelId> = (0..60)
        .map(|n| ChannelId::sample(&format!("many{n:02}")))
        .collect();
    let channels = ids
        .iter()
        .map(|id| build::channel(*id, &id.as_str()[..6]).channel());
    let mut events = listed(channels);
    for (number, id) in (1_u32..).zip(&ids) {
        events.push(Event::PlaceOpened(place(&id.as_str()[..6])));
        let post = build::post(number).in_channel(*id).post();
        events.push(build::page([post]).of(*id).to_end().loaded());
    }
    let store = left_by(events);
    let collection = |family| Collection { owner: ALICE, family };
    let kept = store.read(collection(Family::Posts)).expect("records");
    assert_eq!(kept.len(), 50);
    let is_kept = |id: &ChannelId| kept.iter().any(|record| record.key.ends_with(id.as_str()));
    assert!(!is_kept(&ids[9]) && is_kept(&ids[10]) && is_kept(&ids[59]));
}

/// Channels and one's memberships of them.
fn listed(channels: impl Iterator<Item = Channel>) -> Vec<Event> {
    let channels: Vec<Channel> = channels.collect();
    let members = channels.iter().map(|channel| build::member(channel.id)).collect();
    let scope = crate::event::Scope::Some;
    vec![
        Event::ChannelsLoaded { channels, scope },
        Event::MembersLoaded { members, scope },
    ]
}

/// So many channels in which one never was, with one post each, all unread.
fn never_visited(ids: &[ChannelId]) -> Vec<Event> {
    let channels = ids.iter().zip(1_u32..);
    let channels = channels.map(|(id, n)| Channel {
        last_post_at: build::second(n),
        total_msg_count: 1,
        total_msg_count_root: 1,
        ..build::channel(*id, &id.as_str()[..6]).channel()
    });
    let mut events = listed(channels);
    for (number, id) in (1_u32..).zip(ids) {
        let post = build::post(number).in_channel(*id).post();
        events.push(build::page([post]).of(*id).to_end().loaded());
    }
    events
}

#[test]
fn unread_channels_are_kept_besides_the_newest_ones_and_are_not_visited_ones() {
    let ids: Vec<ChannelId> = (0..60)
        .map(|n| ChannelId::sample(&format!("many{n:02}")))
        .collect();
    let store = left_by(opened(100..104).into_iter().chain(never_visited(&ids)));
    let (view, skipped) = read(&mut Cache::default(), &store);
    let view = view.expect("a view");
    assert_eq!((view.timelines.len(), skipped), (51, 0));
    let is_kept = |id: ChannelId| view.timelines.iter().any(|t| t.channel_id == id);
    assert!(is_kept(GENERAL) && !is_kept(ids[9]) && is_kept(ids[10]) && is_kept(ids[59]));
    let mut state = State::default();
    state.apply(&Event::ViewRestored(view));
    assert_eq!(state.opened.len(), 1, "only one was visited");
    assert_eq!(state.timeline(ids[59]).map(Timeline::len), Some(1));
}

#[test]
fn what_came_by_itself_is_shown_and_gives_way_to_the_first_page() {
    let events = [2, 3].map(|n| build::post(n).by(BOB).created());
    let store = left_by(events);
    let (view, _) = read(&mut Cache::default(), &store);
    let view = view.expect("a view");
    assert!(timeline(&view).is_bare);
    let mut state = State::default();
    state.apply(&Event::ViewRestored(view));
    let shown = |state: &State| {
        state
            .timeline(GENERAL)
            .map(|t| (t.len(), t.loaded, t.reached_end))
    };
    assert_eq!(shown(&state), Some((2, false, false)));
    assert!(state.is_kept(GENERAL), "looking at it reads nothing");
    assert_eq!(
        state.since_anchor(GENERAL),
        None,
        "what was before was never asked for"
    );
    state.apply(
        &build::page([1, 3, 100].map(|n| build::post(n).by(BOB).post()))
            .from_start()
            .to_end()
            .loaded(),
    );
    assert_eq!(
        shown(&state),
        Some((3, true, true)),
        "the second is not there any more"
    );
    assert!(!state.needs_posts(GENERAL));
}

#[test]
fn a_record_has_as_many_of_the_newest_posts_as_fit() {
    // Characters that need six bytes each.
    let text = "\u{1}".repeat(16_383);
    let page = build::page((1..31).map(|n| build::post(n).says(&text).post()));
    let events = [
        Event::PlaceOpened(place("general")),
        page.from_start().to_end().loaded(),
    ];
    let store = left_by(events);
    let longest = store.records.values().map(String::len).max();
    assert!(
        longest.is_some_and(|bytes| (400_000..530_000).contains(&bytes)),
        "{longest:?}"
    );
    let (view, _) = read(&mut Cache::default(), &store);
    let view = view.expect("a view");
    let kept = timeline(&view);
    assert_eq!(kept.posts.last().map(|one| one.post.id), Some(build::post_id(30)));
    assert!(kept.posts.len() >= 4 && !kept.reached_start);
}

#[test]
fn another_version_and_nonsense_cost_their_record_only() {
    let whole = left_by(opened(1..4));
    let (complete, _) = read(&mut Cache::default(), &whole);
    let complete = complete.expect("a view");
    for key in whole.records.keys() {
        for text in [
            "",
            "{}",
            "null",
            "{\"v\":1}",
            "{\"v\":0}",
            "{\"v\":2,\"id\":\"x\"}",
            "\u{0}",
        ] {
            let mut store = whole.clone();
            store.records.insert(key.clone(), text.to_owned());
            let (view, _) = read(&mut Cache::default(), &store);
            let is_me = key.ends_with("/view/me");
            assert_eq!(view.is_none(), is_me, "{key} {text}");
            let Some(view) = view else { continue };
            let mut state = State::default();
            state.apply(&Event::ViewRestored(view.clone()));
            let is_posts = key.contains("/posts/");
            assert_eq!(
                view.timelines.len(),
                complete.timelines.len() - usize::from(is_posts)
            );
        }
    }
}

#[test]
fn a_record_under_anothers_name_is_not_read() {
    let mut store = left_by(opened(1..4));
    let collection = Collection {
        owner: ALICE,
        family: Family::Posts,
    };
    let text = store
        .records
        .remove(&collection.key(GENERAL.as_str()).to_string());
    let wrong = collection.key(DESIGN.as_str()).to_string();
    store.records.insert(wrong, text.expect("kept"));
    let (view, skipped) = read(&mut Cache::default(), &store);
    assert!(view.expect("a view").timelines.is_empty());
    assert_eq!(skipped, 1);
}

#[test]
fn somebody_elses_view_is_not_shown() {
    let store = left_by(opened(1..4));
    let mut cache = Cache::default();
    let mut view = None;
    for collection in cache.begin(now(0), BOB) {
        let records = store.read(Collection {
            owner: ALICE,
            ..collection
        });
        view = view.or(cache.restored(now(0), collection, records).view);
    }
    assert!(view.is_none());
}

#[test]
fn every_recorded_post_and_person_is_read_back_the_same() {
    let mut seen = (0, 0);
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures");
    let mut folders = vec![std::path::PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("fixtures").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                let values = serde_json::Deserializer::from_str(&text).into_iter::<serde_json::Value>();
                for value in values.flatten() {
                    compare(&value, &mut seen);
                }
            }
        }
    }
    assert!(seen.0 > 50 && seen.1 > 10, "{seen:?}");
}

/// Whatever in a document looks like a post or a person, also in texts.
fn compare(value: &serde_json::Value, seen: &mut (usize, usize)) {
    use serde_json::Value::*;
    match value {
        Array(list) => list.iter().for_each(|value| compare(value, seen)),
        String(text) if text.starts_with(['{', '[']) => {
            if let Ok(value) = serde_json::from_str(text) {
                compare(&value, seen);
            }
        }
        Object(map) => {
            let text = value.to_string();
            if let (true, Ok(mut post)) = (map.contains_key("message"), one(&text, model::post)) {
                seen.0 += 1;
                if post.kind == PostKind::Ephemeral {
                    return;
                }
                post.pending_post_id = None;
                post.delete_at = None;
                let again = one(&post_shape::post(&post).end(), model::post);
                assert_eq!(again, Ok(post));
            }
            if let (true, Ok(user)) = (map.contains_key("username"), one(&text, model::user)) {
                seen.1 += 1;
                assert_eq!(one(&shapes::user(&user).end(), model::user), Ok(user));
            }
            map.values().for_each(|value| compare(value, seen));
        }
        _ => {}
    }
}

proptest! {
    #[test]
    fn any_text_stands_in_an_object(name in ".{1,12}", text in ".{1,60}") {
        let mut object = Object::new();
        object.entry(&name, &quoted(&text));
        object.text("t", &text);
        object.number("n", 7);
        let value: serde_json::Value = serde_json::from_str(&object.end()).expect("JSON");
        prop_assert_eq!(&value["t"], &text);
        if name != "n" && name != "t" {
            prop_assert_eq!(&value[&name], &text);
        }
    }

    #[test]
    fn any_record_of_the_view_is_survived(text in ".{0,200}", at in any::<prop::sample::Index>()) {
        let mut store = left_by(opened(1..3));
        let keys: Vec<String> = store.records.keys().cloned().collect();
        store.records.insert(at.get(&keys).clone(), text);
        read(&mut Cache::default(), &store);
    }
}

#[test]
fn all_families_of_the_view_are_read() {
    assert!(VIEW.iter().all(|family| Family::ALL.contains(family)));
    assert_eq!(VIEW, view::FAMILIES);
}
