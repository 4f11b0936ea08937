//! Texts that were cleared and can be brought back: one record, newest first.

use super::json::{quoted, Object};
use super::tabs::of_version;
use super::{Collection, Family, Record, RecordKey, Write};
use crate::domain::*;
use crate::event::Event;
use crate::wire::fields::Fields;
use crate::wire::nested::Unfit;

/// Version of the record.
const VERSION: i64 = 1;

/// What is kept of them.
#[derive(Clone, Debug, Default)]
pub struct Cleared {
    kept: Vec<String>,
}

impl Cleared {
    /// These are all now.
    pub fn changed(&mut self, owner: UserId, texts: &[String]) -> Option<Write> {
        if self.kept == texts {
            return None;
        }
        self.kept = texts.to_vec();
        let mut object = Object::new();
        object.number("v", VERSION);
        object.list("texts", texts.iter().map(|text| quoted(text)));
        Some(Write::Put {
            key: key(owner),
            text: object.end(),
        })
    }

    /// What an earlier page left, behind what was cleared since.
    pub fn restored(&mut self, records: &[Record], skipped: &mut usize) -> Option<Event> {
        let mut texts = self.kept.clone();
        for record in records {
            match read(record) {
                Ok(found) => texts.extend(found.into_iter().filter(|text| !self.kept.contains(text))),
                Err(Unfit) => *skipped += 1,
            }
        }
        if texts == self.kept {
            return None;
        }
        if self.kept.is_empty() {
            self.kept.clone_from(&texts);
        }
        Some(Event::ClearedTextsKept(texts))
    }

    /// Another tab has these now.
    pub fn heard(&mut self, record: &Record) -> Result<Event, Unfit> {
        self.kept = read(record)?;
        Ok(Event::ClearedTextsKept(self.kept.clone()))
    }
}

fn key(owner: UserId) -> RecordKey {
    let family = Family::Cleared;
    Collection { owner, family }.key("texts")
}

fn read(record: &Record) -> Result<Vec<String>, Unfit> {
    of_version(record, VERSION)?;
    let fields = Fields::read(&record.text)?;
    let texts = fields.texts("texts").into_iter().map(|text| text.into_owned());
    let texts = texts.filter(|text| !text.is_empty()).collect();
    fields.fit()?;
    Ok(texts)
}
