//! Tells when an element's size changed, after layout and before paint, for as long as the owner lives. Natively never.

use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::JsCast;
use web_sys::{Element, ResizeObserver};

/// The handle; `Copy`, and harmless once its owner is gone.
#[derive(Clone, Copy)]
pub struct SizeObserver {
    inner: StoredValue<Option<Inner>, LocalStorage>,
}

struct Inner {
    observer: ResizeObserver,
    _callback: Closure<dyn Fn()>,
}

impl SizeObserver {
    /// Begins; `run` must not change the size of what is observed.
    pub fn new(run: impl Fn() + 'static) -> Self {
        let inner = StoredValue::new_local(start(run));
        on_cleanup(move || {
            let observer = inner.try_update_value(Option::take).flatten();
            if let Some(inner) = observer {
                inner.observer.disconnect();
            }
        });
        Self { inner }
    }

    /// Observes an element from now on.
    pub fn observe(self, element: &Element) {
        self.with(|observer| observer.observe(element));
    }

    /// Forgets an element.
    pub fn unobserve(self, element: &Element) {
        self.with(|observer| observer.unobserve(element));
    }

    fn with(self, run: impl FnOnce(&ResizeObserver)) {
        let run = |inner: &Option<Inner>| {
            if let Some(inner) = inner {
                run(&inner.observer);
            }
        };
        // Gone with its owner: then there is nothing to do.
        let _ = self.inner.try_with_value(run);
    }
}

fn start(run: impl Fn() + 'static) -> Option<Inner> {
    crate::ui::common::dom::window()?;
    let callback = Closure::<dyn Fn()>::new(run);
    let observer = ResizeObserver::new(callback.as_ref().unchecked_ref()).ok()?;
    Some(Inner {
        observer,
        _callback: callback,
    })
}
