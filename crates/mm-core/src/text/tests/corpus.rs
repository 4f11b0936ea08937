//! Agreement with the official client: all observations of `fixtures/markdown/corpus.jsonl`.

use std::collections::BTreeMap;

use serde_json::{json, Map, Value};

use super::world::World;
use crate::text::{parse, Align, Block, Cell, Document, Glyph, Inline, List, MentionTarget};

const CORPUS: &str = include_str!("../../../../../fixtures/markdown/corpus.jsonl");

/// Observations that differ on purpose, by line number: the official client links any scheme but
/// three, the link gate of this client only those on its list (`quality-bars.md` 4.1).
const ON_PURPOSE: &[usize] = &[
    272, // [text](custom://x)
    828, // <made-up-scheme://foo,bar>
];

#[test]
fn agrees_with_the_official_client() {
    let observations: Vec<Value> = CORPUS
        .lines()
        .map(|line| serde_json::from_str(line).expect("corpus line is JSON"))
        .collect();
    let mut world = World::corpus();
    for observation in &observations {
        learn_emoji(&observation["tree"], &mut world);
    }
    let mut groups: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut failures = BTreeMap::new();
    for (index, observation) in observations.iter().enumerate() {
        let group = observation["group"].as_str().expect("group");
        let count = groups.entry(group).or_default();
        count.1 += 1;
        match difference(observation, &world) {
            None => count.0 += 1,
            Some(difference) => {
                failures.insert(index + 1, format!("{} [{group}] {difference}", index + 1));
            }
        }
    }
    let report: Vec<String> = groups
        .iter()
        .map(|(group, (passed, all))| format!("{passed:3} of {all:3} {group}"))
        .collect();
    assert_eq!(observations.len(), 882);
    assert!(
        failures.keys().eq(ON_PURPOSE),
        "{}\n{}\n{} of {} differ; on purpose only {ON_PURPOSE:?}",
        failures.values().cloned().collect::<Vec<_>>().join("\n"),
        report.join("\n"),
        failures.len(),
        observations.len()
    );
}

/// How the tree of an observation differs from the official one.
fn difference(observation: &Value, world: &World) -> Option<String> {
    let source = observation["source"].as_str().expect("source");
    let wanted = normalised(observation["tree"].as_array().expect("tree").clone());
    let seen = normalised(tree(&parse(source, world)));
    (seen != wanted).then(|| {
        format!(
            "{source:?}\n  wanted {}\n  seen   {}",
            Value::from(wanted),
            Value::from(seen)
        )
    })
}

/// Every emoji a tree shows is one the server knows.
fn learn_emoji(node: &Value, world: &mut World) {
    let Some(parts) = node.as_array() else { return };
    if let (Some("emoji"), Some(name)) = (parts.first().and_then(Value::as_str), parts.get(1)) {
        if let (Some(name), Some(typed)) = (name["name"].as_str(), parts.get(2).and_then(Value::as_str)) {
            world
                .emoji
                .entry(name.to_owned())
                .or_insert_with(|| "🙂".to_owned());
            if !typed.is_ascii() {
                world.names.insert(typed.to_owned(), name.to_owned());
            }
        }
    }
    for part in parts {
        learn_emoji(part, world);
    }
}

fn tree(document: &Document) -> Vec<Value> {
    let nodes = blocks(&document.blocks);
    if document.jumbo {
        return vec![node("jumbo", nodes)];
    }
    nodes
}

fn node(name: &str, children: Vec<Value>) -> Value {
    let mut parts = vec![Value::from(name)];
    parts.extend(children);
    Value::from(parts)
}

fn with(name: &str, attributes: Vec<(&str, Value)>, children: Vec<Value>) -> Value {
    let attributes: Map<String, Value> = attributes
        .into_iter()
        .filter(|(_, v)| !v.is_null())
        .map(|(k, v)| (k.to_owned(), v))
        .collect();
    let mut parts = vec![Value::from(name)];
    if !attributes.is_empty() {
        parts.push(Value::Object(attributes));
    }
    parts.extend(children);
    Value::from(parts)
}

fn blocks(list: &[Block]) -> Vec<Value> {
    list.iter().flat_map(block).collect()
}

fn block(block: &Block) -> Vec<Value> {
    let one = match block {
        Block::Plain(content) => return inlines(content),
        Block::Paragraph(content) => node("p", inlines(content)),
        Block::Heading { level, content } => node(&format!("h{level}"), inlines(content)),
        Block::Quote(inner) => node("blockquote", blocks(inner)),
        Block::List(list) => list_node(list),
        Block::Code { language, text } => with(
            "codeblock",
            vec![("lang", language.map_or(Value::Null, |l| l.label.into()))],
            vec![text.as_str().into()],
        ),
        Block::Latex(text) => with("latex", vec![("block", true.into())], vec![text.as_str().into()]),
        Block::Table(table) => {
            let head = node("thead", vec![node("tr", cells("th", &table.header))]);
            let rows = table
                .rows
                .iter()
                .map(|row| node("tr", cells("td", row)))
                .collect();
            node("table", vec![head, node("tbody", rows)])
        }
        Block::Rule => node("hr", vec![]),
    };
    vec![one]
}

fn list_node(list: &List) -> Value {
    let items = list.items.iter().map(|item| {
        let mut children = Vec::new();
        if let Some(ticked) = item.task {
            let ticked = if ticked { true.into() } else { Value::Null };
            children.push(with("checkbox", vec![("checked", ticked)], vec![]));
            children.push(" ".into());
        }
        children.extend(blocks(&item.blocks));
        node("li", children)
    });
    match list.start {
        None => node("ul", items.collect()),
        Some(start) => {
            let start = if start == 1 { Value::Null } else { start.into() };
            with("ol", vec![("start", start)], items.collect())
        }
    }
}

