//! Texts in composers and the server's copies of them: what was typed here is told to it shortly after the last key, what other devices
//! wrote comes into the box if it is newer (`sync/drafts.rs`), and what went without being sent can be brought back.
//!
//! One request at a time about a place, the last wish last: a text that is under way when Enter is pressed is deleted after it, so that
//! no sent text comes back as a draft. The tab in which was typed tells the server, another one only if that tab does not. Nothing is told
//! before the server's drafts have been read over this connection, and nothing at all while nobody answers.

use std::time::Duration;

use super::drafts_said::note_said;
use super::Engine;
use crate::domain::*;
use crate::event::*;
use crate::sync;

/// So long after the last key a text is told to the server.
pub(super) const TOLD_AFTER: Duration = Duration::from_millis(1_500);

/// What an earlier page had not told is told so much later: another tab of the browser may be just doing it.
pub(super) const RESTORED_AFTER: Duration = Duration::from_secs(5);

/// A text so much later than the server's time was timed by a clock that has jumped. An answer may take that long. Milliseconds.
pub(super) const AHEAD: i64 = 60_000;

/// Shorter texts are not worth bringing back. Characters.
const WORTH_KEEPING: usize = 3;

/// What this page does about texts.
#[derive(Clone, Debug, Default)]
pub(super) struct Drafts {
    pub places: Table<DraftPlace, Saying>,
    /// Teams whose drafts are known, with the time when they were asked for.
    pub listed: Table<TeamId, Monotonic>,
    /// Channels that were not known when a list came that has no text of theirs: whether it would is known when they are.
    pub unplaced: Set<ChannelId>,
    /// The server keeps none: not asked again in this session.
    pub is_off: bool,
    /// Somebody failed to answer so often; until then nothing is told.
    pub fails: u32,
    pub pause: Option<Monotonic>,
    /// The server's clock, and when it said so.
    pub clock: Option<(Timestamp, Now)>,
    /// When the next text is due.
    pub wake: Option<Monotonic>,
}

/// One place.
#[derive(Clone, Debug, Default)]
pub(super) struct Saying {
    /// It is to be told from this tab at this time.
    pub due: Option<Monotonic>,
    /// Another tab's words, which that tab tells if it can.
    pub is_heard: bool,
    /// The last key.
    pub typed: Option<Monotonic>,
    /// When something was last told about it: an answer, an event, another tab. The server's list from before that is older.
    pub touched: Option<Monotonic>,
    /// What the other tabs had heard when a key was pressed that was not kept yet: one of them may tell it.
    pub shared: String,
    /// The longest text since the box was empty.
    pub longest: String,
    /// What the server was told last came over a copy of this version, as far as was known.
    pub over: Timestamp,
    /// And got this one.
    answered: Timestamp,
    /// What was told last got no answer yet: the server may have it or not.
    pub is_doubtful: bool,
    /// A copy of this version went while something was told: the answer says whether that is what went.
    pub went: Option<Timestamp>,
    /// A copy was not judged at this time, for the time of the last key was in doubt: it is when a list comes that was asked for since.
    pub put_off: Option<Monotonic>,
    /// A list told a copy while something was told: it is looked at anew if nothing becomes of that.
    pub is_passed_over: bool,
    /// The server's copy went, and these words stand because somebody writes here: if they were sent, their message is to come yet.
    pub stood: bool,
    /// The files with which the server did not take the text: it is left alone with them.
    pub refused: Option<Vec<FileId>>,
}

impl Saying {
    /// The server has done what it was told: it has a copy of this version now, or none.
    pub fn answered(&mut self, now: Now, version: Option<Timestamp>) {
        self.touched = Some(now.mono);
        self.refused = None;
        self.is_doubtful = false;
        self.is_passed_over = false;
        self.answered = version.unwrap_or_default();
    }

    /// The version that is known is the answer to what was told from here, and took the place of this one, of which nothing was known.
    pub fn overwrote(&self, known: Timestamp, version: Timestamp) -> bool {
        self.answered == known && self.over <= version && version < known
    }
}

impl Drafts {
    /// Another connection: what happened to drafts before it is not known.
    pub fn connection_began(&mut self) {
        self.listed = Table::default();
        self.network_back();
    }

    /// What waits because nobody answered may go on.
    pub fn network_back(&mut self) {
        self.pause = None;
        self.fails = 0;
    }

    /// The page may be left, or is at another place: what was typed is due.
    pub fn hurry(&mut self, now: Monotonic) {
        for saying in self.places.values_mut().filter(|saying| !saying.is_heard) {
            saying.due = saying.due.map(|_| now);
        }
    }

    /// One may write elsewhere than before: what was refused is tried again, or waits where there is no such channel any more.
    pub fn due_again(&mut self, now: Monotonic) {
        for saying in self.places.values_mut() {
            saying.due = saying.due.or(Some(now));
        }
    }

