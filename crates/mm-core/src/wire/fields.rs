//! An object as a table of names and raw values, from which every shape is filled by name.
//!
//! One table for all shapes, instead of a generated visitor each: what a person downloads pays for the reader once. A look-up
//! that finds a wrong shape gives the default and marks the table, so shapes are filled in one straight line;
//! [`Fields::fill`], through which every shape is read, refuses what came out of a marked table.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::nested::{self, Unfit};
use crate::domain::{NotAnId, Timestamp};

/// Reads a shape out of an object. Nothing in it borrows from the text.
pub type Reader<T> = fn(&Fields<'_>) -> Result<T, Unfit>;

/// Room for the names of most objects, so that the table does not grow step by step.
const ROOM: usize = 24;

/// Names and raw values of an object, as written. Unknown names cost nothing but their place.
#[derive(Default)]
pub struct Fields<'a> {
    list: Vec<(Cow<'a, str>, &'a RawValue)>,
    /// A look-up found a wrong shape.
    unfit: Cell<bool>,
}

/// A name; borrowed when nothing in it is escaped.
struct Name<'a>(Cow<'a, str>);

struct NameVisitor;

impl<'de> Visitor<'de> for NameVisitor {
    type Value = Name<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }
    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Borrowed(name)))
    }
    fn visit_str<E: Error>(self, name: &str) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Owned(name.to_owned())))
    }
}

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(NameVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields<'de>, A::Error> {
        let mut fields = Fields::default();
        while let Some((Name(name), raw)) = map.next_entry()? {
            if fields.list.is_empty() {
                fields.list.reserve(ROOM);
            }
            fields.list.push((name, raw));
        }
        Ok(fields)
    }
}

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsVisitor)
    }
}

/// One object.
///
/// # Errors
/// Not an object, or one that its shape refuses.
pub fn one<T>(text: &str, read: Reader<T>) -> Result<T, Unfit> {
    Fields::read(text)?.fill(read)
}

/// A list, entry by entry: what cannot be read is left out. Returns the entries and the number left out. `null` is an empty list.
///
/// # Errors
/// Anything but a list.
pub fn many<T>(text: &str, read: Reader<T>) -> Result<(Vec<T>, usize), Unfit> {
    let items = nested::items(text)?;
    let total = items.len();
    let mut good = Vec::new();
    for item in items {
        if let Ok(value) = one(item.get(), read) {
            good.push(value);
        }
    }
    let skipped = total - good.len();
    Ok((good, skipped))
}

/// As [`many`] of a part that cannot break what it stands in: absent or no list is empty.
pub fn any_of<T>(raw: Option<&RawValue>, read: Reader<T>) -> Vec<T> {
    raw.and_then(|raw| many(raw.get(), read).ok())
        .map_or_else(Vec::new, |(list, _)| list)
}

impl<'a> Fields<'a> {
    /// The table of an object.
    ///
    /// # Errors
    /// Anything but one object.
    #[inline(never)]
    pub fn read(text: &'a str) -> Result<Self, Unfit> {
        Ok(serde_json::from_str(text)?)
    }

    /// The table of a part that cannot break what it stands in: absent or no object is empty.
    pub fn any(raw: Option<&'a RawValue>) -> Self {
        raw.and_then(|raw| Self::read(raw.get()).ok()).unwrap_or_default()
    }

    /// A shape out of this table.
    ///
    /// # Errors
    /// The shape refuses, or a look-up found a value of a wrong shape.
    pub fn fill<T>(&self, read: Reader<T>) -> Result<T, Unfit> {
        let filled = read(self);
        self.fit()?;
        filled
    }

    /// Whether every look-up since the last question found what it may.
    ///
    /// # Errors
    /// One found a value of a wrong shape.
    pub fn fit(&self) -> Result<(), Unfit> {
        if self.unfit.take() {
            return Err(Unfit);
        }
        Ok(())
    }

