//! Ids of 26 characters and the seedable source they come from.

use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The alphabet of server ids (base 32 without easily confused letters).
const ALPHABET: &[u8; 32] = b"ybndrfg8ejkmcpqxot1uwisza345h769";

/// An id: 26 ASCII letters and digits, or [`Id::NONE`], which is written as an empty string.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Id([u8; 26]);

// As the bytes are ordered, but in three steps at most: tables are looked up all day long.
impl Ord for Id {
    #[inline]
    fn cmp(&self, other: &Id) -> std::cmp::Ordering {
        self.numbers().cmp(&other.numbers())
    }
}

impl PartialOrd for Id {
    #[inline]
    fn partial_cmp(&self, other: &Id) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Id {
    /// No id (`root_id` of a root, `team_id` of a direct channel).
    pub const NONE: Id = Id([0; 26]);

    /// Greater than every id (upper end of a range).
    pub const MAX: Id = Id([0xff; 26]);

    #[inline]
    fn numbers(&self) -> (u64, u64, u64, u16) {
        let (words, rest) = self.0.as_chunks::<8>();
        let word = |at: usize| u64::from_be_bytes(words[at]);
        (word(0), word(1), word(2), u16::from_be_bytes([rest[0], rest[1]]))
    }

    /// Reads an id; `None` for anything that is not 26 ASCII letters and digits.
    pub fn parse(text: &str) -> Option<Id> {
        let bytes: [u8; 26] = text.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_alphanumeric).then_some(Id(bytes))
    }

    /// Like [`Id::parse`], with [`Id::NONE`] for an empty text.
    pub fn parse_or_none(text: &str) -> Option<Id> {
        if text.is_empty() {
            Some(Id::NONE)
        } else {
            Id::parse(text)
        }
    }

    /// Is this no id?
    pub fn is_none(&self) -> bool {
        *self == Id::NONE
    }

    /// The id as text; empty for [`Id::NONE`].
    pub fn as_str(&self) -> &str {
        if self.is_none() {
            ""
        } else {
            std::str::from_utf8(&self.0).unwrap_or("")
        }
    }
}

impl Default for Id {
    fn default() -> Id {
        Id::NONE
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Id({})", self.as_str())
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Id, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Id::parse_or_none(&text).ok_or_else(|| D::Error::custom("not an id"))
    }
}

/// A small deterministic generator (splitmix64). Good enough for a demo, not for secrets of a real server.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Rng {
    state: u64,
}

impl Rng {
    /// A generator that always gives the same sequence for the same seed.
    pub fn new(seed: u64) -> Rng {
        Rng {
            state: seed ^ 0x5b5a_bb1e_5eed_0001,
        }
    }

    /// The next 64 bits.
    pub fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound` (0 for a bound of 0).
    pub fn below(&mut self, bound: usize) -> usize {
        if bound == 0 {
            0
        } else {
            (self.next_u64() % bound as u64) as usize
        }
    }

    /// One of the given; `None` of none.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }

    /// A fresh id.
    pub fn id(&mut self) -> Id {
        let mut bytes = [b'y'; 26];
        let (mut word, mut left) = (0u64, 0);
        for byte in &mut bytes {
            if left == 0 {
                (word, left) = (self.next_u64(), 12);
            }
            *byte = ALPHABET[(word & 31) as usize];
            word >>= 5;
            left -= 1;
        }
        Id(bytes)
    }
}
