//! Texts, numbers and dates in the person's language; follows a change of language without a reload.
//!
//! Components take the handle with [`use_tr`] and write `t!(tr, Key)`, `t!(tr, Key, name = value)` or
//! `t!(tr, Key, count = n)`: each gives a closure that follows the language. A key without a text fails a test.

pub mod keys;
pub mod table;

use leptos::prelude::*;
use mm_core::domain::Timestamp;
use mm_core::state::Key;
use mm_core::view::LocalDay;

pub use keys::Text;
pub use table::{fill, plural, Table};

use crate::store::{use_app, use_local, AppContext, DateStyle, DateWish, Language};

/// The handle.
#[derive(Clone, Copy)]
pub struct Tr {
    language: RwSignal<Language>,
    hour12: Memo<Option<bool>>,
    app: AppContext,
}

/// The handle, from anywhere below the root.
pub fn use_tr() -> Tr {
    expect_context::<Tr>()
}

impl Tr {
    /// Makes the handle; once, under the root owner.
    pub fn new() -> Self {
        let app = use_app();
        let keys = || vec![Key::Preferences];
        Self {
            language: use_local().language,
            hour12: app.select(keys, |state| {
                let choice = state.preference("display_settings", "use_military_time");
                choice.map(|word| word != "true")
            }),
            app,
        }
    }

    /// The language in use; tracked.
    pub fn language(self) -> Language {
        self.language.get()
    }

    /// A text.
    pub fn text(self, key: Text) -> &'static str {
        Table::of(self.language.get()).text(key)
    }

    /// A text as a closure that follows the language. One type for all of them: each type that is drawn costs the module hundreds of bytes.
    pub fn follow(self, key: Text) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
        move || self.text(key)
    }

    /// A text with values.
    pub fn with(self, key: Text, values: &[(&str, &str)]) -> String {
        fill(self.text(key), values)
    }

    /// A text in the form for a number, with `{count}` and other values.
    pub fn counted(self, key: Text, count: i64, values: &[(&str, &str)]) -> String {
        let language = self.language.get();
        let pattern = Table::of(language).counted(key, plural(language, count));
        let number = count.to_string();
        let mut all = vec![("count", number.as_str())];
        all.extend_from_slice(values);
        fill(pattern, &all)
    }

    /// A name as shown; nobody and nothing is nameless.
    pub fn named(self, name: &str) -> String {
        if name.is_empty() {
            self.text(Text::Someone).to_owned()
        } else {
            name.to_owned()
        }
    }

    /// Hour and minute.
    pub fn time(self, at: Timestamp) -> String {
        self.date(at, DateStyle::Time)
    }

    /// Hour, minute and second.
    pub fn clock(self, at: Timestamp) -> String {
        self.date(at, DateStyle::Clock)
    }

    /// Hour and minute where somebody else is; `None` if the zone is not known here.
    pub fn time_in(self, zone: &str, at: Timestamp) -> Option<String> {
        let language = self.language.get().tag();
        self.app.environment().format_date(DateWish {
            at,
            style: DateStyle::Time,
            language,
            zone: Some(zone),
            hour12: self.hour12.get(),
        })
    }

    /// Everything, for tooltips.
    pub fn moment(self, at: Timestamp) -> String {
        self.date(at, DateStyle::DateTime)
    }

    /// A day line: with the year only if it is not this one.
    pub fn day(self, day: LocalDay) -> String {
        let midnight = Timestamp(i64::from(day.0) * DAY);
        let now = self.app.now_wall();
        let this_year = days::year_of(day) == days::year_of(days::of(now));
        self.date(
            midnight,
            if this_year {
                DateStyle::Day
            } else {
                DateStyle::DayOfYear
            },
        )
    }

    fn date(self, at: Timestamp, style: DateStyle) -> String {
        let wish = DateWish {
            at,
            style,
            language: self.language.get().tag(),
            zone: None,
            hour12: self.hour12.get(),
        };
        let environment = self.app.environment();
        environment
            .format_date(wish)
            .unwrap_or_else(|| days::plain(at, style, environment.offset_minutes(at)))
    }
}

impl Default for Tr {
    fn default() -> Self {
        Self::new()
    }
}

const DAY: i64 = 24 * 60 * 60 * 1000;

/// A text that follows the language: `t!(tr, Key)`, with `name = value` pairs, or `count = n` first for forms by number.
macro_rules! t {
    ($tr:expr, $key:ident) => {{
        $tr.follow($crate::ui::i18n::Text::$key)
    }};
    ($tr:expr, $key:ident, count = $count:expr $(, $name:ident = $value:expr)*) => {{
        let tr = $tr;
        move || tr.counted($crate::ui::i18n::Text::$key, $count, &[$((stringify!($name), &*$value)),*])
    }};
    ($tr:expr, $key:ident, $($name:ident = $value:expr),+) => {{
        let tr = $tr;
        move || tr.with($crate::ui::i18n::Text::$key, &[$((stringify!($name), &*$value)),+])
    }};
}
pub(crate) use t;

/// Calendar arithmetic for where there is no `Intl`, and for the year of a day.
pub mod days {
    use mm_core::domain::Timestamp;
    use mm_core::view::LocalDay;

    use super::DAY;
    use crate::store::DateStyle;

    /// The UTC day of a moment.
    pub fn of(at: Timestamp) -> LocalDay {
        LocalDay(i32::try_from(at.0.div_euclid(DAY)).unwrap_or(0))
    }

    /// Year of a day.
    pub fn year_of(day: LocalDay) -> i64 {
        civil(day).0
    }

    /// Year, month, day of the proleptic Gregorian calendar; counts years from March, so that leap days come last.
    pub fn civil(day: LocalDay) -> (i64, i64, i64) {
        let shifted = i64::from(day.0) + 719_468;
        let era = shifted.div_euclid(146_097);
        let of_era = shifted.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * day_of_year + 2) / 153;
        let day_of_month = day_of_year - (153 * from_march + 2) / 5 + 1;
        let month = if from_march < 10 {
            from_march + 3
        } else {
            from_march - 9
        };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        (year, month, day_of_month)
    }

    /// ISO 8601 in UTC, for machines.
    pub fn iso(at: Timestamp) -> String {
        let (year, month, day) = civil(of(at));
        let seconds = at.0.rem_euclid(DAY) / 1000;
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }

    /// Digits only, the same in every language.
    pub fn plain(at: Timestamp, style: DateStyle, offset_minutes: i32) -> String {
        let local = match style {
            DateStyle::Day | DateStyle::DayOfYear => at,
            DateStyle::Time | DateStyle::Clock | DateStyle::DateTime => {
                Timestamp(at.0 + i64::from(offset_minutes) * 60_000)
            }
        };
        let (year, month, day) = civil(of(local));
        let minutes = local.0.rem_euclid(DAY) / 60_000;
        let time = format!("{:02}:{:02}", minutes / 60, minutes % 60);
        let date = format!("{year}-{month:02}-{day:02}");
        match style {
            DateStyle::Time => time,
            DateStyle::Clock => format!("{time}:{:02}", local.0.rem_euclid(60_000) / 1000),
            DateStyle::Day | DateStyle::DayOfYear => date,
            DateStyle::DateTime => format!("{date} {time}"),
        }
    }
}
