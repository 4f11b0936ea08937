//! Edits and deletions on their way: one's own, and those of other tabs and earlier pages. They are orders as reactions are (`orders`), with two
//! differences: a later try looks first whether somebody else has edited the post since, and what another tab wants is left to that tab.
//!
//! ```text
//! heard: wanted ──► shown, left to its tab for 30 s ──► looked at, and said from here
//!                     │ heard: gone      ──► an event tells of it, or the post is looked at 5 s later
//!                     │ heard: refused   ──► taken back, told
//!                     └ wanted otherwise here ──► said from here at once, and told to that tab
//! ```
//! Of two tabs with requests about a post nobody knows which one the server hears last. Who hears of a later wish while an earlier one of its own is
//! under way looks at the post afterwards: if the earlier one stands there, the later one is said again.

use std::time::Duration;

use super::drafts_heard::SLEPT;
use super::Engine;
use crate::cache::{HeardWish, KeptWish, Wish};
use crate::domain::*;
use crate::event::*;
use crate::sync::Ask;

/// An edit of another tab is left to that tab for so long: it may be gone, and the edit with it.
const THEIRS: Duration = Duration::from_secs(30);
/// What another tab calls done is told by an event within this time, or looked at.
const TOLD_SOON: Duration = Duration::from_secs(5);

/// What other tabs are at.
#[derive(Clone, Debug, Default)]
pub(super) struct Edits {
    theirs: Table<PostId, Theirs>,
}

/// What one of them is at.
#[derive(Clone, Debug)]
struct Theirs {
    /// Left to it until then; `None` while the post is looked at.
    until: Option<Monotonic>,
    /// It calls it done.
    is_over: bool,
    /// It was due long ago, and has been put off once: timers of a page that nobody sees are always late.
    was_put_off: bool,
    /// The text of an earlier edit, from here, that was under way when this one was heard of.
    crossed: Option<String>,
}

impl Edits {
    /// It is said from here. Says whether it was another tab's before.
    pub fn is_mine(&mut self, ask: &Ask) -> bool {
        let theirs = ask.edited_post().and_then(|id| self.theirs.remove(&id));
        theirs.is_some()
    }

    /// Another tab calls it done: it is shown, and not in the store any more.
    pub fn is_over(&self, post_id: PostId) -> bool {
        self.theirs.get(&post_id).is_some_and(|theirs| theirs.is_over)
    }

    /// When the next one is not left to its tab any more.
    pub fn next_wakeup(&self) -> Option<Monotonic> {
        self.theirs.values().filter_map(|theirs| theirs.until).min()
    }
}

impl Engine {
    /// An earlier page wanted this: shown, and said as soon as the server has told how the post is.
    pub(super) fn wish_restored(&mut self, now: Now, kept: KeptWish) {
        let post_id = kept.post_id;
        self.wish_adopted(now, kept);
        self.ask(now, Ask::Post(post_id), 0);
    }

    /// Another tab has told what it wants of a post.
    pub(super) fn wish_heard(&mut self, now: Now, heard: HeardWish) {
        match heard {
            HeardWish::Wanted(kept) => {
                let post_id = kept.post_id;
                let is_deleted = matches!(self.orders.edit_of(post_id), Some(Ask::Delete(_)));
                if is_deleted && kept.wish != Wish::Delete {
                    // It goes, whatever stands in it.
                    return self.orders.keep_again();
                }
                self.wish_adopted(now, kept);
                let theirs = Theirs {
                    until: Some(now.mono.after(THEIRS)),
                    is_over: false,
                    was_put_off: false,
                    crossed: None,
                };
                self.edits.theirs.insert(post_id, theirs);
            }
            HeardWish::Gone(post_id) => self.wish_gone(now, post_id),
            HeardWish::Refused(post_id) => {
                if self.edits.theirs.contains_key(&post_id) {
                    self.wish_ends(now, post_id);
                    let notice = Notice {
                        kind: NoticeKind::ActFailed,
                        detail: None,
                    };
                    self.apply(now, Event::NoticeRaised(notice));
                }
            }
        }
    }

