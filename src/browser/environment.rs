//! What components ask of their surroundings: clocks, zone, randomness, addresses, languages.

use mm_core::domain::Timestamp;
use mm_core::event::Place;
use mm_core::view::Zone;
use wasm_bindgen::{JsCast, JsValue};

use super::address::{Site, SiteAddresses};
use super::clock;
use crate::store::Environment;

/// The page's surroundings. Holds only text, so that it may be shared freely.
pub struct BrowserEnvironment {
    addresses: SiteAddresses,
}

impl BrowserEnvironment {
    /// For a site.
    pub fn new(site: &Site) -> Self {
        Self {
            addresses: site.addresses().clone(),
        }
    }
}

impl Zone for BrowserEnvironment {
    fn offset_minutes(&self, at: Timestamp) -> i32 {
        // JavaScript counts minutes west of UTC.
        -(js_sys::Date::new(&JsValue::from_f64(at.0 as f64)).get_timezone_offset() as i32)
    }
}

impl Environment for BrowserEnvironment {
    fn wall(&self) -> Timestamp {
        clock::wall()
    }

    fn nonce(&self) -> String {
        format!("{:016x}{:016x}", random_u64(), random_u64())
    }

    fn href(&self, place: &Place) -> String {
        self.addresses.href(place)
    }

    fn api_url(&self, path: &str) -> String {
        format!("{}{path}", self.addresses.api_base)
    }

    fn asset_url(&self, name: &str) -> String {
        format!("{}{name}", self.addresses.page_base)
    }

    fn languages(&self) -> Vec<String> {
        let Some(window) = web_sys::window() else {
            return Vec::new();
        };
        window
            .navigator()
            .languages()
            .iter()
            .filter_map(|l| l.as_string())
            .collect()
    }
}

/// 64 bits from the browser's cryptographic source.
pub fn random_u64() -> u64 {
    let bytes = js_sys::Uint8Array::new_with_length(8);
    let filled = js_sys::Reflect::get(&js_sys::global(), &"crypto".into())
        .and_then(|crypto| js_sys::Reflect::get(&crypto, &"getRandomValues".into()).map(|get| (crypto, get)))
        .ok()
        .and_then(|(crypto, get)| get.dyn_into::<js_sys::Function>().ok().map(|get| (crypto, get)))
        .is_some_and(|(crypto, get)| get.call1(&crypto, &bytes).is_ok());
    if !filled {
        // No browser that runs this module lacks the source; the clock keeps ids apart all the same.
        return clock::wall().0.unsigned_abs() ^ (js_sys::Math::random() * 9e15) as u64;
    }
    let mut raw = [0; 8];
    bytes.copy_to(&mut raw);
    u64::from_le_bytes(raw)
}
