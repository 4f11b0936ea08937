//! The emoji table the app serves: complete against the corpus, and small.

use serde_json::Value;

use crate::text::EmojiTable;

const TABLE: &str = include_str!("../../../../../public/emoji.json");
const CORPUS: &str = include_str!("../../../../../fixtures/markdown/corpus.jsonl");

fn table() -> EmojiTable {
    EmojiTable::from_json(TABLE).expect("public/emoji.json is a table")
}

/// Name, or `None` for a bare character, and what was typed, of every emoji in a tree.
fn seen(node: &Value, out: &mut Vec<(Option<String>, String)>) {
    let Some(parts) = node.as_array() else { return };
    if parts.first().and_then(Value::as_str) == Some("emoji") {
        let name = parts[1]["name"].as_str().map(str::to_owned);
        let typed = parts[1]["unicode"]
            .as_str()
            .or(parts.get(2).and_then(Value::as_str));
        out.push((name, typed.unwrap_or_default().to_owned()));
    }
    parts.iter().for_each(|part| seen(part, out));
}

#[test]
fn knows_what_the_official_client_knows() {
    let table = table();
    let mut emoji = Vec::new();
    for line in CORPUS.lines() {
        seen(
            &serde_json::from_str::<Value>(line).expect("JSON")["tree"],
            &mut emoji,
        );
    }
    assert!(emoji.len() > 50);
    for (name, typed) in emoji {
        match name.as_deref() {
            Some("tsubame") => assert_eq!(table.characters("tsubame"), None),
            Some(name) => {
                assert!(table.characters(name).is_some(), "{name}");
                if !typed.is_ascii() {
                    assert_eq!(table.name(&typed), Some(name), "{typed}");
                }
            }
            None => assert_eq!(table.name(&typed), None, "{typed}"),
        }
    }
}

#[test]
fn skin_tones_follow_from_the_name() {
    let table = table();
    assert_eq!(table.characters("+1_medium_skin_tone"), Some("👍🏽"));
    assert_eq!(table.characters("man_technologist_dark_skin_tone"), Some("👨🏿‍💻"));
    assert_eq!(table.characters("tada_dark_skin_tone"), None);
}

#[test]
fn categories_are_in_order_and_whole() {
    let table = table();
    let count: usize = table
        .categories()
        .iter()
        .map(|category| category.emoji.len())
        .sum();
    assert!(count > 1_700, "{count}");
    assert_eq!(
        table.categories().first().map(|category| category.name.as_str()),
        Some("Smileys & Emotion")
    );
    assert!(table
        .categories()
        .iter()
        .flat_map(|c| &c.emoji)
        .all(|e| !e.names.is_empty() && !e.characters.is_empty()));
}

#[test]
fn the_file_stays_small() {
    assert!(TABLE.len() <= 120_000, "{}", TABLE.len());
}

#[test]
fn another_text_is_refused() {
    assert!(EmojiTable::from_json("{}").is_err());
    assert!(EmojiTable::from_json("<html>").is_err());
}
