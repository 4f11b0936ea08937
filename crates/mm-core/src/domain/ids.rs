//! Ids as types. Server ids are 26 lower-case letters and digits (`websocket.md`, head): they are kept inline,
//! are `Copy`, and cannot hold anything else, so no id can carry `../` into a path or text into the page.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

/// Why a text is not a server id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a server id: expected 26 lower-case letters or digits")]
pub struct NotAnId;

const LEN: usize = 26;

fn parse(text: &str) -> Result<[u8; LEN], NotAnId> {
    let bytes: [u8; LEN] = text.as_bytes().try_into().map_err(|_| NotAnId)?;
    if bytes.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
        Ok(bytes)
    } else {
        Err(NotAnId)
    }
}

/// Numbers that are ordered as the bytes are. Maps are searched all day long, and comparing bytes is a call and a loop.
fn numbers(bytes: &[u8; LEN]) -> (u64, u64, u64, u16) {
    let (words, rest) = bytes.as_chunks::<8>();
    let word = |at: usize| u64::from_be_bytes(words[at]);
    (word(0), word(1), word(2), u16::from_be_bytes([rest[0], rest[1]]))
}

macro_rules! server_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash)]
        pub struct $name([u8; LEN]);

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                numbers(&self.0).cmp(&numbers(&other.0))
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl $name {
            /// Not larger than any id: begins ranges.
            pub const MIN: Self = Self([b'0'; LEN]);

            /// An id for tests and examples: a short lower-case name, filled up with zeros.
            #[cfg(any(test, feature = "testing"))]
            pub const fn sample(name: &str) -> Self {
                let (name, mut id, mut at) = (name.as_bytes(), [b'0'; LEN], 0);
                while at < name.len() {
                    assert!(name[at].is_ascii_lowercase() || name[at].is_ascii_digit());
                    id[at] = name[at];
                    at += 1;
                }
                Self(id)
            }

            /// Reads an id; anything but 26 lower-case letters or digits is refused.
            pub fn parse(text: &str) -> Result<Self, NotAnId> {
                parse(text).map(Self)
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                // Only ASCII gets in, so this never takes the fallback.
                std::str::from_utf8(&self.0).unwrap_or_default()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Self::parse(text)
            }
        }
    };
}

server_id!(
    /// A person or bot account.
    UserId
);
server_id!(
    /// A team.
    TeamId
);
server_id!(
    /// A channel: public, private, direct or group message.
    ChannelId
);
server_id!(
    /// A post; a thread's id is that of its root post.
    PostId
);
server_id!(
    /// An uploaded file.
    FileId
);
server_id!(
    /// A custom emoji.
    EmojiId
);
server_id!(
    /// One WebSocket connection on the server, given by `hello`; never shared between tabs, never stored
    /// (`surprises.md`).
    ConnectionId
);

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Wraps a text that came from the server or was made by us.
            pub fn new(text: impl Into<Arc<str>>) -> Self {
                Self(text.into())
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id!(
    /// The client's own key of a post that the server has not confirmed: `user_id:random`. The server remembers
    /// it for 30 s and not per user, so it must be unguessable (`surprises.md`, Sending).
    PendingPostId
);
text_id!(
    /// A file that was chosen to be sent: random, made by the edge, which has its bytes under this id.
    AttachmentId
);
text_id!(
    /// A sidebar category: 26 characters, or `favorites_{user}_{team}` and the like (`rest.md 3.9`). Percent-encode
    /// in paths.
    CategoryId
);

/// Number of an HTTP request of this engine; a reply carries it back.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct RequestId(pub u64);

/// Number of an event on one connection: `hello` is 0 (`websocket.md 3.5`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Seq(pub i64);

impl Seq {
    /// The number after this one.
    pub fn next(self) -> Seq {
        Seq(self.0.saturating_add(1))
    }
}
