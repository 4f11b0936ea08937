//! The contract with the outside, as values: what comes in, what the edge must do.

use crate::action::{Action, Secret};
use crate::cache::{Collection, Record, StoreFault, Write};
use crate::connection::{SocketCommand, SocketEvent, SocketGeneration, Wake};
use crate::domain::RequestId;
use crate::event::Place;
use crate::rest::{HttpReply, HttpRequest};
use crate::state::Changes;

/// Something happened outside.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// The person acted.
    Act(Action),
    /// The socket of generation `.0` did something; older generations are ignored. What its frames tell is applied at once, after
    /// all that waits.
    Socket(SocketGeneration, SocketEvent),
    /// The same in the middle of a burst: what a frame tells is numbered and read, and waits for [`Input::Drain`].
    SocketInBurst(SocketGeneration, SocketEvent),
    /// Apply the next [`super::pace::BATCH`] frames of those that wait, those that matter most first.
    Drain,
    /// So many percent of a request's file have been sent.
    Progress(RequestId, u8),
    /// An HTTP request ended.
    Reply(RequestId, HttpReply),
    /// A batch for the local store was carried out, or was not.
    Kept(Result<(), StoreFault>),
    /// The local store was read.
    Restored(Collection, Result<Vec<Record>, StoreFault>),
    /// Another tab of this browser has told what it kept or took away (`cache::told`).
    Heard(Vec<Record>),
    /// The world around the page changed.
    Woke(Wake),
    /// The time asked for by `next_wakeup` has come.
    Deadline,
}

/// What the edge must do, and what to redraw.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Output {
    /// Keys of what changed.
    pub changes: Changes,
    /// To be run in order.
    pub effects: Vec<Effect>,
}

/// An effect as a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Do something with the socket.
    Socket(SocketCommand),
    /// Send a request and answer with `Input::Reply`.
    Http(RequestId, HttpRequest),
    /// Break off a request; nobody waits for its end.
    Abort(RequestId),
    /// Carry this out in the local store, as a whole, answer with `Input::Kept`, and tell the other tabs what they are to hear of it
    /// (`cache::told`). Begin at once: the page may be gone in a moment.
    Keep(Vec<Write>),
    /// Read the records of a collection from the local store and answer with `Input::Restored`.
    Restore(Collection),
    /// Put this place into the address bar (`replace` without a new history entry).
    Navigate(Place, History),
    /// A token session: the edge adds `Authorization: Bearer` to every request until `None`. Memory only.
    UseToken(Option<Secret>),
    /// Sign-out: that somebody is signed in is not to be read from the browser any more, whether the server hears of it or not. What else the edge
    /// keeps is needed to tell it.
    Unmark,
    /// Sign-out or another user: drop everything the edge keeps (form fields, object URLs).
    Forget,
}

/// How a place enters the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum History {
    /// New entry: back leads to where one was.
    Push,
    /// Same entry.
    Replace,
}