fn cells(name: &str, row: &[Cell]) -> Vec<Value> {
    row.iter()
        .map(|cell| {
            let align = match cell.align {
                None => Value::Null,
                Some(Align::Left) => "left".into(),
                Some(Align::Center) => "center".into(),
                Some(Align::Right) => "right".into(),
            };
            with(name, vec![("align", align)], inlines(&cell.content))
        })
        .collect()
}

fn inlines(list: &[Inline]) -> Vec<Value> {
    list.iter().map(inline).collect()
}

fn inline(inline: &Inline) -> Value {
    match inline {
        Inline::Text(text) => text.as_str().into(),
        Inline::Emphasis(inner) => node("em", inlines(inner)),
        Inline::Strong(inner) => node("strong", inlines(inner)),
        Inline::Deleted(inner) => node("del", inlines(inner)),
        Inline::Highlight(inner) => node("highlight", inlines(inner)),
        Inline::Code(text) if text.is_empty() => node("code", vec![]),
        Inline::Code(text) => node("code", vec![text.as_str().into()]),
        Inline::Latex(text) => node("latex", vec![text.as_str().into()]),
        Inline::LineBreak => node("br", vec![]),
        Inline::Link { href, title, content } => with(
            "a",
            vec![("href", href.as_str().into()), ("title", json!(title))],
            inlines(content),
        ),
        Inline::Image(image) => {
            let broken = if image.src.is_none() {
                true.into()
            } else {
                Value::Null
            };
            let number = |n: Option<u32>| n.map_or(Value::Null, |n| n.to_string().into());
            let attributes = vec![
                ("broken", broken),
                ("src", json!(image.src)),
                ("alt", image.alt.as_str().into()),
                ("title", json!(image.title)),
                ("width", number(image.width)),
                ("height", number(image.height)),
            ];
            with("img", attributes, vec![])
        }
        Inline::Mention(mention) => {
            let own = if mention.target == MentionTarget::Own {
                true.into()
            } else {
                Value::Null
            };
            with(
                "mention",
                vec![("self", own)],
                vec![format!("@{}", mention.name).into()],
            )
        }
        Inline::Channel { name, display_name } => {
            let href = format!("/corpus/channels/{name}");
            let attributes = vec![("name", name.as_str().into()), ("href", href.into())];
            with("channel", attributes, vec![format!("~{display_name}").into()])
        }
        Inline::Hashtag(tag) => with(
            "hashtag",
            vec![("tag", tag.as_str().into())],
            vec![tag.as_str().into()],
        ),
        Inline::Emoji(emoji) => {
            let unicode = match (&emoji.name, &emoji.glyph) {
                (None, Glyph::Unicode(glyph)) => glyph.as_str().into(),
                _ => Value::Null,
            };
            // The tree of a character without a name holds it as an attribute alone.
            let children = if emoji.name.is_some() {
                vec![emoji.typed.as_str().into()]
            } else {
                vec![]
            };
            with(
                "emoji",
                vec![("name", json!(emoji.name)), ("unicode", unicode)],
                children,
            )
        }
    }
}

const BLOCKS: &[&str] = &[
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "ul",
    "ol",
    "li",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "hr",
    "codeblock",
    "jumbo",
];

fn name_of(node: &Value) -> Option<&str> {
    node.as_array()?.first()?.as_str()
}

fn is_block(node: &Value) -> bool {
    name_of(node).is_some_and(|name| BLOCKS.contains(&name))
        || (name_of(node) == Some("latex") && node[1]["block"] == Value::Bool(true))
}

/// The README's normalisation of the content of a block.
fn normalised(children: Vec<Value>) -> Vec<Value> {
    inner_normalised(children, true)
}

fn inner_normalised(children: Vec<Value>, in_block: bool) -> Vec<Value> {
    let mut merged: Vec<Value> = Vec::new();
    for child in children {
        let child = match child {
            Value::Array(parts) => Value::Array(normalised_node(parts)),
            other => other,
        };
        match (merged.last_mut(), &child) {
            (Some(Value::String(last)), Value::String(text)) => last.push_str(text),
            _ => merged.push(child),
        }
    }
    let count = merged.len();
    let beside: Vec<(bool, bool)> = (0..count)
        .map(|i| {
            let start = if i == 0 {
                in_block
            } else {
                is_block(&merged[i - 1])
            };
            let end = if i + 1 == count {
                in_block
            } else {
                is_block(&merged[i + 1])
            };
            (start, end)
        })
        .collect();
    let mut out = Vec::new();
    for (child, (start, end)) in merged.into_iter().zip(beside) {
        match child {
            Value::String(text) => {
                let text = if start { text.trim_start() } else { &text };
                let text = if end { text.trim_end() } else { text };
                if !text.is_empty() {
                    out.push(text.into());
                }
            }
            other => out.push(other),
        }
    }
    out
}

fn normalised_node(parts: Vec<Value>) -> Vec<Value> {
    let name = parts.first().and_then(Value::as_str).unwrap_or("").to_owned();
    let has_attributes = parts.get(1).is_some_and(Value::is_object);
    let (head, children) = parts.split_at(if has_attributes { 2 } else { 1 });
    let mut out = head.to_vec();
    if name == "codeblock" {
        let text: String = children.iter().filter_map(Value::as_str).collect();
        let text = text.strip_suffix('\n').unwrap_or(&text);
        out.push(text.into());
        return out;
    }
    let in_block = BLOCKS.contains(&name.as_str());
    out.extend(inner_normalised(children.to_vec(), in_block));
    out
}
