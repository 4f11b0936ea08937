//! Records written and read: nothing of them can be relied upon, and nothing a person wrote is lost while it can be read.

use proptest::prelude::*;
use serde_json::{json, Value};

use super::*;
use crate::event::{DraftMark, FailureReason, KeptPost, Outgoing, Turn};
use crate::testing::*;

fn now(millis: u64) -> Now {
    Now {
        mono: Monotonic(millis),
        wall: Timestamp(1_000_000),
    }
}

fn outbox_of(owner: UserId) -> Collection {
    Collection {
        owner,
        family: Family::Outbox,
    }
}

fn drafts_of(owner: UserId) -> Collection {
    Collection {
        owner,
        family: Family::Drafts,
    }
}

/// A cache of Alice's that has read a store with these records.
fn reading(records: Vec<Record>) -> Restored {
    let mut cache = Cache::default();
    cache.begin(now(0), ALICE);
    cache.restored(now(0), outbox_of(ALICE), Ok(records))
}

fn posts(restored: &Restored) -> Vec<KeptPost> {
    let posts = |event: &Event| match event {
        Event::OutboxRestored(posts) => posts.clone(),
        _ => Vec::new(),
    };
    restored.events.iter().flat_map(posts).collect()
}

fn broken(restored: &Restored) -> usize {
    let broken = |event: &&Event| matches!(event, Event::Broken { .. });
    restored.events.iter().filter(broken).count()
}

fn post(nonce: &str, text: &str) -> Outgoing {
    Outgoing {
        pending: PendingPostId::new(format!("{ALICE}:{nonce}")),
        root_id: Some(PostId::sample("root")),
        message: text.to_owned(),
        client_id: nonce.to_owned(),
        since: Timestamp(77),
        ..build::outgoing("", "")
    }
}

/// A state with these in its outbox, and what the cache writes of it.
fn stored(events: impl IntoIterator<Item = Event>) -> MemoryStore {
    let mut state = signed_in();
    let mut cache = Cache::default();
    cache.begin(now(0), ALICE);
    for event in events {
        let changes = state.apply(&event);
        cache.note(now(0), &state, &changes);
    }
    cache.hurry(now(0), &state);
    let mut store = MemoryStore::default();
    store.write(&cache.take_writes()).expect("nothing is wrong");
    store
}

fn record(text: &Value) -> Record {
    Record {
        key: outbox_of(ALICE).key(format!("{ALICE}:n")).to_string(),
        text: text.to_string(),
    }
}

/// A record as it is written.
fn whole() -> Value {
    let store = stored([Event::PostQueued(Box::new(post("n", "words")))]);
    let text = store.records.values().next().expect("one");
    serde_json::from_str(text).expect("JSON")
}

#[test]
fn whatever_phase_it_is_in_it_comes_back_whole() {
    let words = || "二行目\n\"quoted\" \\ 🦢\u{202e}".to_owned();
    let reasons = [
        None,
        Some(FailureReason::Unreachable),
        Some(FailureReason::SignedOut),
        Some(FailureReason::Refused { message: words() }),
    ];
    for failed in reasons {
        let sent = post("n", &words());
        let mut events = vec![
            Event::PostQueued(Box::new(sent.clone())),
            Event::PostSendStarted(sent.pending.clone()),
        ];
        events.extend(failed.clone().map(|reason| Event::PostSendFailed {
            pending: sent.pending.clone(),
            reason,
        }));
        let records = stored(events).read(outbox_of(ALICE)).expect("records");
        let restored = reading(records);
        assert_eq!(posts(&restored), [KeptPost { post: sent, failed }]);
        assert_eq!(broken(&restored), 0);
    }
}

#[test]
fn what_is_confirmed_or_thrown_away_leaves_the_store() {
    let sent = post("n", "words");
    let store = stored([
        Event::PostQueued(Box::new(sent.clone())),
        Event::PostSendDiscarded(sent.pending),
    ]);
    assert!(store.records.is_empty());
}

#[test]
fn drafts_come_back_where_they_were() {
    let places = [None, Some(PostId::sample("root"))].map(|root_id| DraftPlace {
        channel_id: GENERAL,
        root_id,
    });
    let written = places.map(|place| Event::DraftChanged {
        place,
        text: format!("in {:?}\n…", place.root_id),
    });
    let records = stored(written.clone()).read(drafts_of(ALICE)).expect("records");
    let mut cache = Cache::default();
    cache.begin(now(0), ALICE);
    cache.take_writes();
    let restored = cache.restored(now(0), drafts_of(ALICE), Ok(records));
    let texts = restored
        .events
        .iter()
        .filter(|event| matches!(event, Event::DraftChanged { .. }));
    assert_eq!(texts.cloned().collect::<Vec<_>>(), written);
    // Their echo is not written again.
    let mut state = signed_in();
    for event in &restored.events {
        let changes = state.apply(event);
        cache.note(now(0), &state, &changes);
    }
    for family in Family::ALL {
        let owner = ALICE;
        cache.restored(now(0), Collection { owner, family }, Ok(Vec::new()));
    }
    assert_eq!(cache.next_wakeup(), None);
    assert!(cache.take_writes().is_empty());
}

