//! The table of names in the accessibility tree, row by row, in English and Japanese: found by role and name as a reader or
//! a test outside this repository finds them.

mod messages;
mod shell;
mod signing_in;

use std::collections::BTreeSet;

use crate::support::page::Element;

/// A row: role, English name, Japanese name. `<x>` stands for a value, `<n>` for a number.
pub type Row = (&'static str, &'static str, &'static str);

/// A page in one of the languages.
pub struct Drawn {
    page: Element,
    language: &'static str,
}

/// Draws in each language and looks at what there is; every page must be sound besides.
pub fn in_both(draw: impl Fn(&'static str) -> Element, look: impl Fn(&Drawn)) {
    for language in ["en", "ja"] {
        let drawn = Drawn {
            page: draw(language),
            language,
        };
        is_sound(&drawn.page);
        look(&drawn);
    }
}

impl Drawn {
    /// What is said in this language.
    pub fn says(&self, english: &'static str, japanese: &'static str) -> &'static str {
        if self.language == "ja" {
            japanese
        } else {
            english
        }
    }

    /// All elements of a row.
    pub fn all(&self, (role, english, japanese): Row) -> Vec<&Element> {
        let wanted = self.says(english, japanese);
        let mut found = self.page.find_all(role);
        found.retain(|e| is_like(&self.page.name_of(e), wanted));
        found
    }

    /// The element of a row: there is one, and nothing else answers to its name.
    pub fn one(&self, row: Row) -> &Element {
        match self.all(row)[..] {
            [element] => element,
            ref found => panic!(
                "{} of {row:?} in {}: {:?}",
                found.len(),
                self.language,
                self.names(row.0)
            ),
        }
    }

    /// One element a row.
    pub fn has(&self, rows: &[Row]) {
        for row in rows {
            self.one(*row);
        }
    }

    /// The elements of a row that there may be many of.
    pub fn each(&self, row: Row) -> Vec<&Element> {
        let found = self.all(row);
        let names = || self.names(row.0);
        assert!(
            !found.is_empty(),
            "none of {row:?} in {}: {:?}",
            self.language,
            names()
        );
        found
    }

    /// Nothing of a row.
    pub fn lacks(&self, row: Row) {
        assert!(self.all(row).is_empty(), "there is {row:?} in {}", self.language);
    }

    fn names(&self, role: &str) -> Vec<String> {
        let found = self.page.find_all(role);
        found.into_iter().map(|e| self.page.name_of(e)).collect()
    }
}

/// Whether a name is what the contract writes with `<values>`.
fn is_like(name: &str, pattern: &str) -> bool {
    let Some((head, (value, tail))) = pattern
        .split_once('<')
        .and_then(|(head, tail)| Some((head, tail.split_once('>')?)))
    else {
        return name == pattern;
    };
    let Some(rest) = name.strip_prefix(head) else {
        return false;
    };
    let fits = |at: &usize| *at > 0 && (value != "n" || rest[..*at].bytes().all(|b| b.is_ascii_digit()));
    let mut ends = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
    ends.any(|at| fits(&at) && is_like(&rest[at..], tail))
}

/// What holds for every page: roles that need names have them, what is pressed can be reached with keys and holds nothing
/// with a role of its own, and what refers to another element finds it.
fn is_sound(page: &Element) {
    const NAMED: [&str; 14] = [
        "alertdialog",
        "article",
        "button",
        "combobox",
        "dialog",
        "group",
        "link",
        "listbox",
        "log",
        "navigation",
        "radiogroup",
        "region",
        "textbox",
        "toolbar",
    ];
    let all = page.all();
    let mut ids = BTreeSet::new();
    for element in &all {
        let role = element.role();
        assert!(
            !NAMED.contains(&role) || !page.name_of(element).is_empty(),
            "{role} without a name: {:?}",
            element.attributes
        );
        if role == "button" {
            let inside = element.all();
            let nested = inside.iter().skip(1).find(|e| !e.role().is_empty());
            assert!(nested.is_none(), "{:?} holds {nested:?}", page.name_of(element));
            assert!(element.tag == "button" || element.get("tabindex").is_some());
        }
        if let Some(id) = element.get("id") {
            assert!(ids.insert(id), "two elements are called {id}");
        }
    }
    for element in &all {
        let references = [
            "aria-controls",
            "aria-describedby",
            "aria-labelledby",
            "aria-activedescendant",
        ];
        for id in references.iter().filter_map(|name| element.get(name)) {
            assert!(ids.contains(id), "{id} is referred to and not there");
        }
    }
}

#[test]
fn values_in_rows_are_anything_but_nothing() {
    assert!(is_like("Aiko, 10:02", "<author>, <time>"));
    assert!(!is_like(", 10:02", "<author>, <time>"));
    assert!(is_like("12 replies", "<n> replies") && !is_like("no replies", "<n> replies"));
    assert!(is_like("返信12件", "返信<n>件") && !is_like("Send now", "Send"));
}
