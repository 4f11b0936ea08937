//! Own posts that the server has not confirmed, one record each, from the key press until they are confirmed or thrown away.

use super::json::Object;
use super::tabs::{of_version, Heard};
use super::{Collection, Family, Record, RecordKey, Restored, Write};
use crate::domain::*;
use crate::event::{Event, FailureReason, KeptPost, Outgoing};
use crate::state::{OutgoingItem, OutgoingPhase};
use crate::wire::fields::{any_of, Fields};
use crate::wire::nested::Unfit;

/// Version of the record.
const VERSION: i64 = 1;

/// How the phases are named. What was under way and what waited are the same to the next page: both may be on the server.
const WAITING: &str = "waiting";
const REFUSED: &str = "refused";
const UNREACHABLE: &str = "unreachable";
const SIGNED_OUT: &str = "signed_out";
const FILE_GONE: &str = "file_gone";
/// No phase of a record that is kept: another tab is about it.
const CLAIMED: &str = "claimed";

/// What is kept of the outbox.
#[derive(Clone, Debug, Default)]
pub struct Outbox {
    kept: Table<PendingPostId, Kept>,
    /// The newest place in the order of the key presses.
    last: i64,
}

/// What the store has of a post.
#[derive(Clone, Debug, PartialEq)]
struct Kept {
    order: i64,
    failed: Option<FailureReason>,
}

impl Outbox {
    /// A post of the outbox changed, or is not in it any more.
    pub fn changed(
        &mut self,
        owner: UserId,
        item: Option<&OutgoingItem>,
        pending: &PendingPostId,
    ) -> Option<Write> {
        let Some(item) = item else {
            self.kept.remove(pending)?;
            return Some(Write::Delete(key(owner, pending)));
        };
        let failed = match &item.phase {
            OutgoingPhase::Failed(reason) => Some(reason.clone()),
            OutgoingPhase::Queued | OutgoingPhase::Sending => None,
        };
        let known = self.kept.get(pending);
        if known.is_some_and(|kept| kept.failed == failed) {
            return None;
        }
        let order = known.map(|kept| kept.order);
        let order = order.unwrap_or_else(|| item.post.at.0.max(self.last.saturating_add(1)));
        self.last = self.last.max(order);
        let text = written(&item.post, order, failed.as_ref());
        self.kept.insert(pending.clone(), Kept { order, failed });
        let key = key(owner, pending);
        Some(Write::Put { key, text })
    }

    /// What an earlier page left, in the order of the key presses.
    pub fn restored(&mut self, owner: UserId, records: &[Record], skipped: &mut usize) -> Restored {
        let mut found: Vec<(i64, KeptPost)> = Vec::new();
        for record in records {
            match read(owner, record) {
                Ok(one) => found.push(one),
                Err(Unfit) => *skipped += 1,
            }
        }
        sort_by(&mut found, |(a, one), (b, other)| {
            a.cmp(b).then_with(|| one.post.pending.cmp(&other.post.pending))
        });
        // What was written since is in the store already, and not new to anybody.
        found.retain(|(_, one)| !self.kept.contains_key(&one.post.pending));
        let mut posts = Vec::new();
        for (order, one) in found {
            self.last = self.last.max(order);
            let failed = one.failed.clone();
            self.kept.insert(one.post.pending.clone(), Kept { order, failed });
            posts.push(one);
        }
        if posts.is_empty() {
            return Restored::default();
        }
        Restored {
            pending: posts.iter().map(|one| one.post.pending.clone()).collect(),
            events: vec![Event::OutboxRestored(posts)],
            ..Restored::default()
        }
    }

    /// Another tab kept a post.
    pub fn heard(&mut self, owner: UserId, record: &Record) -> Result<KeptPost, Unfit> {
        of_version(record, VERSION)?;
        let (order, one) = read(owner, record)?;
        self.last = self.last.max(order);
        let failed = one.failed.clone();
        self.kept.insert(one.post.pending.clone(), Kept { order, failed });
        Ok(one)
    }

    /// Another tab took a post away.
    pub fn gone(&mut self, name: String) -> PendingPostId {
        let pending = PendingPostId::new(name);
        self.kept.remove(&pending);
        pending
    }
}

fn key(owner: UserId, pending: &PendingPostId) -> RecordKey {
    let family = Family::Outbox;
    Collection { owner, family }.key(pending.as_str())
}

