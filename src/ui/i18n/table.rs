//! Reading the locale files, once for each language.
//!
//! There: `Key = text` a line, in the order of the keys; `#` begins a comment; `Key.one` and `Key.other` are forms by number, in this
//! order. Text is everything behind the first `=`, trimmed. Here the keys are gone (`build.rs`): a text is found by its place.

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
    other: Vec<&'static str>,
}

impl Table {
    /// The table of a language.
    pub fn of(language: Language) -> &'static Table {
        static EN: OnceLock<Table> = OnceLock::new();
        static JA: OnceLock<Table> = OnceLock::new();
        match language {
            Language::En => EN.get_or_init(|| Table::read(include_str!(concat!(env!("OUT_DIR"), "/en")))),
            Language::Ja => JA.get_or_init(|| Table::read(include_str!(concat!(env!("OUT_DIR"), "/ja")))),
        }
    }

    fn read(file: &'static str) -> Table {
        let mut table = Table {
            one: Vec::new(),
            other: Vec::new(),
        };
        let mut one = None;
        for line in file.lines() {
            if let Some(text) = line.strip_prefix('1') {
                one = Some(text);
            } else if let Some(text) = line.strip_prefix('*') {
                table.one.push(one.take());
                table.other.push(text);
            }
        }
        table
    }

    /// A text in one form, if the file has it.
    pub fn form(&self, key: Text, form: Plural) -> Option<&'static str> {
        let index = key as usize;
        match form {
            Plural::One => self.one.get(index).copied().flatten(),
            Plural::Other => self.other.get(index).copied(),
        }
    }

    /// A text; empty where the file has none, which a test forbids.
    pub fn text(&self, key: Text) -> &'static str {
        self.form(key, Plural::Other).unwrap_or_default()
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
