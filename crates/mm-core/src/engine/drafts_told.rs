//! What the server tells of texts in composers, and what an earlier page left: the newer one stands (`sync/drafts.rs`), and nothing that was
//! written is lost by it.

use std::time::Duration;

use super::drafts::{Saying, AHEAD, RESTORED_AFTER, TOLD_AFTER};
use super::drafts_said::note_said;
use super::Engine;
use crate::domain::*;
use crate::event::*;
use crate::sync::{self, Here, Merged};

/// So long after a key nothing from elsewhere comes into the box that has the person's eyes.
const WRITING: Duration = Duration::from_secs(5);

/// A request of which no answer came may still arrive so long after the next one was answered.
const ARRIVES_LATE: Duration = Duration::from_secs(60);

/// So much before a key the server may have made a post after it, by its time as it is known here. Milliseconds.
const TOLD_LATE: i64 = 2_000;

impl Engine {
    /// The server's time. What was typed while it was not known was timed by a clock that may be off. No text was changed later than now, so
    /// where it seems so a clock has jumped before the key.
    pub(super) fn clock_told(&mut self, now: Now, date: Option<Timestamp>) {
        let Some(date) = date else { return };
        let is_first = self.drafts.clock.is_none();
        self.drafts.clock = Some((date, now));
        let mut timed = Vec::new();
        let is_timed_here = |(_, mark): &(&DraftPlace, &DraftMark)| mark.is_unsaid || mark.is_own;
        for (place, mark) in self.state.draft_marks.iter().filter(is_timed_here) {
            let typed = self.drafts.places.get(place).and_then(|saying| saying.typed);
            let pressed = typed.map(|typed| {
                let passed = i64::try_from(now.mono.since(typed).as_millis()).unwrap_or_default();
                Timestamp(date.0.saturating_sub(passed))
            });
            if let Some(pressed) = pressed.filter(|_| is_first) {
                timed.push((*place, mark.turn.not_before(pressed)));
            } else if mark.at.0.saturating_sub(date.0) > AHEAD {
                // Its turn is of the server's time at the key, without the jump, if that was known.
                let at = Timestamp(mark.turn.0);
                let is_time = mark.base < at && at < date;
                timed.push((*place, if is_time { at } else { pressed.unwrap_or(date) }));
            }
        }
        for (place, at) in timed {
            let mark = self.mark_of(place);
            self.draft_marked(now, place, DraftMark { at, ..mark });
        }
    }

    /// Another device kept a text, or the server has one.
    pub(super) fn draft_told(&mut self, now: Now, draft: &ServerDraft) {
        let place = draft.place;
        if self.puts_off(now, place) {
            return;
        }
        let files = self.files_of_copy(draft);
        self.draft_merged(now, place, |here| sync::draft_told(here, draft));
        self.files_of_tie(now, draft);
        self.files_moved(now, place, files);
    }

