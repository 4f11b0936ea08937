//! The only code that touches the browser: each file implements one port. Nothing here decides anything about chat.

mod address;
mod bytes;
mod clock;
mod debug;
mod environment;
mod files;
mod http;
mod intl;
mod pictures;
mod ports;
mod socket;
mod store;
mod tabs;
mod timer;
mod update;
mod upload;
mod wake;

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use mm_core::action::Action;
use mm_core::engine::Engine;

use crate::app::App;
use crate::runtime::Runtime;
use crate::store::{AppContext, Dispatch, Environment, Store};

pub use ports::BrowserPorts;

/// The single ports, for the tests that run in a browser (`tests/browser`).
#[doc(hidden)]
pub mod ports_under_test {
    pub use super::address::Site;
    pub use super::clock::now;
    pub use super::environment::BrowserEnvironment;
    /// Requests and cookies.
    pub mod http {
        pub use super::super::http::{cookie, drop_cookie, run};
    }
    pub use super::socket::BrowserSocket;
    pub use super::store::BrowserStore;
    pub use super::timer::{before_next_paint, OneTimer};
}

use address::Site;

/// Starts the client in this page.
pub fn start() {
    console_error_panic_hook::set_once();
    let site = Rc::new(Site::from_location());
    if !site.may_run_here() {
        return;
    }
    debug::set_default();
    let store = Store::new(Engine::new(environment::random_u64()));
    let runtime = Runtime::new(store.clone(), |weak| BrowserPorts::new(site.clone(), weak));
    let dispatch = dispatcher(&runtime);
    let environment: Arc<dyn Environment> = Arc::new(environment::BrowserEnvironment::new(&site));

    remove_shell();
    leptos::mount::mount_to_body({
        let dispatch = dispatch.clone();
        move || {
            let context = AppContext::new(store.clone(), dispatch.clone(), environment.clone());
            session_effect(runtime.clone());
            pictures::listen(context);
            view! { <App context /> }
        }
    });
    address::listen(&site, dispatch.clone());
    update::listen(dispatch.clone());
    // The readable half of the session's marks; the token itself is out of reach (rest.md 1.1).
    let marked = http::marked();
    dispatch(Action::Start {
        place: site.current_place(),
        maybe_signed_in: marked.is_some(),
        likely: marked,
    });
}

/// The effect of the brief (S1, S18): whatever needs the network begins once the page has mounted, and the signals of the
/// browser are listened to for exactly as long as the application lives. Opening and closing of the socket itself is the
/// engine's: it follows the session.
fn session_effect(runtime: Rc<Runtime<BrowserPorts>>) {
    let listeners = StoredValue::new_local(wake::listen(runtime));
    on_cleanup(move || listeners.dispose());
}

/// Actions from anywhere, wrapped so that the handle may be shared; there is one thread.
fn dispatcher(runtime: &Rc<Runtime<BrowserPorts>>) -> Dispatch {
    let runtime = send_wrapper::SendWrapper::new(runtime.clone());
    Arc::new(move |action| runtime.act(action))
}

/// Takes the static first paint away in the same task in which the application is mounted.
fn remove_shell() {
    if let Some(shell) = document().get_element_by_id("shell") {
        shell.remove();
    }
}