#[test]
fn edits_and_deletions_come_back_as_wishes_and_only_if_they_are_clear() {
    let edit = Wish::Edit {
        message: "new".to_owned(),
        edit_at: None,
        over: vec!["newer".to_owned()],
    };
    let wish = |number, wish: &Wish| KeptWish {
        post_id: build::post_id(number),
        wish: wish.clone(),
    };
    let mut cache = Cache::default();
    cache.begin(now(0), ALICE);
    cache.wished(&[wish(1, &edit), wish(2, &Wish::Delete), wish(3, &edit)]);
    cache.wished(&[wish(1, &edit), wish(2, &Wish::Delete)]);
    let mut store = MemoryStore::default();
    store.write(&cache.take_writes()).expect("it writes");
    let edits = Collection {
        owner: ALICE,
        family: Family::Edits,
    };
    let restored = |records| {
        let mut cache = Cache::default();
        cache.begin(now(0), ALICE);
        cache.restored(now(0), edits, Ok(records))
    };
    let records = store.read(edits).expect("records");
    let wishes = restored(records.clone()).wishes;
    let wanted: Vec<Wish> = wishes.into_iter().map(|one| one.wish).collect();
    assert_eq!(wanted, [edit, Wish::Delete]);
    for (name, value) in [
        ("v", json!(2)),
        ("kind", json!("?")),
        ("post_id", json!("x")),
        ("message", json!([])),
    ] {
        let mut spoilt: Value = serde_json::from_str(&records[0].text).expect("JSON");
        spoilt[name] = value;
        let text = spoilt.to_string();
        let key = records[0].key.clone();
        let restored = restored(vec![Record { key, text }]);
        assert_eq!((restored.wishes.len(), broken(&restored)), (0, 1), "{spoilt}");
    }
}

#[test]
fn somebody_elses_records_and_those_of_a_former_session_give_nothing() {
    let records = || {
        stored([Event::PostQueued(Box::new(post("n", "words")))])
            .read(outbox_of(ALICE))
            .expect("records")
    };
    let mut cache = Cache::default();
    cache.begin(now(0), BOB);
    assert_eq!(
        cache.restored(now(0), outbox_of(ALICE), Ok(records())),
        Restored::default()
    );
    // A store that mixes people up.
    assert!(posts(&cache.restored(now(0), outbox_of(BOB), Ok(records()))).is_empty());
    let mut cache = Cache::default();
    assert_eq!(
        cache.restored(now(0), outbox_of(ALICE), Ok(records())),
        Restored::default()
    );
    cache.begin(now(0), ALICE);
    cache.restored(now(0), outbox_of(ALICE), Ok(Vec::new()));
    assert_eq!(
        cache.restored(now(0), outbox_of(ALICE), Ok(records())),
        Restored::default(),
        "asked once, answered twice"
    );
}

#[test]
fn nonsense_is_skipped_and_counted() {
    let key = outbox_of(ALICE).key("x").to_string();
    let nonsense = [
        "",
        "null",
        "[]",
        "{",
        "{}",
        "\u{0}",
        r#"{"v":1,"message":"no channel"}"#,
    ];
    let mut records: Vec<Record> = nonsense
        .into_iter()
        .map(|text| Record {
            key: key.clone(),
            text: text.to_owned(),
        })
        .collect();
    records.push(Record {
        key: "not ours".to_owned(),
        text: whole().to_string(),
    });
    let restored = reading(records);
    assert_eq!((posts(&restored).len(), broken(&restored)), (0, 8));
}

#[test]
fn words_that_can_be_read_wait_for_the_person_when_the_rest_is_doubtful() {
    let spoilt = [
        ("v", json!(99)),
        ("v", json!(null)),
        ("pending", json!({})),
        ("pending", json!("somebody:else")),
        ("client_id", json!("")),
        ("root_id", json!("../../x")),
        ("phase", json!("dreaming")),
    ];
    for (name, value) in spoilt {
        let mut text = whole();
        text[name] = value;
        let restored = reading(vec![record(&text)]);
        let found = posts(&restored);
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(found[0].post.message, "words");
        assert!(found[0].failed.is_some(), "{text} goes on by itself");
    }
}

#[test]
fn a_store_that_failed_gets_no_more_words_but_still_loses_them_and_the_other_tabs_hear_of_texts() {
    let mut state = signed_in();
    let mut cache = Cache::default();
    cache.begin(now(0), ALICE);
    let one = post("1", "one");
    let changes = state.apply(&Event::PostQueued(Box::new(one.clone())));
    cache.note(now(0), &state, &changes);
    cache.take_writes();
    assert!(cache.failed(StoreFault::Failed).is_some());
    assert!(cache.failed(StoreFault::Refused).is_none());
    let mut changes = state.apply(&Event::PostQueued(Box::new(post("2", "two"))));
    changes.merge(state.apply(&Event::PostSendDiscarded(one.pending)));
    let place = DraftPlace {
        channel_id: post("3", "").channel_id,
        root_id: None,
    };
    let text = "half a sentence".to_owned();
    changes.merge(state.apply(&Event::DraftChanged { place, text }));
    cache.note(now(0), &state, &changes);
    cache.hurry(now(0), &state);
    let writes = cache.take_writes();
    let told =
        |write: &Write| matches!(write, Write::Tell { key, .. } if key.collection.family == Family::Drafts);
    assert!(writes.iter().any(|write| matches!(write, Write::Delete(_))));
    assert!(writes.iter().any(told), "{writes:?}");
    let gives_words = |write: &Write| matches!(write, Write::Put { .. });
    assert!(!writes.iter().any(gives_words), "{writes:?}");
}

