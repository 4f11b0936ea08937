//! Telling the server of texts: what is asked, when, and what becomes of it.
//!
//! ```text
//!  key ─► 1.5 s without one, or the page is hidden, or another place opened ─► POST ─► answered: its version is known
//!  sent, emptied ─► at once, behind what is under way about the place ──────► DELETE ─► answered: it is told no more
//!                     no answer, 429, 5xx: all drafts wait 2, 4 … 128 s       4xx: left to this side       501: none in this session
//! ```

use std::time::Duration;

use super::drafts::{Saying, TOLD_AFTER};
use super::Engine;
use crate::domain::*;
use crate::event::*;
use crate::rest::{self, ApiError, HttpReply, Remedy};
use crate::sync::{self, Ask, Flight};

/// Requests about drafts under way at once.
const MOST_FLIGHTS: usize = 4;

/// Texts without an answer that are remembered of a place.
const MOST_SAID: usize = 4;

/// After a failure nothing is told for so long, then for twice as long each time, up to 64 times.
const PAUSE: Duration = Duration::from_secs(2);

/// Name under which the diagnostics count drafts that the server does not take.
const REFUSED: &str = "draft (refused by the server)";

/// The server may come to have these words: a copy with them is one's own, not somebody's newer one.
pub(super) fn note_said(mark: &mut DraftMark, message: String) {
    mark.said.retain(|said| *said != message);
    mark.said.push(message);
    if mark.said.len() > MOST_SAID {
        mark.said.remove(0);
    }
}

/// Telling the server.
impl Engine {
    /// The server keeps drafts, and the person wants it to.
    pub(super) fn are_drafts_synced(&self) -> bool {
        let wanted = self.state.preference("advanced_settings", "sync_drafts") != Some("false");
        !self.drafts.is_off && wanted && self.state.config().is_on("AllowSyncedDrafts")
    }

    /// A request about this place is under way.
    pub(super) fn is_said_now(&self, place: DraftPlace) -> bool {
        self.requests.any(|ask| ask.draft_place() == Some(place))
    }

    /// After every input: asks for the server's drafts where they are not known, and tells it what is due.
    pub(super) fn mind_drafts(&mut self, now: Now) {
        self.drafts.wake = None;
        let somebody_answers = self.is_current() || self.state.is_polled;
        let is_here = *self.state.session() == SessionState::SignedIn && self.settling.is_whole();
        if !is_here || !somebody_answers || self.cache.is_reading() || !self.are_drafts_synced() {
            return;
        }
        if let Some(until) = self.drafts.pause.filter(|until| *until > now.mono) {
            self.drafts.wake = Some(until);
            return;
        }
        self.list_what_is_placed();
        let open = self.state.open_team();
        if let Some(team) = open.filter(|team| !self.drafts.listed.contains_key(team)) {
            self.ask(now, Ask::Drafts(team), 0);
        }
        self.put_off_what_was_heard(now);
        let due = |saying: &Saying| saying.due.is_some_and(|due| due <= now.mono);
        let places = self.drafts.places.iter().filter(|(_, saying)| due(saying));
        let places: Vec<DraftPlace> = places.map(|(place, _)| *place).collect();
        for place in places {
            self.say_draft(now, place);
        }
        let waits = self.drafts.places.values().filter_map(|saying| saying.due);
        self.drafts.wake = waits.filter(|due| *due > now.mono).min();
    }

    /// A channel is known again, perhaps because one is back in it: its team's list tells whether the server has texts of it still.
    fn list_what_is_placed(&mut self) {
        let unplaced = self.drafts.unplaced.iter().copied();
        let channels = unplaced.filter_map(|id| self.state.channel(id));
        let placed: Vec<(ChannelId, Option<TeamId>)> =
            channels.map(|channel| (channel.id, channel.team_id)).collect();
        for (id, team) in placed {
            self.drafts.unplaced.remove(&id);
            if let Some(team) = team.or(self.state.open_team()) {
                self.drafts.listed.remove(&team);
            }
        }
    }

    fn say_draft(&mut self, now: Now, place: DraftPlace) {
        let flights = self.requests.flights();
        let about_drafts = flights.filter(|(_, flight)| flight.ask.draft_place().is_some());
        if self.is_said_now(place) || about_drafts.count() >= MOST_FLIGHTS {
            return;
        }
        let mark = self.mark_of(place);
        if !mark.is_unsaid && !self.are_files_unsaid(place) {
            return self.draft_rests(place);
        }
        // In a channel that is gone it waits: one may be back.
        let Some(team) = self.draft_team(place) else {
            return;
        };
        let is_known = match mark.is_unsaid {
            true => self.are_drafts_known(now, place, team),
            false => self.is_text_current(place, team),
        };
        if !is_known {
            return self.ask(now, Ask::Drafts(team), 0);
        }
        if self.is_link_doubtful(now, place) {
            let orders = self.connection.reconnect_now(now);
            return self.obey(now, orders);
        }
        self.draft_rests(place);
        self.say_now(now, place, mark);
    }

