//! The bytes of files in a local store of their own: they take longer than words, and no words wait for them.
//!
//! Some windows keep no files: private ones of WebKit take their bytes only. Where a browser keeps neither, the page that chose
//! them has them all the same.

use js_sys::{Array, ArrayBuffer};
use mm_core::cache::{RecordKey, Write};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{spawn_local, JsFuture};
use web_sys::{Blob, IdbTransactionMode};

use super::files;
use super::store::{carry_out, BrowserStore, Then};

/// Something to be put beside the record of this key.
type Put = (RecordKey, JsValue);

impl BrowserStore {
    /// What a batch means for the bytes of files.
    pub fn keep_bytes(&self, writes: &[Write]) {
        let concerned = writes.iter().filter(|write| files::concerns(write));
        let (puts, others): (Vec<&Write>, Vec<&Write>) =
            concerned.partition(|write| matches!(write, Write::Put { .. }));
        let others: Vec<Write> = others.into_iter().cloned().collect();
        let chosen: Vec<(RecordKey, Blob)> = puts.into_iter().filter_map(chosen).collect();
        if others.is_empty() && chosen.is_empty() {
            return;
        }
        let puts = chosen
            .iter()
            .map(|(key, file)| (key.clone(), file.into()))
            .collect();
        let store = self.clone();
        self.write_bytes(
            others.clone(),
            puts,
            Box::new(move |outcome| {
                // WebKit refuses a file and completes all the same: then its key is not told.
                let is_kept = outcome.is_ok_and(|keys| keys.iter().all(JsValue::is_string));
                if !is_kept && !chosen.is_empty() {
                    spawn_local(store.keep_only_bytes(others, chosen));
                }
            }),
        );
    }

    /// The same once more, with the bytes in the place of the files.
    async fn keep_only_bytes(self, others: Vec<Write>, chosen: Vec<(RecordKey, Blob)>) {
        let mut puts = Vec::new();
        for (key, file) in chosen {
            if let Ok(bytes) = JsFuture::from(file.array_buffer()).await {
                puts.push((key, bytes));
            }
        }
        // Some may have been taken away in the meantime.
        puts.retain(|(key, _)| files::is_held(key));
        self.write_bytes(others, puts, Box::new(drop));
    }

    fn write_bytes(&self, others: Vec<Write>, puts: Vec<Put>, then: Then) {
        self.run(
            IdbTransactionMode::Readwrite,
            Box::new(move |table| {
                for write in &others {
                    carry_out(table, write)?;
                }
                let put = |(key, value): &Put| table.put_with_key(value, &key.to_string().into());
                puts.iter().map(put).collect()
            }),
            then,
        );
    }

    /// Reads the bytes of a file that another page chose; `None` if they are not there.
    pub fn bytes(&self, key: &RecordKey, then: impl FnOnce(Option<Blob>) + 'static) {
        let at = key.to_string();
        self.run(
            IdbTransactionMode::Readonly,
            Box::new(move |table| Ok(vec![table.get(&at.into())?])),
            Box::new(|results| {
                let found = results.ok().and_then(|found| found.into_iter().next());
                then(found.and_then(file_of));
            }),
        );
    }
}

/// The file that is to be put beside this record, once.
fn chosen(write: &Write) -> Option<(RecordKey, Blob)> {
    let Write::Put { key, .. } = write else {
        return None;
    };
    Some((key.clone(), files::to_keep(key)?))
}

fn file_of(kept: JsValue) -> Option<Blob> {
    let kept = match kept.dyn_into::<ArrayBuffer>() {
        Ok(bytes) => return Blob::new_with_buffer_source_sequence(&Array::of1(&bytes)).ok(),
        Err(kept) => kept,
    };
    kept.dyn_into().ok()
}
