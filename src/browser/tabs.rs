//! Other tabs of the same browser and server, by a `BroadcastChannel` that is named as the local store is. A message is what the store gives
//! of records: a list of keys, and the list of their texts.

use js_sys::Array;
use mm_core::cache::Record;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

use super::store;

/// The way to the other tabs; none where the browser has none.
#[derive(Clone)]
pub struct BrowserTabs(Option<BroadcastChannel>);

impl BrowserTabs {
    /// Begins to listen. `server` is the address of its API. It lives as long as the page.
    pub fn open(server: &str, heard: impl Fn(Vec<Record>) + 'static) -> Self {
        let channel = BroadcastChannel::new(&store::name(server)).ok();
        if let Some(channel) = &channel {
            let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
                let lists = event.data().dyn_into::<Array>();
                let lists = lists.map_or_else(|_| Vec::new(), |lists| lists.to_vec());
                if lists.iter().all(Array::is_array) {
                    heard(store::records(&lists));
                }
            });
            channel.set_onmessage(Some(listener.into_js_value().unchecked_ref()));
        }
        Self(channel)
    }

    /// Tells all others.
    pub fn tell(&self, told: &[Record]) {
        let Some(channel) = self.0.as_ref().filter(|_| !told.is_empty()) else {
            return;
        };
        let (keys, texts) = (Array::new(), Array::new());
        for Record { key, text } in told {
            keys.push(&JsValue::from(key));
            texts.push(&JsValue::from(text));
        }
        // Fails only once it is closed.
        let _ = channel.post_message(&Array::of2(&keys, &texts));
    }
}
