//! Frames in: numbered by the connection, decoded by `wire`, put into their lanes, applied or held back during a resync.
//!
//! A frame counts as received once it is in its lane: lanes live and die with the state, so that a resume never asks for it again
//! and no cut loses it.

use std::time::Duration;

use super::lanes::{self, Way};
use super::replies::recount;
use super::{pace, Effect, Engine, Recent};
use crate::connection::{Incoming, Order, SocketCommand, SocketEvent, SocketGeneration, Verdict, Wake};
use crate::domain::*;
use crate::event::*;
use crate::mutant::{self, Mutant};
use crate::sync::{self, Ask, Resync};
use crate::wire::{self, Frame};

/// From this many failures on the person is told in words; before that the chip is enough.
const TELL_AFTER: u32 = 2;

/// While so many events wait for a page, the server leaves out for it what is read elsewhere (`websocket.md 1.7`).
const LEAVES_OUT_FROM: u32 = 128;

/// So long after an event none waits any more.
const NONE_WAITS: Duration = Duration::from_secs(60);

/// Name under which the diagnostics count what was left out under load.
const SHED: &str = "typing or presence (left out under load)";

/// Events that came one after the other.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Crowd {
    count: u32,
    last: Monotonic,
}

impl Crowd {
    fn note(&mut self, now: Monotonic) {
        if now.since(self.last) > NONE_WAITS {
            self.count = 0;
        }
        self.count = self.count.saturating_add(1);
        self.last = now;
    }

    /// So many that the server may have left something out. They count anew then.
    fn take(&mut self) -> bool {
        let was_full = self.count >= LEAVES_OUT_FROM;
        if was_full {
            self.count = 0;
        }
        was_full
    }
}

impl Engine {
    pub(super) fn socket(&mut self, now: Now, generation: SocketGeneration, event: SocketEvent) {
        match event {
            SocketEvent::Opened { session } => {
                let orders = self.connection.opened(now, generation, session);
                self.obey(now, orders);
            }
            SocketEvent::Text(text) => self.text(now, generation, &text),
            SocketEvent::Binary => {
                let (_, orders) = self.connection.frame(now, generation, Incoming::Unreadable);
                self.obey(now, orders);
            }
            SocketEvent::Closed { code, .. } => {
                self.diagnostics.last_close = Some(code);
                let orders = self.connection.closed(now, generation);
                self.obey(now, orders);
            }
        }
    }

    fn text(&mut self, now: Now, generation: SocketGeneration, text: &str) {
        let frame = wire::parse(text);
        self.heard = Some(now.wall);
        self.diagnostics.note(Recent::of(&frame, text.len(), now));
        let (verdict, orders) = self.connection.frame(now, generation, incoming(&frame));
        if orders.iter().any(|order| matches!(order, Order::Fresh { .. })) {
            // What came over the former connection is older than the lists that are asked for now.
            self.drain_all(now);
            self.obey(now, orders);
            for event in decoded(&frame, now) {
                self.apply(now, event);
            }
            return;
        }
        self.obey(now, orders);
        if let Frame::Reply(reply) = &frame {
            self.ponged(now, reply.server_time());
        }
        match verdict {
            Verdict::Apply => {
                self.crowd.note(now.mono);
                self.received(now, decoded(&frame, now));
            }
            Verdict::Duplicate => self.diagnostics.duplicates = self.diagnostics.duplicates.saturating_add(1),
            Verdict::Nothing => {}
        }
    }

    /// The server answers on the socket, as it does every half minute: behind all that waited there.
    fn ponged(&mut self, now: Now, server_time: Option<Timestamp>) {
        self.clock_told(now, server_time);
        if self.crowd.take() && self.resync.is_none() {
            self.ask(now, Ask::Members, 0);
        }
    }

    /// Puts what a frame told into its lane, or leaves it out when too much waits and it would be over by then.
    fn received(&mut self, now: Now, events: Vec<Event>) {
        if self.lanes.len() >= pace::SHED_ABOVE && lanes::may_be_shed(&events) {
            return self.apply(now, Event::NotNeeded(SHED));
        }
        match lanes::way(&events, self.state.me()) {
            Way::None => self.take(now, events),
            way => self.lanes.push(way, events),
        }
    }