    /// The server's time, or a little less after a sleep; none while it has told none.
    fn known_time(&self, now: Now) -> Option<Timestamp> {
        let (date, then) = self.clock?;
        let passed = i64::try_from(now.mono.since(then.mono).as_millis()).unwrap_or_default();
        Some(Timestamp(date.0.saturating_add(passed)))
    }

    /// A text cannot have been changed later than now. If nobody slept, the local clock has jumped before the key.
    pub fn is_ahead(&self, now: Now, at: Timestamp) -> bool {
        self.known_time(now)
            .is_some_and(|known| at.0.saturating_sub(known.0) > AHEAD)
    }

    fn server_time(&self, now: Now) -> Timestamp {
        self.clock.map_or(now.wall, |(date, then)| {
            let passed = i64::try_from(sync::passed(then, now).as_millis()).unwrap_or_default();
            Timestamp(date.0.saturating_add(passed))
        })
    }
}

impl Engine {
    /// The text in a composer changed under the person's hands.
    pub(super) fn draft_typed(&mut self, now: Now, place: DraftPlace, text: String) {
        let before = self.state.draft(place).to_owned();
        if before == text {
            return;
        }
        let is_empty = text.is_empty();
        let saying = self.drafts.places.entry_or_default(place);
        if let Some(kept) = self.cache.kept_draft(place) {
            kept.clone_into(&mut saying.shared);
        }
        saying.typed = Some(now.mono);
        saying.stood = false;
        saying.is_heard = false;
        saying.due = Some(if is_empty {
            now.mono
        } else {
            now.mono.after(TOLD_AFTER)
        });
        if text.len() > saying.longest.len() {
            saying.longest.clone_from(&text);
        }
        let mut mark = self.mark_of(place);
        if !is_empty && mark.is_there && !mark.is_unsaid {
            // Another device that has these words may tell them once more, with a file: they are older than what is typed now.
            note_said(&mut mark, before.clone());
        }
        if is_empty {
            let longest = std::mem::take(&mut self.drafts.places.entry_or_default(place).longest);
            if !self.is_taken(place, &before) {
                self.text_cleared(now, if longest.is_empty() { before } else { longest });
            }
        }
        mark.turn = mark.turn.next(self.drafts.known_time(now));
        // Nor is the key older than the server's copy that stood here.
        mark.at = mark.turn.not_before(self.drafts.server_time(now)).max(mark.base);
        mark.is_own = true;
        // Of an empty text the server hears only if it may have another one.
        mark.is_unsaid = !is_empty || mark.is_there || !mark.said.is_empty();
        self.cache.typed(now.mono, place);
        self.draft_stands(now, place, mark, text);
    }

    /// Enter took this text: it is gone from the box in the same step in which it is kept as a message.
    pub(super) fn draft_sent(&mut self, now: Now, place: DraftPlace) {
        if self.is_taken(place, self.state.draft(place)) {
            self.draft_typed(now, place, String::new());
        }
    }

    /// A text went without being sent.
    pub(super) fn text_cleared(&mut self, now: Now, text: String) {
        if text.trim().chars().count() >= WORTH_KEEPING {
            self.apply(now, Event::TextCleared(text));
        }
    }

    /// A failed message is thrown away: its text can be brought back.
    pub(super) fn text_discarded(&mut self, now: Now, pending: &PendingPostId) {
        let text = self.state.outgoing(pending).map(|item| item.post.message.clone());
        if let Some(text) = text {
            self.text_cleared(now, text);
        }
    }

    pub(super) fn mark_of(&self, place: DraftPlace) -> DraftMark {
        self.state.draft_mark(place).cloned().unwrap_or_default()
    }

    pub(super) fn draft_stands(&mut self, now: Now, place: DraftPlace, mark: DraftMark, text: String) {
        self.apply(now, Event::DraftChanged { place, text });
        self.draft_marked(now, place, mark);
    }

    /// With an empty text the server is to have no files: its copy may go without taking any along that is here, until there are words again.
    pub(super) fn draft_marked(&mut self, now: Now, place: DraftPlace, mut mark: DraftMark) {
        if self.state.draft(place).is_empty() {
            mark.files.clear();
        }
        let mark = Box::new(mark);
        self.apply(now, Event::DraftMarked { place, mark });
    }

    /// A message of this place that is on its way has this text.
    pub(super) fn is_taken(&self, place: DraftPlace, text: &str) -> bool {
        let mut posts = self.state.outbox().iter().map(|item| &item.post);
        posts.any(|post| {
            post.channel_id == place.channel_id
                && post.root_id == place.root_id
                && post.message.trim() == text.trim()
        })
    }
}
