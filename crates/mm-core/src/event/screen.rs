//! What events say of the page itself: what is open, the session, the connection, notices, loading.

use crate::domain::*;

/// Where a text belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DraftPlace {
    /// Channel.
    pub channel_id: ChannelId,
    /// Thread, if in the thread panel.
    pub root_id: Option<PostId>,
}

/// What is open in the centre.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub enum Place {
    /// Nothing yet: choose the last or default channel of the first team.
    #[default]
    Start,
    /// A team, without a channel yet.
    Team { team: String },
    /// `/{team}/channels/{name}`, also private channels and group messages by name.
    Channel { team: String, channel: String },
    /// `/{team}/messages/@{user}`.
    Direct { team: String, username: String },
    /// `/{team}/pl/{post}`.
    Permalink { team: String, post_id: PostId },
    /// The diagnostics page.
    Diagnostics,
    /// An address that means nothing here.
    NotFound { path: String },
}

/// Whether one is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub enum SessionState {
    /// Asking the server.
    #[default]
    Unknown,
    /// Nobody is: the log-in page is shown.
    SignedOut,
    /// A log-in is on its way.
    SigningIn,
    /// The log-in was refused; `asks_code` when a one-time code is wanted.
    Refused { message: LoginError, asks_code: bool },
    /// Signed in.
    SignedIn,
    /// The session ended while in use: sign in over the page, everything kept.
    Expired,
}

/// Why a log-in did not work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoginError {
    /// The server's own words.
    Server(String),
    /// No answer.
    Unreachable,
    /// Something answered, but not a Mattermost server.
    NotMattermost,
}

/// The connection as shown in the chip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ConnectionStatus {
    /// No session, so no connection is wanted.
    #[default]
    Idle,
    /// Opening or proving.
    Connecting,
    /// Live: `hello` or a proven resume.
    Connected,
    /// Waiting for the next try.
    Waiting {
        /// When.
        until: Monotonic,
        /// Tries that failed in a row; after the fifth the chip says "Offline".
        failures: u32,
    },
}

/// Something the person should see in the "Notifications" region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What it is about; one notice a kind.
    pub kind: NoticeKind,
    /// The server's words, if it gave some.
    pub detail: Option<String>,
}

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoticeKind {
    /// リアルタイム接続でエラーが発生しました (brief, S22).
    ConnectionFailed,
    /// A channel's posts could not be loaded.
    LoadFailed,
    /// An act was refused (edit, delete, react …).
    ActFailed,
    /// The place asked for does not exist or may not be seen.
    PlaceNotFound,
    /// The server answers something that is not Mattermost (captive portal).
    NotMattermost,
    /// Access to the open channel was lost.
    ChannelLost,
    /// The browser keeps nothing for this page: what is not sent lives as long as the page.
    NotKept,
    /// A newer version of the client is here, and waits until the person wants it.
    UpdateReady,
    /// The server knows less than this page does: it was put back to a backup.
    RolledBack,
    /// A file is too large, or one too many; its name.
    FileNotAttached,
    /// The server sent a message without a file of it, which is in the composer again.
    FileLeftOut,
}

/// Whether the person looks at the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Attention {
    /// The window has the focus: what arrives in the open channel is seen.
    #[default]
    Watching,
    /// It has not.
    Away,
}

/// Which loading of a channel is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Loading {
    /// None.
    #[default]
    Idle,
    /// The first page.
    First,
    /// Older posts.
    Older,
    /// Newer posts.
    Newer,
}
