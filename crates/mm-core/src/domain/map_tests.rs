//! A map of ours does what the standard library's does, whatever is done to both.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{Map, Set};

/// Something that is done to a map.
#[derive(Clone, Debug)]
enum Act {
    Insert(u16, u8),
    Remove(u16),
    Add(u16),
    Pop,
    Keep(u16),
    Append(Vec<u16>),
}

fn act() -> impl Strategy<Value = Act> {
    let key = 0..700_u16;
    prop_oneof![
        12 => (key.clone(), any::<u8>()).prop_map(|(key, value)| Act::Insert(key, value)),
        6 => key.clone().prop_map(Act::Remove),
        3 => key.clone().prop_map(Act::Add),
        1 => Just(Act::Pop),
        1 => (2..9_u16).prop_map(Act::Keep),
        1 => prop::collection::vec(key, 0..200).prop_map(Act::Append),
    ]
}

fn do_to_ours(map: &mut Map<u16, u8>, act: &Act) -> Option<u8> {
    match act {
        Act::Insert(key, value) => map.insert(*key, *value),
        Act::Remove(key) => map.remove(key),
        Act::Add(key) => {
            let value = map.entry_or_insert_with(*key, || 7);
            *value = value.wrapping_add(1);
            map.get_mut(key).map(|value| *value)
        }
        Act::Pop => map.pop_first().map(|(_, value)| value),
        Act::Keep(every) => {
            map.retain(|key, _| key % every != 0);
            None
        }
        Act::Append(keys) => {
            map.append(&mut keys.iter().map(|key| (*key, 1)).collect());
            None
        }
    }
}

fn do_to_theirs(map: &mut BTreeMap<u16, u8>, act: &Act) -> Option<u8> {
    match act {
        Act::Insert(key, value) => map.insert(*key, *value),
        Act::Remove(key) => map.remove(key),
        Act::Add(key) => {
            let value = map.entry(*key).or_insert(7);
            *value = value.wrapping_add(1);
            Some(*value)
        }
        Act::Pop => map.pop_first().map(|(_, value)| value),
        Act::Keep(every) => {
            map.retain(|key, _| key % every != 0);
            None
        }
        Act::Append(keys) => {
            map.append(&mut keys.iter().map(|key| (*key, 1)).collect());
            None
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_done_to_both(acts in prop::collection::vec(act(), 0..300), low in 0..700_u16, high in 0..700_u16) {
        let (mut ours, mut theirs) = (Map::new(), BTreeMap::new());
        for act in &acts {
            prop_assert_eq!(do_to_ours(&mut ours, act), do_to_theirs(&mut theirs, act));
            prop_assert_eq!(ours.len(), theirs.len());
            prop_assert_eq!(ours.is_empty(), theirs.is_empty());
        }
        prop_assert!(ours.iter().eq(theirs.iter()));
        prop_assert!(ours.iter().rev().eq(theirs.iter().rev()));
        prop_assert!(ours.keys().eq(theirs.keys()));
        prop_assert!(ours.values_mut().eq(theirs.values_mut()));
        prop_assert_eq!(ours.first_key_value(), theirs.first_key_value());
        prop_assert_eq!(ours.last_key_value(), theirs.last_key_value());
        prop_assert_eq!(ours.get(&low), theirs.get(&low));
        prop_assert_eq!(ours.contains_key(&low), theirs.contains_key(&low));
        prop_assert!(ours.range(low..).eq(theirs.range(low..)));
        prop_assert!(ours.range(..low).rev().eq(theirs.range(..low).rev()));
        prop_assert!(ours.range(..=low).eq(theirs.range(..=low)));
        if low <= high {
            prop_assert!(ours.range(low..high).eq(theirs.range(low..high)));
            prop_assert!(ours.range(low..=high).rev().eq(theirs.range(low..=high).rev()));
        } else {
            prop_assert_eq!(ours.range(low..high).count(), 0);
        }
        // From both ends at once: each entry comes once.
        let (mut forth, mut both) = (ours.iter(), Vec::new());
        while let Some(one) = forth.next() {
            both.push(one);
            both.extend(forth.next_back());
        }
        prop_assert_eq!(both.len(), theirs.len());
        prop_assert_eq!(format!("{ours:?}"), format!("{theirs:?}"));
        // However it came about, what holds the same is the same.
        let again: Map<u16, u8> = theirs.clone().into_iter().rev().collect();
        prop_assert_eq!(&again, &ours);
        prop_assert!(ours.into_iter().eq(theirs));
    }

    #[test]
    fn a_set_holds_each_once_in_order(values in prop::collection::vec(0..300_u16, 0..500)) {
        let (mut set, mut theirs) = (Set::new(), std::collections::BTreeSet::new());
        for value in &values {
            prop_assert_eq!(set.insert(*value), theirs.insert(*value));
        }
        prop_assert!(set.iter().eq(theirs.iter()));
        prop_assert_eq!(set.first(), theirs.first());
        prop_assert_eq!(set.last(), theirs.last());
    }
}
