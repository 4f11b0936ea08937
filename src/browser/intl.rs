//! Dates and times by the browser's `Intl`. Formatters are kept: making one costs a thousand times more than using it.

use std::cell::RefCell;
use std::collections::BTreeMap;

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::store::{DateStyle, DateWish};

type Kept = BTreeMap<(String, DateStyle, Option<String>, Option<bool>), Function>;

thread_local! {
    static FORMATS: RefCell<Kept> = RefCell::default();
}

/// Writes a moment; `None` if the browser refuses it.
pub fn format(wish: DateWish<'_>) -> Option<String> {
    let zone = wish.zone.map(str::to_owned);
    let key = (wish.language.to_owned(), wish.style, zone, wish.hour12);
    let kept = FORMATS.with_borrow(|formats| formats.get(&key).cloned());
    let format = match kept {
        Some(format) => format,
        None => {
            let format = make(wish)?;
            FORMATS.with_borrow_mut(|formats| formats.insert(key, format.clone()));
            format
        }
    };
    let at = js_sys::Date::new(&JsValue::from_f64(wish.at.0 as f64));
    format.call1(&JsValue::UNDEFINED, &at).ok()?.as_string()
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
