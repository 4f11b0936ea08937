//! What outlives the page: changes of the state become writes to the local store, records read from it become events again.
//!
//! Pure: [`Cache`] decides what is kept and when, the edge only carries it out. One file a family of records; another kind of thing is
//! kept by another [`Family`] with its own file, its version, its line in [`Cache::note`] and in [`Cache::restored`].
//!
//! Nothing here is ever needed to go on: a store that refuses, fails or holds nonsense costs what it would have kept, and nothing else.

mod cleared;
mod drafts;
mod edits;
mod files;
mod json;
#[cfg(test)]
mod order_tests;
mod orders;
mod outbox;
mod post_shape;
mod record;
mod shapes;
mod tabs;
#[cfg(test)]
mod tests;
mod view;
mod view_records;
#[cfg(test)]
mod view_tests;
use std::time::Duration;

pub use edits::{HeardWish, KeptWish, Wish};
pub use orders::{Order, OrderKind};
pub use record::*;
pub use tabs::{arrived, told, Heard};

use crate::domain::*;
use crate::event::{DraftPlace, Event, KeptView, Notice, NoticeKind, SessionState};
use crate::mutant::{self, Mutant};
use crate::state::{Changes, Key, State};

/// The store's answer is waited for so long before posts go out without it: a store may hang.
const PATIENCE: Duration = Duration::from_secs(3);

/// Decides what is kept.
#[derive(Clone, Debug, Default)]
pub struct Cache {
    /// Whose records are kept; nobody's while signed out.
    owner: Option<UserId>,
    /// The server has said that it is they who are signed in.
    is_proven: bool,
    /// Their session has not ended: they may have logged out in another tab.
    is_here: bool,
    /// Families that are being read, and how long they are waited for.
    reading: Vec<Family>,
    patience: Option<Monotonic>,
    outbox: outbox::Outbox,
    drafts: drafts::Drafts,
    files: files::Files,
    cleared: cleared::Cleared,
    edits: edits::Edits,
    orders: orders::Orders,
    view: view::View,
    /// The store does not take anything more.
    fault: Option<StoreFault>,
    /// Told by other tabs while the store is being read.
    early: Vec<Record>,
    /// To be carried out, in order.
    writes: Vec<Write>,
}

/// What was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Restored {
    /// Facts to apply, in order.
    pub events: Vec<Event>,
    /// Own posts among them, which may be on the server.
    pub pending: Vec<PendingPostId>,
    /// What was wanted of posts.
    pub wishes: Vec<KeptWish>,
    /// What else was wanted; told with the last family, when what it is about is there.
    pub orders: Vec<Order>,
    /// What the earlier page showed.
    pub view: Option<Box<KeptView>>,
}

impl Cache {
    /// Somebody is signed in: what is kept is theirs from now on, others' records go. Gives what is to be read; nothing if it is the
    /// same person as before.
    pub fn begin(&mut self, now: Now, owner: UserId) -> Vec<Collection> {
        let collections = self.foresee(now, owner);
        if !std::mem::replace(&mut self.is_proven, true) {
            self.writes.push(Write::KeepOnly(owner));
        }
        collections
    }

    /// Whose records are kept, as far as is known.
    pub fn owner(&self) -> Option<UserId> {
        self.owner
    }

    /// Somebody is probably signed in: gives what is to be read. Nothing of anybody else goes before the server has said so.
    pub fn foresee(&mut self, now: Now, owner: UserId) -> Vec<Collection> {
        if self.owner == Some(owner) {
            return Vec::new();
        }
        self.end();
        self.owner = Some(owner);
        self.reading = Family::ALL.to_vec();
        self.patience = Some(now.mono.after(PATIENCE));
        let collection = |family| Collection { owner, family };
        self.reading.iter().copied().map(collection).collect()
    }

    /// Nobody is signed in. What is kept stays for the person to come back to.
    pub fn end(&mut self) {
        *self = Self {
            fault: self.fault,
            writes: std::mem::take(&mut self.writes),
            ..Self::default()
        };
    }

    /// Nothing of anybody is kept any more.
    pub fn wipe(&mut self) {
        *self = Self {
            fault: self.fault,
            writes: vec![Write::Wipe],
            ..Self::default()
        };
    }

    /// Whether what an earlier page left is still being read: what it left goes out first.
    pub fn is_reading(&self) -> bool {
        self.patience.is_some()
    }

