//! What the outside must offer to the runtime, as one trait; `browser` implements it, `memory` has twins for tests.
//!
//! Contract of every callback: it is called later, never from inside the port's method, so that inputs never re-enter
//! the engine.

#[cfg(test)]
pub mod memory;

use mm_core::action::Secret;
use mm_core::cache::{Collection, Record, StoreFault, Write};
use mm_core::connection::{SocketCommand, SocketEvent, SocketGeneration};
use mm_core::domain::{Monotonic, Now, RequestId};
use mm_core::engine::History;
use mm_core::event::Place;
use mm_core::rest::{HttpReply, HttpRequest};

/// Where a port reports what happened.
pub trait Report: 'static {
    /// The end of a request; exactly once for each.
    fn replied(&self, id: RequestId, reply: HttpReply);
    /// So many percent of a request's file have been sent.
    fn progressed(&self, id: RequestId, percent: u8);
    /// Something a socket did. After `Closed` nothing of that generation follows.
    fn socket(&self, generation: SocketGeneration, event: SocketEvent);
    /// The end of a batch for the local store; exactly once for each.
    fn kept(&self, outcome: Result<(), StoreFault>);
    /// What another tab of this browser has told (`cache::told`).
    fn heard(&self, records: Vec<Record>);
    /// What the local store has of a collection; exactly once for each question.
    fn restored(&self, collection: Collection, records: Result<Vec<Record>, StoreFault>);
    /// The armed timer went off.
    fn deadline(&self);
    /// The next frame asked for by `request_drain` has come (or a short while in a hidden page).
    fn drain(&self);
    /// The paint asked for by `request_painted` is over.
    fn painted(&self);
}

/// The outside.
pub trait Ports: 'static {
    /// Both clocks.
    fn now(&self) -> Now;

    /// Runs a request; `token` is set in token sessions. Reports its end.
    fn http(&self, id: RequestId, request: HttpRequest, token: Option<&Secret>);

    /// Breaks off a request; its end may be reported all the same.
    fn abort(&self, id: RequestId);

    /// Opens, feeds or closes sockets. At most one is open: opening another drops the older one silently.
    fn socket(&self, command: SocketCommand);

    /// Carries out a batch in the local store, after those before it: all of it or nothing. The bytes of a file
    /// are kept as long as its record (`Family::Files`). It is begun inside the call: the page may
    /// be gone in a moment. Reports its end, and tells the other tabs of this browser what they are to hear of it (`cache::told`).
    fn keep(&self, writes: Vec<Write>);

    /// Reads a collection from the local store, as the batches before left it. Reports what it has.
    fn restore(&self, collection: Collection);

    /// Arms the one timer (replacing the former), or disarms it.
    fn arm(&self, at: Option<Monotonic>);

    /// Asks for one `drain` before the next paint; in a hidden page after at most 100 ms.
    fn request_drain(&self);

    /// Asks for one `painted` behind the next paint, or soon where nothing is painted.
    fn request_painted(&self);

    /// Shows a place in the address bar.
    fn navigate(&self, place: &Place, history: History);

    /// Signed out: the mark that somebody is signed in goes at once.
    fn unmark(&self);

    /// Signed out or another user: drop whatever is kept outside the engine.
    fn forget(&self);
}