    /// All names with their values, as written; equal names are not joined.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &'a RawValue)> {
        self.list.iter().map(|(name, raw)| (&**name, *raw))
    }

    /// The value of a name, raw; `None` when absent or null. The last of equal names counts.
    #[inline(never)]
    pub fn raw(&self, name: &str) -> Option<&'a RawValue> {
        let (_, raw) = self.list.iter().rev().find(|(known, _)| known == name)?;
        Some(*raw).filter(|raw| raw.get() != "null")
    }

    fn or_mark<T: Default>(&self, read: Result<T, Unfit>) -> T {
        if read.is_err() {
            self.unfit.set(true);
        }
        read.unwrap_or_default()
    }

    /// A tolerant text ([`nested::text`]).
    #[inline(never)]
    pub fn text(&self, name: &str) -> Cow<'a, str> {
        self.or_mark(self.raw(name).map_or(Ok(Cow::Borrowed("")), nested::text))
    }

    /// As [`Fields::text`], owned.
    #[inline(never)]
    pub fn string(&self, name: &str) -> String {
        self.text(name).into_owned()
    }

    /// A tolerant number ([`nested::int`]).
    #[inline(never)]
    pub fn int(&self, name: &str) -> i64 {
        self.or_mark(self.raw(name).map_or(Ok(0), nested::int))
    }

    /// A number of things: never less than 0.
    #[inline(never)]
    pub fn count(&self, name: &str) -> i64 {
        self.int(name).max(0)
    }

    /// A server time.
    pub fn time(&self, name: &str) -> Timestamp {
        Timestamp(self.int(name))
    }

    /// A time that means "never" when 0 (or less: other people's membership rows say -1).
    #[inline(never)]
    pub fn moment(&self, name: &str) -> Option<Timestamp> {
        Some(self.time(name)).filter(|at| at.0 > 0)
    }

    /// A tolerant switch ([`nested::flag`]).
    #[inline(never)]
    pub fn flag(&self, name: &str) -> bool {
        self.or_mark(self.raw(name).map_or(Ok(false), nested::flag))
    }

    /// A list of tolerant texts.
    #[inline(never)]
    pub fn texts(&self, name: &str) -> Vec<Cow<'a, str>> {
        self.or_mark(
            self.raw(name)
                .map_or(Ok(Vec::new()), |raw| nested::texts(raw.get())),
        )
    }

    /// A list of shapes ([`many`]); absent is empty.
    ///
    /// # Errors
    /// Anything but a list.
    pub fn many<T>(&self, name: &str, read: Reader<T>) -> Result<(Vec<T>, usize), Unfit> {
        self.raw(name)
            .map_or_else(|| Ok((Vec::new(), 0)), |raw| many(raw.get(), read))
    }

    /// An id.
    ///
    /// # Errors
    /// Absent, or not an id.
    pub fn id<T: FromStr<Err = NotAnId>>(&self, name: &str) -> Result<T, Unfit> {
        Ok(self.text(name).parse()?)
    }

    /// An id that may be missing.
    ///
    /// # Errors
    /// Text that is not an id.
    pub fn optional_id<T: FromStr<Err = NotAnId>>(&self, name: &str) -> Result<Option<T>, Unfit> {
        let text = self.text(name);
        if text.is_empty() {
            return Ok(None);
        }
        Ok(Some(text.parse()?))
    }

    /// A list of ids; what is none is left out.
    pub fn ids<T: FromStr<Err = NotAnId>>(&self, name: &str) -> Vec<T> {
        let texts = self.texts(name);
        texts.iter().filter_map(|id| id.parse().ok()).collect()
    }

    /// Loose text ([`nested::loose`]).
    #[inline(never)]
    pub fn loose(&self, name: &str) -> Option<Cow<'a, str>> {
        nested::loose(self.raw(name)?)
    }

    /// Loose text, or an empty one, cut to at most `max` characters.
    #[inline(never)]
    pub fn bounded(&self, name: &str, max: usize) -> String {
        nested::bounded(self.loose(name).unwrap_or_default(), max)
    }

    /// Whether a loose text says "true".
    #[inline(never)]
    pub fn is_true(&self, name: &str) -> bool {
        self.loose(name).is_some_and(|text| text == "true")
    }
}