/// What is read of a text that was kept like this.
fn mark_of(record: &Value) -> DraftMark {
    let key = drafts_of(ALICE).key(GENERAL.to_string()).to_string();
    let text = record.to_string();
    let mut cache = Cache::default();
    cache.begin(now(0), ALICE);
    let restored = cache.restored(now(0), drafts_of(ALICE), Ok(vec![Record { key, text }]));
    match restored.events.first() {
        Some(Event::DraftMarked { mark, .. }) => (**mark).clone(),
        _ => panic!("{:?}", restored.events),
    }
}

#[test]
fn a_text_of_the_versions_before_is_read_with_what_was_known_of_it() {
    let file = FileId::sample("file");
    // As it was written by version 2, and by version 3, which carried files along among other things.
    let mut text = json!({
        "v": 2, "channel_id": GENERAL.to_string(), "root_id": "", "message": "half", "update_at": 7, "base": 5,
        "is_there": true, "is_own": true, "is_unsaid": false, "said": ["hal"],
    });
    let mark = mark_of(&text);
    assert_eq!(
        (mark.at.0, mark.base.0, mark.is_there, mark.is_unsaid),
        (7, 5, true, false)
    );
    assert_eq!((mark.turn, mark.said.len()), (Turn::UNKNOWN, 1));
    text["v"] = json!(3);
    text["turn"] = json!(9);
    text["extra"] = json!({"file_ids": [file.as_str()], "props": {"a": 1}});
    let mark = mark_of(&text);
    assert_eq!(
        (mark.turn, mark.files, mark.gone, mark.extra.as_str()),
        (Turn(9), vec![file], vec![], r#"{"props":{"a":1}}"#)
    );
}

#[test]
fn the_files_of_a_text_are_kept_with_it_and_those_that_are_gone_at_once() {
    let place = DraftPlace {
        channel_id: GENERAL,
        root_id: None,
    };
    let mut mark = DraftMark {
        files: vec![FileId::sample("one"), FileId::sample("two")],
        is_there: true,
        ..DraftMark::default()
    };
    let text = "half".to_owned();
    let marked = |mark: &DraftMark| Event::DraftMarked {
        place,
        mark: Box::new(mark.clone()),
    };
    let (mut state, mut cache) = (signed_in(), Cache::default());
    cache.begin(now(0), ALICE);
    for family in Family::ALL {
        let owner = ALICE;
        cache.restored(now(0), Collection { owner, family }, Ok(Vec::new()));
    }
    for event in [Event::DraftChanged { place, text }, marked(&mark)] {
        let changes = state.apply(&event);
        cache.note(now(0), &state, &changes);
    }
    cache.hurry(now(0), &state);
    cache.take_writes();
    mark.note_gone([FileId::sample("two")]);
    let changes = state.apply(&marked(&mark));
    cache.note(now(0), &state, &changes);
    let writes = cache.take_writes();
    let [Write::Put { text, .. }] = &writes[..] else {
        panic!("{writes:?}");
    };
    assert_eq!(mark_of(&serde_json::from_str(text).unwrap()), mark);
}

#[test]
fn what_is_printed_holds_no_words() {
    let mut state = signed_in();
    let mut cache = Cache::default();
    cache.begin(now(0), ALICE);
    let changes = state.apply(&Event::PostQueued(Box::new(post("n", "private"))));
    cache.note(now(0), &state, &changes);
    let writes = cache.take_writes();
    assert!(!format!("{writes:?}").contains("private"));
    assert!(!format!("{:?}", record(&json!("private"))).contains("private"));
}

proptest! {
    #[test]
    fn any_record_is_read(key in ".{0,80}", text in ".{0,200}", name in "[a-z_]{1,9}", value in any::<i64>()) {
        reading(vec![Record { key: key.clone(), text: text.clone() }]);
        let mut cache = Cache::default();
        cache.begin(now(0), ALICE);
        cache.restored(now(0), drafts_of(ALICE), Ok(vec![Record { key, text: text.clone() }]));
        for spoilt in [json!(text), json!(value), json!([]), Value::Null] {
            let mut whole = whole();
            whole[name.clone()] = spoilt;
            reading(vec![record(&whole)]);
        }
    }

    #[test]
    fn any_words_come_back(words in "\\PC{1,60}") {
        prop_assume!(!words.trim().is_empty());
        let records = stored([Event::PostQueued(Box::new(post("n", &words)))])
            .read(outbox_of(ALICE))
            .expect("records");
        prop_assert_eq!(&posts(&reading(records))[0].post.message, &words);
    }
}
