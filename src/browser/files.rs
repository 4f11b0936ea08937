//! The bytes of files that are to be sent: in the page as they were chosen, and in the local store for the page after it.

use std::cell::RefCell;

use mm_core::cache::{Family, RecordKey, Write};
use mm_core::domain::AttachmentId;
use web_sys::{Blob, File};

/// A file of this page.
struct Held {
    id: AttachmentId,
    bytes: Blob,
    /// The local store was given them.
    is_kept: bool,
}

thread_local! {
    /// Those who choose files are components, those who send them are ports: they meet here.
    static HELD: RefCell<Vec<Held>> = const { RefCell::new(Vec::new()) };
}

/// Holds a file that was chosen.
pub fn hold(id: AttachmentId, file: &File) {
    let bytes: &Blob = file;
    let held = Held {
        id,
        bytes: bytes.clone(),
        is_kept: false,
    };
    HELD.with_borrow_mut(|all| all.push(held));
}

/// The bytes of a file that was chosen in this page.
pub fn held(id: &AttachmentId) -> Option<Blob> {
    HELD.with_borrow(|all| {
        all.iter()
            .find(|held| held.id == *id)
            .map(|held| held.bytes.clone())
    })
}

/// What the store is to keep beside a record, once: the record is written anew while its file is sent.
pub(super) fn to_keep(key: &RecordKey) -> Option<Blob> {
    HELD.with_borrow_mut(|all| {
        let held = all.iter_mut().find(|held| held.id.as_str() == key.name)?;
        (!std::mem::replace(&mut held.is_kept, true)).then(|| held.bytes.clone())
    })
}

/// Whether the file of a record is still to be sent.
pub(super) fn is_held(key: &RecordKey) -> bool {
    HELD.with_borrow(|all| all.iter().any(|held| held.id.as_str() == key.name))
}

/// What is not to be sent any more is let go.
pub(super) fn let_go(writes: &[Write]) {
    for write in writes {
        HELD.with_borrow_mut(|all| match write {
            Write::Delete(key) => all.retain(|held| held.id.as_str() != key.name),
            Write::Wipe => all.clear(),
            _ => {}
        });
    }
}

/// Whether a write means something for the bytes of files.
pub(super) fn concerns(write: &Write) -> bool {
    match write {
        Write::Put { key, .. } | Write::Delete(key) => key.collection.family == Family::Files,
        Write::KeepOnly(_) | Write::Wipe => true,
        Write::Tell { .. } => false,
    }
}
