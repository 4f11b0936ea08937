//! Mixed weather: each run chooses some of all that can go wrong (swarm testing). What is chosen meets itself more often, and what would
//! hide it is often not there.

use std::collections::BTreeSet;

use mm_core::action::Action;
use mm_core::connection::Wake;
use mm_core::domain::*;
use mm_core::event::SessionState;
use mm_core::rest::{self, HttpRequest};
use mm_demo::chaos::Command;

use super::acts::Run;
use super::beginning::ALICE;
use super::dice::Dice;
use super::faults::{Fault, Weather};
use crate::{ClientId, Link, Mishap, UnderWay};

/// One password for every account of the demo company.
pub const PASSWORD: &str = "Tsubame-2026";

/// What a run may choose from.
const POOL: &[Fault] = &[
    Fault::Down,
    Fault::BlackHole,
    Fault::Reset,
    Fault::Restart,
    Fault::SlowReader,
    Fault::Stall,
    Fault::Late,
    Fault::Refuse,
    Fault::ServerError,
    Fault::TooMany,
    Fault::LoseAnswers,
    Fault::Fade,
    Fault::SlowAnswers,
    Fault::LoseChange,
    Fault::Relapse,
    Fault::TakenBack,
    Fault::Reload,
    Fault::HalfOpen,
    Fault::Sleep,
    Fault::ClockJump,
    Fault::Portal,
    Fault::SessionEnds,
    Fault::Swallowed,
    Fault::Repeated,
    Fault::CutShort,
    Fault::StoreFails,
    Fault::Flood,
    Fault::Removed,
    Fault::Throttled,
    Fault::SlowStart,
];

/// Each of them is in a run with this chance, in percent.
const CHOSEN: usize = 30;

/// More events than the server keeps for a connection that is away.
const MORE_THAN_A_QUEUE: usize = 270;

/// So long the server waits for a word from a socket, in milliseconds.
const REAPED_AFTER: i64 = 100_000;

/// What goes wrong in a run.
pub struct Mix(Vec<(usize, Fault)>);

impl Mix {
    pub fn of(weather: Weather, dice: &mut Dice) -> Self {
        if !weather.is_mixed() {
            return Self(Vec::new());
        }
        let chosen = POOL.iter().filter(|_| dice.percent(CHOSEN));
        let mut mix: Vec<(usize, Fault)> = chosen.map(|fault| (2, *fault)).collect();
        // What is down comes up again now and then.
        mix.extend([(4, Fault::Back), (2, Fault::Heal)]);
        Self(mix)
    }
}

/// What may go wrong in mixed weather, by name.
pub fn names() -> Vec<String> {
    let always = [Fault::Back, Fault::Heal];
    POOL.iter()
        .chain(&always)
        .map(|fault| format!("{fault:?}"))
        .collect()
}

impl Run {
    pub fn mixed_fault(&mut self, who: ClientId) {
        match self.dice.weighted(&self.mix.0) {
            Fault::Reload => {
                self.reload(who);
                if self.dice.percent(40) {
                    self.type_on(who);
                }
            }
            fault => self.go_wrong(who, fault),
        }
    }

    /// What goes wrong in mixed weather only.
    pub fn rarer(&mut self, who: ClientId, other: ClientId, fault: Fault) {
        match fault {
            Fault::HalfOpen => self.pair.set_link(who, Link::HalfOpen),
            Fault::Sleep => self.sleep(who, other),
            Fault::ClockJump => {
                let skew = self.dice.weighted(&[(1, 0), (1, 86_400_000), (1, -86_400_000)]);
                self.pair.client_mut(who).skew = skew;
            }
            Fault::Portal => self.pair.disturb(Command::CaptivePortal {}),
            Fault::SessionEnds => self.session_ends(who),
            Fault::Swallowed => self.befall(who, Mishap::Swallowed),
            Fault::Repeated => self.befall(who, Mishap::Repeated),
            Fault::CutShort => self.befall(who, Mishap::CutShort),
            Fault::StoreFails => {
                let store = self.pair.client(who).store.clone();
                store.borrow_mut().fault = Some(mm_core::cache::StoreFault::Failed);
                let shares = |page: &&ClientId| std::rc::Rc::ptr_eq(&self.pair.client(**page).store, &store);
                let pages: Vec<ClientId> = self.people.iter().copied().filter(|page| shares(&page)).collect();
                self.unkept.extend(pages.iter().map(|page| page.0));
                // What is kept for somebody who is not signed in is read when they are back: in vain.
                for page in pages {
                    if self.state(page).me().is_none() {
                        self.note_what_is_kept(page, true);
                    }
                }
            }
            Fault::Flood => self.flood(who, other),
            Fault::Removed => self.removed(who, other),
            Fault::SlowStart => self.slow_start(who, other),
            Fault::Throttled => self.pair.disturb(Command::Answer {
                status: 429,
                times: Some(3),
                path: None,
                retry_after: Some(4),
            }),
            _ => {}
        }
    }

