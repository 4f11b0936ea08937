//! Files on their way, one record each, from the moment they are attached until their post is confirmed or they are taken away. The record
//! says what a file is and how far it got; the edge keeps its bytes beside it.

use super::json::Object;
use super::tabs::of_version;
use super::{Collection, Family, Record, RecordKey, Write};
use crate::domain::*;
use crate::event::{Attached, Event, FailureReason, UploadPhase};
use crate::state::State;
use crate::wire::fields::Fields;
use crate::wire::model::draft_place;
use crate::wire::nested::Unfit;

/// Version of the record.
const VERSION: i64 = 1;

/// What is kept of them.
#[derive(Clone, Debug, Default)]
pub struct Files {
    kept: Table<AttachmentId, Progress>,
}

/// How far a file got, as coarsely as it is kept.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Progress {
    /// Tenths of it are sent: other tabs hear that somebody is at it.
    Tenths(u8),
    Done(FileId),
}

impl Progress {
    fn of(phase: &UploadPhase) -> Self {
        match phase {
            UploadPhase::Done(id) => Progress::Done(*id),
            UploadPhase::Sending(percent) => Progress::Tenths(percent / 10),
            UploadPhase::Waiting | UploadPhase::Failed(_) => Progress::Tenths(0),
        }
    }
}

impl Files {
    /// Files were attached, got further, or are gone.
    pub fn changed(&mut self, owner: UserId, state: &State) -> Vec<Write> {
        let mut writes = Vec::new();
        let is_gone = |id: &&AttachmentId| state.attachment(id).is_none();
        let gone: Vec<AttachmentId> = self.kept.keys().filter(is_gone).cloned().collect();
        // What stands here by another name is told once more by that one: a tab that knows it from the server only would take it away.
        for id in gone.iter().filter_map(AttachmentId::on_server_only) {
            let mut here = state.attachments().iter();
            if let Some(twin) = here.find(|attached| attached.uploaded() == Some(id)) {
                self.kept.remove(&twin.file.id);
            }
        }
        for attached in state.attachments() {
            let id = &attached.file.id;
            let progress = Progress::of(&attached.phase);
            if self.kept.get(id) != Some(&progress) {
                let (key, text) = (key(owner, id), written(attached, progress));
                writes.push(Write::Put { key, text });
                self.kept.insert(id.clone(), progress);
            }
        }
        for id in gone {
            self.kept.remove(&id);
            writes.push(Write::Delete(key(owner, &id)));
        }
        writes
    }

    /// What an earlier page left.
    pub fn restored(&mut self, records: &[Record], skipped: &mut usize) -> Vec<Event> {
        let mut events = Vec::new();
        for record in records {
            match self.read(record) {
                Ok(event) => events.push(event),
                Err(Unfit) => *skipped += 1,
            }
        }
        events
    }

    /// A file that another tab took away is not to be sent from here either: the store has nothing of it.
    pub fn gone(&mut self, id: &AttachmentId) {
        self.kept.remove(id);
    }

    /// Another tab kept a file, or took it away.
    pub fn heard(&mut self, name: String, record: &Record) -> Result<Event, Unfit> {
        if record.text.is_empty() {
            return Ok(Event::FileDetached(AttachmentId::new(name)));
        }
        self.read(record)
    }

    /// Of a record of another version the bytes may be kept otherwise.
    fn read(&mut self, record: &Record) -> Result<Event, Unfit> {
        of_version(record, VERSION)?;
        let fields = Fields::read(&record.text)?;
        let id = RecordKey::parse(&record.key).map(|key| AttachmentId::new(key.name));
        let mut attached = Attached {
            file: Attachment {
                id: id.ok_or(Unfit)?,
                name: fields.string("name"),
                size: fields.int("size"),
            },
            place: draft_place(&fields)?,
            phase: UploadPhase::Waiting,
        };
        attached.phase = match fields.optional_id("file_id")? {
            Some(id) => UploadPhase::Done(id),
            None if attached.file.id.on_server_only().is_some() => {
                UploadPhase::Failed(FailureReason::FileGone)
            }
            None => UploadPhase::Waiting,
        };
        fields.fit()?;
        let progress = Progress::of(&attached.phase);
        self.kept.insert(attached.file.id.clone(), progress);
        Ok(Event::FileAttached(Box::new(attached)))
    }
}

fn key(owner: UserId, id: &AttachmentId) -> RecordKey {
    let family = Family::Files;
    Collection { owner, family }.key(id.as_str())
}

/// Whether the server has the file of this record.
pub(super) fn is_uploaded(text: &str) -> bool {
    Fields::read(text).is_ok_and(|fields| fields.raw("file_id").is_some())
}

fn written(attached: &Attached, progress: Progress) -> String {
    let Attached { file, place, .. } = attached;
    let mut object = Object::new();
    object.number("v", VERSION);
    object.text("channel_id", place.channel_id.as_str());
    object.text("root_id", place.root_id.as_ref().map_or("", |id| id.as_str()));
    object.text("name", &file.name);
    object.number("size", file.size);
    match progress {
        Progress::Done(id) => object.text("file_id", id.as_str()),
        Progress::Tenths(tenths) => object.number("tenths", tenths.into()),
    }
    object.end()
}
