//! Drawing single pieces, for those that a page shows only after a pointer or a key.

use leptos::prelude::*;
use mm_core::action::Action;
use mm_sim::{ClientId, Pair};

use super::{emoji::Emoji, i18n::Tr, people::People};
use crate::store::{use_app, LocalState};
use support::page::Element;

#[allow(dead_code)]
#[path = "../../tests/support/mod.rs"]
mod support;

/// Liv in a channel of the demo company.
pub fn liv_in(channel: &str) -> (Pair, ClientId) {
    let mut pair = Pair::new(7);
    let liv = pair.sign_in("liv.andersen");
    let channel_id = pair.screen(liv).channel(channel);
    pair.act(liv, Action::OpenChannel { channel_id });
    pair.settle();
    (pair, liv)
}

/// Draws a piece for a client of the box; it is used up.
pub fn draw_piece(
    (pair, id): &mut (Pair, ClientId),
    language: &'static str,
    piece: impl FnOnce() -> AnyView,
) -> Element {
    let engine = std::mem::take(&mut pair.client_mut(*id).engine);
    support::person::drawn(|| {
        provide_context(support::person::context(engine, language));
        provide_context(LocalState::new(use_app()));
        provide_context(Tr::new());
        provide_context(Emoji::new());
        provide_context(People::new());
        piece().to_html()
    })
}
