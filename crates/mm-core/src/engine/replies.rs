//! Answers in: read by `sync`, a lost session noticed once, failures tried again or told.

use std::time::Duration;

use super::Engine;
use crate::domain::*;
use crate::event::*;
use crate::rest::{self, ApiError, HttpAnswer, HttpReply, Remedy};
use crate::sync::{self, Ask, Ended, Flight};

/// A question is asked this often before the person is told.
const MOST_TRIES: u32 = 4;
/// The first wait; each next one is twice as long.
const FIRST_WAIT: Duration = Duration::from_secs(1);
/// A list that knows so much less than was known before is no late copy of a database: the server was put back to a backup.
/// Milliseconds.
const ROLLED_BACK: i64 = 60_000;

/// The counters of a mark as unread that is told late may be older than what was counted since: they are asked for.
pub(super) fn recount(event: &Event) -> sync::Plan {
    match event {
        Event::PostMarkedUnread(marked) => sync::Plan::ask(Ask::Member(marked.channel_id)),
        _ => sync::Plan::default(),
    }
}

impl Engine {
    pub(super) fn reply(&mut self, now: Now, id: RequestId, reply: &HttpReply) {
        let comes_later = |(flown, flight): (RequestId, &Flight)| {
            let ask = &flight.ask;
            let counts_posts = matches!(
                ask,
                Ask::Channels | Ask::Channel(_) | Ask::Members | Ask::Member(_)
            );
            flown == id && (counts_posts || ask.draft_place().is_some())
        };
        if self.requests.flights().any(comes_later) {
            // What waits for a paint may be older: a mark as unread carries no time by which that is known, and of a text that is gone nobody
            // tells a version.
            self.drain_all(now);
        }
        let Some(flight) = self.requests.arrive(id) else {
            return;
        };
        if let HttpReply::NotTheirs(user) = reply {
            self.signed_in_elsewhere(now, *user);
            return self.log_in_now(now);
        }
        if let HttpReply::Answer(answer) = reply {
            self.clock_told(now, answer.date);
        }
        if self.draft_reply(now, &flight, reply) {
            return self.resync_answered(now, id);
        }
        let result = rest::accept(reply).and_then(|answer| {
            self.note_version(now, &flight.ask, answer);
            sync::read(&self.state, &flight.ask, answer)
        });
        match result {
            Ok(plan) => {
                let tells = !plan.events.is_empty();
                self.answered(now, &flight, plan);
                if let (Ask::SetUnread { channel_id, .. }, true) = (&flight.ask, self.told.lacks(id)) {
                    // It may have been read since, before the connection was lost, or while there was none.
                    self.ask(now, Ask::Member(*channel_id), 0);
                }
                let told = self.told.during(id, &flight.ask, &self.requests);
                // An answer that tells nothing undoes nothing.
                for event in told.into_iter().filter(|_| tells) {
                    let marked = recount(&event);
                    self.apply_told(now, &event);
                    self.run(now, marked);
                }
                if flight.ask.brings_posts() {
                    self.show_orders(now);
                }
            }
            Err(error) => self.refused(now, flight, &error),
        }
        self.resync_answered(now, id);
    }

    fn answered(&mut self, now: Now, flight: &Flight, plan: sync::Plan) {
        let ask = &flight.ask;
        self.note_roll_back(now, &plan.events);
        self.round_answered(now, ask);
        let post = match plan.events.first() {
            Some(Event::PostsReceived(posts)) => posts.first().cloned(),
            _ => None,
        };
        if let Ask::LookUp { pending, .. } = ask {
            self.sending.looked_up(pending, flight.since, now);
            let in_vain = |event: &Event| matches!(event, Event::PostSendFailed { .. });
            if plan.events.iter().any(in_vain) {
                self.sending.looked_in_vain(pending);
            }
            self.is_left(now, pending);
        }
        let signs_in = matches!(ask, Ask::Me | Ask::LogIn { .. } | Ask::TokenLogIn);
        let me = plan.events.iter().find_map(|event| match event {
            Event::MeLoaded(user) if signs_in => Some(user.id),
            _ => None,
        });
        match me {
            Some(user) => self.signed_in(now, user, ask, plan),
            None => self.run(now, plan),
        }
        if matches!(
            ask,
            Ask::Channels | Ask::Channel(_) | Ask::Members | Ask::Member(_)
        ) {
            self.ask_unsure_views(now);
            self.ask_unsure_totals(now);
        }
        if let Ask::Post(id) = ask {
            self.ordered_post_seen(now, *id, Ok(post.as_ref()), flight.tries);
        }
        self.order_done(now, ask);
        self.polled(now, ask);
        self.ahead_answered(now, ask);
        if *ask == Ask::LogOut {
            self.forget_edge(now);
        }
        if self.has_notice(NoticeKind::NotMattermost) {
            self.apply(now, Event::NoticeCleared(NoticeKind::NotMattermost));
        }
    }

    /// Channels whose totals lack what was said since are asked for once more.
    fn ask_unsure_totals(&mut self, now: Now) {
        let unsure: Vec<ChannelId> = self.state.unsure_totals().collect();
        for id in unsure {
            self.ask(now, Ask::Channel(id), 0);
        }
    }

