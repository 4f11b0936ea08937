//! What the network and the server do to people.

use mm_core::action::Action;
use mm_core::connection::Wake;
use mm_demo::chaos::{Command, QueuesAfter};
use mm_demo::hub::Queues;
use serde::{Deserialize, Serialize};

use super::acts::Run;
use super::mixed;
use crate::{ClientId, Link, UnderWay};

/// What may go wrong in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weather {
    /// Links, sockets and servers.
    Rain,
    /// Besides, answers and events overtake each other, and pages are not painted for long.
    Storm,
    /// Rain, and pages are loaded anew in the middle of it.
    Gusts,
    /// Each run has a choice of its own of all that can go wrong anywhere, and people do more.
    Mixed,
    /// The same, and people send files.
    Hail,
    /// Mixed, among up to eight people with up to three pages each, in one browser or on several devices.
    Crowd,
    /// A crowd that sends files.
    Sleet,
}

impl Weather {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Rain,
        Self::Storm,
        Self::Gusts,
        Self::Mixed,
        Self::Hail,
        Self::Crowd,
        Self::Sleet,
    ];

    /// One weather for each seed: those in which more can go wrong more often.
    pub fn of_turn(seed: u64) -> Self {
        match seed % 8 {
            0 => Self::Rain,
            2 => Self::Storm,
            4 => Self::Gusts,
            5 => Self::Hail,
            6 => Self::Crowd,
            7 => Self::Sleet,
            _ => Self::Mixed,
        }
    }

    /// Each run has its own choice of what goes wrong.
    pub(super) fn is_mixed(self) -> bool {
        matches!(self, Self::Mixed | Self::Hail | Self::Crowd | Self::Sleet)
    }

    /// People send files.
    pub(super) fn has_files(self) -> bool {
        matches!(self, Self::Hail | Self::Sleet)
    }

    /// The weather of that name, in small letters.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|weather| weather.name() == name)
    }

    /// Its name, in small letters.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rain => "rain",
            Self::Storm => "storm",
            Self::Gusts => "gusts",
            Self::Mixed => "mixed",
            Self::Hail => "hail",
            Self::Crowd => "crowd",
            Self::Sleet => "sleet",
        }
    }

    /// What may go wrong in it, by name.
    pub(super) fn faults(self) -> Vec<String> {
        if self.is_mixed() {
            return mixed::names();
        }
        let more = if self == Self::Storm { MORE_FAULTS } else { &[] };
        let faults = FAULTS.iter().chain(more).map(|(_, fault)| format!("{fault:?}"));
        let reload = (self == Self::Gusts).then(|| RELOAD.to_owned());
        faults.chain(reload).collect()
    }
}

/// The name of what only gusts bring.
const RELOAD: &str = "Reload";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Down,
    BlackHole,
    Back,
    Reset,
    Restart,
    SlowReader,
    Stall,
    Late,
    Refuse,
    ServerError,
    TooMany,
    LoseAnswers,
    /// The server hears what is asked next, and then nothing for longer than it remembers.
    Fade,
    Heal,
    SlowAnswers,
    /// A change is made whose answer gets lost.
    LoseChange,
    /// The connection is lost while others talk, and the lists come one by one.
    Relapse,
    /// What a frame told that waits for a paint is taken back while the connection is lost.
    TakenBack,
    // Only in mixed weather, see `mixed`.
    Reload,
    HalfOpen,
    Sleep,
    ClockJump,
    Portal,
    SessionEnds,
    Swallowed,
    Repeated,
    CutShort,
    StoreFails,
    Flood,
    Removed,
    Throttled,
    SlowStart,
}

const FAULTS: &[(usize, Fault)] = &[
    (5, Fault::Down),
    (5, Fault::BlackHole),
    (14, Fault::Back),
    (5, Fault::Reset),
    (4, Fault::Restart),
    (3, Fault::SlowReader),
    (3, Fault::Stall),
    (3, Fault::Late),
    (2, Fault::Refuse),
    (3, Fault::ServerError),
    (2, Fault::TooMany),
    (5, Fault::LoseAnswers),
    (3, Fault::Fade),
    (8, Fault::Heal),
];

