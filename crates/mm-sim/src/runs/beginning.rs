//! How runs begin.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::acts::{ALICE, BOB};
use crate::{ClientId, Pair};

/// How a run begins: its company, how slow the network is, whether there is a second tab.
type Beginning = (u64, i64, bool);

/// Two people have signed in, perhaps one of them with a second tab. There are two dozen such beginnings: each is played once in a thread,
/// and copied.
pub fn begun(company: u64, latency: i64, has_tab: bool) -> (Pair, Vec<ClientId>) {
    thread_local! {
        static PLAYED: RefCell<BTreeMap<Beginning, (Pair, Vec<ClientId>)>> = const { RefCell::new(BTreeMap::new()) };
    }
    let play = || {
        let mut pair = Pair::new(company);
        pair.latency = latency;
        let mut people = vec![pair.sign_in(ALICE), pair.sign_in(BOB)];
        if has_tab {
            people.push(pair.same_browser(people[0]));
        }
        (pair, people)
    };
    if cfg!(feature = "mutants") {
        // The next run has another bug.
        return play();
    }
    PLAYED.with_borrow_mut(|played| {
        let beginning = (company, latency, has_tab);
        let (pair, people) = played.entry(beginning).or_insert_with(play);
        (pair.copy(), people.clone())
    })
}
