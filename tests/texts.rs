//! Every text exists in every language, is used, and names the same values.

use std::collections::BTreeSet;
use std::path::Path;

use tsubame::store::Language;
use tsubame::ui::i18n::table::Plural;
use tsubame::ui::i18n::{fill, plural, Table, Text};

#[test]
fn every_key_has_a_text_in_every_language() {
    for language in Language::ALL {
        let table = Table::of(language);
        let missing: Vec<_> = Text::ALL
            .iter()
            .filter(|key| table.form(**key, Plural::Other).is_none_or(str::is_empty))
            .collect();
        assert!(missing.is_empty(), "{language:?} lacks {missing:?}");
    }
}

/// Texts are found by their place.
#[test]
fn the_locale_files_have_the_keys_in_their_order() {
    for file in [
        include_str!("../locales/en.properties"),
        include_str!("../locales/ja.properties"),
    ] {
        let lines = file.lines().filter(|line| !line.starts_with('#'));
        let pairs = lines.filter_map(|line| line.split_once('='));
        let keys: Vec<&str> = pairs.map(|(key, _)| key.trim()).collect();
        let others = keys.iter().filter(|key| !key.ends_with(".one"));
        let names: Vec<&str> = others.map(|key| key.trim_end_matches(".other")).collect();
        let wanted: Vec<&str> = Text::ALL.iter().map(|key| key.name()).collect();
        assert_eq!(names, wanted);
        for (at, key) in keys.iter().enumerate() {
            if let Some(base) = key.strip_suffix(".one") {
                assert_eq!(keys.get(at + 1), Some(&&*format!("{base}.other")), "behind {key}");
            }
        }
    }
}

#[test]
fn forms_by_number_exist_where_the_language_tells_them_apart() {
    let counted: Vec<Text> = Text::ALL
        .iter()
        .copied()
        .filter(|key| Table::of(Language::En).form(*key, Plural::One).is_some())
        .collect();
    assert!(!counted.is_empty());
    for key in counted {
        let ja = Table::of(Language::Ja);
        assert!(
            ja.form(key, Plural::One).is_none(),
            "Japanese has one form: {key:?}"
        );
        assert!(ja.form(key, Plural::Other).is_some(), "{key:?}");
    }
    assert_eq!(plural(Language::En, 1), Plural::One);
    assert_eq!(plural(Language::En, 0), Plural::Other);
    assert_eq!(plural(Language::Ja, 1), Plural::Other);
}

#[test]
fn all_languages_name_the_same_values() {
    for key in Text::ALL {
        let wanted = values(Table::of(Language::En).text(*key));
        for language in Language::ALL {
            let table = Table::of(language);
            for form in [Plural::One, Plural::Other] {
                if let Some(text) = table.form(*key, form) {
                    assert_eq!(values(text), wanted, "{language:?} {key:?}");
                }
            }
        }
    }
}

#[test]
fn no_key_is_unused() {
    let mut code = String::new();
    read_sources(
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/ui")),
        &mut code,
    );
    let words: BTreeSet<&str> = code.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    let unused: Vec<_> = Text::ALL
        .iter()
        .filter(|key| !words.contains(key.name()))
        .collect();
    assert!(unused.is_empty(), "texts nobody shows: {unused:?}");
}

#[test]
fn the_texts_of_the_contract_are_exact() {
    let text = |language, key| Table::of(language).text(key);
    assert_eq!(text(Language::En, Text::Connected), "Connected");
    assert_eq!(text(Language::En, Text::Connecting), "Connecting");
    assert_eq!(
        text(Language::En, Text::ReconnectingIn),
        "Reconnecting in {count} s"
    );
    assert_eq!(text(Language::En, Text::Offline), "Offline");
    assert_eq!(text(Language::Ja, Text::Connected), "接続中");
    assert_eq!(text(Language::Ja, Text::Connecting), "接続しています");
    assert_eq!(text(Language::Ja, Text::ReconnectingIn), "{count}秒後に再接続");
    assert_eq!(text(Language::Ja, Text::Offline), "切断中");
    assert_eq!(
        text(Language::Ja, Text::NoticeConnection),
        "リアルタイム接続でエラーが発生しました"
    );
}

#[test]
fn values_are_text_and_never_patterns() {
    assert_eq!(fill("{a} → {b}", &[("a", "{b}"), ("b", "x")]), "{b} → x");
    assert_eq!(fill("{unknown} {", &[]), "{unknown} {");
}

#[test]
fn languages_are_chosen_by_tag() {
    assert_eq!(Language::best_of(["fr-FR", "ja-JP", "en"]), Language::Ja);
    assert_eq!(Language::best_of(["fr"]), Language::En);
    assert_eq!(Language::from_tag("EN_us"), Some(Language::En));
}

/// Names in braces.
fn values(text: &str) -> BTreeSet<String> {
    let pieces = text.split('{').skip(1);
    pieces
        .filter_map(|piece| piece.split_once('}'))
        .map(|(name, _)| name.to_owned())
        .collect()
}

/// All sources of the screen but the list of keys itself.
fn read_sources(folder: &Path, out: &mut String) {
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            read_sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("i18n/keys.rs") {
            out.push_str(&std::fs::read_to_string(&path).expect("a source is text"));
        }
    }
}
