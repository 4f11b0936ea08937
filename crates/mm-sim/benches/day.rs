//! Eight hours of a busy page in virtual time: what the engine's heap holds after each hour, and what it writes to the local store. A program, no
//! measurement of time: everything in it is counted.
//!
//! The box plays the day; what its client is told is played once more to an engine of the same seed, and the heap is looked at before and
//! after each input. So the server, the store and what is on its way are not in the figures.

mod support;

use mm_core::action::Action;
use mm_core::connection::Wake;
use mm_core::domain::*;
use mm_core::engine::{Engine, Input};
use mm_core::rest::{self, Method};
use mm_demo::hub::Queues;
use mm_sim::{ClientId, Link, Pair, UnderWay};
use peak_alloc::PeakAlloc;
use support::*;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

const HOURS: usize = 8;
/// 60,000 events in eight hours.
const ACTS_AN_HOUR: usize = 7_500;
const ACT_EVERY_MS: i64 = 480;
/// 400 switches.
const SWITCH_EVERY: usize = 150;
/// 30 lost connections; a third of them cannot be resumed.
const CUT_EVERY: usize = 2_000;
/// Megabytes an hour, once as many posts are held as may be: until then memory fills, in the first four hours.
const MOST_SLOPE: f64 = 1.0;
/// Megabytes at the end.
const MOST: f64 = 150.0;

/// An engine that hears what the one in the box hears.
struct Shadow {
    engine: Engine,
    /// What it holds, in bytes.
    heap: usize,
    events: usize,
    tally: Tally,
}

impl Shadow {
    fn hear(&mut self, tape: Tape) {
        for (now, input) in tape {
            self.events += usize::from(matches!(
                input,
                Input::Socket(_, mm_core::connection::SocketEvent::Text(_))
            ));
            let before = HEAP.current_usage();
            let output = self.engine.handle(now, input.clone());
            self.tally.add(&output);
            drop(output);
            self.heap = (self.heap + HEAP.current_usage()).saturating_sub(before);
        }
    }

    fn megabytes(&self) -> f64 {
        self.heap as f64 / 1e6
    }
}

/// The day.
struct Day {
    pair: Pair,
    alice: ClientId,
    bob: ClientId,
    channels: Vec<ChannelId>,
    acts: usize,
    cuts: usize,
}

impl Day {
    fn new() -> Self {
        let mut pair = Pair::new(1);
        let alice = pair.sign_in_on_tape(ALICE);
        let bob = pair.sign_in(BOB);
        let of = |who| {
            let state = pair.client(who).engine.state();
            set_of(
                state
                    .channels()
                    .filter(|c| state.member(c.id).is_some())
                    .map(|c| c.id),
            )
        };
        let theirs = of(bob);
        let channels = of(alice).into_iter().filter(|id| theirs.contains(id)).collect();
        pair.kill(bob, UnderWay::IsLost);
        pair.wake(alice, Wake::Focused);
        let (acts, cuts) = (0, 0);
        Self {
            pair,
            alice,
            bob,
            channels,
            acts,
            cuts,
        }
    }

    /// The next thing that happens, and what follows from it.
    fn act(&mut self) {
        self.acts += 1;
        self.colleague();
        let channel = self.channels[self.acts / SWITCH_EVERY * 5 % self.channels.len()];
        if self.acts.is_multiple_of(SWITCH_EVERY) {
            self.pair
                .act(self.alice, Action::OpenChannel { channel_id: channel });
        }
        if self.acts.is_multiple_of(20) {
            self.pair
                .act(self.alice, Action::ViewChannel { channel_id: channel });
        }
        if self.acts.is_multiple_of(CUT_EVERY) {
            self.cut();
        }
        self.pair.run_for(ACT_EVERY_MS);
    }

