//! Which of one's own posts goes next, and what becomes of it (drawing in `state/outbox.rs`).
//!
//! One at a time in a channel, in the order of the key presses; a failed one does not hold up the next. While the outcome is
//! unknown the same pending id is sent again: the server remembers it for 30 s (`rest.md 4.6`). After that time a
//! post is looked for before it is sent once more, so that a lost answer never doubles it. So is one that nobody answered once the connection
//! of that moment has ended, or is silent since: another server may be there now, or the same one put up anew, and neither remembers. So is a post that waited
//! that long for its turn, or that an earlier page left: another window of the same browser may have sent it. One that was given up because nobody answered is
//! looked for as well, and left to the person if it is not there.
//!
//! A post with files waits until the server has them all (`sync/uploads.rs`), and what was written after it in its channel waits as well.
//!
//! What another tab of the browser has on its way is that tab's for half a minute, and holds nothing up here. Then it is as if an earlier page
//! had left it.
use std::time::Duration;

use super::refused::reason;
use super::tries::Tries;
use super::{Ask, Plan, Requests};
use crate::domain::*;
use crate::event::{Event, FailureReason, Outgoing, UploadPhase};
use crate::mutant::{self, Mutant};
use crate::rest::{ApiError, Remedy};
use crate::state::{OutgoingPhase, State};

/// The same pending id may be sent again for this long after the first time: 30 s on the server, less the way there.
const REMEMBERED: Duration = Duration::from_secs(25);
/// Between the first two tries; then twice as long each time, so that a server that fails is not stormed by all that waits.
const STEP: Duration = Duration::from_secs(2);
/// A post of another tab is left to that tab for so long: it may be gone, and the post with it.
const THEIRS: Duration = Duration::from_secs(30);
/// What another tab calls done is told by an event within this time, or looked for.
const TOLD_SOON: Duration = Duration::from_secs(5);
/// The clocks are never so far apart by themselves from one input to the next. Milliseconds.
const APART_MS: u64 = 5_000;
/// How far before the first try to look for a post: clocks of servers in a cluster differ a little.
const LOOK_BACK_MS: i64 = 10_000;

/// The look-up is tried this often before the post is given up.
const MOST_MISSES: u32 = 3;
/// A post is sent anew this often by itself after a look-up did not find it.
const MOST_ROUNDS: u32 = 1;

/// What is known of posts on their way beyond what the screen shows.
#[derive(Clone, Debug, Default)]
pub struct Sending {
    tries: Map<PendingPostId, Tries>,
    /// The last input.
    last: Option<Now>,
}

/// The connection over which the server speaks.
#[derive(Clone, Copy, Debug)]
pub struct Link {
    /// Its name, if it lives, as far as one can say.
    pub id: Option<ConnectionId>,
    /// When something was last heard over it.
    pub heard_at: Monotonic,
}

impl Sending {
    /// Read from the local store: it may be on the server.
    pub fn restored(&mut self, pending: &PendingPostId) {
        if mutant::is(Mutant::RestoredSentBlindly) {
            return;
        }
        self.tries.insert(pending.clone(), Tries::begun(None));
    }

    /// Another tab has it on its way, or calls it done (`over`): it may be on the server.
    pub fn heard(&mut self, pending: &PendingPostId, over: bool, now: Monotonic) {
        let wait = if over { TOLD_SOON } else { THEIRS };
        let tries = Tries {
            until: Some(now.after(wait)),
            over,
            ..Tries::begun(None)
        };
        self.tries.insert(pending.clone(), tries);
    }

    /// Another tab says it instead of this one.
    pub fn left(&mut self, pending: &PendingPostId, now: Monotonic) {
        let tries = self.tries.get(pending);
        let is_own = tries.is_none_or(|tries| tries.is_own || tries.until.is_none());
        self.heard(pending, false, now);
        if let Some(tries) = self.tries.get_mut(pending) {
            tries.is_own = is_own;
        }
    }

    /// Another tab is still at it.
    pub fn heard_of_file(&mut self, pending: &PendingPostId, now: Monotonic) {
        if let Some(tries) = self.tries.get_mut(pending) {
            tries.until = tries.until.map(|_| now.after(THEIRS));
        }
    }

    /// A try to send it in this round has failed.
    pub fn is_tried_again(&self, pending: &PendingPostId) -> bool {
        self.tries.get(pending).is_some_and(|tries| tries.fails > 0)
    }

    /// The person wants it to go out from here.
    pub fn hurry(&mut self, pending: &PendingPostId) {
        if let Some(tries) = self.tries.get_mut(pending) {
            tries.until = None;
        }
    }

    /// When the next post of another tab is not left to it any more.
    pub fn next_wakeup(&self) -> Option<Monotonic> {
        self.tries.values().filter_map(|tries| tries.until).min()
    }

    /// An input comes. If one of the two clocks has gone on without the other, nobody knows how long it was: the computer slept, or a clock was put
    /// right, or both. What is not confirmed is looked for before it is sent again.
    pub fn noticed(&mut self, now: Now) {
        let Some(last) = self.last.replace(now) else {
            return;
        };
        let mono = i64::try_from(now.mono.since(last.mono).as_millis()).unwrap_or(i64::MAX);
        let wall = now.wall.0.saturating_sub(last.wall.0);
        if wall.abs_diff(mono) <= APART_MS {
            return;
        }
        for tries in self.tries.values_mut() {
            tries.at = None;
            tries.doubtful = true;
        }
    }