/// What the other tabs hear of a message that one of them is about. It is in no store.
pub(super) fn claim(owner: UserId, pending: &PendingPostId, number: i64) -> Write {
    let mut object = Object::new();
    object.number("v", VERSION);
    object.text("phase", CLAIMED);
    object.number("number", number);
    let (key, text) = (key(owner, pending), object.end());
    Write::Tell { key, text }
}

/// Whether a record is such a word.
pub(super) fn is_claim(record: &Record) -> bool {
    Fields::read(&record.text).is_ok_and(|fields| fields.string("phase") == CLAIMED)
}

/// Reads it; `name`: of the record.
pub(super) fn claimed(name: String, record: &Record) -> Result<Heard, Unfit> {
    of_version(record, VERSION)?;
    let number = Fields::read(&record.text)?.int("number");
    Ok(Heard::PostClaimed(PendingPostId::new(name), number))
}

fn written(post: &Outgoing, order: i64, failed: Option<&FailureReason>) -> String {
    let (phase, words) = match failed {
        None => (WAITING, ""),
        Some(FailureReason::Refused { message }) => (REFUSED, message.as_str()),
        Some(FailureReason::Unreachable) => (UNREACHABLE, ""),
        Some(FailureReason::SignedOut) => (SIGNED_OUT, ""),
        Some(FailureReason::FileGone) => (FILE_GONE, ""),
    };
    let mut object = Object::new();
    object.number("v", VERSION);
    object.number("order", order);
    object.text("pending", post.pending.as_str());
    object.text("channel_id", post.channel_id.as_str());
    object.text("root_id", post.root_id.as_ref().map_or("", |id| id.as_str()));
    object.text("message", &post.message);
    object.text("client_id", &post.client_id);
    object.number("at", post.at.0);
    object.number("since", post.since.0);
    object.text("phase", phase);
    // The server's words, if it refused.
    object.text("words", words);
    object.list("files", post.files.iter().map(file));
    object.end()
}

fn file(file: &Attachment) -> String {
    let mut object = Object::new();
    object.text("id", file.id.as_str());
    object.text("name", &file.name);
    object.number("size", file.size);
    object.end()
}

fn read_file(fields: &Fields<'_>) -> Result<Attachment, Unfit> {
    Ok(Attachment {
        id: AttachmentId::new(fields.string("id")),
        name: fields.string("name"),
        size: fields.int("size"),
    })
}

/// A record whose text and place can be read is never lost. What does not say clearly that it may go on by itself waits for the
/// person, as a failed post.
fn read(owner: UserId, record: &Record) -> Result<(i64, KeptPost), Unfit> {
    let fields = Fields::read(&record.text)?;
    let loose = |name| fields.loose(name).unwrap_or_default().into_owned();
    let number = |name| fields.loose(name).and_then(|text| text.parse().ok());
    let message = loose("message");
    let files = any_of(fields.raw("files"), read_file);
    if message.trim().is_empty() && files.is_empty() {
        return Err(Unfit);
    }
    let pending = Some(loose("pending")).filter(|pending| pending.starts_with(owner.as_str()));
    let client_id = loose("client_id");
    let root = loose("root_id");
    let root_id = PostId::parse(&root).ok();
    let is_clear = number("v") == Some(VERSION)
        && pending.is_some()
        && !client_id.is_empty()
        && (root.is_empty() || root_id.is_some());
    let name = RecordKey::parse(&record.key).map_or_else(String::new, |key| key.name);
    let failed = match &*loose("phase") {
        WAITING if is_clear => None,
        REFUSED => Some(FailureReason::Refused {
            message: loose("words"),
        }),
        SIGNED_OUT => Some(FailureReason::SignedOut),
        FILE_GONE => Some(FailureReason::FileGone),
        _ => Some(FailureReason::Unreachable),
    };
    let post = Outgoing {
        pending: PendingPostId::new(pending.unwrap_or(name)),
        channel_id: fields.id("channel_id")?,
        root_id,
        message,
        client_id,
        at: Timestamp(number("at").unwrap_or_default()),
        since: Timestamp(number("since").unwrap_or_default()),
        files,
    };
    let order = number("order").unwrap_or(post.at.0);
    Ok((order, KeptPost { post, failed }))
}