    /// Applies the next of what waits.
    pub(super) fn drain(&mut self, now: Now) {
        for _ in 0..pace::BATCH {
            if !self.drain_one(now) {
                return;
            }
        }
    }

    /// Applies all that waits.
    pub(super) fn drain_all(&mut self, now: Now) {
        while self.drain_one(now) {}
    }

    fn drain_one(&mut self, now: Now) -> bool {
        let Some(events) = self.lanes.take(self.state.open_channel()) else {
            return false;
        };
        self.take(now, events);
        true
    }

    /// Applies what a frame told, or keeps it until the lists that it refers to are there.
    fn take(&mut self, now: Now, events: Vec<Event>) {
        for event in events {
            match &mut self.resync {
                Some(resync) if !mutant::is(Mutant::EventsNotHeld) => resync.held.push(event),
                _ => self.tell(now, event),
            }
        }
    }

    pub(super) fn woke(&mut self, now: Now, wake: Wake) {
        let attention = match wake {
            Wake::Focused => Some(Attention::Watching),
            Wake::Blurred | Wake::Hidden => Some(Attention::Away),
            _ => None,
        };
        if let Some(attention) = attention {
            self.apply(now, Event::AttentionChanged(attention));
        }
        if matches!(wake, Wake::Hidden | Wake::Leaving) {
            self.cache.hurry(now, &self.state);
            self.drafts.hurry(now.mono);
        }
        if wake == Wake::Online {
            self.requests.hurry(now.mono);
            self.drafts.network_back();
        }
        // Another tab of this browser may have signed in again meanwhile.
        if matches!(wake, Wake::Focused | Wake::Visible) && *self.state.session() == SessionState::Expired {
            self.ask(now, Ask::Me, 0);
        }
        self.seen(now, wake);
        let orders = self.connection.woke(now, wake);
        self.obey(now, orders);
        self.ask_due(now);
    }

    /// Does what the machine wants.
    pub(super) fn obey(&mut self, now: Now, orders: Vec<Order>) {
        for order in orders {
            match order {
                Order::Socket(command) => self.out.effects.push(Effect::Socket(command)),
                Order::Challenge {
                    generation,
                    seq,
                    token,
                } => {
                    let seq = wire::request::RequestSeq(seq);
                    if let Some(frame) = wire::request::authentication_challenge(seq, token.reveal()) {
                        self.send(generation, frame);
                    }
                }
                Order::Ping { generation, seq } => {
                    self.send(generation, wire::request::ping(wire::request::RequestSeq(seq)));
                }
                Order::Fresh { first } => self.begin_anew(now, first),
                Order::Resumed => {
                    self.diagnostics.resumes = self.diagnostics.resumes.saturating_add(1);
                    self.polling_ended();
                }
                Order::CheckSession => self.ask(now, Ask::Me, 0),
                Order::Failed => self.connection_failed(now),
            }
        }
    }

    pub(super) fn send(&mut self, generation: SocketGeneration, frame: String) {
        self.out
            .effects
            .push(Effect::Socket(SocketCommand::Send(generation, frame)));
    }

    /// The brief's S22: said in words once it is more than a blink.
    fn connection_failed(&mut self, now: Now) {
        let failures = match self.connection.status() {
            ConnectionStatus::Waiting { failures, .. } => failures,
            _ => 0,
        };
        if failures >= TELL_AFTER && !self.has_notice(NoticeKind::ConnectionFailed) {
            self.apply(
                now,
                Event::NoticeRaised(Notice {
                    kind: NoticeKind::ConnectionFailed,
                    detail: None,
                }),
            );
        }
    }