    /// Another person: nothing is on its way.
    pub fn forget(&mut self) {
        self.tries.clear();
    }

    /// Nothing can be sent yet, but what waits is kept where another tab finds it and may send it: its time runs.
    pub fn wait(&mut self, state: &State, now: Now) {
        for item in state.outbox() {
            let pending = item.post.pending.clone();
            self.tries
                .entry_or_insert_with(pending, || Tries::begun(Some(now)));
        }
    }

    /// The posts whose turn it is.
    pub fn next(&mut self, state: &State, requests: &Requests, link: Link, now: Now) -> Plan {
        let mut plan = Plan::default();
        let mut busy: Vec<ChannelId> = Vec::new();
        let mut theirs: Vec<(ChannelId, Monotonic)> = Vec::new();
        self.tries.retain(|pending, _| state.outgoing(pending).is_some());
        for item in state.outbox() {
            let channel = item.post.channel_id;
            let pending = &item.post.pending;
            let tries = self
                .tries
                .entry_or_insert_with(pending.clone(), || Tries::begun(Some(now)));
            if tries.over && !tries.doubtful {
                plan.events.push(Event::PostSendDiscarded(pending.clone()));
                continue;
            }
            if let Some(until) = tries.until {
                // What the other tab says after it comes after it here too, also if that tab was last heard of about its files.
                let before = theirs
                    .iter()
                    .filter(|(there, _)| *there == channel)
                    .map(|(_, until)| *until);
                let until = before.max().map_or(until, |before| until.max(before));
                if until > now.mono {
                    tries.until = Some(until);
                    theirs.push((channel, until));
                    if tries.is_own {
                        busy.push(channel);
                    }
                    continue;
                }
            }
            tries.until = None;
            let is_asked = || requests.any(|ask| is_about(ask, pending));
            if let OutgoingPhase::Failed(reason) = &item.phase {
                // It may have arrived all the same: then it has not failed.
                let unanswered = *reason == FailureReason::Unreachable;
                if unanswered && self.is_doubtful(pending) && !is_asked() {
                    plan.asks.push(look_up(&item.post));
                }
                if mutant::is(Mutant::FailedHoldsUp) {
                    busy.push(channel);
                }
                continue;
            }
            if busy.contains(&channel) && !mutant::is(Mutant::SentAllAtOnce) {
                continue;
            }
            if is_asked() {
                busy.push(channel);
                continue;
            }
            match wanted_file(state, &item.post) {
                // Its files went when it had arrived, perhaps.
                Some(Wanted::Refused(_)) if self.is_doubtful(pending) => {
                    busy.push(channel);
                    plan.asks.push(look_up(&item.post));
                    continue;
                }
                Some(Wanted::Refused(reason)) => {
                    let pending = pending.clone();
                    plan.events.push(Event::PostSendFailed { pending, reason });
                    continue;
                }
                Some(Wanted::Upload(ask)) => {
                    busy.push(channel);
                    plan.asks.push(ask);
                    continue;
                }
                None => busy.push(channel),
            }
            plan.asks.push(self.try_now(&item.post, link, now));
            plan.events.push(Event::PostSendStarted(pending.clone()));
        }
        plan
    }

    fn try_now(&mut self, post: &Outgoing, link: Link, now: Now) -> Ask {
        let pending = post.pending.clone();
        if let Some(tries) = self.tries.get_mut(&pending) {
            if std::mem::take(&mut tries.blind) {
                tries.at = Some(now);
            }
            // A connection that is silent since may have ended unnoticed.
            let is_alive = |since| link.id.is_some() && tries.via == link.id && link.heard_at > since;
            let is_same_server = tries.unanswered.is_none_or(is_alive);
            let is_remembered = |at| passed(at, now) <= REMEMBERED && is_same_server;
            if tries
                .at
                .is_some_and(|at| is_remembered(at) || mutant::is(Mutant::NotLookedFor))
            {
                tries.sent = true;
                tries.via = link.id;
                return Ask::Send(pending);
            }
        }
        look_up(post)
    }

    /// It may be on the server, and was not looked for since.
    fn is_doubtful(&self, pending: &PendingPostId) -> bool {
        self.tries.get(pending).is_some_and(|tries| tries.doubtful)
    }

    /// It was looked for: if it is not there, it was not made before the question left (`asked`). Another tab may have sent it since, and
    /// the server remembers that for a while only: after an answer that comes later it is looked for again.
    pub fn looked_up(&mut self, pending: &PendingPostId, asked: Now, now: Now) {
        if let Some(tries) = self.tries.get_mut(pending) {
            tries.unanswered = None;
            if tries.at.is_some_and(|at| passed(at, now) <= REMEMBERED) {
                // Only a precaution: the round goes on.
                return;
            }
            tries.at = Some(asked);
            tries.rounds += u32::from(tries.sent);
            tries.misses = 0;
            tries.fails = 0;
            tries.doubtful = false;
        }
    }