    /// Nothing was heard since the last key. Over a link that hears nothing any more another device's text or files would be overwritten that have
    /// come long before. What is told in a hurry, because the page may go, does not wait for that.
    fn is_link_doubtful(&self, now: Now, place: DraftPlace) -> bool {
        let typed = self.drafts.places.get(&place).and_then(|saying| saying.typed);
        let is_silent = |typed| now.mono.since(typed) >= TOLD_AFTER && self.connection.heard_at() <= typed;
        self.is_current() && typed.is_some_and(is_silent)
    }

    fn say_now(&mut self, now: Now, place: DraftPlace, mut mark: DraftMark) {
        let message = self.state.draft(place).to_owned();
        if message.is_empty() {
            return self.ask(now, Ask::DropDraft(place), 0);
        }
        if self.is_taken(place, &message) {
            return;
        }
        note_said(&mut mark, message.clone());
        let extra = mark.extra.clone();
        let saying = self.drafts.places.entry_or_default(place);
        let mut telling = Telling {
            over: mark.known.clone(),
            typed: mark.at,
        };
        // A record of before may not tell of it.
        telling.over.learn([mark.base]);
        saying.over = mark.base;
        saying.is_doubtful = true;
        self.draft_marked(now, place, mark);
        let files = sync::files_to_tell(&self.state, place);
        let ask = Ask::KeepDraft {
            place,
            message,
            files,
            telling,
            extra,
        };
        self.ask(now, ask, 0);
    }

    fn draft_rests(&mut self, place: DraftPlace) {
        self.drafts.places.entry_or_default(place).due = None;
    }

    /// The server's drafts are known as they are; without events, as they were after the last key. So too where the time of that key is in
    /// doubt: the answer tells the server's.
    fn are_drafts_known(&self, now: Now, place: DraftPlace, team: TeamId) -> bool {
        let typed = self.drafts.places.get(&place).and_then(|saying| saying.typed);
        let listed = self.drafts.listed.get(&team);
        let is_enough = self.is_current() && !self.drafts.is_ahead(now, self.mark_of(place).at);
        listed.is_some_and(|listed| is_enough || typed.is_none_or(|typed| typed <= *listed))
    }

    /// Puts the judging of a copy off while the time of the last key is in doubt, and no list of the server has told since what time it is there:
    /// the list is asked for, and has the copy. Says whether it did.
    pub(super) fn puts_off(&mut self, now: Now, place: DraftPlace) -> bool {
        let is_doubtful = self.drafts.is_ahead(now, self.mark_of(place).at) && !self.is_said_now(place);
        let typed = self.drafts.places.get(&place).and_then(|saying| saying.typed);
        let is_told = |team| self.drafts.listed.get(&team) >= typed.as_ref();
        let team = self.draft_team(place).filter(|team| !is_told(*team));
        let (Some(team), true) = (team, is_doubtful) else {
            return false;
        };
        self.drafts.places.entry_or_default(place).put_off = Some(now.mono);
        self.drafts.listed.remove(&team);
        true
    }

    /// The team with whose drafts the one of a place is listed. None in a channel that is gone.
    fn draft_team(&self, place: DraftPlace) -> Option<TeamId> {
        let channel = self.state.channel(place.channel_id)?;
        channel.team_id.or(self.state.open_team())
    }

    /// An answer about drafts, or none. Says whether it was one.
    pub(super) fn draft_reply(&mut self, now: Now, flight: &Flight, reply: &HttpReply) -> bool {
        let team = match flight.ask {
            Ask::Drafts(team) => Some(team),
            Ask::KeepDraft { .. } | Ask::DropDraft(_) => None,
            _ => return false,
        };
        let result = rest::accept(reply).and_then(|answer| {
            self.note_version(now, &flight.ask, answer);
            match team {
                Some(team) => {
                    let drafts = rest::drafts::read_of_team(answer)?;
                    self.drafts_listed(now, team, flight.since.mono, &drafts);
                    Ok(())
                }
                None => self.draft_said(now, &flight.ask, answer),
            }
        });
        match result {
            Ok(()) => self.drafts.network_back(),
            Err(error) => self.draft_refused(now, flight, &error),
        }
        true
    }

