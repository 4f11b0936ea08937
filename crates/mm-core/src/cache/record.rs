//! Records as the local store has them: a key and a JSON text. The store knows nothing of their meaning.
//!
//! A key is `{user}/{family}/{name}`: what belongs to somebody, and a family of it, are ranges of keys. The server is not in it: the edge has
//! a store for each server. The text names the version of its family (`"v"`).

use std::fmt;

use crate::domain::UserId;

/// A kind of thing that is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Oneself, settings, teams and categories.
    View,
    /// People.
    People,
    /// Channels with one's memberships.
    Channels,
    /// The newest posts of channels that were visited.
    Posts,
    /// Own posts that the server has not confirmed.
    Outbox,
    /// Texts in composers.
    Drafts,
    /// Files attached to texts and to own posts; their bytes are kept by the edge, beside the record and as long as it.
    Files,
    /// Texts that were cleared and can be brought back.
    Cleared,
    /// Edits and deletions that the server has not confirmed.
    Edits,
    /// Other orders that the server has not confirmed: reactions, pins, reading.
    Orders,
}

impl Family {
    /// All that are read when somebody signs in.
    pub const ALL: [Family; 10] = [
        Family::View,
        Family::People,
        Family::Channels,
        Family::Posts,
        Family::Outbox,
        Family::Drafts,
        Family::Files,
        Family::Cleared,
        Family::Edits,
        Family::Orders,
    ];

    /// Its part of the key.
    pub fn name(self) -> &'static str {
        match self {
            Family::View => "view",
            Family::People => "person",
            Family::Channels => "channel",
            Family::Posts => "posts",
            Family::Outbox => "outbox",
            Family::Drafts => "draft",
            Family::Files => "file",
            Family::Cleared => "cleared",
            Family::Edits => "edit",
            Family::Orders => "order",
        }
    }
}

/// One person's records of a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Collection {
    /// Whose.
    pub owner: UserId,
    /// Of which kind.
    pub family: Family,
}

/// Keys from the first up to, but not including, the second.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRange {
    /// The first.
    pub from: String,
    /// Behind the last.
    pub to: String,
}

impl KeyRange {
    /// All keys that begin with these parts: what follows the last is a slash, and `0` is the sign after it.
    fn beneath(parts: &str) -> Self {
        Self {
            from: format!("{parts}/"),
            to: format!("{parts}0"),
        }
    }

    /// All records of somebody.
    pub fn of(owner: UserId) -> Self {
        Self::beneath(owner.as_str())
    }
}

impl Collection {
    /// Its keys.
    pub fn range(&self) -> KeyRange {
        KeyRange::beneath(&format!("{}/{}", self.owner, self.family.name()))
    }

    /// The key of one of its records.
    pub fn key(self, name: impl Into<String>) -> RecordKey {
        RecordKey {
            collection: self,
            name: name.into(),
        }
    }
}

/// The key of a record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecordKey {
    /// Whose and which kind.
    pub collection: Collection,
    /// Which of them.
    pub name: String,
}

impl RecordKey {
    /// Reads a key; `None` if it is none of ours, or of a family that is not known yet.
    pub fn parse(text: &str) -> Option<Self> {
        let (owner, rest) = text.split_once('/')?;
        let (family, name) = rest.split_once('/')?;
        let family = Family::ALL.into_iter().find(|known| known.name() == family)?;
        let owner = UserId::parse(owner).ok()?;
        Some(Collection { owner, family }.key(name))
    }
}

impl fmt::Display for RecordKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Collection { owner, family } = self.collection;
        write!(f, "{owner}/{}/{}", family.name(), self.name)
    }
}

/// A record as it was read: nothing in it can be relied upon.
#[derive(Clone, PartialEq, Eq)]
pub struct Record {
    /// Its key.
    pub key: String,
    /// Its text.
    pub text: String,
}

/// What somebody wrote stands in it: only its size is printed.
impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Record({}, {} B)", self.key, self.text.len())
    }
}

/// An order to the local store. A batch of them is carried out as a whole, in order.
#[derive(Clone, PartialEq, Eq)]
pub enum Write {
    /// Keeps a record, in place of what the key had.
    Put {
        /// Its key.
        key: RecordKey,
        /// Its text.
        text: String,
    },
    /// Keeps nothing, for a store that takes nothing more: only the other tabs hear what the record would be.
    Tell {
        /// Its key.
        key: RecordKey,
        /// Its text.
        text: String,
    },
    /// Takes a record away.
    Delete(RecordKey),
    /// Takes away what is not this person's.
    KeepOnly(UserId),
    /// Takes everything away.
    Wipe,
}

impl fmt::Debug for Write {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Write::Put { key, text } => write!(f, "Put({key}, {} B)", text.len()),
            Write::Tell { key, text } => write!(f, "Tell({key}, {} B)", text.len()),
            Write::Delete(key) => write!(f, "Delete({key})"),
            Write::KeepOnly(owner) => write!(f, "KeepOnly({owner})"),
            Write::Wipe => f.write_str("Wipe"),
        }
    }
}

/// Why the local store does not do what it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreFault {
    /// There is none: refused by the person's settings, or by the browser.
    Refused,
    /// It failed: full, broken, or taken away while in use.
    Failed,
}