    /// Records were read, or could not be. Those of somebody else, or of an earlier session, give nothing.
    pub fn restored(
        &mut self,
        now: Now,
        collection: Collection,
        records: Result<Vec<Record>, StoreFault>,
    ) -> Restored {
        if self.owner != Some(collection.owner) {
            return Restored::default();
        }
        let Some(at) = self.reading.iter().position(|f| *f == collection.family) else {
            return Restored::default();
        };
        self.reading.swap_remove(at);
        if self.reading.is_empty() {
            self.patience = None;
        }
        let mut restored = match records {
            Ok(records) => self.read(now, collection, records),
            Err(fault) => Restored {
                events: self.failed(fault).into_iter().collect(),
                ..Restored::default()
            },
        };
        if self.reading.is_empty() {
            restored.orders = std::mem::take(&mut self.orders.found);
        }
        restored
    }

    fn read(&mut self, now: Now, collection: Collection, mut records: Vec<Record>) -> Restored {
        let others = records.len();
        records
            .retain(|record| RecordKey::parse(&record.key).is_some_and(|key| key.collection == collection));
        let mut skipped = others - records.len();
        let mut restored = match collection.family {
            Family::View | Family::People | Family::Channels | Family::Posts => Restored {
                view: self.view.restored(collection.owner, now, records, &mut skipped),
                ..Restored::default()
            },
            Family::Outbox => self.outbox.restored(collection.owner, &records, &mut skipped),
            Family::Drafts => self.drafts.restored(now.wall, &records, &mut skipped),
            Family::Files => Restored {
                events: self.files.restored(&records, &mut skipped),
                ..Restored::default()
            },
            Family::Cleared => Restored {
                events: self
                    .cleared
                    .restored(&records, &mut skipped)
                    .into_iter()
                    .collect(),
                ..Restored::default()
            },
            Family::Edits => Restored {
                wishes: self.edits.restored(&records, &mut skipped),
                ..Restored::default()
            },
            Family::Orders => {
                self.orders.restored(&records, &mut skipped);
                Restored::default()
            }
        };
        let broken = |_| Event::Broken {
            event: format!("kept record of {}", collection.family.name()),
            channel_id: None,
        };
        restored.events.extend((0..skipped).map(broken));
        restored
    }

    /// The store could not do what it was told. Told once; from then on nothing new is kept.
    pub fn failed(&mut self, fault: StoreFault) -> Option<Event> {
        let is_first = self.fault.replace(fault).is_none();
        let notice = Notice {
            kind: NoticeKind::NotKept,
            detail: None,
        };
        is_first.then_some(Event::NoticeRaised(notice))
    }

    /// Why nothing more is kept, if so.
    pub fn fault(&self) -> Option<StoreFault> {
        self.fault
    }

    /// In these channels something is shown of which the server may not know.
    pub fn unsure(&mut self, channels: Set<ChannelId>) {
        self.view.unsure = channels;
    }

    /// These are all orders that the server has not confirmed.
    pub fn ordered(&mut self, orders: &[Order]) {
        if let Some(owner) = self.owner {
            self.writes.extend(self.orders.changed(owner, orders));
        }
    }

    /// Orders of an earlier page were read and not told yet.
    pub fn holds_orders(&self) -> bool {
        !self.orders.found.is_empty()
    }

    /// These are all edits and deletions that the server has not confirmed.
    pub fn wished(&mut self, wishes: &[KeptWish]) {
        if let Some(owner) = self.owner {
            self.writes.extend(self.edits.changed(owner, wishes));
        }
    }

    /// The other tabs are to know that this one is about a message of the outbox.
    pub fn claimed(&mut self, pending: &PendingPostId, number: i64) {
        if let Some(owner) = self.owner {
            self.writes.push(outbox::claim(owner, pending, number));
        }
    }

    /// The server has refused what was wanted of a post.
    pub fn wish_refused(&mut self, post_id: PostId) {
        self.edits.refused(post_id);
    }

    /// Another tab took a file away, and it goes here too.
    pub fn file_gone(&mut self, id: &AttachmentId) {
        self.files.gone(id);
    }

    /// A key was pressed in a composer of this tab.
    pub fn typed(&mut self, now: Monotonic, place: DraftPlace) {
        self.drafts.typed(now, place);
    }

    /// What stands in a place is kept, and told to the other tabs, once more.
    pub fn keep_again(&mut self, now: Monotonic, place: DraftPlace) {
        self.drafts.keep_again(now, place);
    }

