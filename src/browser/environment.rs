//! What components ask of their surroundings: clocks, zone, randomness, addresses, languages.

use mm_core::domain::{Attachment, AttachmentId, Monotonic, Timestamp};
use mm_core::event::Place;
use mm_core::view::Zone;
use std::sync::atomic::{AtomicU16, Ordering};
use wasm_bindgen::{JsCast, JsValue};

use super::address::{Site, SiteAddresses};
use super::clock;
use crate::store::{DateWish, Environment};

/// The page's surroundings. Holds only text, so that it may be shared freely.
pub struct BrowserEnvironment {
    addresses: SiteAddresses,
    assets: String,
}

impl BrowserEnvironment {
    /// For a site.
    pub fn new(site: &Site) -> Self {
        Self {
            addresses: site.addresses().clone(),
            assets: assets_folder().unwrap_or_else(|| format!("{}public/", site.addresses().page_base)),
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

    fn hold(&self, file: &web_sys::File) -> Attachment {
        let attachment = Attachment {
            id: file_id(self.wall()),
            name: file.name(),
            size: file.size() as i64,
        };
        super::files::hold(attachment.id.clone(), file);
        attachment
    }

    fn href(&self, place: &Place) -> String {
        self.addresses.href(place)
    }

    fn api_url(&self, path: &str) -> String {
        format!("{}{path}", self.addresses.api_base)
    }

    fn asset_url(&self, name: &str) -> String {
        format!("{}{name}", self.assets)
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

    fn mono(&self) -> Monotonic {
        clock::monotonic()
    }

    fn format_date(&self, wish: DateWish<'_>) -> Option<String> {
        super::intl::format(wish)
    }

    fn setting(&self, name: &str) -> Option<String> {
        storage()?.get_item(&setting_key(name)).ok().flatten()
    }

    fn keep_setting(&self, name: &str, value: &str) {
        if let Some(storage) = storage() {
            // Refused storage costs the setting, nothing else.
            let _ = storage.set_item(&setting_key(name), value);
        }
    }

    fn take_update(&self) {
        super::update::take();
    }

    fn badge(&self, count: u32) {
        super::update::badge(count);
    }

    fn stops(&self) -> usize {
        // A JSON array of moments, written by web/boot.js.
        let told = self.setting("stopped").unwrap_or_default();
        let moments = told.split(|sign: char| !sign.is_ascii_digit());
        moments.filter(|moment| !moment.is_empty()).count()
    }

    fn after_paint(&self, run: Box<dyn FnOnce()>) {
        super::timer::after_next_paint(run);
    }

    fn memory(&self) -> Option<usize> {
        const PAGE: usize = 64 * 1024;
        Some(core::arch::wasm32::memory_size::<0>() * PAGE)
    }

    fn load_asset(&self, name: &str, then: Box<dyn FnOnce(Option<String>)>) {
        let url = self.asset_url(name);
        wasm_bindgen_futures::spawn_local(async move {
            let text = match gloo_net::http::Request::get(&url).send().await {
                Ok(answer) if answer.ok() => answer.text().await.ok(),
                _ => None,
            };
            then(text);
        });
    }
}

/// Another one for each file. The store gives its records in the order of their names, and files are shown and sent in the order in which they
/// were attached.
fn file_id(at: Timestamp) -> AttachmentId {
    static NUMBER: AtomicU16 = AtomicU16::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    AttachmentId::new(format!("{:012x}{number:04x}{:016x}", at.0, random_u64()))
}

/// Where the loader says the files of `public/` lie; ends in a slash.
fn assets_folder() -> Option<String> {
    let root = web_sys::window()?.document()?.document_element()?;
    root.get_attribute("data-assets")
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

fn setting_key(name: &str) -> String {
    format!("tsubame.{name}")
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
