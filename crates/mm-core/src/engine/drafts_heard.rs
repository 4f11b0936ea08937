//! Texts in composers that another tab of the browser has kept, or taken away.

use std::time::Duration;

use super::Engine;
use crate::domain::*;
use crate::event::*;
use crate::sync;

/// What another tab had not told is left to that tab for so long: its page may have gone, with a store that keeps nothing.
const HEARD_AFTER: Duration = Duration::from_secs(30);

impl Engine {
    /// Another tab has told of a place. If the words are others now, that tab tells the server; if it does not, this one may have the only
    /// copy. Where what stands here is the later one, the other tab hears it once more.
    pub(super) fn draft_heard(&mut self, now: Now, heard: HeardDraft) {
        let place = heard.place;
        let mine = self.mark_of(place);
        if let Some(mark) = sync::draft_heard(self.state.draft(place), &mine, &heard) {
            self.cache.keep_again(now.mono, place);
            return self.draft_marked(now, place, mark);
        }
        let mark = marked(mine, &heard);
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
        self.draft_marked(now, place, mark);
        self.apply(
            now,
            Event::DraftChanged {
                place,
                text: heard.text,
            },
        );
    }
}

/// What is known of a text that was heard. Of one that is gone nothing is to be told any more, and the server has none, whatever is told late.
fn marked(mine: DraftMark, heard: &HeardDraft) -> DraftMark {
    let theirs = &heard.mark;
    let turn = mine.turn.max(theirs.turn);
    if heard.text.is_empty() && !theirs.is_unsaid {
        return DraftMark {
            turn,
            base: mine.base.max(theirs.base),
            is_unsaid: false,
            is_there: false,
            ..mine
        };
    }
    DraftMark {
        turn,
        ..theirs.clone()
    }
}
