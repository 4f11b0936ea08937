//! What recordings have in common: names, types, nesting, JSON inside strings, `null` against absent.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// Keys whose absence means something: they are judged by the recordings of the same operation alone.
const TELLING: [&str; 5] = [
    "metadata",
    "has_next",
    "notify_props",
    "auth_data",
    "email_verified",
];

/// What was seen at one place.
#[derive(Debug, Clone, Default)]
pub struct Shape {
    types: BTreeSet<&'static str>,
    seen: usize,
    /// Objects with fixed keys: shape and number of times seen.
    keys: BTreeMap<String, (Shape, usize)>,
    /// Objects seen (with fixed keys).
    objects: usize,
    /// Values of objects whose keys are ids or free names, and items of lists.
    items: Option<Box<Shape>>,
    /// What stands inside strings that are JSON.
    packed: Option<Box<Shape>>,
}

/// Objects that are maps from ids or free names to values.
const MAPS: [&str; 8] = [
    "posts",
    "file_infos",
    "channel_mentions",
    "images",
    "channel_times",
    "last_viewed_at_times",
    "omit_users",
    "config",
];

fn is_map(name: &str, map: &serde_json::Map<String, Value>) -> bool {
    MAPS.contains(&name) || (!map.is_empty() && map.keys().all(|key| key.len() == 26))
}

/// JSON inside a string: only objects and lists count.
fn packed(text: &str) -> Option<Value> {
    let begins = text.starts_with('{') || text.starts_with('[');
    begins.then(|| serde_json::from_str(text).ok()).flatten()
}

impl Shape {
    /// Takes one more sample into account. `name` is the key under which it stands.
    pub fn learn(&mut self, name: &str, value: &Value) {
        self.seen += 1;
        match value {
            Value::Null => drop(self.types.insert("null")),
            Value::Bool(_) => drop(self.types.insert("bool")),
            Value::Number(_) => drop(self.types.insert("number")),
            Value::String(text) => match packed(text).filter(|_| name != "value" && name != "message") {
                Some(inner) => {
                    self.types.insert("packed");
                    self.packed.get_or_insert_default().learn(name, &inner);
                }
                None => drop(self.types.insert("string")),
            },
            Value::Array(list) => {
                self.types.insert("list");
                let items = self.items.get_or_insert_default();
                list.iter().for_each(|item| items.learn(name, item));
            }
            Value::Object(map) => {
                self.types.insert("object");
                if is_map(name, map) {
                    let items = self.items.get_or_insert_default();
                    map.iter().for_each(|(key, item)| items.learn(key, item));
                    return;
                }
                self.objects += 1;
                for (key, item) in map {
                    let (shape, count) = self.keys.entry(key.clone()).or_default();
                    shape.learn(key, item);
                    *count += 1;
                }
            }
        }
    }

    /// What is wrong with a value, seen from the recordings; `kinds` knows what objects of a kind look like elsewhere.
    pub fn check(&self, name: &str, value: &Value, kinds: &Kinds, path: &str, wrong: &mut Vec<String>) {
        let mut say = |what: String| wrong.push(format!("{path}: {what}"));
        let kind = match value {
            Value::Null => "null",
            Value::Bool(_) => "bool",
            Value::Number(_) => "number",
            Value::Array(_) => "list",
            Value::Object(_) => "object",
            Value::String(text) => match packed(text).filter(|_| name != "value" && name != "message") {
                Some(inner) => {
                    if let Some(shape) = &self.packed {
                        return shape.check(name, &inner, kinds, &format!("{path}(packed)"), wrong);
                    }
                    "packed"
                }
                None => "string",
            },
        };
        if self.seen > 0 && !self.types.contains(kind) && !(kind == "null" && kinds.nullable(name)) {
            say(format!("is {kind}, recorded {:?}", self.types));
            return;
        }
        match value {
            Value::Array(list) => {
                let Some(items) = self.items.as_ref().filter(|items| items.seen > 0) else {
                    return;
                };
                for (index, item) in list.iter().enumerate() {
                    items.check(name, item, kinds, &format!("{path}[{index}]"), wrong);
                }
            }
            Value::Object(map) if is_map(name, map) => {
                let Some(items) = self.items.as_ref().filter(|items| items.seen > 0) else {
                    return;
                };
                for (key, item) in map {
                    items.check(key, item, kinds, &format!("{path}.{key}"), wrong);
                }
            }
            Value::Object(map) => self.check_object(map, kinds, path, wrong),
            _ => {}
        }
    }

