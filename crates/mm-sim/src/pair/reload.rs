//! A page is loaded anew in the middle of everything.

use super::{ClientId, Happening, Pair};

/// What becomes of requests that were under way when the page went: the page will never know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnderWay {
    /// They had left already.
    Arrives,
    /// The browser took them back.
    IsLost,
}

impl Pair {
    /// The page is loaded anew where it was, with what the local store holds. Nothing that was on its way to it arrives any more.
    pub fn reload(&mut self, id: ClientId, under_way: UnderWay) {
        self.hang_up(id);
        for (at, happening) in std::mem::take(&mut self.queue) {
            if let Some(happening) = outliving(happening, id, under_way) {
                self.queue.insert(at, happening);
            }
        }
        let place = self.clients[id.0].engine.state().place().clone();
        self.order += 1;
        let seed = self.order;
        self.clients[id.0].begin_anew(seed);
        self.start(id, place);
    }
}

/// What still happens when a page is gone.
fn outliving(happening: Happening, page: ClientId, under_way: UnderWay) -> Option<Happening> {
    match happening {
        Happening::Request(id, _, request) if id == page => {
            (under_way == UnderWay::Arrives).then_some(Happening::Leftover(id, request))
        }
        Happening::Reply(id, ..)
        | Happening::Upgrade(id, ..)
        | Happening::Frame(id, ..)
        | Happening::Socket(id, ..)
        | Happening::Store(id, _)
        | Happening::Paint(id)
            if id == page =>
        {
            None
        }
        other => Some(other),
    }
}
