//! Texts in composers, one record a place: kept shortly after the last key, taken away at once when sent or emptied.

use std::collections::BTreeSet;
use std::time::Duration;

use serde::Serialize;

use super::tabs::of_version;
use super::{Collection, Family, Record, RecordKey, Restored, Write};
use crate::domain::*;
use crate::event::{DraftPlace, Event};
use crate::mutant::{self, Mutant};
use crate::wire::fields::Fields;
use crate::wire::nested::Unfit;

/// Version of the record.
const VERSION: i64 = 1;

/// A text is kept so long after its first key that is not kept yet: somebody who types without a pause loses no more than this.
const SOON: Duration = Duration::from_millis(250);

/// So long after a key the words of the tab in which it was pressed stand against what another tab tells.
const WRITING: Duration = Duration::from_secs(2);

/// What is kept of the drafts.
#[derive(Clone, Debug, Default)]
pub struct Drafts {
    kept: Table<DraftPlace, String>,
    /// Changed since they were kept.
    changed: BTreeSet<DraftPlace>,
    /// Where the person wrote last in this tab, and when.
    edited: Option<(DraftPlace, Monotonic)>,
    due: Option<Monotonic>,
}

/// Named like the server's drafts, so that the two can be compared.
#[derive(Serialize)]
struct Shape<'a> {
    v: i64,
    channel_id: &'a str,
    root_id: &'a str,
    message: &'a str,
    update_at: i64,
}

impl Drafts {
    /// The text of a place changed.
    pub fn changed(&mut self, now: Now, place: DraftPlace, text: &str) {
        if self.kept.get(&place).map_or("", String::as_str) == text {
            // Also the echo of what was just restored.
            self.changed.remove(&place);
            return;
        }
        self.changed.insert(place);
        self.edited = Some((place, now.mono));
        // A text that was sent must not stand in the box again after a reload.
        let at = if text.is_empty() {
            now.mono
        } else {
            now.mono.after(SOON)
        };
        self.due = Some(self.due.map_or(at, |due| due.min(at)));
    }

    /// When the changed ones are to be kept.
    pub fn due(&self) -> Option<Monotonic> {
        self.due
    }

    /// Whether they are to be kept now.
    pub fn is_due(&self, now: Monotonic) -> bool {
        self.due.is_some_and(|due| due <= now)
    }

    /// Keeps what changed.
    pub fn keep(&mut self, owner: UserId, now: Now, text: impl Fn(DraftPlace) -> String) -> Vec<Write> {
        self.due = None;
        let mut writes = Vec::new();
        for place in std::mem::take(&mut self.changed) {
            let text = text(place);
            let key = key(owner, place);
            if text.is_empty() {
                self.kept.remove(&place);
                writes.push(Write::Delete(key));
            } else if let Some(written) = written(place, &text, now.wall) {
                self.kept.insert(place, text);
                writes.push(Write::Put { key, text: written });
            }
        }
        writes
    }

    /// What an earlier page left, but for places in which something was written since.
    pub fn restored(&mut self, records: &[Record], skipped: &mut usize) -> Restored {
        let mut restored = Restored::default();
        for record in records {
            let Ok((place, text)) = read(record) else {
                *skipped += 1;
                continue;
            };
            let is_newer = self.changed.contains(&place) || self.kept.contains_key(&place);
            if is_newer && !mutant::is(Mutant::OldDraftWins) {
                continue;
            }
            self.kept.insert(place, text.clone());
            restored.events.push(Event::DraftChanged { place, text });
        }
        restored
    }

    /// Another tab kept the text of a place, or took it away. Gives what is to be shown; nothing where the person is writing in this tab: its
    /// words stand, and are kept once more.
    pub fn heard(
        &mut self,
        now: Now,
        is_watched: bool,
        name: &str,
        record: &Record,
    ) -> Result<Option<Event>, Unfit> {
        let (place, text) = if record.text.is_empty() {
            self.kept.remove(&place_of(name)?);
            (place_of(name)?, String::new())
        } else {
            of_version(record, VERSION)?;
            let (place, text) = read(record)?;
            self.kept.insert(place, text.clone());
            (place, text)
        };
        let wrote = |(there, at)| there == place && now.mono.since(at) < WRITING;
        if self.changed.contains(&place) || (is_watched && self.edited.is_some_and(wrote)) {
            self.changed.insert(place);
            self.due = self.due.or(Some(now.mono.after(SOON)));
            return Ok(None);
        }
        Ok(Some(Event::DraftChanged { place, text }))
    }
}

fn place_of(name: &str) -> Result<DraftPlace, Unfit> {
    let (channel, root) = name.split_once('/').unwrap_or((name, ""));
    Ok(DraftPlace {
        channel_id: ChannelId::parse(channel).map_err(|_| Unfit)?,
        root_id: PostId::parse(root).ok(),
    })
}

fn key(owner: UserId, place: DraftPlace) -> RecordKey {
    let family = Family::Drafts;
    let name = match place.root_id {
        Some(root) => format!("{}/{root}", place.channel_id),
        None => place.channel_id.to_string(),
    };
    Collection { owner, family }.key(name)
}

fn written(place: DraftPlace, message: &str, at: Timestamp) -> Option<String> {
    let shape = Shape {
        v: VERSION,
        channel_id: place.channel_id.as_str(),
        root_id: place.root_id.as_ref().map_or("", |id| id.as_str()),
        message,
        update_at: at.0,
    };
    serde_json::to_string(&shape).ok()
}

/// The version is not looked at: a place and a text mean the same in all.
fn read(record: &Record) -> Result<(DraftPlace, String), Unfit> {
    let fields = Fields::read(&record.text)?;
    let text = fields.loose("message").unwrap_or_default().into_owned();
    if text.is_empty() {
        return Err(Unfit);
    }
    let place = DraftPlace {
        channel_id: fields.id("channel_id")?,
        root_id: fields.optional_id("root_id")?,
    };
    Ok((place, text))
}