    fn befall(&mut self, who: ClientId, mishap: Mishap) {
        let times = self.dice.weighted(&[(3, 1), (1, 5)]);
        self.pair.client_mut(who).mishap = Some((mishap, times));
    }

    /// The lid is closed, or the browser lays a tab to rest; others talk meanwhile. Some clocks stand still during it.
    fn sleep(&mut self, who: ClientId, other: ClientId) {
        self.pair.client_mut(who).asleep = true;
        let link = self.dice.weighted(&[(1, Link::BlackHole), (1, Link::Up)]);
        self.pair.set_link(who, link);
        let before = self.pair.now();
        for _ in 0..self.dice.below(3) {
            self.speak(other);
            let span = self.dice.weighted(&[(2, 8_000), (1, 70_000), (1, 200_000)]);
            self.pair.run_for(span);
            if self.pair.now() - before > REAPED_AFTER {
                self.pair.reap(who);
            }
        }
        // The clock is the computer's: with another tab awake it was the tab that slept.
        let stands_still = self.dice.percent(50) && self.of_browser(who).count() == 1;
        let slept = self.pair.now() - before;
        let client = self.pair.client_mut(who);
        client.asleep = false;
        if stands_still {
            client.stood_still += slept;
        }
        self.pair.set_link(who, Link::Up);
        if self.dice.percent(50) {
            self.pair.wake(who, Wake::Focused);
        }
    }

    /// Somebody's sessions are ended; they sign in again at once, or much later.
    fn session_ends(&mut self, who: ClientId) {
        let Some(user) = self.state(who).me().map(|me| me.to_string()) else {
            return;
        };
        self.pair.disturb(Command::ExpireSession { user });
        let span = self.dice.weighted(&[(1, 500), (1, 6_000)]);
        self.pair.run_for(span);
        if self.dice.percent(70) {
            self.sign_in_again();
        }
    }

    /// Whoever is asked to sign in does so. Gives whether anybody was.
    fn sign_in_again(&mut self) -> bool {
        let is_out = |session: &SessionState| {
            matches!(
                session,
                SessionState::Expired | SessionState::SignedOut | SessionState::Refused { .. }
            )
        };
        let out: Vec<ClientId> = self
            .people
            .iter()
            .copied()
            .filter(|who| is_out(self.state(*who).session()))
            .collect();
        for who in &out {
            let name = self.names.get(who).copied().unwrap_or(ALICE);
            self.note(*who, "signs in again".to_owned());
            self.pair.log_in(*who, name, PASSWORD);
        }
        !out.is_empty()
    }

    /// More is said than the server keeps for somebody who is away.
    fn flood(&mut self, who: ClientId, other: ClientId) {
        let Some(channel_id) = self.dice.of(&self.channels_of(other)) else {
            return;
        };
        let link = self
            .dice
            .weighted(&[(1, Link::Down), (1, Link::BlackHole), (1, Link::Up)]);
        self.pair.set_link(who, link);
        for n in 0..MORE_THAN_A_QUEUE {
            let post = mm_core::event::Outgoing {
                files: Vec::new(),
                pending: PendingPostId::new(format!("{}:{n}", self.pair.now())),
                channel_id,
                root_id: None,
                message: format!("flood {n}"),
                client_id: String::new(),
                at: Timestamp(0),
                since: Timestamp(0),
            };
            self.pair.ask_elsewhere(other, &rest::posts::create(&post, &[]));
            self.pair.run_for(5);
        }
        self.pair.set_link(who, Link::Up);
        self.pair.wake(who, Wake::Online);
    }

