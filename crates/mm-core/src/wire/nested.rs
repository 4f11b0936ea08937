//! Tolerant readers for what the server writes loosely: JSON inside strings, `"true"` for true, `null` for nothing, lists with
//! one bad entry (`websocket.md 7`, traps 1, 2, 9). Called by `payload`, `model` and `rest`; knows no names of fields.
//!
//! Two strengths: *tolerant* types ([`Text`], [`Int`], [`Flag`], [`List`]) still refuse a wrong shape, which breaks the document
//! they stand in; *loose* ones ([`Loose`]) turn a wrong shape into "absent", for fields that integrations fill as they like.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// Text; `null` is empty, numbers and booleans become their words.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Text<'a>(pub Cow<'a, str>);

impl Text<'_> {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text as an owned string.
    pub fn into_string(self) -> String {
        self.0.into_owned()
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text or null")
    }
    fn visit_borrowed_str<E: Error>(self, v: &'de str) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Borrowed(v)))
    }
    fn visit_str<E: Error>(self, v: &str) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Owned(v.to_owned())))
    }
    fn visit_string<E: Error>(self, v: String) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Owned(v)))
    }
    fn visit_unit<E: Error>(self) -> Result<Text<'de>, E> {
        Ok(Text::default())
    }
    fn visit_bool<E: Error>(self, v: bool) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Borrowed(if v { "true" } else { "false" })))
    }
    fn visit_i64<E: Error>(self, v: i64) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Owned(v.to_string())))
    }
    fn visit_u64<E: Error>(self, v: u64) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Owned(v.to_string())))
    }
    fn visit_f64<E: Error>(self, v: f64) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Owned(v.to_string())))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor)
    }
}

/// A whole number; `null` and `""` are 0, text is parsed, fractions are cut, what does not fit is clamped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Int(pub i64);

struct IntVisitor;

impl Visitor<'_> for IntVisitor {
    type Value = Int;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number or null")
    }
    fn visit_i64<E: Error>(self, v: i64) -> Result<Int, E> {
        Ok(Int(v))
    }
    fn visit_u64<E: Error>(self, v: u64) -> Result<Int, E> {
        Ok(Int(i64::try_from(v).unwrap_or(i64::MAX)))
    }
    #[allow(clippy::cast_possible_truncation)] // `as` clamps and turns NaN into 0: what is wanted
    fn visit_f64<E: Error>(self, v: f64) -> Result<Int, E> {
        Ok(Int(v as i64))
    }
    fn visit_str<E: Error>(self, v: &str) -> Result<Int, E> {
        if v.is_empty() {
            return Ok(Int(0));
        }
        v.parse().map(Int).map_err(|_| E::custom("text is not a number"))
    }
    fn visit_unit<E: Error>(self) -> Result<Int, E> {
        Ok(Int(0))
    }
}

impl<'de> Deserialize<'de> for Int {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(IntVisitor)
    }
}

/// A switch; `"true"`, `"1"` and numbers other than 0 are on, `null`, `""` and `"false"` off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flag(pub bool);

struct FlagVisitor;

impl Visitor<'_> for FlagVisitor {
    type Value = Flag;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("true, false, their words, or null")
    }
    fn visit_bool<E: Error>(self, v: bool) -> Result<Flag, E> {
        Ok(Flag(v))
    }
    fn visit_str<E: Error>(self, v: &str) -> Result<Flag, E> {
        Ok(Flag(matches!(v, "true" | "True" | "TRUE" | "1" | "on")))
    }
    fn visit_i64<E: Error>(self, v: i64) -> Result<Flag, E> {
        Ok(Flag(v != 0))
    }
    fn visit_u64<E: Error>(self, v: u64) -> Result<Flag, E> {
        Ok(Flag(v != 0))
    }
    fn visit_unit<E: Error>(self) -> Result<Flag, E> {
        Ok(Flag(false))
    }
}

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FlagVisitor)
    }
}

/// A list; `null` is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List<T>(pub Vec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        List(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(List(
            Option::<Vec<T>>::deserialize(deserializer)?.unwrap_or_default(),
        ))
    }
}

/// Text if it is one, else nothing: any other shape is passed over without an error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loose<'a>(pub Option<Text<'a>>);

impl Loose<'_> {
    /// The text, if there is some.
    pub fn into_text(self) -> Option<String> {
        self.0.filter(|t| !t.is_empty()).map(Text::into_string)
    }

    /// The text, or an empty one, cut to at most `max` characters.
    pub fn bounded(self, max: usize) -> String {
        let mut text = self.0.map(Text::into_string).unwrap_or_default();
        if let Some((end, _)) = text.char_indices().nth(max) {
            text.truncate(end);
        }
        text
    }

    /// Whether it says "true".
    pub fn is_true(&self) -> bool {
        self.0.as_ref().is_some_and(|t| t.as_str() == "true")
    }
}

struct LooseVisitor<'a>(PhantomData<&'a ()>);

impl<'de> Visitor<'de> for LooseVisitor<'de> {
    type Value = Loose<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }
    fn visit_borrowed_str<E: Error>(self, v: &'de str) -> Result<Loose<'de>, E> {
        Ok(Loose(Some(Text(Cow::Borrowed(v)))))
    }
    fn visit_str<E: Error>(self, v: &str) -> Result<Loose<'de>, E> {
        Ok(Loose(Some(Text(Cow::Owned(v.to_owned())))))
    }
    fn visit_unit<E: Error>(self) -> Result<Loose<'de>, E> {
        Ok(Loose(None))
    }
    fn visit_bool<E: Error>(self, v: bool) -> Result<Loose<'de>, E> {
        TextVisitor.visit_bool(v).map(|t| Loose(Some(t)))
    }
    fn visit_i64<E: Error>(self, v: i64) -> Result<Loose<'de>, E> {
        TextVisitor.visit_i64(v).map(|t| Loose(Some(t)))
    }
    fn visit_u64<E: Error>(self, v: u64) -> Result<Loose<'de>, E> {
        TextVisitor.visit_u64(v).map(|t| Loose(Some(t)))
    }
    fn visit_f64<E: Error>(self, v: f64) -> Result<Loose<'de>, E> {
        TextVisitor.visit_f64(v).map(|t| Loose(Some(t)))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Loose<'de>, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Loose(None))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Loose<'de>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Loose(None))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Loose<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LooseVisitor(PhantomData))
    }
}

/// The JSON document in a field that may hold it as a string (the server's usual way) or directly.
///
/// Fails only when the string itself cannot be unescaped.
pub fn document(raw: &RawValue) -> Result<Cow<'_, str>, serde_json::Error> {
    let text = raw.get();
    if text.starts_with('"') {
        serde_json::from_str::<Text<'_>>(text).map(|t| t.0)
    } else {
        Ok(Cow::Borrowed(text))
    }
}

/// Reads a list entry by entry when reading it at once fails: what cannot be read is left out. Returns the entries and the
/// number left out. `null` is an empty list; anything but a list is an error.
pub fn entries<'a, T: Deserialize<'a>>(text: &'a str) -> Result<(Vec<T>, usize), serde_json::Error> {
    if let Ok(list) = serde_json::from_str::<List<T>>(text) {
        return Ok((list.0, 0));
    }
    let raw: List<&'a RawValue> = serde_json::from_str(text)?;
    let total = raw.0.len();
    let read: Vec<T> = raw
        .0
        .into_iter()
        .filter_map(|entry| serde_json::from_str(entry.get()).ok())
        .collect();
    let skipped = total - read.len();
    Ok((read, skipped))
}
