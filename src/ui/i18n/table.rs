//! Reading the locale files, once for each language.
//!
//! `Key = text` a line; `#` begins a comment; `Key.one` and `Key.other` are forms by number. Text is everything behind the
//! first `=`, trimmed.

use std::sync::OnceLock;

use super::keys::Text;
use crate::store::Language;

macro_rules! texts {
    ($($key:ident),+ $(,)?) => {
        /// A text of the interface.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs)] // each is named after its English text in `locales/en.properties`
        pub enum Text { $($key),+ }

        impl Text {
            /// All keys, in the order of the locale files.
            pub const ALL: &'static [Text] = &[$(Text::$key),+];

            /// The key as written in the locale files.
            pub fn name(self) -> &'static str {
                match self { $(Text::$key => stringify!($key)),+ }
            }
        }
    };
}
pub(super) use texts;

/// Which form of a text a number takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plural {
    /// One thing, in languages that tell.
    One,
    /// Any other number.
    Other,
}

/// CLDR's cardinal rule for integers in our languages; `Intl.PluralRules` answers the same.
pub fn plural(language: Language, count: i64) -> Plural {
    match (language, count) {
        (Language::En, 1) => Plural::One,
        (Language::En | Language::Ja, _) => Plural::Other,
    }
}

/// The texts of one language.
pub struct Table {
    one: Vec<Option<&'static str>>,
    other: Vec<Option<&'static str>>,
    /// Keys of the file that no code knows.
    pub unknown: Vec<&'static str>,
}

impl Table {
    /// The table of a language.
    pub fn of(language: Language) -> &'static Table {
        static EN: OnceLock<Table> = OnceLock::new();
        static JA: OnceLock<Table> = OnceLock::new();
        match language {
            Language::En => EN.get_or_init(|| Table::read(include_str!("../../../locales/en.properties"))),
            Language::Ja => JA.get_or_init(|| Table::read(include_str!("../../../locales/ja.properties"))),
        }
    }

    fn read(file: &'static str) -> Table {
        let count = Text::ALL.len();
        let mut table = Table {
            one: vec![None; count],
            other: vec![None; count],
            unknown: Vec::new(),
        };
        // The files follow the order of the keys, so each look-up begins where the last one ended.
        let mut at = 0;
        let entries = file.lines().filter(|l| !l.starts_with('#'));
        for (name, text) in entries.filter_map(|l| l.split_once('=')) {
            let (name, text) = (name.trim(), text.trim());
            let (base, form) = name.split_once('.').unwrap_or((name, "other"));
            let found = (at..count)
                .chain(0..at)
                .find(|i| Text::ALL.get(*i).is_some_and(|t| t.name() == base));
            let Some(index) = found else {
                table.unknown.push(name);
                continue;
            };
            at = index;
            let forms = if form == "one" {
                &mut table.one
            } else {
                &mut table.other
            };
            if let Some(slot) = forms.get_mut(index) {
                *slot = Some(text);
            }
        }
        table
    }

    /// A text in one form, if the file has it.
    pub fn form(&self, key: Text, form: Plural) -> Option<&'static str> {
        let index = key as usize;
        match form {
            Plural::One => self.one.get(index).copied().flatten(),
            Plural::Other => self.other.get(index).copied().flatten(),
        }
    }

    /// A text; its key where the file has none, which a test forbids.
    pub fn text(&self, key: Text) -> &'static str {
        self.form(key, Plural::Other).unwrap_or(key.name())
    }

    /// A text in the form for a number.
    pub fn counted(&self, key: Text, form: Plural) -> &'static str {
        self.form(key, form).unwrap_or_else(|| self.text(key))
    }
}

/// Puts values into `{name}` places. Values are text, never looked into again.
pub fn fill(pattern: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, behind)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        match values.iter().find(|(n, _)| *n == name) {
            Some((_, value)) => out.push_str(value),
            None => {
                out.push('{');
                out.push_str(name);
                out.push('}');
            }
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}
