//! A page is loaded anew in the middle of everything, or is killed.

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
        self.cut_off(id, under_way);
        let place = self.clients[id.0].engine.state().place().clone();
        self.order += 1;
        let seed = self.order;
        self.clients[id.0].begin_anew(seed);
        self.start(id, place);
    }

    /// The tab is gone without having been told.
    pub fn kill(&mut self, id: ClientId, under_way: UnderWay) {
        self.cut_off(id, under_way);
        self.clients[id.0].begin_anew(0);
        // Nobody tells it anything any more.
        self.clients[id.0].store = std::rc::Rc::default();
    }

    fn cut_off(&mut self, id: ClientId, under_way: UnderWay) {
        self.hang_up(id);
        for (at, happening) in std::mem::take(&mut self.queue) {
            if let Some(happening) = outliving(happening, id, under_way) {
                self.queue.insert(at, happening);
            }
        }
    }
}

/// What still happens when a page is gone.
fn outliving(happening: Happening, page: ClientId, under_way: UnderWay) -> Option<Happening> {
    match happening {
        Happening::Request(id, _, request, shown) if id == page => {
            (under_way == UnderWay::Arrives).then_some(Happening::Leftover(id, request, shown))
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
