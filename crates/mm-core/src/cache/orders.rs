//! Orders to the server that it has not confirmed, one record for each thing they are about: reactions, pins, what is read and what is not.
//!
//! What is read is a wish, as with edits: the engine looks how the server has it before it says it again.

use super::json::Object;
use super::{Collection, Family, Record, Write};
use crate::domain::*;
use crate::wire::fields::Fields;
use crate::wire::nested::Unfit;

/// Version of the record.
const VERSION: i64 = 1;

/// What somebody wanted when the page went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// What it is about: of two orders about the same the later one counts.
    pub about: String,
    /// What is wanted.
    pub kind: OrderKind,
    /// Of which post.
    pub post_id: Option<PostId>,
    /// Of which channel.
    pub channel_id: Option<ChannelId>,
    /// The reaction's name.
    pub emoji_name: String,
    /// The newest time of the server that was known of the thing: what is newer contradicts.
    pub at: Timestamp,
    /// Of reading: how far the server had it.
    pub from: Timestamp,
}

/// What may be wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // they are called as the acts are
pub enum OrderKind {
    AddReaction,
    RemoveReaction,
    Pin,
    Unpin,
    ViewChannel,
    MarkUnread,
}

/// How they are named.
const KINDS: [(OrderKind, &str); 6] = [
    (OrderKind::AddReaction, "react"),
    (OrderKind::RemoveReaction, "unreact"),
    (OrderKind::Pin, "pin"),
    (OrderKind::Unpin, "unpin"),
    (OrderKind::ViewChannel, "view"),
    (OrderKind::MarkUnread, "unread"),
];

/// What is kept of them.
#[derive(Clone, Debug, Default)]
pub struct Orders {
    /// What the store has: name and text.
    kept: Vec<(String, String)>,
    /// Read, and not yet told: what they are about is told first.
    pub(super) found: Vec<Order>,
}

impl Orders {
    /// These are all that stand now.
    pub fn changed(&mut self, owner: UserId, orders: &[Order]) -> Vec<Write> {
        let collection = Collection {
            owner,
            family: Family::Orders,
        };
        let mut writes = Vec::new();
        let next: Vec<(String, String)> = orders.iter().map(|o| (o.about.clone(), written(o))).collect();
        for (name, _) in &self.kept {
            if !next.iter().any(|(other, _)| other == name) {
                writes.push(Write::Delete(collection.key(name.as_str())));
            }
        }
        for one in &next {
            if !self.kept.contains(one) {
                let (name, text) = one.clone();
                let key = collection.key(name);
                writes.push(Write::Put { key, text });
            }
        }
        self.kept = next;
        writes
    }

    /// What an earlier page left, but for things about which something is wanted since.
    pub fn restored(&mut self, records: &[Record], skipped: &mut usize) {
        for record in records {
            let Ok(order) = read(record) else {
                *skipped += 1;
                continue;
            };
            if !self.kept.iter().any(|(name, _)| *name == order.about) {
                self.kept.push((order.about.clone(), record.text.clone()));
                self.found.push(order);
            }
        }
    }

    /// Another tab wants this by now. One that it does not want any more was said there, and is looked at here before it is said again.
    pub fn heard(&mut self, record: &Record) -> Result<Option<Order>, Unfit> {
        if record.text.is_empty() {
            return Ok(None);
        }
        let order = read(record)?;
        let known = self.kept.iter_mut().find(|(name, _)| *name == order.about);
        Ok(known.map(|(_, text)| {
            text.clone_from(&record.text);
            order
        }))
    }
}

fn written(order: &Order) -> String {
    let kind = KINDS.iter().find(|(kind, _)| *kind == order.kind);
    let mut object = Object::new();
    object.number("v", VERSION);
    object.text("about", &order.about);
    object.text("kind", kind.map_or("", |(_, name)| name));
    object.text("post_id", order.post_id.as_ref().map_or("", |id| id.as_str()));
    object.text(
        "channel_id",
        order.channel_id.as_ref().map_or("", |id| id.as_str()),
    );
    object.text("emoji_name", &order.emoji_name);
    object.number("at", order.at.0);
    object.number("from", order.from.0);
    object.end()
}

/// An order that is not understood wholly is not carried out.
fn read(record: &Record) -> Result<Order, Unfit> {
    let fields = Fields::read(&record.text)?;
    let name = fields.text("kind");
    let (kind, _) = KINDS.iter().find(|(_, known)| *known == name).ok_or(Unfit)?;
    let order = Order {
        about: fields.string("about"),
        kind: *kind,
        post_id: fields.optional_id("post_id")?,
        channel_id: fields.optional_id("channel_id")?,
        emoji_name: fields.string("emoji_name"),
        at: fields.time("at"),
        from: fields.time("from"),
    };
    if fields.int("v") != VERSION {
        return Err(Unfit);
    }
    fields.fit()?;
    Ok(order)
}