    /// The text of a place as it was kept last: other tabs have it too.
    pub fn kept_draft(&self, place: DraftPlace) -> Option<&str> {
        self.drafts.kept_text(place)
    }

    /// The state changed: what has to be kept of it, now or a little later.
    pub fn note(&mut self, now: Now, state: &State, changes: &Changes) {
        let Some(owner) = self.owner else { return };
        self.is_here = *state.session() == SessionState::SignedIn;
        for key in &changes.0 {
            self.view.note(now, state, key);
            match key {
                Key::Pending(pending) if !mutant::is(Mutant::OutboxNotKept) => {
                    let write = self.outbox.changed(owner, state.outgoing(pending), pending);
                    self.writes.extend(write);
                }
                Key::Draft(place) => self.drafts.changed(now.mono, state, *place),
                Key::Attachments(_) => self.keep_files(owner, state),
                Key::ClearedTexts => self
                    .writes
                    .extend(self.cleared.changed(owner, state.cleared_texts())),
                _ => {}
            }
        }
        self.keep_what_it_led_to(owner, now, state, changes);
        self.keep_due(now, state);
    }

    /// What a message, an edit or a deletion led to is in the store when its own record goes: else a page that is loaded anew in the next moment
    /// shows neither, until the server tells.
    fn keep_what_it_led_to(&mut self, owner: UserId, now: Now, state: &State, changes: &Changes) {
        let is_done = |write: &Write| match write {
            Write::Delete(key) => matches!(key.collection.family, Family::Outbox | Family::Edits),
            _ => false,
        };
        if !self.may_keep_view() || !self.writes.iter().any(is_done) {
            return;
        }
        let channels = changes.0.iter().filter_map(|key| match key {
            Key::Timeline(id) => Some(*id),
            Key::Post(id) => Some(state.post(*id)?.channel_id),
            _ => None,
        });
        let writes = self.view.keep_posts(owner, now, state, &set_of(channels));
        self.writes.extend(writes);
    }

    /// Keeps at once what would have been kept a little later: the page may not come back.
    pub fn hurry(&mut self, now: Now, state: &State) {
        self.keep_drafts(state);
        if let Some(owner) = self.owner.filter(|_| self.may_keep_view()) {
            let writes = self.view.keep_all(owner, now, state);
            self.writes.extend(writes);
        }
    }

    /// Time has passed.
    pub fn deadline(&mut self, now: Now, state: &State) {
        if self.patience.is_some_and(|until| until <= now.mono) {
            self.patience = None;
        }
        self.keep_due(now, state);
    }

    fn keep_due(&mut self, now: Now, state: &State) {
        if self.drafts.is_due(now.mono) && !self.is_reading() {
            self.keep_drafts(state);
        }
        if let Some(owner) = self.owner.filter(|_| self.may_keep_view()) {
            let writes = self.view.keep_due(owner, now, state);
            self.writes.extend(writes);
        }
    }

    /// What an earlier page kept is not written over before it was read, nor while it is not sure whose it is.
    fn may_keep_view(&self) -> bool {
        self.is_proven && self.is_here && !self.is_reading() && self.fault.is_none()
    }

    /// When [`Cache::deadline`] is to be called.
    pub fn next_wakeup(&self) -> Option<Monotonic> {
        let view = self.view.due().filter(|_| self.may_keep_view());
        let soonest = [self.drafts.due(), view].into_iter().flatten().min();
        self.patience.or(soonest)
    }

    /// What the store is to do, in order.
    pub fn take_writes(&mut self) -> Vec<Write> {
        let writes = std::mem::take(&mut self.writes);
        match self.fault {
            Some(_) => tabs::unkept(writes),
            None => writes,
        }
    }

    /// Where nothing can be kept other tabs do not hear of messages, and would take the files of one for files of their composer.
    fn keep_files(&mut self, owner: UserId, state: &State) {
        let is_fit = self.fault.is_none();
        let is_of_message = |write: &Write| matches!(write, Write::Put { key, .. } if state.is_sent(&AttachmentId::new(key.name.as_str())));
        let writes = self.files.changed(owner, state).into_iter();
        self.writes
            .extend(writes.filter(|write| is_fit || !is_of_message(write)));
    }

    fn keep_drafts(&mut self, state: &State) {
        let Some(owner) = self.owner else { return };
        self.writes.extend(self.drafts.keep(owner, state));
    }
}
