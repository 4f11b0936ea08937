//! Dates and times by the browser's `Intl`. Formatters are kept: making one costs a thousand times more than using it. What they wrote
//! last is kept as well: the messages of a channel are drawn again with every visit.

use mm_core::domain::Map;
use std::cell::RefCell;

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::store::{DateStyle, DateWish};

/// So many written moments are kept of each kind.
const WRITTEN: usize = 500;

/// A formatter and what it wrote, in the order of the moments.
struct Format {
    function: Function,
    written: Vec<(i64, String)>,
}

type Kept = Map<(String, DateStyle, Option<String>, Option<bool>), Format>;

thread_local! {
    static FORMATS: RefCell<Kept> = RefCell::default();
}

/// Writes a moment; `None` if the browser refuses it.
pub fn format(wish: DateWish<'_>) -> Option<String> {
    let zone = wish.zone.map(str::to_owned);
    let key = (wish.language.to_owned(), wish.style, zone, wish.hour12);
    FORMATS.with_borrow_mut(|formats| {
        if !formats.contains_key(&key) {
            let (function, written) = (make(wish)?, Vec::new());
            formats.insert(key.clone(), Format { function, written });
        }
        formats.get_mut(&key)?.write(wish.at.0)
    })
}

impl Format {
    fn write(&mut self, at: i64) -> Option<String> {
        let place = self.written.partition_point(|(other, _)| *other < at);
        if let Some((_, text)) = self.written.get(place).filter(|(other, _)| *other == at) {
            return Some(text.clone());
        }
        let date = js_sys::Date::new(&JsValue::from_f64(at as f64));
        let text = self
            .function
            .call1(&JsValue::UNDEFINED, &date)
            .ok()?
            .as_string()?;
        if self.written.len() < WRITTEN {
            self.written.insert(place, (at, text.clone()));
        } else {
            self.written.clear();
        }
        Some(text)
    }
}

fn make(wish: DateWish<'_>) -> Option<Function> {
    let options = Object::new();
    for (name, value) in options_of(wish.style) {
        Reflect::set(&options, &JsValue::from_str(name), &JsValue::from_str(value)).ok()?;
    }
    if let Some(hour12) = wish.hour12 {
        // `hourCycle`, not `hour12`: the latter writes midnight as 24 in some languages.
        let cycle = if hour12 { "h12" } else { "h23" };
        Reflect::set(&options, &"hourCycle".into(), &cycle.into()).ok()?;
    }
    if let Some(zone) = wish.zone {
        Reflect::set(&options, &"timeZone".into(), &zone.into()).ok()?;
    }
    let languages = Array::of1(&JsValue::from_str(wish.language));
    // A zone of somebody's account may be one this browser does not know: the constructor throws, and nothing is told.
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class: Function = Reflect::get(&intl, &"DateTimeFormat".into())
        .ok()?
        .dyn_into()
        .ok()?;
    let format = Reflect::construct(&class, &Array::of2(&languages, &options)).ok()?;
    Reflect::get(&format, &"format".into()).ok()?.dyn_into().ok()
}

fn options_of(style: DateStyle) -> &'static [(&'static str, &'static str)] {
    match style {
        DateStyle::Clock => &[("hour", "numeric"), ("minute", "2-digit"), ("second", "2-digit")],
        DateStyle::Time => &[("hour", "numeric"), ("minute", "2-digit")],
        DateStyle::Day => &[
            ("weekday", "long"),
            ("month", "long"),
            ("day", "numeric"),
            ("timeZone", "UTC"),
        ],
        DateStyle::DayOfYear => &[
            ("weekday", "long"),
            ("year", "numeric"),
            ("month", "long"),
            ("day", "numeric"),
            ("timeZone", "UTC"),
        ],
        DateStyle::DateTime => &[("dateStyle", "full"), ("timeStyle", "short")],
    }
}
