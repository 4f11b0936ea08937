//! Which text belongs where, and which message "the last own one" is.

use mm_core::domain::PostId;
use mm_core::event::DraftPlace;
use mm_core::state::State;
use mm_core::view;

use crate::ui::post::ListOf;

/// Where a composer's text belongs.
pub fn place_of(list: ListOf) -> DraftPlace {
    DraftPlace {
        channel_id: list.channel(),
        root_id: list.root(),
    }
}

/// The last own message of a list that may be edited.
pub fn last_own_post(state: &State, list: ListOf) -> Option<PostId> {
    let zone = view::FixedZone::default();
    let rows = match list {
        ListOf::Channel(id) => view::rows_window(state, id, &zone, 100),
        ListOf::Thread { root, .. } => view::thread_rows(state, root, &zone),
    };
    let me = state.me()?;
    rows.iter().rev().find_map(|row| match row {
        view::Row::Post(row) if row.user_id == me && !row.deleted => {
            let may = view::post(state, row.id)?.may.edit;
            may.then_some(row.id)
        }
        _ => None,
    })
}
