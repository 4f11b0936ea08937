//! The handles a row of a long list needs, looked up once for the list: each lookup walks all owners up to the root.

use super::emoji::{use_emoji, Emoji};
use super::i18n::{use_tr, Tr};
use super::people::{use_people, People};
use crate::store::{use_app, use_local, AppContext, LocalState};

/// The handles.
#[derive(Clone, Copy)]
pub struct Handles {
    /// The engine.
    pub app: AppContext,
    /// State of this tab.
    pub local: LocalState,
    /// Texts.
    pub tr: Tr,
    /// The table of emoji.
    pub emoji: Emoji,
    /// Who is drawn.
    pub people: People,
}

/// The handles, from anywhere below the root.
pub fn use_handles() -> Handles {
    Handles {
        app: use_app(),
        local: use_local(),
        tr: use_tr(),
        emoji: use_emoji(),
        people: use_people(),
    }
}
