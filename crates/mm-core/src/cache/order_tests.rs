//! Orders written and read: whole, once, and only if they are understood.

use super::*;
use crate::testing::*;

fn collection() -> Collection {
    Collection {
        owner: ALICE,
        family: Family::Orders,
    }
}

fn order(about: &str, kind: OrderKind) -> Order {
    Order {
        about: about.to_owned(),
        kind,
        post_id: Some(PostId::sample("post")),
        channel_id: None,
        emoji_name: "+1".to_owned(),
        at: Timestamp(77),
        from: Timestamp(7),
    }
}

fn all() -> Vec<Order> {
    let kinds = [
        OrderKind::AddReaction,
        OrderKind::RemoveReaction,
        OrderKind::Pin,
        OrderKind::Unpin,
        OrderKind::ViewChannel,
        OrderKind::MarkUnread,
    ];
    let mut orders: Vec<Order> = Vec::new();
    for (n, kind) in kinds.into_iter().enumerate() {
        orders.push(order(&format!("thing {n}"), kind));
    }
    orders[4].post_id = None;
    orders[4].channel_id = Some(GENERAL);
    orders
}

fn beginning() -> Cache {
    let mut cache = Cache::default();
    cache.begin(Now::default(), ALICE);
    cache.take_writes();
    cache
}

/// All families are read; one of them holds something.
fn read(cache: &mut Cache, records: Vec<Record>) -> Restored {
    let mut last = Restored::default();
    for family in Family::ALL {
        let owner = ALICE;
        let records = if family == Family::Orders {
            records.clone()
        } else {
            Vec::new()
        };
        let collection = Collection { owner, family };
        last = cache.restored(Now::default(), collection, Ok(records));
    }
    last
}

#[test]
fn all_kinds_come_back_whole_with_the_last_family() {
    let (mut cache, mut store) = (beginning(), MemoryStore::default());
    cache.ordered(&all());
    store.write(&cache.take_writes()).unwrap();
    let records = store.read(collection()).unwrap();
    let mut found = read(&mut beginning(), records).orders;
    found.sort_by(|a, b| a.about.cmp(&b.about));
    assert_eq!(found, all());
}

#[test]
fn only_what_differs_is_written() {
    let mut cache = beginning();
    cache.ordered(&all());
    assert_eq!(cache.take_writes().len(), 6);
    cache.ordered(&all());
    assert!(cache.take_writes().is_empty());
    let mut fewer = all();
    fewer.pop();
    fewer[2].kind = OrderKind::Unpin;
    cache.ordered(&fewer);
    let writes = cache.take_writes();
    let deletions = writes.iter().filter(|write| matches!(write, Write::Delete(_)));
    assert_eq!((writes.len(), deletions.count()), (2, 1));
}

#[test]
fn what_is_wanted_since_stands_and_what_is_not_understood_is_skipped() {
    let mut cache = beginning();
    cache.ordered(&[order("thing", OrderKind::Unpin)]);
    let record = |name: &str, text: &str| Record {
        key: collection().key(name).to_string(),
        text: text.to_owned(),
    };
    let post = PostId::sample("post");
    let text =
        |kind: &str, v: i64| format!(r#"{{"v":{v},"about":"thing","kind":"{kind}","post_id":"{post}"}}"#);
    let found = read(
        &mut cache,
        vec![
            record("thing", &text("pin", 1)),
            record("other", &text("pin", 99)),
            record("dream", &text("dream", 1)),
            record("nothing", "{}"),
            record("nobody", "null"),
        ],
    );
    assert_eq!(found.orders, []);
    let broken = found.events.iter().filter(|e| matches!(e, Event::Broken { .. }));
    assert_eq!(broken.count(), 4);
}