    /// So much was said since that it cannot be looked for.
    pub fn looked_in_vain(&mut self, pending: &PendingPostId) {
        if let Some(tries) = self.tries.get_mut(pending) {
            tries.blind = true;
        }
    }

    /// A try ended without a post: wait, or give up with the reason. `looked`: it was a look-up.
    pub fn ended(&mut self, pending: &PendingPostId, looked: bool, error: &ApiError, now: Now) -> Ended {
        let mut wait = match error.remedy() {
            Remedy::RetryAfter(wait) => wait,
            Remedy::Retry => STEP,
            Remedy::LogInAgain => return Ended::Hold,
            Remedy::TellUser | Remedy::Bug => return self.refused(pending, looked, error),
        };
        let Some(tries) = self.tries.get_mut(pending) else {
            return Ended::Again(now.mono.after(wait));
        };
        let is_late = tries.at.is_none_or(|at| passed(at, now) > REMEMBERED);
        if !looked && error.status() != Some(429) {
            tries.unanswered = Some(now.mono);
        }
        if looked && is_late {
            tries.misses += 1;
        } else if error.remedy() == Remedy::Retry {
            wait = STEP.saturating_mul(1 << tries.fails.min(3));
            tries.fails += 1;
        }
        if looked && !tries.sent {
            // Not sent from here yet: it goes on whenever the server can be reached.
            return Ended::Again(now.mono.after(wait.saturating_mul(1 << tries.misses.min(4))));
        }
        let in_time = tries.at.is_some_and(|at| passed(at, now) + wait <= REMEMBERED);
        // "Too many requests" is no verdict on this post, however long it takes. Otherwise, when the server may have forgotten the
        // pending id, the post is looked for once before it is given up.
        let patient = error.status() == Some(429)
            || (looked && tries.misses < MOST_MISSES)
            || (!looked && tries.rounds < MOST_ROUNDS);
        if in_time || patient {
            Ended::Again(now.mono.after(wait))
        } else {
            self.given_up(pending, error)
        }
    }

    /// Somebody answered, and will not answer otherwise.
    fn refused(&mut self, pending: &PendingPostId, looked: bool, error: &ApiError) -> Ended {
        if let Some(tries) = self.tries.get_mut(pending) {
            tries.rounds = 0;
            tries.misses = 0;
            tries.doubtful = false;
            tries.blind = looked;
        }
        Ended::Failed(reason(error))
    }

    /// Nobody answered for long. It may have arrived: it is looked for when somebody does, and before it is tried again.
    fn given_up(&mut self, pending: &PendingPostId, error: &ApiError) -> Ended {
        self.tries.insert(pending.clone(), Tries::begun(None));
        Ended::Failed(reason(error))
    }
}

/// What a post waits for.
enum Wanted {
    /// A file that the server does not have yet.
    Upload(Ask),
    /// A file that it will not have.
    Refused(FailureReason),
}

fn wanted_file(state: &State, post: &Outgoing) -> Option<Wanted> {
    let wanted = |file: &Attachment| match state.attachment(&file.id).map(|known| &known.phase) {
        // Its record gave way to that of a tab which has the bytes; the server has it all the same.
        None if file.id.on_server_only().is_some() => None,
        None => Some(Wanted::Refused(FailureReason::FileGone)),
        Some(UploadPhase::Failed(reason)) => Some(Wanted::Refused(reason.clone())),
        Some(UploadPhase::Waiting | UploadPhase::Sending(_)) => {
            if mutant::is(Mutant::FilesNotAwaited) {
                return None;
            }
            Some(Wanted::Upload(Ask::Upload(file.id.clone())))
        }
        Some(UploadPhase::Done(_)) => None,
    };
    post.files.iter().find_map(wanted)
}

/// What becomes of a post whose try ended without success.
#[derive(Clone, Debug, PartialEq)]
pub enum Ended {
    /// Another try at that time.
    Again(Monotonic),
    /// Given up, text kept.
    Failed(FailureReason),
    /// Kept until the person has signed in again.
    Hold,
}

/// What has passed for the server: in some browsers the monotonic clock stands still while the computer sleeps. A wall clock that is put
/// forward only leads to a look-up too many.
pub fn passed(since: Now, now: Now) -> Duration {
    let wall = now.wall.0.saturating_sub(since.wall.0);
    let wall = Duration::from_millis(u64::try_from(wall).unwrap_or_default());
    now.mono.since(since.mono).max(wall)
}

fn look_up(post: &Outgoing) -> Ask {
    // Zero would ask for the newest page instead.
    let since = Timestamp(post.since.0.saturating_sub(LOOK_BACK_MS).max(1));
    Ask::LookUp {
        pending: post.pending.clone(),
        channel_id: post.channel_id,
        since,
    }
}

/// Is it a request for this post?
pub fn is_about(ask: &Ask, wanted: &PendingPostId) -> bool {
    match ask {
        Ask::Send(pending) | Ask::LookUp { pending, .. } => pending == wanted,
        _ => false,
    }
}