    /// A page begins of which the browser has dropped all that was shown, and its lists and posts come one by one while somebody else
    /// talks and changes what is on its way.
    fn slow_start(&mut self, who: ClientId, other: ClientId) {
        let store = self.pair.client(who).store.clone();
        self.pair.wake(who, Wake::Hidden);
        self.note_what_is_kept(who, true);
        let words: BTreeSet<String> = store.borrow().own_words().into_iter().cloned().collect();
        // What was emptied in a composer is no part of the view either.
        let is_tombstone =
            |key: &str, text: &str| key.contains("/draft/") && text.contains("\"is_own\":true");
        let mut kept = store.borrow_mut();
        kept.records
            .retain(|key, text| words.contains(key) || is_tombstone(key, text));
        drop(kept);
        if let Some(channel_id) = self.state(who).open_channel() {
            self.pair.act(other, Action::OpenChannel { channel_id });
        }
        self.pair.client_mut(who).answers_spread = 3_000;
        self.pair.reload(who, UnderWay::Arrives);
        self.busy_minute(other);
        // A channel that is opened now is not loaded either.
        if let Some(channel_id) = self.dice.of(&self.channels_of(who)) {
            self.pair.act(other, Action::OpenChannel { channel_id });
            self.pair.run_for(1_000);
            self.pair.act(who, Action::OpenChannel { channel_id });
            self.busy_minute(other);
        }
    }

    /// Somebody is removed from a channel, and comes back.
    fn removed(&mut self, who: ClientId, other: ClientId) {
        let Some(me) = self.state(who).me() else { return };
        let channel_id = self.channels[self.dice.below(2)];
        let path = format!("/api/v4/channels/{channel_id}/members/{me}");
        let (pair, pages) = (&self.pair, self.people.iter().copied());
        let state_of = |page: ClientId| pair.client(page).engine.state();
        let pages: Vec<ClientId> = pages.filter(|page| state_of(*page).me() == Some(me)).collect();
        let knows = |page: &ClientId, id: PostId| {
            let post = state_of(*page).post(id);
            post.is_some_and(|post| post.channel_id == channel_id)
        };
        self.wishes
            .refuse(&pages, |id| pages.iter().any(|page| knows(page, id)));
        self.pair.elsewhere(other, rest::Method::Delete, &path);
        let span = self.dice.weighted(&[(1, 30), (2, 1_000), (1, 9_000)]);
        if self.dice.percent(50) {
            self.speak(other);
        }
        self.pair.run_for(span);
        self.bring_back(other, rest::channels::join(channel_id, me));
        self.marked.insert(channel_id);
    }

    /// Whoever may do so. Who removed them may have logged out meanwhile.
    fn bring_back(&mut self, other: ClientId, join: HttpRequest) {
        let mut pages = [other].into_iter().chain(self.people.clone());
        if !pages.any(|page| self.pair.ask_elsewhere(page, &join) < 400) {
            self.out.push(join);
        }
    }

    /// Stores work again: for the next page, not for those that gave up.
    pub fn mend_stores(&mut self) {
        for who in self.people.clone() {
            self.pair.client(who).store.borrow_mut().fault = None;
        }
    }

    /// Whoever was signed out signs in once they know: a page that has asked in vain for minutes may first ask half a minute later.
    pub fn settle_matters(&mut self) {
        if !self.weather.is_mixed() && self.habits.leaves == 0 {
            return;
        }
        for _ in 0..4 {
            self.pair.run_for(45_000);
            let asks = |who: &ClientId| *self.state(*who).session() == SessionState::Unknown;
            let anybody_asks = self.people.iter().any(asks);
            if !self.sign_in_again() && !anybody_asks {
                break;
            }
        }
        for join in std::mem::take(&mut self.out) {
            self.bring_back(self.people[0], join);
        }
        for who in self.people.clone() {
            self.pair.client_mut(who).sockets_opened = 0;
        }
    }
}
