//! What is known of one post on its way: how often it was tried, and whether the server may have it.

use crate::domain::*;

/// One post.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tries {
    /// When this round began: the pending id was not sent before. `None`: an earlier page may have sent it, nobody knows when.
    pub at: Option<Now>,
    /// Left to another tab until then.
    pub until: Option<Monotonic>,
    /// It was said here first: what was said here after it waits for it.
    pub is_own: bool,
    /// Another tab calls it done, confirmed or thrown away: it is not sent from here any more.
    pub over: bool,
    /// It was sent from here.
    pub sent: bool,
    /// It may be on the server although it failed: it is looked for by itself.
    pub doubtful: bool,
    /// Looking for it proves nothing: who tries again has decided.
    pub blind: bool,
    /// Look-ups that did not find it.
    pub rounds: u32,
    /// Look-ups that failed in a row.
    pub misses: u32,
    /// Tries to send it that failed in this round.
    pub fails: u32,
    /// A try may have reached a server and was given up at this time, unanswered; it was not looked for since.
    pub unanswered: Option<Monotonic>,
    /// The connection that lived when it was last sent: as long as it lives, so does the server that remembers.
    pub via: Option<ConnectionId>,
}

impl Tries {
    /// Not sent in this round yet.
    pub fn begun(at: Option<Now>) -> Self {
        Self {
            at,
            until: None,
            is_own: false,
            over: false,
            sent: false,
            doubtful: at.is_none(),
            blind: false,
            rounds: 0,
            misses: 0,
            fails: 0,
            unanswered: None,
            via: None,
        }
    }
}