    /// The server's text of a place is gone.
    pub(super) fn draft_gone(&mut self, now: Now, place: DraftPlace, version: Option<Timestamp>) {
        // What is under way decides.
        if self.is_said_now(place) {
            let saying = self.drafts.places.entry_or_default(place);
            saying.went = saying.went.max(version);
            return;
        }
        let files = sync::files_left(&self.state, place);
        // What was sent from another device is not written here any more, however lately it was.
        let since = Timestamp(self.mark_of(place).at.0.saturating_sub(TOLD_LATE));
        let is_sent = self.is_posted(place, self.state.draft(place), since);
        let gone = |here: Here<'_>| {
            let is_writing = here.is_writing && !is_sent;
            sync::draft_gone(Here { is_writing, ..here }, version)
        };
        if self.draft_merged(now, place, gone) {
            self.drafts.places.entry_or_default(place).stood = true;
            // With words that stand their files do; those of a message that was sent elsewhere go when it comes.
            if self.state.draft(place).is_empty() {
                self.files_moved(now, place, files);
            }
        }
    }

    /// It was sent since then, perhaps from another device.
    fn is_posted(&self, place: DraftPlace, text: &str, since: Timestamp) -> bool {
        let me = self.state.me();
        let own = self.state.posts.values().filter(|post| me == Some(post.user_id));
        let mut since = own.filter(|post| post.create_at >= since);
        since.any(|post| post.channel_id == place.channel_id && post.message.trim() == text.trim())
    }

    /// Gives whether it is news.
    fn draft_merged(&mut self, now: Now, place: DraftPlace, merge: impl FnOnce(Here<'_>) -> Merged) -> bool {
        if !self.are_drafts_synced() {
            return false;
        }
        let saying = self.drafts.places.get(&place);
        let since = |at: Option<Monotonic>| at.map_or(Duration::MAX, |at| now.mono.since(at));
        let typed = since(saying.and_then(|saying| saying.typed));
        let answered = since(saying.and_then(|saying| saying.touched));
        let is_watched = self.state.attention() == Attention::Watching;
        let mut mark = self.mark_of(place);
        if !mark.is_unsaid && answered > ARRIVES_LATE {
            mark.said.clear();
        }
        let shared = saying.map(|saying| saying.shared.clone()).unwrap_or_default();
        if mark.is_unsaid && !shared.is_empty() {
            note_said(&mut mark, shared);
        }
        let text = self.state.draft(place).to_owned();
        let here = Here {
            text: &text,
            mark: &mark,
            is_writing: is_watched && typed < WRITING,
        };
        let was_own = mark.is_own;
        let merged = merge(here);
        if merged != Merged::Known {
            self.drafts.places.entry_or_default(place).touched = Some(now.mono);
        }
        match merged {
            Merged::Known => return false,
            Merged::Stands(mark) => {
                if mark.is_unsaid {
                    let saying = self.drafts.places.entry_or_default(place);
                    saying.due = saying.due.or(Some(now.mono.after(TOLD_AFTER)));
                }
                self.draft_marked(now, place, mark);
            }
            Merged::Gives { mark, text: given } => {
                let saying = self.drafts.places.entry_or_default(place);
                saying.due = None;
                saying.longest.clear();
                let is_kept =
                    given.contains(&text) || (given.is_empty() && self.is_posted(place, &text, Timestamp(0)));
                // With a deleted thread go texts that nobody has emptied or sent.
                let is_root_gone = place.root_id.is_some_and(|root| self.state.is_deleted(root));
                if (was_own || is_root_gone) && !is_kept && !self.is_taken(place, &text) {
                    self.text_cleared(now, text);
                }
                self.draft_stands(now, place, mark, given);
            }
        }
        true
    }

    /// An earlier page left this. What of it the server was not told is told later; where something was typed since, what was known of the
    /// server's copy counts.
    pub(super) fn draft_restored(&mut self, now: Now, event: Event) -> Event {
        let Event::DraftMarked { place, mut mark } = event else {
            return event;
        };
        let mine = self.mark_of(place);
        let saying = self.drafts.places.entry_or_default(place);
        if saying.typed.is_some() {
            mark.turn = mine.turn.max(mark.turn.next(None));
            mark.at = mark.turn.not_before(mine.at).max(mark.base);
            mark.is_own = true;
            mark.is_unsaid = mine.is_unsaid || mark.is_there || !mark.said.is_empty();
            saying.due = saying.due.or(Some(now.mono));
        } else if mark.is_unsaid && saying.due.is_none() {
            saying.due = Some(now.mono.after(RESTORED_AFTER));
        }
        Event::DraftMarked { place, mark }
    }

    /// The server's drafts of a team as they were when they were asked for. A place about which something was answered or heard since is left
    /// out; if the list has something newer of it all the same, it is asked for once more.
    pub(super) fn drafts_listed(&mut self, now: Now, team: TeamId, asked: Monotonic, drafts: &[ServerDraft]) {
        self.drafts.listed.insert(team, asked);
        self.drafts.due_again(now.mono);
        let is_older = |run: &Self, place: DraftPlace| {
            let touched = run.drafts.places.get(&place).and_then(|saying| saying.touched);
            run.is_said_now(place) || touched.is_some_and(|at| at >= asked)
        };
        let mut is_news_left = false;
        for draft in drafts {
            let is_said = self.is_said_now(draft.place);
            if is_said {
                self.drafts.places.entry_or_default(draft.place).is_passed_over = true;
            }
            if !is_older(self, draft.place) {
                self.draft_told(now, draft);
            } else if !is_said {
                is_news_left |= draft.update_at > self.mark_of(draft.place).base;
            }
        }
        let is_put_off = |saying: &Saying| saying.put_off > Some(asked);
        if is_news_left || self.drafts.places.values().any(is_put_off) {
            self.drafts.listed.remove(&team);
        }
        let gone = self.drafts_missing(team, drafts);
        let gone: Vec<DraftPlace> = gone.into_iter().filter(|place| !is_older(self, *place)).collect();
        for place in gone {
            if self.has_notice(NoticeKind::RolledBack) {
                // What is here may be the only copy.
                self.draft_lost(now, place);
            } else {
                self.draft_gone(now, place, None);
            }
        }
    }

    /// Places of a team of which the server had a text, and has none by this list. Of a channel that is not known nobody can say whether it is of
    /// the team.
    fn drafts_missing(&mut self, team: TeamId, drafts: &[ServerDraft]) -> Vec<DraftPlace> {
        let is_listed = |place: DraftPlace| drafts.iter().any(|draft| draft.place == place);
        let is_of_team =
            |channel: &Channel| channel.delete_at.is_none() && channel.team_id.is_none_or(|id| id == team);
        let mut missing = Vec::new();
        for (place, mark) in self.state.draft_marks.iter() {
            if !mark.is_there || is_listed(*place) {
                continue;
            }
            match self.state.channel(place.channel_id) {
                None => {
                    self.drafts.unplaced.insert(place.channel_id);
                }
                Some(channel) if is_of_team(channel) => missing.push(*place),
                Some(_) => {}
            }
        }
        missing
    }

    fn draft_lost(&mut self, now: Now, place: DraftPlace) {
        let mut mark = self.mark_of(place);
        mark.is_there = false;
        mark.files.clear();
        mark.is_unsaid = !self.state.draft(place).is_empty();
        self.drafts.places.entry_or_default(place).due = Some(now.mono);
        self.draft_marked(now, place, mark);
    }
}