    fn wish_adopted(&mut self, now: Now, KeptWish { post_id, wish }: KeptWish) {
        let (ask, event) = match wish {
            Wish::Edit {
                message,
                edit_at,
                over,
            } => {
                let event = Event::PostEditQueued {
                    post_id,
                    message: message.clone(),
                };
                let ask = Ask::Patch {
                    post_id,
                    message,
                    edit_at,
                    over,
                };
                (ask, event)
            }
            Wish::Delete => (Ask::Delete(post_id), Event::PostDeleteQueued { post_id }),
        };
        // What waits here to be said is outdated.
        self.requests
            .drop_waiting(|waiting| waiting.edited_post() == Some(post_id));
        self.orders.adopt(ask);
        self.apply(now, event);
    }

    /// Done there, or refused there a moment ago.
    fn wish_gone(&mut self, now: Now, post_id: PostId) {
        if let Some(theirs) = self.edits.theirs.get_mut(&post_id) {
            theirs.is_over = true;
            theirs.until = Some(now.mono.after(TOLD_SOON));
        } else if self.orders.edit_of(post_id).is_some() {
            // Of an earlier wish; or this one was said there as well. What is wanted here is kept until the server has answered it.
            self.orders.keep_again();
            if !self.is_said(post_id) {
                self.ask(now, Ask::Post(post_id), 0);
            }
        }
    }

    /// Is a request about it under way?
    fn is_said(&self, post_id: PostId) -> bool {
        let mut flights = self.requests.flights();
        flights.any(|(_, flight)| flight.ask.edited_post() == Some(post_id))
    }

    /// Something else is wanted than what was said, with whatever outcome. If another tab says it, the post is looked at: the server may
    /// have heard this one last.
    pub(super) fn say_newer(&mut self, now: Now, said: &Ask, newer: Ask) {
        let theirs = newer.edited_post();
        let theirs = theirs.and_then(|id| self.edits.theirs.get_mut(&id));
        match (theirs, said) {
            (None, _) => self.ask(now, newer, 0),
            (Some(theirs), Ask::Patch { post_id, message, .. }) if newer != Ask::Delete(*post_id) => {
                theirs.crossed = Some(message.clone());
                let post_id = *post_id;
                self.ask(now, Ask::Post(post_id), 0);
            }
            (Some(_), _) => {}
        }
    }

    /// Is this left to another tab?
    pub(super) fn is_theirs(&self, ask: &Ask) -> bool {
        ask.edited_post()
            .is_some_and(|id| self.edits.theirs.contains_key(&id))
    }

    /// The post was asked for. Says whether nothing is to be said about what is wanted of it: it is so, it was overtaken, or another tab is at
    /// it.
    pub(super) fn edit_seen(&mut self, now: Now, ask: &Ask, is_there: bool) -> bool {
        let Some(post_id) = ask.edited_post() else {
            return false;
        };
        let post = self.state.post(post_id).filter(|_| is_there);
        if let Some(theirs) = self.edits.theirs.get_mut(&post_id) {
            let crossed = theirs.crossed.take();
            let is_other =
                !matches!((ask, &crossed), (Ask::Patch { message, .. }, Some(text)) if message == text);
            let is_back = is_other && crossed.is_some() && post.map(|post| &post.message) == crossed.as_ref();
            let is_over = theirs.is_over && theirs.until.is_none();
            if is_over && !is_back {
                self.wish_ends(now, post_id);
            }
            return !is_back;
        }
        let (
            Some(post),
            Ask::Patch {
                message,
                edit_at,
                over,
                ..
            },
        ) = (post, ask)
        else {
            return false;
        };
        let is_so = post.message == *message;
        let is_overtaken = post.edit_at > *edit_at && !over.contains(&post.message);
        if is_so {
            self.wish_ends(now, post_id);
        } else if is_overtaken {
            self.wish_overtaken(now, ask);
        }
        is_so || is_overtaken
    }

