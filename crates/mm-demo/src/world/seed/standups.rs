//! Three weeks of stand-up notes and build messages: the even hum behind the conversations.

use super::script::{Entry, What};
use crate::world::time::{DAY, HOUR, MINUTE};

const PEOPLE: [&str; 6] = [
    "haruto.mizuno",
    "grace.mensah",
    "tomas.novak",
    "sho.matsui",
    "priyanka.shah",
    "kaito.fujii",
];

const ENGLISH: [(&str, &str); 8] = [
    ("the tile cache", "sleep current on board C"),
    ("battery curves for the cold room", "the pairing screen"),
    ("the map download queue", "reviewing the tile cache"),
    ("the flashing jig", "notes for support"),
    ("rain data import", "the dusk model"),
    ("retry rules of the uplink", "the staging database"),
    ("tests for the dimmer", "the field laptop"),
    ("log rotation", "the route editor"),
];

const JAPANESE: [(&str, &str); 8] = [
    ("地図タイルの保存", "省電力の測定"),
    ("防水試験", "ペアリング画面の確認"),
    ("基板Cの配線", "出荷前の検査表"),
    ("ルート編集の不具合", "レビュー"),
    ("明るさの自動調整", "現地テストの準備"),
    ("サーバーの監視", "手順書の更新"),
    ("部品の発注", "充電台の試作"),
    ("翻訳の取り込み", "起動時間の短縮"),
];

/// The notes, as entries for the script's player.
pub fn make(now: i64) -> Vec<Entry> {
    let midnight = now - now.rem_euclid(DAY);
    let mut entries = Vec::new();
    for day in (1..=24i64).rev() {
        let start = midnight - day * DAY;
        if (start / DAY + 4).rem_euclid(7) % 6 == 0 {
            continue;
        }
        for (index, author) in PEOPLE.iter().enumerate() {
            let pick = (day as usize * 3 + index * 5) % 8;
            let text = match index % 2 {
                0 => format!("昨日: {}\n今日: {}", JAPANESE[pick].0, JAPANESE[(pick + 3) % 8].1),
                _ => format!(
                    "**Yesterday:** {}\n**Today:** {}",
                    ENGLISH[pick].0,
                    ENGLISH[(pick + 3) % 8].1
                ),
            };
            let at = start + 30 * MINUTE + index as i64 * 4 * MINUTE;
            entries.push(entry(at, "hotaru/engineering", author, text, entries.len()));
        }
        for part in 0..2i64 {
            let number = 480 + (24 - day) * 2 + part;
            let text = match (day + part) % 5 {
                0 => format!("Build **{number}** failed :x: in the dimmer tests"),
                _ => format!(
                    "Build **{number}** passed :white_check_mark: in {} s",
                    180 + (number * 37) % 90
                ),
            };
            let at = start + (6 + part * 5) * HOUR;
            entries.push(entry(at, "hotaru/releases", "lamp-bot", text, entries.len()));
        }
    }
    entries
}

fn entry(at: i64, place: &str, author: &str, text: String, number: usize) -> Entry {
    Entry {
        at,
        place: place.to_owned(),
        author: author.to_owned(),
        what: What::Said(text),
        root: None,
        number,
        script: 0,
        files: Vec::new(),
        reactions: Vec::new(),
        pinned: false,
        edited: None,
    }
}