    fn check_object(
        &self,
        map: &serde_json::Map<String, Value>,
        kinds: &Kinds,
        path: &str,
        wrong: &mut Vec<String>,
    ) {
        let elsewhere = kinds.of(map);
        for (key, item) in map {
            let here = self.keys.get(key).map(|(shape, _)| shape);
            let there = elsewhere
                .and_then(|shape| shape.keys.get(key))
                .map(|(shape, _)| shape);
            let path = format!("{path}.{key}");
            match (here, there) {
                (None, Some(_)) if TELLING.contains(&key.as_str()) && self.objects > 0 => {
                    wrong.push(format!("{path}: is there, never recorded here"));
                }
                // What the same kind of object showed elsewhere is the larger sample.
                (_, Some(shape)) | (Some(shape), None) => shape.check(key, item, kinds, &path, wrong),
                (None, None) => wrong.push(format!("{path}: is there, never recorded")),
            }
        }
        for (key, (_, count)) in &self.keys {
            let always_here = *count == self.objects;
            let always_there = elsewhere.is_none_or(|shape| {
                shape
                    .keys
                    .get(key)
                    .is_none_or(|(_, count)| *count == shape.objects)
            });
            let required = always_here && (always_there || TELLING.contains(&key.as_str()));
            if required && !map.contains_key(key) {
                wrong.push(format!("{path}.{key}: is missing"));
            }
        }
    }
}

/// What objects of a kind look like in all recordings together.
#[derive(Debug, Default)]
pub struct Kinds {
    shapes: BTreeMap<&'static str, Shape>,
    nullable: BTreeSet<String>,
}

/// Kinds by keys that only they have.
const KINDS: [(&str, &[&str]); 9] = [
    ("post", &["root_id", "original_id", "hashtags"]),
    ("user", &["username", "auth_service", "first_name"]),
    ("channel", &["total_msg_count", "creator_id"]),
    (
        "channel member",
        &["channel_id", "urgent_mention_count", "notify_props"],
    ),
    ("team", &["allow_open_invite", "invite_id"]),
    ("file", &["extension", "mime_type"]),
    ("reaction", &["emoji_name", "post_id"]),
    ("status", &["dnd_end_time", "manual"]),
    ("metadata", &[]),
];

fn kind_of(map: &serde_json::Map<String, Value>) -> Option<&'static str> {
    let found = KINDS
        .iter()
        .find(|(_, keys)| !keys.is_empty() && keys.iter().all(|key| map.contains_key(*key)));
    found.map(|(name, _)| *name)
}

impl Kinds {
    /// Learns from one recorded value and everything inside it.
    pub fn learn(&mut self, value: &Value) {
        match value {
            Value::Array(list) => list.iter().for_each(|item| self.learn(item)),
            Value::String(text) => {
                if let Some(inner) = packed(text) {
                    self.learn(&inner);
                }
            }
            Value::Object(map) => {
                if let Some(kind) = kind_of(map) {
                    self.shapes.entry(kind).or_default().learn("", value);
                }
                if let Some(metadata) = map.get("metadata") {
                    self.shapes.entry("metadata").or_default().learn("", metadata);
                }
                for (key, item) in map {
                    if item.is_null() {
                        self.nullable.insert(key.clone());
                    }
                    self.learn(item);
                }
            }
            _ => {}
        }
    }

    fn of(&self, map: &serde_json::Map<String, Value>) -> Option<&Shape> {
        if let Some(kind) = kind_of(map) {
            return self.shapes.get(kind);
        }
        let is_metadata = map.keys().all(|key| {
            ["embeds", "emojis", "files", "images", "reactions", "priority"].contains(&key.as_str())
        });
        if is_metadata {
            self.shapes.get("metadata")
        } else {
            None
        }
    }

    fn nullable(&self, name: &str) -> bool {
        self.nullable.contains(name)
    }
}
