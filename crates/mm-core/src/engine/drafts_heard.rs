//! Texts in composers that another tab of the browser has kept, or taken away.

use std::time::Duration;

use super::drafts::TOLD_AFTER;
use super::drafts_said::note_said;
use super::Engine;
use crate::domain::*;
use crate::event::*;
use crate::sync::{self, Ask};

/// What is done so much later than it was due is so because the computer slept, or the tab: what the other tabs said since is not heard yet.
pub(super) const SLEPT: Duration = Duration::from_secs(5);

/// What another tab had not told is left to that tab for so long: its page may have gone, with a store that keeps nothing.
pub(super) const HEARD_AFTER: Duration = Duration::from_secs(30);

impl Engine {
    /// Another tab has told of a place. If the words are others now, that tab tells the server; if it does not, this one may have the only
    /// copy. Where what stands here is the later one, the other tab hears it once more.
    pub(super) fn draft_heard(&mut self, now: Now, heard: HeardDraft) {
        let place = heard.place;
        let mine = self.mark_of(place);
        if let Some(mark) = sync::draft_heard(self.state.draft(place), &mine, &heard) {
            return self.own_words_stand(now, mark, &heard);
        }
        let is_over_mine = mine.is_own && mine.is_there && heard.mark.base < mine.base;
        let is_other = mine.is_unsaid || self.state.draft(place) != heard.text;
        let mut mark = marked(mine, &heard);
        // The server has other words of this browser as the newer ones: those of the later key are told once more.
        mark.is_unsaid |= is_over_mine && is_other && !heard.text.is_empty();
        if let Some(message) = self.text_under_way(place).filter(|said| *said != heard.text) {
            // The other tab does not know of it yet.
            note_said(&mut mark, message);
        }
        let saying = self.drafts.places.entry_or_default(place);
        saying.touched = Some(now.mono);
        if self.state.draft(place) != heard.text {
            saying.due = None;
            saying.is_heard = true;
            saying.longest.clear();
        }
        if mark.is_unsaid {
            saying.due = saying.due.or(Some(now.mono.after(HEARD_AFTER)));
        }
        self.draft_stands(now, place, mark, heard.text);
        self.files_noted(now, place, HEARD_AFTER);
    }

    /// Words of another tab that are due since long: that tab is to say them first, or others.
    pub(super) fn put_off_what_was_heard(&mut self, now: Now) {
        let is_late = |due: Monotonic| now.mono.since(due) > SLEPT;
        let heard = self.drafts.places.values_mut().filter(|saying| saying.is_heard);
        for saying in heard.filter(|saying| saying.due.is_some_and(is_late)) {
            saying.due = Some(now.mono.after(HEARD_AFTER));
        }
    }

    /// What was heard is the earlier one. What that tab tells the server, or has told it, is one's own all the same.
    fn own_words_stand(&mut self, now: Now, mut mark: DraftMark, heard: &HeardDraft) {
        let place = heard.place;
        mark.hear_gone(&heard.mark.gone);
        for said in &heard.mark.said {
            note_said(&mut mark, said.clone());
        }
        if heard.mark.is_own && copy_known(&mut mark, &heard.mark) && mark.is_there {
            mark.is_unsaid = true;
            let saying = self.drafts.places.entry_or_default(place);
            saying.due = saying.due.or(Some(now.mono.after(TOLD_AFTER)));
        }
        self.cache.keep_again(now.mono, place);
        self.draft_marked(now, place, mark);
        self.files_noted(now, place, TOLD_AFTER);
    }

    /// A message of one's own came after the server's copy of its text had gone: it was sent from another device, and is not written here any
    /// more, however lately the last key was.
    pub(super) fn follow_sent(&mut self, now: Now, event: &Event) {
        let Event::PostCreated(created) = event else {
            return;
        };
        let place = DraftPlace {
            channel_id: created.post.channel_id,
            root_id: created.post.root_id,
        };
        let text = self.state.draft(place);
        let is_it = !text.is_empty() && text.trim() == created.post.message.trim();
        let saying = self.drafts.places.get_mut(&place);
        let Some(saying) = saying.filter(|saying| saying.stood && is_it) else {
            return;
        };
        if self.state.me() != Some(created.post.user_id) {
            return;
        }
        saying.stood = false;
        saying.due = None;
        saying.longest.clear();
        let mark = DraftMark {
            is_unsaid: false,
            is_own: false,
            ..self.mark_of(place)
        };
        self.draft_stands(now, place, mark, String::new());
    }

    /// The text of a place that the server is being told by this tab.
    fn text_under_way(&self, place: DraftPlace) -> Option<String> {
        self.requests.flights().find_map(|(_, flight)| match &flight.ask {
            Ask::KeepDraft {
                place: at, message, ..
            } if *at == place => Some(message.clone()),
            _ => None,
        })
    }
}

/// What is known of a text that was heard. Of one that is gone nothing is to be told any more, and the server has none, whatever is told late.
fn marked(mut mine: DraftMark, heard: &HeardDraft) -> DraftMark {
    let theirs = &heard.mark;
    let turn = mine.turn.max(theirs.turn);
    mine.hear_gone(&theirs.gone);
    if heard.text.is_empty() && !theirs.is_unsaid {
        let mut mark = DraftMark {
            turn,
            at: mine.at.max(theirs.at),
            is_own: mine.is_own || theirs.is_own,
            is_unsaid: false,
            is_there: false,
            files: Vec::new(),
            ..mine
        };
        mark.learn(mark.base.max(theirs.base), Some(&theirs.known));
        return mark;
    }
    let mut mark = DraftMark {
        turn,
        gone: mine.gone.clone(),
        ..theirs.clone()
    };
    // This tab may have told the server an earlier text in the meantime.
    copy_known(&mut mark, &mine);
    mark
}

/// What is known elsewhere of the server's copy, if it is newer; whether it is.
fn copy_known(mark: &mut DraftMark, elsewhere: &DraftMark) -> bool {
    let is_newer = elsewhere.base > mark.base;
    if is_newer {
        mark.learn(elsewhere.base, Some(&elsewhere.known));
        mark.is_there = elsewhere.is_there;
        mark.extra.clone_from(&elsewhere.extra);
        mark.files.clone_from(&elsewhere.files);
    }
    is_newer
}
