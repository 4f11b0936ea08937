//! Signals of the browser that bear on the connection: network, visibility, focus.

use std::cell::Cell;
use std::rc::Rc;

use mm_core::connection::Wake;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::JsCast;
use web_sys::EventTarget;

use super::ports::BrowserPorts;
use crate::runtime::Runtime;

/// Listeners that end with this value.
pub struct Listeners(Vec<Listener>);

struct Listener {
    target: EventTarget,
    event: &'static str,
    handler: Closure<dyn Fn()>,
}

impl Drop for Listeners {
    fn drop(&mut self) {
        for Listener {
            target,
            event,
            handler,
        } in &self.0
        {
            // Nothing can be done, or needs to be, if the target is gone.
            let _ = target.remove_event_listener_with_callback(event, handler.as_ref().unchecked_ref());
        }
    }
}

/// Tells the runtime of every signal.
pub fn listen(runtime: Rc<Runtime<BrowserPorts>>) -> Listeners {
    let mut listeners = Listeners(Vec::new());
    let Some(window) = web_sys::window() else {
        return listeners;
    };
    let mut add = |target: EventTarget, event: &'static str, signal: Box<dyn Fn() -> Wake>| {
        let runtime = runtime.clone();
        let handler = Closure::<dyn Fn()>::new(move || runtime.woke(signal()));
        if target
            .add_event_listener_with_callback(event, handler.as_ref().unchecked_ref())
            .is_ok()
        {
            listeners.0.push(Listener {
                target,
                event,
                handler,
            });
        }
    };
    add(window.clone().into(), "online", Box::new(|| Wake::Online));
    add(window.clone().into(), "offline", Box::new(|| Wake::Offline));
    add(window.clone().into(), "focus", Box::new(|| Wake::Focused));
    add(window.clone().into(), "blur", Box::new(|| Wake::Blurred));
    // Once a page is being hidden, WebKit no longer carries out what it is told to keep.
    add(window.clone().into(), "beforeunload", Box::new(|| Wake::Leaving));
    // Some browsers leave a page without hiding it first.
    add(window.clone().into(), "pagehide", Box::new(|| Wake::Hidden));
    if let Some(document) = window.document() {
        // A page may begin in a tab behind another: nothing tells of that, and what it shows is seen by nobody. When it is shown at last, it is
        // looked at as any page that has just begun.
        let unseen = Cell::new(visibility() == Wake::Hidden);
        if unseen.get() {
            runtime.woke(Wake::Hidden);
        }
        let signal = move || match visibility() {
            Wake::Visible if unseen.take() => Wake::Focused,
            other => other,
        };
        add(document.into(), "visibilitychange", Box::new(signal));
    }
    listeners
}

fn visibility() -> Wake {
    let hidden = web_sys::window()
        .and_then(|w| w.document())
        .is_some_and(|d| d.hidden());
    if hidden {
        Wake::Hidden
    } else {
        Wake::Visible
    }
}
