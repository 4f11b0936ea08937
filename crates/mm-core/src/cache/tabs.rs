//! What the tabs of a browser tell each other of the store they share: texts, cleared ones too, and posts as they were just kept or taken away, edits and
//! deletions, orders, and whose store it is. What is heard is read as a record of the store is, and trusted no more.
//!
//! Of orders only those are heard that this tab has as well: it found them when it began, and they may be outdated by now. Edits and deletions are
//! all heard: they are shown, and said from here if their tab is gone.

use super::files::is_uploaded;
use super::outbox::{claimed, is_claim};
use super::{Cache, Family, HeardWish, Order, Record, RecordKey, Write};
use crate::domain::*;
use crate::event::{Event, HeardDraft, KeptPost};
use crate::wire::fields::Fields;
use crate::wire::nested::Unfit;

/// In the place of a key: everything was taken away.
const WIPED: &str = "wipe";
/// The same, before an id: everything that is not theirs was taken away.
const ONLY: &str = "only ";

/// What one tab hears of another one.
#[derive(Debug)]
pub enum Heard {
    /// Nothing that bears on this one.
    Nothing,
    /// Everything was taken away: somebody logged out.
    Wiped,
    /// The server has said there who is signed in.
    Only(UserId),
    /// This is so now.
    Facts(Vec<Event>),
    /// This is wanted there by now of the same thing as here.
    Order(Order),
    /// A post is edited or deleted there, or not any more.
    Wish(HeardWish),
    /// A file was attached there, or more is known of it; or it is not to be sent any more.
    File(Box<Event>),
    /// A text was kept there, or is gone.
    Draft(Box<HeardDraft>),
    /// A post is on its way there, or failed there.
    Post(Box<KeptPost>),
    /// That tab, by its number, is about a post of the outbox now.
    PostClaimed(PendingPostId, i64),
    /// A post is not on its way any more: confirmed, or thrown away.
    PostGone(PendingPostId),
}

/// What the other tabs are to hear of a batch, once the store has answered, whatever it said. An empty text: the record is gone.
pub fn told(writes: &[Write]) -> Vec<Record> {
    let mut told = Vec::new();
    for (at, write) in writes.iter().enumerate() {
        // Of a text that is gone the next one says how late that is.
        let next = writes.get(at + 1).and_then(key_of);
        if matches!(write, Write::Delete(key) if next == Some(key)) {
            continue;
        }
        let (key, text) = match write {
            Write::Put { key, text } | Write::Tell { key, text } if is_told(key) => {
                (key.to_string(), text.as_str())
            }
            Write::Delete(key) if is_told(key) => (key.to_string(), ""),
            Write::KeepOnly(owner) => (format!("{ONLY}{owner}"), ""),
            Write::Wipe => (WIPED.to_owned(), ""),
            _ => continue,
        };
        let text = text.to_owned();
        told.push(Record { key, text });
    }
    told
}

/// What arrives of what another tab told. Who is signed in it may have said before somebody logged out here: that counts as long as the readable
/// mark of the browser's session names them (`rest.md 1.2`).
pub fn arrived(told: Vec<Record>, marked: Option<UserId>) -> Vec<Record> {
    let is_so = |record: &Record| signed_in(record).is_none_or(|user| marked == Some(user));
    told.into_iter().filter(is_so).collect()
}

/// Of whom a tab says that they are signed in.
fn signed_in(record: &Record) -> Option<UserId> {
    let only = record.key.strip_prefix(ONLY);
    only.and_then(|id| UserId::parse(id).ok())
}

fn key_of(write: &Write) -> Option<&RecordKey> {
    match write {
        Write::Put { key, .. } | Write::Tell { key, .. } | Write::Delete(key) => Some(key),
        Write::KeepOnly(_) | Write::Wipe => None,
    }
}

fn is_told(key: &RecordKey) -> bool {
    let family = key.collection.family;
    matches!(
        family,
        Family::Outbox | Family::Drafts | Family::Files | Family::Cleared | Family::Edits | Family::Orders
    )
}

/// A batch for a store that takes nothing more: what is taken away is taken away all the same (a message that was sent must not come back
/// as a draft), and the other tabs hear of texts, edits and orders what could not be kept: who hears only what is gone loses what has come in its
/// place. Of a file when the server has it: then nobody needs its bytes. Not of messages: a tab that is loaded anew has only those that were told
/// since, and would say them before the older ones.
pub(super) fn unkept(writes: Vec<Write>) -> Vec<Write> {
    let is_heard = |key: &RecordKey, text: &str| match key.collection.family {
        Family::Drafts | Family::Cleared | Family::Edits | Family::Orders => true,
        Family::Files => is_uploaded(text),
        _ => false,
    };
    let unkept = |write| match write {
        Write::Put { key, text } => is_heard(&key, &text).then_some(Write::Tell { key, text }),
        write => Some(write),
    };
    writes.into_iter().filter_map(unkept).collect()
}

impl Cache {
    /// Another tab told this. `is_watched`: the person is in this one.
    pub fn heard(&mut self, now: Now, is_watched: bool, record: Record) -> Heard {
        if record.key == WIPED {
            return Heard::Wiped;
        }
        if let Some(owner) = signed_in(&record) {
            return Heard::Only(owner);
        }
        let Some(owner) = self.owner else {
            return Heard::Nothing;
        };
        if self.is_reading() {
            // What is being read may be older.
            self.early.push(record);
            return Heard::Nothing;
        }
        let heard = self.words_heard(now, is_watched, owner, &record);
        heard.unwrap_or_else(|Unfit| {
            Heard::Facts(vec![Event::Broken {
                event: "record of another tab".to_owned(),
                channel_id: None,
            }])
        })
    }

    /// What was told while the store was being read, once it has been.
    pub fn take_early(&mut self) -> Vec<Record> {
        if self.is_reading() {
            return Vec::new();
        }
        std::mem::take(&mut self.early)
    }

    fn words_heard(
        &mut self,
        now: Now,
        is_watched: bool,
        owner: UserId,
        record: &Record,
    ) -> Result<Heard, Unfit> {
        let key = RecordKey::parse(&record.key).ok_or(Unfit)?;
        if key.collection.owner != owner {
            return Ok(Heard::Nothing);
        }
        Ok(match key.collection.family {
            Family::Outbox if record.text.is_empty() => Heard::PostGone(self.outbox.gone(key.name)),
            Family::Outbox if is_claim(record) => claimed(key.name, record)?,
            Family::Outbox => Heard::Post(Box::new(self.outbox.heard(owner, record)?)),
            Family::Drafts => {
                let heard = self.drafts.heard(now.mono, is_watched, &key.name, record)?;
                Heard::Draft(Box::new(heard))
            }
            Family::Files => Heard::File(Box::new(self.files.heard(key.name, record)?)),
            Family::Cleared => Heard::Facts(vec![self.cleared.heard(record)?]),
            Family::Edits => Heard::Wish(self.edits.heard(&key.name, record)?),
            Family::Orders => self.orders.heard(record)?.map_or(Heard::Nothing, Heard::Order),
            _ => Heard::Nothing,
        })
    }
}

/// What another version of the client tells is left to it.
pub fn of_version(record: &Record, version: i64) -> Result<(), Unfit> {
    let fields = Fields::read(&record.text)?;
    if fields.int("v") == version {
        Ok(())
    } else {
        Err(Unfit)
    }
}
