//! The start of a page: what an earlier one left is on the screen before the server is asked anything. Its answers would come in the
//! middle of the first paint, and be worked at before it.

use std::cell::RefCell;

use mm_core::cache::Family;
use mm_core::domain::RequestId;
use mm_core::rest::HttpRequest;

type Asked = (RequestId, HttpRequest);

#[derive(Default)]
enum Stage {
    #[default]
    Fresh,
    /// The store is read first; these requests wait.
    Held(Vec<Asked>),
    /// Requests go out as they come.
    Begun,
}

/// What is to be done with the requests that wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// There is more to be read.
    Wait,
    /// They go out behind the next paint.
    Paint,
    /// There is nothing to be shown: they go out now.
    Go,
}

/// Requests of a page that begins.
#[derive(Default)]
pub(super) struct Start(RefCell<Stage>);

impl Start {
    /// The store is read. Where something was asked before, nothing waits for it.
    pub fn reads(&self) {
        let mut stage = self.0.borrow_mut();
        if matches!(*stage, Stage::Fresh) {
            *stage = Stage::Held(Vec::new());
        }
    }

    /// Gives the request back if it may go out.
    pub fn admits(&self, asked: Asked) -> Option<Asked> {
        match &mut *self.0.borrow_mut() {
            Stage::Held(held) => {
                held.push(asked);
                return None;
            }
            stage => *stage = Stage::Begun,
        }
        Some(asked)
    }

    /// Nobody waits for it any more.
    pub fn drops(&self, id: RequestId) {
        if let Stage::Held(held) = &mut *self.0.borrow_mut() {
            held.retain(|(asked, _)| *asked != id);
        }
    }

    /// A collection was read, which has something or nothing.
    pub fn has_read(&self, family: Family, has_some: bool) -> Next {
        match (&*self.0.borrow(), family, has_some) {
            (Stage::Held(_), Family::View, false) => Next::Go,
            (Stage::Held(_), Family::Posts, _) => Next::Paint,
            _ => Next::Wait,
        }
    }

    /// Takes what has waited.
    pub fn begin(&self) -> Vec<Asked> {
        match self.0.replace(Stage::Begun) {
            Stage::Held(held) => held,
            _ => Vec::new(),
        }
    }
}