    /// How much was read of channels whose totals were others than was known is asked for, unless it comes with all memberships.
    fn ask_unsure_views(&mut self, now: Now) {
        if !self.requests.has(&Ask::Members) {
            let unsure: Vec<ChannelId> = self.state.unsure_views().collect();
            for id in unsure {
                self.ask(now, Ask::Member(id), 0);
            }
        }
    }

    /// Where no event can have overtaken a list, the list knows at least what was known before. If not, the person is told: what is kept
    /// here may be more than the server has, and they may still need it.
    fn note_roll_back(&mut self, now: Now, events: &[Event]) {
        if self.is_current() {
            return;
        }
        let is_behind = |told: &Channel| {
            let known = self.state.channel(told.id).map(|known| known.last_post_at.0);
            known.is_some_and(|known| known.saturating_sub(told.last_post_at.0) > ROLLED_BACK)
        };
        let is_back = |event: &Event| matches!(event, Event::ChannelsLoaded { channels, scope: Scope::All } if channels.iter().any(is_behind));
        if events.iter().any(is_back) {
            let notice = Notice {
                kind: NoticeKind::RolledBack,
                detail: None,
            };
            self.apply(now, Event::NoticeRaised(notice));
        }
    }

    fn refused(&mut self, now: Now, flight: Flight, error: &ApiError) {
        self.not_polled(now, &flight.ask);
        if self.ahead_refused(now, &flight.ask, error) {
            return;
        }
        match &flight.ask {
            Ask::LogOut => return self.forget_edge(now),
            Ask::TokenLogIn => self.drop_token(),
            _ => {}
        }
        let is_log_in = matches!(flight.ask, Ask::LogIn { .. } | Ask::TokenLogIn);
        if error.remedy() == Remedy::LogInAgain && !is_log_in {
            if self.state.me().is_some() {
                // What was typed and clicked is asked again when the same person is back: what is wanted by now.
                let newer = self.orders.newer_than(&flight.ask);
                let ask = newer.unwrap_or(flight.ask.clone());
                if !self.is_theirs(&ask) {
                    self.requests.hold(ask);
                }
            }
            return self.session_lost(now);
        }
        if let Ask::Send(pending) | Ask::LookUp { pending, .. } = &flight.ask {
            return self.send_ended(now, pending, &flight.ask, error);
        }
        if let Some(newer) = self.orders.newer_than(&flight.ask) {
            if error.remedy() == Remedy::TellUser && newer.takes_back(&flight.ask) {
                return self.orders.ended(&newer);
            }
            return self.say_newer(now, &flight.ask, newer);
        }
        if self.tried_again(now, &flight, error) {
            return;
        }
        self.order_refused(now, &flight.ask, error);
        if let Ask::Post(id) = flight.ask {
            self.ordered_post_seen(now, id, Err(error), flight.tries);
        }
    }

    fn send_ended(&mut self, now: Now, pending: &PendingPostId, ask: &Ask, error: &ApiError) {
        let looked = matches!(ask, Ask::LookUp { .. });
        self.run(now, sync::portal(error));
        let is_final = matches!(error.remedy(), Remedy::TellUser | Remedy::Bug);
        if self.is_left(now, pending) && !is_final {
            return;
        }
        match self.sending.ended(pending, looked, error, now) {
            Ended::Again(at) => self.requests.again(ask.clone(), at, 0),
            Ended::Failed(reason) => {
                self.apply(
                    now,
                    Event::PostSendFailed {
                        pending: pending.clone(),
                        reason,
                    },
                );
            }
            Ended::Hold => {}
        }
    }

    /// What may be repeated is, with growing waits; other orders are left to the person.
    fn tried_again(&mut self, now: Now, flight: &Flight, error: &ApiError) -> bool {
        let endures = flight.ask.endures(&self.state) || self.is_wanted(&flight.ask);
        let tired = flight.tries >= MOST_TRIES && !endures;
        if !flight.ask.repeats() || tired {
            return false;
        }
        let step = FIRST_WAIT.saturating_mul(1 << flight.tries.min(5));
        let wait = match error.remedy() {
            Remedy::RetryAfter(wait) => wait.max(step),
            Remedy::Retry => step,
            _ => return false,
        };
        let spread = u64::try_from(wait.as_millis() / 4).unwrap_or_default();
        let wait = wait + Duration::from_millis(self.jitter.below(spread));
        let again = flight
            .ask
            .wanted_post()
            .map_or_else(|| flight.ask.clone(), Ask::Post);
        self.requests.again(again, now.mono.after(wait), flight.tries + 1);
        // The first failure of what is being looked at is told at once, while it is tried again.
        if flight.tries == 0 && flight.ask.about().is_none() {
            let plan = sync::refused(&self.state, &flight.ask, error);
            for event in plan.events {
                self.apply(now, event);
            }
        }
        true
    }

    /// Another version: the server was updated or its configuration changed (`rest.md 0.1`). The configuration itself is of that version.
    pub(super) fn note_version(&mut self, now: Now, ask: &Ask, answer: &HttpAnswer) {
        let Some(version) = &answer.version_id else { return };
        let changed = self.version_id.as_ref().is_some_and(|known| known != version);
        self.version_id = Some(version.clone());
        if changed && *ask != Ask::Config {
            self.ask(now, Ask::Config, 0);
        }
    }
}
