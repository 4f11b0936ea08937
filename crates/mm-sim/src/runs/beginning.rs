//! How runs begin.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use mm_core::domain::ChannelKind;

use super::acts::Run;
use super::dice::Dice;
use super::faults::Weather;
use super::habits::{latency, Habits, PECULIAR};
use super::mixed::Mix;
use super::wishes::Wishes;
use crate::{ClientId, Pair};

const TOWN: &str = "engineering";
const OFF_TOPIC: &str = "firmware";

/// Of so many texts people choose what they type, so that each of them can be told from the others.
const MANY_TEXTS: usize = 1000;

/// The same in every fourth run of a weather: there the same texts are typed again, here and on other devices.
const FEW_TEXTS: usize = 4;

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

impl Run {
    /// All that a seed decides before anybody acts.
    pub fn new(seed: u64, weather: Weather) -> Self {
        let of_all = seed % PECULIAR;
        let mut dice = Dice::new(of_all);
        let latency = latency(seed, [5, 20, 120][dice.below(3)]);
        let has_tab = dice.percent(50);
        let (mut pair, pages) = match weather {
            Weather::Crowd | Weather::Sleet => crowd(of_all % 4, latency, &mut dice),
            _ => begun(of_all % 4, latency, has_tab),
        };
        let people: Vec<ClientId> = pages.iter().map(|page| page.id).collect();
        for who in &people {
            pair.client_mut(*who).burst = dice.percent(50);
            pair.client_mut(*who).skew = [0, 0, 86_400_000, -86_400_000][dice.below(4)];
        }
        let mut channels = vec![
            pair.screen(people[0]).channel(TOWN),
            pair.screen(people[0]).channel(OFF_TOPIC),
        ];
        let of = |name: &str| pages.iter().find(|page| page.name == name);
        let state_of = |name: &str| Some(pair.client(of(name)?.id).engine.state());
        let direct = state_of(ALICE).zip(state_of(BOB)).and_then(|(one, other)| {
            one.channels()
                .find(|c| c.kind == ChannelKind::Direct && other.member(c.id).is_some())
        });
        channels.extend(direct.map(|c| c.id));
        let mix = Mix::of(weather, &mut dice);
        let habits = Habits::of(seed);
        let texts = if of_all / 8 % 4 == 3 {
            FEW_TEXTS
        } else {
            MANY_TEXTS
        };
        Self {
            pair,
            dice,
            people,
            names: pages.into_iter().map(|page| (page.id, page.name)).collect(),
            channels,
            said: Vec::new(),
            files: Vec::new(),
            filed: BTreeMap::new(),
            deleted: Vec::new(),
            failed: Vec::new(),
            trace: vec![format!("seed {seed} {weather:?}")],
            weather,
            texts: habits.texts.unwrap_or(texts),
            habits,
            occurred: BTreeMap::new(),
            mix,
            typed: BTreeMap::new(),
            unkept: BTreeSet::new(),
            forgetful: BTreeSet::new(),
            marked: BTreeSet::new(),
            out: Vec::new(),
            wishes: Wishes::default(),
            checked: BTreeMap::new(),
        }
    }
}
