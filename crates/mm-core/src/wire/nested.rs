//! Tolerant readers for what the server writes loosely: JSON inside strings, `"true"` for true, `null` for nothing, lists with
//! one bad entry (`websocket.md 7`, traps 1, 2, 9). Called by `fields`, `model`, `payload` and `rest`; knows no names of fields.
//!
//! A value that has been found stays raw; what it means is decided by its first character, without a visitor a type. Two
//! strengths: *tolerant* readers ([`text`], [`int`], [`flag`]) still refuse a wrong shape, which breaks the document it stands
//! in; the *loose* one ([`loose`]) turns a wrong shape into "absent", for fields that integrations fill as they like.

use std::borrow::Cow;

use serde_json::value::RawValue;

use crate::domain::NotAnId;

/// What cannot be read: a document, or a value of a shape that its field does not have. Says no more, since content is never
/// logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unfit;

impl From<serde_json::Error> for Unfit {
    fn from(_: serde_json::Error) -> Self {
        Unfit
    }
}

impl From<std::num::ParseIntError> for Unfit {
    fn from(_: std::num::ParseIntError) -> Self {
        Unfit
    }
}

impl From<NotAnId> for Unfit {
    fn from(_: NotAnId) -> Self {
        Unfit
    }
}

fn first(text: &str) -> u8 {
    text.as_bytes().first().copied().unwrap_or_default()
}

/// A JSON string without its quotes; borrowed when nothing in it is escaped.
#[inline(never)]
fn unquoted(text: &str) -> Result<Cow<'_, str>, Unfit> {
    let inner = text.get(1..text.len().saturating_sub(1)).unwrap_or_default();
    if inner.as_bytes().contains(&b'\\') {
        return Ok(Cow::Owned(serde_json::from_str(text)?));
    }
    Ok(Cow::Borrowed(inner))
}

/// Text; `null` is empty, numbers and booleans are their words.
///
/// # Errors
/// A list or an object, or a string that cannot be unescaped.
pub fn text(raw: &RawValue) -> Result<Cow<'_, str>, Unfit> {
    let text = raw.get();
    match first(text) {
        b'"' => unquoted(text),
        b'n' => Ok(Cow::Borrowed("")),
        b'{' | b'[' => Err(Unfit),
        _ => Ok(Cow::Borrowed(text)),
    }
}

/// Text if it is one, else nothing: `null` and any other shape are passed over without an error.
pub fn loose(raw: &RawValue) -> Option<Cow<'_, str>> {
    if first(raw.get()) == b'n' {
        return None;
    }
    text(raw).ok()
}

/// A whole number; `null` and `""` are 0, text is parsed, fractions are cut, what does not fit is clamped.
///
/// # Errors
/// Any other shape, and text that is not a number.
#[allow(clippy::cast_possible_truncation)] // `as` clamps: what is wanted
#[inline(never)]
pub fn int(raw: &RawValue) -> Result<i64, Unfit> {
    let text = raw.get();
    match first(text) {
        b'"' => match unquoted(text)? {
            empty if empty.is_empty() => Ok(0),
            digits => Ok(digits.parse()?),
        },
        b'n' => Ok(0),
        b'-' | b'0'..=b'9' => match text.parse() {
            Ok(number) => Ok(number),
            Err(_) => Ok(serde_json::from_str::<f64>(text)? as i64),
        },
        _ => Err(Unfit),
    }
}

/// A switch; `"true"`, `"1"` and numbers other than 0 are on, `null`, `""` and `"false"` off.
///
/// # Errors
/// A list, an object or a fraction.
#[inline(never)]
pub fn flag(raw: &RawValue) -> Result<bool, Unfit> {
    let text = raw.get();
    match first(text) {
        b'"' => Ok(matches!(&*unquoted(text)?, "true" | "True" | "TRUE" | "1" | "on")),
        b't' => Ok(true),
        b'f' | b'n' => Ok(false),
        b'-' | b'0'..=b'9' if !text.contains(['.', 'e', 'E']) => {
            Ok(text.contains(|c| matches!(c, '1'..='9')))
        }
        _ => Err(Unfit),
    }
}

/// The JSON document in a field that may hold it as a string (the server's usual way) or directly.
///
/// # Errors
/// Only when the string itself cannot be unescaped.
pub fn document(raw: &RawValue) -> Result<Cow<'_, str>, Unfit> {
    let text = raw.get();
    if first(text) == b'"' {
        return unquoted(text);
    }
    Ok(Cow::Borrowed(text))
}

/// The entries of a list; `null` is an empty one.
///
/// # Errors
/// Anything but a list.
#[inline(never)]
pub fn items(text: &str) -> Result<Vec<&RawValue>, Unfit> {
    Ok(serde_json::from_str::<Option<Vec<&RawValue>>>(text)?.unwrap_or_default())
}

/// A list of texts; `null` is an empty one.
///
/// # Errors
/// Anything but a list, or an entry that is no text.
#[inline(never)]
pub fn texts(list: &str) -> Result<Vec<Cow<'_, str>>, Unfit> {
    let mut found = Vec::new();
    for item in items(list)? {
        found.push(text(item)?);
    }
    Ok(found)
}

/// At most `max` characters of a text.
#[inline(never)]
pub fn bounded(text: Cow<'_, str>, max: usize) -> String {
    let mut text = text.into_owned();
    if let Some((end, _)) = text.char_indices().nth(max) {
        text.truncate(end);
    }
    text
}
