//! How the tables become one JSON text and back (`--data FILE`).

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::id::Rng;
use super::store::Store;

/// Rises whenever older data cannot be read any more.
pub const FORMAT: u64 = 1;

/// A world as it is written.
#[derive(Serialize)]
pub struct Saved<'a> {
    pub format: u64,
    pub rng: &'a Rng,
    pub store: &'a Store,
    pub config: &'a BTreeMap<String, String>,
}

/// A world as it is read.
#[derive(Deserialize)]
pub struct Loaded {
    pub rng: Rng,
    pub store: Store,
    pub config: BTreeMap<String, String>,
}

/// What is looked at before anything else is read.
#[derive(Deserialize)]
pub struct Format {
    #[serde(default)]
    pub format: u64,
}

/// Maps whose keys are tuples, as lists of pairs.
pub mod pairs {
    use super::*;
    use std::collections::BTreeMap;

    pub fn serialize<K, V, S>(map: &BTreeMap<K, V>, serializer: S) -> Result<S::Ok, S::Error>
    where
        K: Serialize,
        V: Serialize,
        S: Serializer,
    {
        serializer.collect_seq(map.iter())
    }

    pub fn deserialize<'de, K, V, D>(deserializer: D) -> Result<BTreeMap<K, V>, D::Error>
    where
        K: DeserializeOwned + Ord,
        V: DeserializeOwned,
        D: Deserializer<'de>,
    {
        Ok(Vec::<(K, V)>::deserialize(deserializer)?.into_iter().collect())
    }
}

/// Bytes as base 64.
pub mod base64_bytes {
    use super::*;
    use base64::prelude::{Engine, BASE64_STANDARD};
    use serde::de::Error;

    pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64_STANDARD.encode(bytes))
    }

    pub fn deserialize<'de, T: From<Vec<u8>>, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = BASE64_STANDARD.decode(text).map_err(D::Error::custom)?;
        Ok(bytes.into())
    }
}

/// Bytes by id, as base 64 by id.
pub mod base64_map {
    use super::*;
    use crate::world::id::Id;
    use std::collections::BTreeMap;

    #[derive(Serialize, Deserialize)]
    struct Bytes(#[serde(with = "super::base64_bytes")] Vec<u8>);

    pub fn serialize<S: Serializer>(map: &BTreeMap<Id, Vec<u8>>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(map.iter().map(|(id, bytes)| (id, Bytes(bytes.clone()))))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<Id, Vec<u8>>, D::Error> {
        let map = BTreeMap::<Id, Bytes>::deserialize(deserializer)?;
        Ok(map.into_iter().map(|(id, bytes)| (id, bytes.0)).collect())
    }
}