const MORE_FAULTS: &[(usize, Fault)] = &[
    (4, Fault::SlowAnswers),
    (4, Fault::LoseChange),
    (3, Fault::Relapse),
    (3, Fault::TakenBack),
];

impl Run {
    pub fn fault(&mut self, who: ClientId) {
        let more = self.weather == Weather::Storm && self.dice.percent(40);
        if self.weather == Weather::Gusts && self.dice.percent(35) {
            return self.reload(who);
        }
        if self.weather.is_mixed() {
            return self.mixed_fault(who);
        }
        let fault = self.dice.weighted(if more { MORE_FAULTS } else { FAULTS });
        self.go_wrong(who, fault);
    }

    /// This goes wrong.
    pub fn go_wrong(&mut self, who: ClientId, fault: Fault) {
        self.note(who, format!("! {fault:?}"));
        self.occurred(format!("{fault:?}"));
        let user = self.state(who).me().map(|me| me.to_string());
        match fault {
            Fault::Down => self.pair.set_link(who, Link::Down),
            Fault::BlackHole => self.pair.set_link(who, Link::BlackHole),
            Fault::Back => {
                self.pair.set_link(who, Link::Up);
                self.pair.wake(who, Wake::Online);
            }
            Fault::Reset => self.pair.break_socket(who),
            Fault::Restart => {
                let queues = if self.dice.percent(50) {
                    QueuesAfter::Kept
                } else {
                    QueuesAfter::Lost
                };
                let away_milliseconds = self.dice.weighted(&[(1, 0), (1, 1_500), (1, 8_000)]);
                self.pair.disturb(Command::Restart {
                    queues,
                    away_milliseconds,
                });
            }
            Fault::SlowReader => {
                let frames_per_second = self.dice.weighted(&[(1, 1), (1, 5), (1, 20)]);
                self.pair.disturb(Command::SlowConsumer {
                    user,
                    frames_per_second,
                });
            }
            Fault::Stall => self.pair.disturb(Command::Stall { user }),
            Fault::Late => {
                let milliseconds = self.dice.weighted(&[(2, 300), (1, 3_000)]);
                self.pair.disturb(Command::Delay { user, milliseconds });
            }
            Fault::Refuse => self.pair.disturb(Command::RefuseUpgrade {
                status: 503,
                times: Some(2),
            }),
            Fault::ServerError => self.answers(503),
            Fault::TooMany => self.answers(429),
            Fault::LoseAnswers => {
                let count = self.dice.weighted(&[(2, 1), (1, 3)]);
                self.pair.client_mut(who).lost_answers = count;
            }
            Fault::Fade => {
                self.pair.client_mut(who).lost_answers = 1;
                self.speak(who);
                let there = self.pair.latency * 2;
                self.pair.run_for(there);
                self.pair.set_link(who, Link::Down);
                self.pair.run_for(33_000);
                self.pair.set_link(who, Link::Up);
                self.pair.wake(who, Wake::Online);
            }
            Fault::Heal => self.pair.disturb(Command::Heal {}),
            fault => self.overtaking(who, fault),
        }
    }

    /// Often right after a key press, while answers get lost: what the store holds is all that is left.
    pub fn reload(&mut self, who: ClientId) {
        if self.dice.percent(50) {
            self.pair.client_mut(who).lost_answers = 1;
        }
        let said = self.dice.weighted(&[(1, 0), (3, 1), (2, 3)]);
        for _ in 0..said {
            self.speak(who);
        }
        let span = self.dice.weighted(&[(2, 0), (2, 30), (1, 130), (1, 700)]);
        self.pair.run_for(span);
        let under_way = [UnderWay::Arrives, UnderWay::IsLost][self.dice.below(2)];
        self.note(who, format!("! {RELOAD}, what is under way {under_way:?}"));
        self.occurred(RELOAD.to_owned());
        if under_way == UnderWay::Arrives {
            // The page is told that it goes. One that crashes is not.
            self.pair.wake(who, Wake::Hidden);
        }
        self.note_what_is_kept(who, under_way == UnderWay::Arrives);
        if self.dice.percent(25) {
            // Longer than the server remembers.
            self.pair.set_link(who, Link::Down);
            self.pair.reload(who, under_way);
            self.pair.run_for(33_000);
            self.pair.set_link(who, Link::Up);
            return self.pair.wake(who, Wake::Online);
        }
        self.pair.reload(who, under_way);
    }

