//! What the shell asks for and what it is told.

/// How much is generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Size {
    /// The bilingual company: about 12 people, 14 channels.
    #[default]
    Company,
    /// 50 channels, 500 people, 1,000 posts in the main channel.
    S,
    /// 500 channels, 5,000 people, 10,000 posts in the main channel.
    M,
    /// 5,000 channels, 50,000 people, 100,000 posts in the main channel.
    L,
}

/// What a new world is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WorldOptions {
    /// The same seed gives the same ids, people and texts.
    pub seed: u64,
    /// How much.
    pub size: Size,
    /// Number of posts in the main channel, when the size's own is not wanted.
    pub posts_in_main: Option<usize>,
}

/// A session as the hub needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionInfo {
    /// Session id (not the token).
    pub session_id: String,
    /// Whose.
    pub user_id: String,
    /// Value that `X-CSRF-Token` must have.
    pub csrf: String,
    /// System administrator?
    pub is_admin: bool,
}

/// An account to try, as printed at start and listed in the README.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountHint {
    /// Login name.
    pub username: String,
    /// Password.
    pub password: String,
    /// `administrator`, `member`, …
    pub role: String,
    /// What to see with it.
    pub note: String,
}
