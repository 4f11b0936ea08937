//! Somebody in front of the client: an engine with the demo company behind it, drawn to HTML.

use std::sync::Arc;

use leptos::prelude::*;
use mm_core::domain::{Attachment, Monotonic, Timestamp};
use mm_core::engine::Engine;
use mm_core::event::Place;
use mm_core::view::Zone;
use mm_sim::{ClientId, Pair};
use tsubame::app::App;
use tsubame::routes;
use tsubame::store::{AppContext, DateWish, Environment, LocalState, Overlay, Store};

use super::page::Element;

/// Surroundings without a browser: UTC, one language.
struct Surroundings {
    language: &'static str,
}

impl Zone for Surroundings {
    fn offset_minutes(&self, _: Timestamp) -> i32 {
        0
    }
}

impl Environment for Surroundings {
    fn wall(&self) -> Timestamp {
        Timestamp(1_793_600_000_000)
    }

    fn nonce(&self) -> String {
        "0123456789abcdef0123456789abcdef".into()
    }

    fn hold(&self, _: &web_sys::File) -> Attachment {
        unreachable!("without a browser there are no files")
    }

    fn href(&self, place: &Place) -> String {
        routes::path(place)
    }

    fn api_url(&self, path: &str) -> String {
        path.to_owned()
    }

    fn asset_url(&self, name: &str) -> String {
        format!("/public/{name}")
    }

    fn languages(&self) -> Vec<String> {
        vec![self.language.to_owned()]
    }

    fn mono(&self) -> Monotonic {
        Monotonic(0)
    }

    fn format_date(&self, wish: DateWish<'_>) -> Option<String> {
        // Only the zones of other people need a calendar.
        wish.zone.map(|zone| format!("12:00 {zone}"))
    }

    fn setting(&self, _: &str) -> Option<String> {
        None
    }

    fn keep_setting(&self, _: &str, _: &str) {}

    fn load_asset(&self, _: &str, _: Box<dyn FnOnce(Option<String>)>) {}
}

/// The handle of an engine in these surroundings; for the running owner.
pub fn context(engine: Engine, language: &'static str) -> AppContext {
    AppContext::new(
        Store::new(engine),
        Arc::new(|_| {}),
        Arc::new(Surroundings { language }),
    )
}

/// Runs something under an owner of its own and reads what it drew.
pub fn drawn(draw: impl FnOnce() -> String) -> Element {
    // Only the first test of the process sets it; the others find it there.
    let _ = any_spawner::Executor::init_futures_executor();
    let owner = Owner::new();
    let html = owner.with(draw);
    owner.cleanup();
    Element::parse(&html)
}

/// Draws what an engine holds.
pub fn draw(engine: Engine, language: &'static str) -> Element {
    drawn(|| {
        let context = context(engine, language);
        view! { <App context/> }.to_html()
    })
}

/// Draws what a client of the box shows with something laid over it; it is used up.
pub fn draw_under(pair: &mut Pair, id: ClientId, language: &'static str, overlay: Overlay) -> Element {
    draw_while(pair, id, language, |local| local.overlay.set(Some(overlay)))
}

/// Draws what a client of the box shows while its tab is in some state; it is used up.
pub fn draw_while(
    pair: &mut Pair,
    id: ClientId,
    language: &'static str,
    state: impl FnOnce(LocalState),
) -> Element {
    let engine = std::mem::take(&mut pair.client_mut(id).engine);
    drawn(|| {
        let context = context(engine, language);
        let local = LocalState::new(context);
        state(local);
        provide_context(local);
        view! { <App context/> }.to_html()
    })
}

/// Draws what a client of the box shows; it is used up.
pub fn draw_client(pair: &mut Pair, id: ClientId, language: &'static str) -> Element {
    draw(std::mem::take(&mut pair.client_mut(id).engine), language)
}