    /// The server has done what it was told.
    fn draft_said(&mut self, now: Now, ask: &Ask, answer: &rest::HttpAnswer) -> Result<(), ApiError> {
        let Some(place) = ask.draft_place() else {
            return Ok(());
        };
        let mut mark = self.mark_of(place);
        let kept = match ask {
            Ask::KeepDraft { message, .. } => {
                let kept = rest::drafts::read_keep(answer)?;
                mark.said.retain(|said| said != message);
                kept
            }
            _ => {
                rest::read_done(answer)?;
                mark.extra.clear();
                mark.files.clear();
                None
            }
        };
        mark.is_there = kept.is_some();
        let files = self.files_of_answer(&mut mark, ask, kept.as_ref());
        let kept_as = kept.as_ref().map(|kept| kept.update_at);
        let mut text = self.state.draft(place).to_owned();
        // If another device's copy is newer and known by now, that one stands.
        if kept.as_ref().is_none_or(|kept| kept.update_at >= mark.base) {
            let written_at = kept.as_ref().map_or(mark.at, ServerDraft::written_at);
            let (version, there) =
                kept.map_or((mark.base, String::new()), |kept| (kept.update_at, kept.message));
            mark.is_unsaid = there != text;
            // Another device's of the same millisecond has come into the box meanwhile: as in `sync::draft_told`.
            if version == mark.base && !mark.is_own && (written_at, &there) > (mark.at, &text) {
                mark.is_own = true;
                mark.at = written_at;
                text = there;
            }
            mark.learn(version, None);
        }
        let saying = self.drafts.places.entry_or_default(place);
        saying.answered(now, kept_as);
        let went = saying.went.take();
        if mark.is_unsaid {
            saying.due = saying.due.or(Some(now.mono.after(TOLD_AFTER)));
        }
        self.draft_stands(now, place, mark, text);
        self.files_moved(now, place, files);
        // It was sent or thrown away elsewhere before its answer came.
        if kept_as.is_some() && went >= kept_as {
            self.draft_gone(now, place, went);
        }
        Ok(())
    }

    fn draft_refused(&mut self, now: Now, flight: &Flight, error: &ApiError) {
        let place = flight.ask.draft_place();
        let again = match error.remedy() {
            Remedy::LogInAgain => {
                self.session_lost(now);
                now.mono
            }
            Remedy::Retry | Remedy::RetryAfter(_) => self.drafts_pause(now, error),
            _ => return self.draft_given_up(now, flight, error),
        };
        if let Some(place) = place {
            let saying = self.drafts.places.entry_or_default(place);
            saying.touched = Some(now.mono);
            saying.due = saying.due.or(Some(again));
            let is_passed_over = std::mem::take(&mut saying.is_passed_over);
            if let Some(team) = self.draft_team(place).filter(|_| is_passed_over) {
                self.drafts.listed.remove(&team);
            }
        }
    }

    /// Nobody answers, or the server has too much to do: all drafts wait.
    fn drafts_pause(&mut self, now: Now, error: &ApiError) -> Monotonic {
        let step = PAUSE.saturating_mul(1 << self.drafts.fails.min(6));
        let wait = match error.remedy() {
            Remedy::RetryAfter(wait) => wait.max(step),
            _ => step,
        };
        self.drafts.fails = self.drafts.fails.saturating_add(1);
        let until = now.mono.after(wait);
        self.drafts.pause = Some(until);
        until
    }

    /// The text stays here, and the server is left alone with it until it is changed.
    fn draft_given_up(&mut self, now: Now, flight: &Flight, error: &ApiError) {
        self.apply(now, Event::NotNeeded(REFUSED));
        self.drafts.is_off |= error.status() == Some(501);
        if let Ask::Drafts(team) = flight.ask {
            self.drafts.listed.insert(team, flight.since.mono);
        }
        let Some(place) = flight.ask.draft_place() else {
            return;
        };
        let mut mark = self.mark_of(place);
        if let Ask::KeepDraft { message, .. } = &flight.ask {
            mark.said.retain(|said| said != message);
        }
        // What one may not write now one may when one is back.
        let is_for_now = error.status() == Some(403);
        let saying = self.drafts.places.entry_or_default(place);
        saying.touched = Some(now.mono);
        if let Ask::KeepDraft { files, .. } = &flight.ask {
            saying.refused = Some(files.clone()).filter(|_| !is_for_now);
            saying.is_doubtful = false;
        }
        if saying.due.is_none() && !is_for_now {
            mark.is_unsaid = false;
        }
        self.draft_marked(now, place, mark);
    }
}
