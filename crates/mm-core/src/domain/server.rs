//! What the server says of itself: version and client configuration (`rest.md 1.6`).

use super::Map;

/// The client configuration: flat strings, limited before sign-in.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ServerConfig(pub Map<String, String>);

impl ServerConfig {
    /// Raw value.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    /// A switch; absent is false.
    pub fn is_on(&self, key: &str) -> bool {
        self.get(key) == Some("true")
    }

    /// A number; absent or unreadable gives the default.
    pub fn number(&self, key: &str, default: i64) -> i64 {
        self.get(key).and_then(|v| v.parse().ok()).unwrap_or(default)
    }
}
