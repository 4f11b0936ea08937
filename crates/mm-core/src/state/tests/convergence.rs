//! Whatever order and however often facts about posts arrive, the end is what the server has.

use proptest::prelude::*;
use proptest::sample::subsequence;

use super::*;

/// What happened on the server to one post: made, perhaps edited at some seconds, perhaps deleted.
#[derive(Clone, Debug)]
struct Life {
    number: u32,
    edits: Vec<u32>,
    deleted: bool,
}

fn any_life(number: u32) -> impl Strategy<Value = Life> {
    (subsequence(vec![31u32, 32, 33], 0..=3), any::<bool>()).prop_map(move |(edits, deleted)| Life {
        number,
        edits,
        deleted,
    })
}

impl Life {
    fn version(&self, edits: usize) -> Post {
        let post = build::post(self.number);
        match self.edits[..edits].last() {
            Some(second) => post.edited(*second, &format!("edit {second}")).post(),
            None => post.post(),
        }
    }

    fn last(&self) -> Post {
        self.version(self.edits.len())
    }

    fn events(&self) -> Vec<Event> {
        let mut events = vec![build::post(self.number).created()];
        events.extend((1..=self.edits.len()).map(|n| Event::PostEdited(Box::new(self.version(n)))));
        if self.deleted {
            events.push(build::post(self.number).deletion());
        }
        events
    }
}

/// Pages as read at some moment: with the texts of then, without what was deleted by then.
fn page(lives: &[Life], edits: usize, without_deleted: bool) -> Event {
    let posts = lives
        .iter()
        .filter(|life| !(without_deleted && life.deleted))
        .map(|life| life.version(edits.min(life.edits.len())));
    build::page(posts).of(GENERAL).from_start().to_end().loaded()
}

fn lives() -> impl Strategy<Value = Vec<Life>> {
    (1..6u32)
        .prop_map(|n| (1..=n).map(any_life).collect::<Vec<_>>())
        .prop_flat_map(|lives| lives)
}

fn shuffled() -> impl Strategy<Value = (Vec<Life>, Vec<Event>)> {
    lives().prop_flat_map(|lives| {
        let mut events: Vec<Event> = lives.iter().flat_map(Life::events).collect();
        for edits in 0..3 {
            events.push(page(&lives, edits, false));
            events.push(page(&lives, edits, true));
        }
        let doubled: Vec<Event> = events.iter().chain(&events).cloned().collect();
        (Just(lives), Just(doubled).prop_shuffle())
    })
}

proptest! {
    #![proptest_config(property(500))]

    #[test]
    fn any_order_and_repetition_end_alike((lives, events) in shuffled()) {
        let state = after(events);
        for life in &lives {
            let id = build::post_id(life.number);
            if life.deleted {
                prop_assert!(state.post(id).is_none() && state.is_deleted(id));
            } else {
                prop_assert_eq!(state.post(id).map(|p| &**p), Some(&life.last()));
            }
        }
        let alive: Vec<u32> = lives.iter().filter(|l| !l.deleted).map(|l| l.number).collect();
        let expected = if alive.is_empty() { Vec::new() } else { vec![alive] };
        prop_assert_eq!(chunks(&state, GENERAL), expected);
        let counts = state.unread_counts(GENERAL);
        prop_assert_eq!(counts.messages, lives.len() as i64, "deleting lowers no counter");
    }

    #[test]
    fn views_and_posts_in_any_order_count_alike(
        events in Just((1..8u32).collect::<Vec<_>>()).prop_shuffle(),
        mentions in prop::collection::vec(any::<bool>(), 8),
        viewed in 0..9u32,
        at in 0..8usize,
    ) {
        let created = |n: &u32| {
            let post = build::post(*n);
            if mentions[*n as usize] { post.created_mentioning_me() } else { post.created() }
        };
        let mut facts: Vec<Event> = events.iter().map(created).collect();
        facts.insert(at, build::viewed(GENERAL, viewed));
        let counts = after(facts).unread_counts(GENERAL);
        let later = (1..8u32).filter(|n| *n > viewed);
        prop_assert_eq!(counts.messages, later.clone().count() as i64);
        prop_assert_eq!(counts.mentions, later.filter(|n| mentions[*n as usize]).count() as i64);
    }
}