    /// An event has the words that are wanted here: whatever comes after them is somebody else's, though it was not known what came before.
    pub(super) fn edit_told(&mut self, post: &Post) {
        // A late event of an earlier edit, perhaps with the same words, says nothing.
        let is_news = self
            .state
            .post(post.id)
            .is_none_or(|known| known.edit_at < post.edit_at);
        if is_news && !self.is_said(post.id) && !self.edits.theirs.contains_key(&post.id) {
            self.orders.base_known(post);
        }
    }

    /// The post was edited since, elsewhere: that stands.
    fn wish_overtaken(&mut self, now: Now, ask: &Ask) {
        if let Some(post_id) = ask.edited_post() {
            self.cache.wish_refused(post_id);
            self.wish_ends(now, post_id);
            let notice = Notice {
                kind: NoticeKind::ActFailed,
                detail: None,
            };
            self.apply(now, Event::NoticeRaised(notice));
        }
    }

    /// Nothing is wanted of the post any more: it shows what the server has.
    fn wish_ends(&mut self, now: Now, post_id: PostId) {
        self.edits.theirs.remove(&post_id);
        let Some(ask) = self.orders.edit_of(post_id).cloned() else {
            return;
        };
        self.orders.ended(&ask);
        let event = match ask {
            Ask::Patch { post_id, message, .. } => Event::PostEditConfirmed { post_id, message },
            _ => Event::PostDeleteFailed {
                post_id,
                reason: FailureReason::Unreachable,
            },
        };
        self.apply(now, event);
    }

    /// After every input: what other tabs have done is known from the server, and what they do not get done is looked at.
    pub(super) fn mind_edits(&mut self, now: Now) {
        if self.edits.theirs.is_empty() || self.cache.is_reading() {
            return;
        }
        let is_signed_in = *self.state.session() == SessionState::SignedIn;
        let posts: Vec<PostId> = self.edits.theirs.keys().copied().collect();
        for post_id in posts {
            if self.orders.edit_of(post_id).is_none() {
                self.edits.theirs.remove(&post_id);
                continue;
            }
            let is_known = self.is_known(post_id);
            let is_said = self.is_said(post_id);
            let Some(theirs) = self.edits.theirs.get_mut(&post_id) else {
                continue;
            };
            let is_due = is_signed_in && theirs.until.is_some_and(|until| until <= now.mono);
            // What its tab has said since is not heard yet.
            let is_late = theirs.until.is_some_and(|until| now.mono.since(until) > SLEPT);
            let has_slept = is_late && !theirs.is_over && !theirs.was_put_off;
            if is_known && theirs.is_over && theirs.crossed.is_none() && !is_said {
                self.wish_ends(now, post_id);
            } else if is_due && (is_said || has_slept) {
                // An answer is on its way here, or a word.
                theirs.was_put_off |= has_slept;
                theirs.until = Some(now.mono.after(TOLD_SOON));
            } else if is_due {
                theirs.until = None;
                if !theirs.is_over {
                    self.edits.theirs.remove(&post_id);
                }
                self.ask(now, Ask::Post(post_id), 0);
            }
        }
    }

    /// Has the server told what is wanted of a post?
    fn is_known(&self, post_id: PostId) -> bool {
        let is_deleted = self.state.tombstones.contains_key(&post_id);
        match self.orders.edit_of(post_id) {
            Some(Ask::Patch { message, edit_at, .. }) => {
                let post = self.state.post(post_id);
                // Or are these the same words from an earlier edit?
                let is_since = |post: &Post| *edit_at == Some(Wish::WHATEVER) || post.edit_at > *edit_at;
                is_deleted || post.is_some_and(|post| post.message == *message && is_since(post))
            }
            _ => is_deleted,
        }
    }
}
