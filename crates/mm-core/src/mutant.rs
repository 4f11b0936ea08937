//! Bugs planted on purpose, one at a time: `cargo xtask mutants-sim` proves that the simulated runs see each of them.
//!
//! Without the feature `mutants` (in every build but that one) `is` is a constant, and nothing of this reaches a binary.

macro_rules! mutants {
    ($($(#[$meaning:meta])+ $name:ident,)+) => {
        /// A bug somebody could make.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Mutant {
            $($(#[$meaning])+ $name,)+
        }

        /// All of them.
        #[cfg(feature = "mutants")]
        pub const ALL: &[Mutant] = &[$(Mutant::$name,)+];
    };
}

mutants! {
    /// A post that was counted counts again when it is told again.
    PostCountedTwice,
    /// The number of the event that is awaited stays where it is.
    SeqNotAdvanced,
    /// A hole in the numbers is stepped over.
    HoleSteppedOver,
    /// Of two copies of a post the one that came later stands.
    EditsByArrival,
    /// Every try to send a post has a pending id of its own.
    PendingIdPerTry,
    /// One's own posts count as unread.
    OwnPostsUnread,
    /// The resume asks for everything from number 0 on.
    ResumeFromZero,
    /// The answer to a question of the former connection is applied.
    LateAnswerApplied,
    /// Nothing is asked for after a connection was lost.
    NoResync,
    /// What was missed is asked for from the newest post on, though there may be a hole before it.
    HoleTakenForClosed,
    /// What came over the socket during a resync is dropped.
    HeldEventsDropped,
    /// What comes over the socket during a resync does not wait for the lists.
    EventsNotHeld,
    /// Unsent posts are not kept in the store.
    OutboxNotKept,
    /// A draft of an earlier page replaces what was typed since.
    OldDraftWins,
    /// A text that the server tells of replaces a later one that it has not heard of.
    ToldTextWins,
    /// Nobody remembers that a post was deleted.
    TombstoneForgotten,
    /// A reaction told twice stands twice.
    ReactionTwice,
    /// Reading a channel leaves its mentions.
    MentionsOutliveReading,
    /// A reply that a copy of the root has counted is added to its number.
    ReplyCountedTwice,
    /// All posts of a channel are sent at once.
    SentAllAtOnce,
    /// A failed post holds up those behind it.
    FailedHoldsUp,
    /// A post is sent again after the server forgot it, without looking for it.
    NotLookedFor,
    /// A post that an earlier page left is sent without looking for it.
    RestoredSentBlindly,
    /// What the server never heard to be read stays read.
    UnheardViewStands,
    /// A list's totals replace what was counted since it was made.
    ListForgetsArrivals,
    /// Nobody remembers the edit of a post that is not loaded.
    EarlyEditForgotten,
    /// A post with files is sent before the server has them.
    FilesNotAwaited,
    /// What another device attached to a text does not come.
    DraftFilesNotShown,
    /// A file that came to be there after its text was told is not told.
    DraftFilesNotTold,
}

/// Whether this bug is planted.
#[cfg(not(feature = "mutants"))]
pub(crate) const fn is(_: Mutant) -> bool {
    false
}

#[cfg(feature = "mutants")]
pub(crate) use planted::is;
#[cfg(feature = "mutants")]
pub use planted::plant;

#[cfg(feature = "mutants")]
mod planted {
    use std::cell::Cell;

    use super::Mutant;

    thread_local! {
        /// Engines of one thread have one bug: runs on other threads have another, or none.
        static PLANTED: Cell<Option<Mutant>> = const { Cell::new(None) };
    }

    /// From now on the engines of this thread have this bug, or none.
    pub fn plant(mutant: Option<Mutant>) {
        PLANTED.set(mutant);
    }

    pub(crate) fn is(mutant: Mutant) -> bool {
        PLANTED.get() == Some(mutant)
    }
}