    /// Seven posts, two reactions and an edit in ten acts.
    fn colleague(&mut self) {
        let channel = self.channels[self.acts * 7 % self.channels.len()];
        let newest = self.newest_of_bob(channel);
        match (self.acts % 10, newest) {
            (3 | 6, Some(post)) => {
                let body = format!(
                    "{{\"user_id\":\"{}\",\"post_id\":\"{post}\",\"emoji_name\":\"tada\"}}",
                    self.bob_id()
                );
                self.at_server(&request(Method::Post, "/api/v4/reactions", Some(body)));
            }
            (9, Some(post)) => self.at_server(&rest::posts::patch(
                post,
                "edited: the tiles of the northern valleys are up to date",
            )),
            _ => {
                let text = format!("{}: 明日の午前中に対応します, the tiles of the **northern** valleys are up to date :pray:", self.acts);
                write(&mut self.pair, self.bob, channel, &text);
            }
        }
    }

    fn at_server(&mut self, request: &rest::HttpRequest) {
        let status = self.pair.ask_elsewhere(self.bob, request);
        assert!(status < 300, "{status}");
    }

    fn bob_id(&self) -> UserId {
        let state = self.pair.client(self.alice).engine.state();
        state.user_named(BOB).expect("he is known").id
    }

    fn newest_of_bob(&self, channel: ChannelId) -> Option<PostId> {
        let state = self.pair.client(self.alice).engine.state();
        let bob = state.user_named(BOB)?.id;
        let mut newest = state.timeline(channel)?.orders().rev().take(20);
        newest
            .find(|order| state.post(order.id).is_some_and(|post| post.user_id == bob))
            .map(|order| order.id)
    }

    fn cut(&mut self) {
        self.cuts += 1;
        self.pair.set_link(self.alice, Link::Down);
        self.pair.run_for(5_000);
        if self.cuts.is_multiple_of(3) {
            self.pair.restart(Queues::Lost);
        }
        self.pair.set_link(self.alice, Link::Up);
        self.pair.wake(self.alice, Wake::Online);
    }
}

fn main() {
    // Whoever asks for other benches does not wait for this one.
    let filter: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with("--"))
        .collect();
    if !filter.is_empty() && !filter.iter().any(|word| "a day".contains(word.as_str())) {
        return;
    }
    let mut day = Day::new();
    let mut shadow = Shadow {
        engine: Engine::new(FIRST),
        heap: 0,
        events: 0,
        tally: Tally::default(),
    };
    let mut hours = Vec::new();
    shadow.hear(take_tape(&mut day.pair, day.alice));
    println!("a day: at the start {:.2} MB", shadow.megabytes());
    let begun = shadow.tally;
    let before = shadow.events;
    for hour in 1..=HOURS {
        for _ in 0..ACTS_AN_HOUR {
            day.act();
            shadow.hear(take_tape(&mut day.pair, day.alice));
        }
        let figures = shadow.engine.state().memory();
        println!(
            "a day: hour {hour}: {:.2} MB, {} events, {figures:?}",
            shadow.megabytes(),
            shadow.events
        );
        hours.push(shadow.megabytes());
    }
    let thousands = (shadow.events - before) as f64 / 1_000.0;
    let records = (shadow.tally.records - begun.records) as f64 / thousands;
    let bytes = (shadow.tally.bytes - begun.bytes) as f64 / thousands / 1e3;
    let slope = |from: usize, to: usize| (hours[to - 1] - hours[from - 1]) / (to - from) as f64;
    let (filling, full) = (slope(1, HOURS / 2), slope(HOURS / 2, HOURS));
    println!(
        "a day: {records:.0} records and {bytes:.0} kB written per 1,000 events, {} lost connections",
        day.cuts
    );
    println!("a day: {filling:.2} MB an hour while memory fills, {full:.2} in the second half, {:.2} MB at the end", hours[HOURS - 1]);
    assert!(full <= MOST_SLOPE, "{full} MB an hour");
    assert!(hours[HOURS - 1] <= MOST, "{} MB", hours[HOURS - 1]);
}
