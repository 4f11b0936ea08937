//! How runs begin.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::dice::Dice;
use crate::{ClientId, Pair};

pub const ALICE: &str = "liv.andersen";
pub const BOB: &str = "haruto.mizuno";

/// Who else is there in a crowd. All are in the public channels.
const OTHERS: [&str; 6] = [
    "mei.kanda",
    "sho.matsui",
    "grace.mensah",
    "tomas.novak",
    "emma.leroy",
    "kaito.fujii",
];

/// A page of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    pub id: ClientId,
    /// Who signed in there.
    pub name: &'static str,
}

/// Who is there and how: company, latency, whether there is a second tab.
type Beginning = (u64, i64, bool);

/// Two people have signed in, perhaps one of them with a second tab. There are two dozen such beginnings: each is played once in a thread,
/// and copied.
pub fn begun(company: u64, latency: i64, has_tab: bool) -> (Pair, Vec<Page>) {
    thread_local! {
        static PLAYED: RefCell<BTreeMap<Beginning, (Pair, Vec<Page>)>> = const { RefCell::new(BTreeMap::new()) };
    }
    let play = || {
        let mut pair = Pair::new(company);
        pair.latency = latency;
        let mut pages: Vec<Page> = Vec::new();
        for name in [ALICE, BOB] {
            let id = pair.sign_in(name);
            pages.push(Page { id, name });
        }
        if has_tab {
            let id = pair.same_browser(pages[0].id);
            pages.push(Page { id, name: ALICE });
        }
        (pair, pages)
    };
    if cfg!(feature = "mutants") {
        // The next run has another bug.
        return play();
    }
    PLAYED.with_borrow_mut(|played| {
        let beginning = (company, latency, has_tab);
        let (pair, pages) = played.entry(beginning).or_insert_with(play);
        (pair.copy(), pages.clone())
    })
}

/// Two to eight people, each with one page to three: tabs of one browser, or other devices.
pub fn crowd(company: u64, latency: i64, dice: &mut Dice) -> (Pair, Vec<Page>) {
    let mut pair = Pair::new(company);
    pair.latency = latency;
    let count = dice.weighted(&[(4, 0), (3, 1), (2, 2), (1, 4), (1, 6)]);
    let names = [ALICE, BOB].into_iter().chain(OTHERS.into_iter().take(count));
    let mut pages: Vec<Page> = Vec::new();
    for name in names {
        let first = pair.sign_in(name);
        pages.push(Page { id: first, name });
        for _ in 0..dice.weighted(&[(2, 0), (3, 1), (1, 2)]) {
            let id = if dice.percent(50) {
                pair.same_browser(first)
            } else {
                pair.sign_in(name)
            };
            pages.push(Page { id, name });
        }
    }
    (pair, pages)
}
