//! A local store in memory: what the browser's does, for tests. It outlives the engine that fills it.

use std::collections::BTreeMap;

use crate::cache::{Collection, Family, KeyRange, Record, RecordKey, StoreFault, Write};

/// Records by key, and what is wrong with the store.
#[derive(Clone, Debug, Default)]
pub struct MemoryStore {
    /// What it holds.
    pub records: BTreeMap<String, String>,
    /// It does nothing and says so.
    pub fault: Option<StoreFault>,
}

impl MemoryStore {
    /// Carries out a batch.
    ///
    /// # Errors
    /// What is wrong with the store; nothing was done.
    pub fn write(&mut self, writes: &[Write]) -> Result<(), StoreFault> {
        self.fault.map_or(Ok(()), Err)?;
        for write in writes {
            match write {
                Write::Put { key, text } => {
                    self.records.insert(key.to_string(), text.clone());
                }
                Write::Tell { .. } => {}
                Write::Delete(key) => {
                    self.records.remove(&key.to_string());
                }
                Write::KeepOnly(owner) => {
                    let KeyRange { from, to } = KeyRange::of(*owner);
                    self.records.retain(|key, _| (&from..&to).contains(&key));
                }
                Write::Wipe => self.records.clear(),
            }
        }
        Ok(())
    }

    /// The records that hold words of the person, or orders: all but those of the view, texts in composers that another device wrote, and
    /// tombstones of which the server knows.
    pub fn own_words(&self) -> Vec<&String> {
        let is_own = |key: &&String| {
            let has = |text: &String, name: &str| text.contains(&format!("\"{name}\":"));
            let is_here = |text: &String| {
                text.contains("\"is_own\":true") && (has(text, "message") || has(text, "is_unsaid"))
            };
            if key.contains("/draft/") && !self.records.get(*key).is_some_and(is_here) {
                return false;
            }
            let family = RecordKey::parse(key).map(|key| key.collection.family);
            matches!(
                family,
                Some(
                    Family::Outbox
                        | Family::Drafts
                        | Family::Files
                        | Family::Cleared
                        | Family::Edits
                        | Family::Orders
                )
            )
        };
        self.records.keys().filter(is_own).collect()
    }

    /// The records of a collection.
    ///
    /// # Errors
    /// What is wrong with the store.
    pub fn read(&self, collection: Collection) -> Result<Vec<Record>, StoreFault> {
        self.fault.map_or(Ok(()), Err)?;
        let KeyRange { from, to } = collection.range();
        let record = |(key, text): (&String, &String)| Record {
            key: key.clone(),
            text: text.clone(),
        };
        Ok(self.records.range(from..to).map(record).collect())
    }
}
