//! What the outside must offer to the runtime, as one trait; `browser` implements it, `ports::memory` for tests.
//!
//! Contract of every callback: it is called later, never from inside the port's method, so that inputs never re-enter
//! the engine.

use mm_core::action::Secret;
use mm_core::connection::{SocketCommand, SocketEvent, SocketGeneration};
use mm_core::domain::{Monotonic, Now, RequestId};
use mm_core::engine::History;
use mm_core::event::Place;
use mm_core::rest::{HttpReply, HttpRequest};

/// Where a port reports what happened.
pub trait Report: 'static {
    /// The end of a request; exactly once for each.
    fn replied(&self, id: RequestId, reply: HttpReply);
    /// Something a socket did. After `Closed` nothing of that generation follows.
    fn socket(&self, generation: SocketGeneration, event: SocketEvent);
    /// The armed timer went off.
    fn deadline(&self);
    /// The next frame asked for by `request_drain` has come (or a short while in a hidden page).
    fn drain(&self);
}

/// The outside.
pub trait Ports: 'static {
    /// Both clocks.
    fn now(&self) -> Now;

    /// Runs a request; `token` is set in token sessions. Reports its end.
    fn http(&self, id: RequestId, request: HttpRequest, token: Option<&Secret>);

    /// Opens, feeds or closes sockets. At most one is open: opening another drops the older one silently.
    fn socket(&self, command: SocketCommand);

    /// Arms the one timer (replacing the former), or disarms it.
    fn arm(&self, at: Option<Monotonic>);

    /// Asks for one `drain` before the next paint; in a hidden page after at most 100 ms.
    fn request_drain(&self);

    /// Shows a place in the address bar.
    fn navigate(&self, place: &Place, history: History);

    /// Signed out or another user: drop whatever is kept outside the engine.
    fn forget(&self);
}