    /// A new connection. What came before it is known only from lists: those asked for before are asked for again, or, when an
    /// older connection was lost, everything that may have changed meanwhile.
    fn begin_anew(&mut self, now: Now, first: bool) {
        self.drafts.connection_began();
        self.crowd = Crowd::default();
        self.ahead_anew(now);
        let was_polled = self.polling_ended();
        // What waited for the lists of the former connection is older than those that are asked for now.
        for event in self.resync.take().map(|resync| resync.held).unwrap_or_default() {
            self.apply(now, event);
        }
        let asks = if first && !std::mem::take(&mut self.missed) {
            self.mark_left_channels(now);
            let asks = sync::lists_again(&self.state);
            if was_polled {
                self.asked_anew(asks)
            } else {
                asks
            }
        } else {
            self.told.connection_lost(&self.requests);
            self.diagnostics.losses = self.diagnostics.losses.saturating_add(1);
            self.apply(now, Event::MarkedStale { channel_id: None });
            self.people.lost();
            self.settling.ask_anew();
            if mutant::is(Mutant::NoResync) {
                return;
            }
            self.asked_anew(sync::everything(&self.state))
        };
        let mut resync = Resync::default();
        for ask in asks {
            resync.waiting.extend(self.ask_anew(now, ask));
        }
        self.resync = Some(resync);
    }

    /// Channels and threads that were opened and left before there were events: of what happened in them since nobody told.
    pub(super) fn mark_left_channels(&mut self, now: Now) {
        self.apply(now, Event::LeftThreadsStale);
        let open = self.state.open_channel();
        let known = self.state.timelines.keys().copied();
        let left: Vec<ChannelId> = known.filter(|id| Some(*id) != open).collect();
        for id in left {
            let channel_id = Some(id);
            self.apply(now, Event::MarkedStale { channel_id });
        }
    }

    /// Adds the questions that are under way: their answers may have been made before the connection was lost, and nobody waits for
    /// those any more.
    fn asked_anew(&mut self, mut asks: Vec<Ask>) -> Vec<Ask> {
        for ask in self.requests.recall(Ask::reads) {
            if !asks.contains(&ask) {
                asks.push(ask);
            }
        }
        asks
    }

    /// Asks even if an older question of the same kind is under way: its answer may be older than the connection.
    fn ask_anew(&mut self, now: Now, ask: Ask) -> Option<RequestId> {
        let request = ask.request(&self.state)?;
        let id = self.requests.depart(ask, now, 0);
        self.out.effects.push(Effect::Http(id, request));
        Some(id)
    }

    /// A question of the resync has ended. With the last one the events that waited are applied, in order; what they tell twice
    /// changes nothing.
    pub(super) fn resync_answered(&mut self, now: Now, id: RequestId) {
        let Some(resync) = &mut self.resync else { return };
        resync.waiting.remove(&id);
        if !resync.waiting.is_empty() {
            return;
        }
        // What still waits for a paint is as old as what was held back.
        self.drain_all(now);
        let mut held = self.resync.take().map(|resync| resync.held).unwrap_or_default();
        if mutant::is(Mutant::HeldEventsDropped) {
            held.clear();
        }
        for event in held {
            let marked = recount(&event);
            self.tell(now, event);
            self.run(now, marked);
        }
    }
}

fn decoded(frame: &Frame<'_>, now: Now) -> Vec<Event> {
    match frame {
        Frame::Event(event) => wire::decode(event, now.mono),
        Frame::Reply(_) | Frame::Unreadable { .. } => Vec::new(),
    }
}

fn incoming(frame: &Frame<'_>) -> Incoming {
    match frame {
        Frame::Event(event) if event.name == "hello" => hello(event),
        Frame::Event(event) => Incoming::Event { seq: event.seq },
        Frame::Reply(reply) => Incoming::Reply {
            seq_reply: reply.seq_reply,
            not_authenticated: reply.is_unauthenticated(),
        },
        Frame::Unreadable { .. } => Incoming::Unreadable,
    }
}

fn hello(frame: &wire::EventFrame<'_>) -> Incoming {
    let decoded = wire::decode(frame, Monotonic::default());
    let id = decoded.into_iter().find_map(|event| match event {
        Event::Hello { connection_id, .. } => Some(connection_id),
        _ => None,
    });
    id.map_or(Incoming::Unreadable, |connection_id| Incoming::Hello {
        connection_id,
        seq: frame.seq,
    })
}
