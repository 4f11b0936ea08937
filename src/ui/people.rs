//! Whose names and pictures are on the screen: the engine asks for their profiles and presence, and for nobody else's.

use leptos::prelude::*;
use mm_core::action::Action;
use mm_core::domain::{Map, UserId};

use crate::store::{use_app, AppContext};
use crate::ui::common::dom;

/// The handle, given by context: counts who is drawn, and how often.
#[derive(Clone, Copy)]
pub struct People {
    app: AppContext,
    drawn: StoredValue<Map<UserId, usize>>,
    told: StoredValue<Telling>,
}

/// Whether the engine is about to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Telling {
    Not,
    Soon,
}

/// The handle, from anywhere below the root.
pub fn use_people() -> People {
    expect_context::<People>()
}

impl People {
    /// Makes the handle; once, under the root owner.
    pub fn new() -> Self {
        Self {
            app: use_app(),
            drawn: StoredValue::new(Map::new()),
            told: StoredValue::new(Telling::Not),
        }
    }

    /// Somebody is drawn for as long as the running owner lives.
    pub fn see(self, id: UserId) {
        let first = self.drawn.try_update_value(|drawn| {
            let count = drawn.entry_or_insert_with(id, || 0);
            *count += 1;
            *count == 1
        });
        if first == Some(true) {
            self.tell();
        }
        on_cleanup(move || self.gone(id));
    }

    fn gone(self, id: UserId) {
        let last = self.drawn.try_update_value(|drawn| {
            let left = drawn.get(&id).map_or(0, |count| count.saturating_sub(1));
            match left {
                0 => drawn.remove(&id).is_some(),
                _ => drawn.insert(id, left).is_none(),
            }
        });
        if last == Some(true) {
            self.tell();
        }
    }

    /// Once for all that appear and disappear together.
    fn tell(self) {
        if self.told.try_get_value() != Some(Telling::Not) {
            return;
        }
        self.told.set_value(Telling::Soon);
        dom::soon(move || {
            let people = self.drawn.try_with_value(|drawn| drawn.keys().copied().collect());
            if let Some(user_ids) = people {
                self.told.set_value(Telling::Not);
                self.app.dispatch(Action::SeePeople { user_ids });
            }
        });
    }
}

impl Default for People {
    fn default() -> Self {
        Self::new()
    }
}
