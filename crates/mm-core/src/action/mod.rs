//! What a person (or the page on their behalf) does. [`decide`] turns an action into events (shown at once) and questions to
//! the server. Signing in and out is the engine's: it concerns every room.

mod attach;
mod decide;
mod open;
mod post;
#[cfg(test)]
mod tests;

pub use crate::domain::Secret;
pub use decide::decide;

use crate::domain::*;
use crate::event::{DraftPlace, Place};

/// An act. Imperative, complete in itself: its destination is fixed when it is made.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // fields are named after what they hold
pub enum Action {
    /// Start: ask who is signed in. Dispatched once by the page, with the place in the address bar.
    /// `maybe_signed_in`: the page holds the readable mark of a session (cookie `MMUSERID`); without it nothing is asked that
    /// would only be refused. `likely`: whose session it says it is; what an earlier page of theirs kept is shown until the server answers.
    Start {
        place: Place,
        maybe_signed_in: bool,
        likely: Option<UserId>,
    },
    /// Log in with a password, and with a one-time code if it was asked for.
    LogIn {
        login_id: String,
        password: Secret,
        code: String,
    },
    /// Use an access token instead; kept in memory only.
    LogInWithToken { token: Secret },
    /// Log out.
    LogOut,
    /// Open a place (address bar, link, sidebar).
    Open(Place),
    /// Open a channel that is known by id (sidebar, switcher).
    OpenChannel { channel_id: ChannelId },
    /// Open a direct message with a person, creating it if needed.
    OpenDirect { user_id: UserId },
    /// Open or close the thread panel.
    OpenThread { root_id: Option<PostId> },
    /// Load posts older than what is shown (scrolled to the top, or a gap came into view).
    LoadOlder { channel_id: ChannelId },
    /// Fill the gap that ends right before this post.
    FillGap { channel_id: ChannelId, before: PostId },
    /// Load what is newer, after a permalink or the unread window.
    LoadNewer { channel_id: ChannelId },
    /// The newest posts are wanted ("Jump to latest" while they are not loaded).
    LoadLatest { channel_id: ChannelId },
    /// Send a post. `nonce` is random (≥ 64 bits, hex) from the edge: it makes the pending id.
    SendPost {
        channel_id: ChannelId,
        root_id: Option<PostId>,
        message: String,
        nonce: String,
    },
    /// Try a failed post again.
    RetryPost { pending: PendingPostId },
    /// Throw a failed post away.
    DiscardPost { pending: PendingPostId },
    /// Save an edit.
    EditPost { post_id: PostId, message: String },
    /// Delete a post (already confirmed by the person).
    DeletePost { post_id: PostId },
    /// Add one's reaction.
    AddReaction { post_id: PostId, emoji_name: String },
    /// Take one's reaction back.
    RemoveReaction { post_id: PostId, emoji_name: String },
    /// Pin or unpin.
    PinPost { post_id: PostId, pinned: bool },
    /// Save for later or not.
    SavePost { post_id: PostId, saved: bool },
    /// Mark as unread from this post on.
    MarkUnread { post_id: PostId },
    /// The newest posts of the channel were seen with the window focused.
    ViewChannel { channel_id: ChannelId },
    /// The person calls everything in the channel read, also what they had marked as unread.
    MarkRead { channel_id: ChannelId },
    /// The text in a composer changed.
    ChangeDraft { place: DraftPlace, text: String },
    /// A file was chosen for the text of a place; the edge has its bytes.
    AttachFile { place: DraftPlace, file: Attachment },
    /// A file is not to be sent after all.
    DetachFile { id: AttachmentId },
    /// A key that changes text was pressed in a composer: tells others "typing", throttled by the engine.
    Typing { place: DraftPlace },
    /// These people are visible: their profiles and presence are wanted.
    SeePeople { user_ids: Vec<UserId> },
    /// Fold or unfold a sidebar category.
    CollapseCategory {
        team_id: TeamId,
        category_id: CategoryId,
        collapsed: bool,
    },
    /// Set a preference of the account.
    SetPreference { preference: Preference },
    /// Set one's own presence.
    SetPresence { presence: Presence },
    /// "Reconnect now".
    ReconnectNow,
    /// A newer version of the client is here.
    OfferUpdate,
    /// Dismiss a notice.
    DismissNotice { kind: crate::event::NoticeKind },
    /// Forget everything local (diagnostics).
    ResetLocalData,
}
