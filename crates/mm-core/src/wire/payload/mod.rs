//! Payloads by area: each function reads the raw data of one event (or of several of the same shape) into events.
//!
//! Called through the catalogue in `wire::event`. A function fails as a whole: `wire::event` then counts the event as broken.

pub(super) mod channels;
pub(super) mod posts;
pub(super) mod preferences;
pub(super) mod system;
pub(super) mod teams;
pub(super) mod threads;
pub(super) mod users;

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::event::{Decoded, Unfit};
use super::frame::EventFrame;
use super::model::{all_into_domain, IntoDomain};
use super::nested::{document, entries};

/// The payload; absent or null data is an empty object (`websocket.md 3.1`).
fn data<'a, T: Deserialize<'a> + Default>(frame: &EventFrame<'a>) -> Result<T, Unfit> {
    frame
        .data
        .map_or_else(|| Ok(T::default()), |raw| Ok(serde_json::from_str(raw.get())?))
}

/// The document in a field that holds it as a string, or directly. Absent or null is unfit.
fn nested<'a>(raw: Option<&'a RawValue>) -> Result<Cow<'a, str>, Unfit> {
    Ok(document(raw.ok_or(Unfit)?)?)
}

/// One object.
fn one<'x, T: Deserialize<'x> + IntoDomain>(text: &'x str) -> Result<T::Domain, Unfit> {
    serde_json::from_str::<T>(text)?.into_domain().ok_or(Unfit)
}

/// A list; entries that cannot be read are left out.
fn many<'x, T: Deserialize<'x> + IntoDomain>(text: &'x str) -> Result<Vec<T::Domain>, Unfit> {
    let (raw, _) = entries::<T>(text)?;
    Ok(all_into_domain(raw).0)
}
