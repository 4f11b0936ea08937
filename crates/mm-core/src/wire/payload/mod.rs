//! Payloads by area: each function reads the data of one event (or of several of the same shape) into events.
//!
//! Called through the catalogue in `wire::event`. A function fails as a whole: `wire::event` then counts the event as broken.

pub(super) mod channels;
pub(super) mod posts;
pub(super) mod preferences;
pub(super) mod system;
pub(super) mod teams;
pub(super) mod threads;
pub(super) mod users;

use super::event::Decoded;
use super::fields::{many, one, Fields, Reader};
use super::frame::EventFrame;
use super::nested::{document, Unfit};

/// The object in a field that holds it as a string, or directly. Absent or null is unfit.
fn nested<T>(data: &Fields<'_>, name: &str, read: Reader<T>) -> Result<T, Unfit> {
    one(&document(data.raw(name).ok_or(Unfit)?)?, read)
}

/// As [`nested`], a list; entries that cannot be read are left out.
fn nested_list<T>(data: &Fields<'_>, name: &str, read: Reader<T>) -> Result<Vec<T>, Unfit> {
    let (list, _) = many(&document(data.raw(name).ok_or(Unfit)?)?, read)?;
    Ok(list)
}