    /// Things that come in another order than they happened.
    fn overtaking(&mut self, who: ClientId, fault: Fault) {
        let other = self.people[usize::from(who == self.people[0])];
        match fault {
            Fault::SlowAnswers => {
                let spread = self.dice.weighted(&[(2, 400), (1, 4_000)]);
                self.pair.client_mut(who).answers_spread = spread;
            }
            Fault::LoseChange => {
                self.pair.client_mut(who).lost_answers = 1;
                self.change(who);
            }
            Fault::Relapse => {
                self.pair.client_mut(who).answers_spread = 3_000;
                self.pair.restart(Queues::Lost);
                self.busy_minute(other);
            }
            Fault::TakenBack => self.taken_back(who, other),
            fault => self.rarer(who, other, fault),
        }
    }

    /// Somebody talks and changes this and that.
    pub fn busy_minute(&mut self, other: ClientId) {
        for _ in 0..8 {
            let span = self.dice.weighted(&[(1, 30), (1, 300), (1, 700)]);
            self.pair.run_for(span);
            if self.dice.percent(50) {
                self.speak(other);
            } else {
                self.change(other);
            }
        }
    }

    fn taken_back(&mut self, who: ClientId, other: ClientId) {
        let Some(post_id) = self.seen_by_both(who, other) else {
            return;
        };
        let emoji_name = "eyes".to_owned();
        let client = self.pair.client_mut(who);
        (client.burst, client.paints_every) = (true, 6_000);
        let add = Action::AddReaction {
            post_id,
            emoji_name: emoji_name.clone(),
        };
        self.pair.act(other, add);
        self.pair.run_for(600);
        self.pair.set_link(who, Link::Down);
        self.pair
            .act(other, Action::RemoveReaction { post_id, emoji_name });
        self.pair.run_for(600);
        self.pair.restart(Queues::Lost);
        self.pair.set_link(who, Link::Up);
        self.pair.wake(who, Wake::Online);
    }

    fn answers(&mut self, status: u16) {
        let times = self.dice.weighted(&[(2, 1), (1, 4)]);
        self.pair.disturb(Command::Answer {
            status,
            times: Some(times),
            path: None,
            retry_after: None,
        });
    }

    /// Everything works again.
    pub fn begin_healing(&mut self) {
        self.trace.push("healed".to_owned());
        self.pair.disturb(Command::Heal {});
        self.mend_stores();
        for who in self.people.clone() {
            let client = self.pair.client_mut(who);
            (client.lost_answers, client.answers_spread, client.paints_every) = (0, 0, 16);
            (client.mishap, client.sockets_opened) = (None, 0);
            self.pair.set_link(who, Link::Up);
            self.pair.wake(who, Wake::Online);
            self.pair.wake(who, Wake::Focused);
        }
    }

    /// Others go on talking while one's lists are on their way.
    pub fn say_while_healing(&mut self) {
        if let Some(who) = self.dice.of(&self.people.clone()) {
            self.speak(who);
        }
        let span = self.dice.weighted(&[(1, 5), (1, 50), (1, 300)]);
        self.pair.run_for(span);
        self.check_always();
    }

    /// Time passes until all that was put off has been done.
    pub fn end_healing(&mut self) {
        self.settle_matters();
        self.pair.run_for(150_000);
        self.pair.settle();
    }
}
