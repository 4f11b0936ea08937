//! The link gate: what may become a link and what never may.

use super::world::World;
use crate::text::{parse, safe_href, safe_image_src, Block, Document, HrefKind, Inline};

fn href(url: &str) -> Option<String> {
    safe_href(url, &[]).map(|href| href.as_str().to_owned())
}

#[test]
fn allowed_schemes_stay_as_they_are() {
    for url in [
        "http://a.example",
        "https://a.example/b?c=d#e",
        "HTTPS://A.EXAMPLE",
        "mailto:a@b.example",
        "tel:123",
        "ftp://a.example",
        "mattermost://a.example/team/channels/town-square",
        "https://a.example/?next=javascript:alert(1)",
        "https://a.example/%6aavascript:x",
    ] {
        assert_eq!(href(url).as_deref(), Some(url));
    }
}

#[test]
fn an_address_without_scheme_is_a_web_address_or_a_path() {
    let kind = |url| safe_href(url, &[]).map(|href| (href.kind(), href.as_str().to_owned()));
    assert_eq!(
        kind("a.example/b"),
        Some((HrefKind::Web, "http://a.example/b".to_owned()))
    );
    assert_eq!(
        kind("/team/pl/x"),
        Some((HrefKind::Path, "/team/pl/x".to_owned()))
    );
    assert_eq!(kind("//a.example/b").map(|found| found.0), Some(HrefKind::Web));
    assert_eq!(kind("/\\a.example/b").map(|found| found.0), Some(HrefKind::Web));
    assert_eq!(kind("/\t/a.example").map(|found| found.0), Some(HrefKind::Web));
    assert_eq!(
        kind("mailto:a@b.example").map(|found| found.0),
        Some(HrefKind::Other)
    );
    assert_eq!(kind("").map(|found| found.1), Some("http://".to_owned()));
}

/// Ways to write a scheme so that a careless check does not see it.
fn disguises(scheme: &str) -> Vec<String> {
    let spread = |between: &str| -> String { scheme.chars().map(|c| format!("{between}{c}")).collect() };
    let percent: String = scheme.bytes().map(|b| format!("%{b:02x}")).collect();
    let entities: String = scheme.bytes().map(|b| format!("&#{b};")).collect();
    let hex: String = scheme.bytes().map(|b| format!("&#x{b:X};")).collect();
    let mut all = vec![
        scheme.to_owned(),
        scheme.to_uppercase(),
        percent.clone(),
        percent.replace('%', "%25"),
        entities,
        hex,
    ];
    for between in [
        "\0", "\t", "\n", "\r", "\u{1}", "\u{1f}", " ", "\u{a0}", "\u{ad}", "\u{200b}", "\u{202e}",
        "\u{feff}",
    ] {
        all.push(spread(between));
        all.push(format!("{between}{scheme}"));
        all.push(format!("{scheme}{between}"));
    }
    all
}

#[test]
fn denied_schemes_find_no_way_in() {
    let schemes = [
        "javascript",
        "vbscript",
        "data",
        "blob",
        "file",
        "filesystem",
        "view-source",
        "about",
        "jar",
        "ws",
        "intent",
        "unknown",
        "x-custom",
    ];
    let mut tried = 0;
    for scheme in schemes {
        for disguise in disguises(scheme) {
            for colon in [
                ":",
                "&colon;",
                "&#58;",
                "%3a",
                "%3A",
                "%253a",
                "\u{200b}:",
                " :",
                ":\t",
            ] {
                for rest in ["alert(1)", "//a.example/%0aalert(1)", "text/html;base64,eA=="] {
                    let url = format!("{disguise}{colon}{rest}");
                    let Some(found) = safe_href(&url, &["javascript".to_owned(), "file".to_owned()]) else {
                        tried += 1;
                        continue;
                    };
                    // What is let through must be a web address or a path to every reader.
                    let plain_start =
                        found.as_str().starts_with("http://") || found.as_str().starts_with('/');
                    assert!(
                        plain_start && found.kind() != HrefKind::Other,
                        "{url:?} became {found:?}"
                    );
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 2_000, "{tried} variants tried");
}

#[test]
fn the_three_classic_schemes_are_refused_in_every_disguise() {
    for scheme in ["javascript", "vbscript", "data"] {
        for disguise in disguises(scheme) {
            let url = format!("{disguise}:alert(1)");
            assert_eq!(href(&url), None, "{url:?}");
            assert_eq!(safe_image_src(&url), None, "{url:?}");
        }
    }
}

#[test]
fn a_server_may_allow_schemes_but_not_the_denied_ones() {
    let custom = ["git".to_owned(), "JavaScript".to_owned(), "data".to_owned()];
    assert!(safe_href("git://a.example/b", &custom).is_some());
    assert!(safe_href("GIT://a.example/b", &custom).is_some());
    assert!(safe_href("javascript:alert(1)", &custom).is_none());
    assert!(safe_href("data:text/html,x", &custom).is_none());
    assert!(safe_href("svn://a.example", &custom).is_none());
}

#[test]
fn images_come_from_the_web_only() {
    assert_eq!(
        safe_image_src("https://a.example/b.png"),
        Some("https://a.example/b.png")
    );
    assert_eq!(safe_image_src("/api/v4/image"), Some("/api/v4/image"));
    for url in [
        "data:image/svg+xml,x",
        "javascript:alert(1)",
        "ftp://a.example/b.png",
        "blob:x",
        " data:image/png,x",
    ] {
        assert_eq!(safe_image_src(url), None, "{url}");
    }
}

fn addresses(document: &Document) -> Vec<String> {
    fn inlines(list: &[Inline], out: &mut Vec<String>) {
        for node in list {
            match node {
                Inline::Link { href, content, .. } => {
                    out.push(href.as_str().to_owned());
                    inlines(content, out);
                }
                Inline::Image(image) => out.extend(image.src.clone()),
                Inline::Emphasis(inner)
                | Inline::Strong(inner)
                | Inline::Deleted(inner)
                | Inline::Highlight(inner) => inlines(inner, out),
                _ => {}
            }
        }
    }
    fn blocks(list: &[Block], out: &mut Vec<String>) {
        for block in list {
            match block {
                Block::Paragraph(content) | Block::Plain(content) | Block::Heading { content, .. } => {
                    inlines(content, out);
                }
                Block::Quote(inner) => blocks(inner, out),
                Block::List(list) => list.items.iter().for_each(|item| blocks(&item.blocks, out)),
                Block::Table(table) => {
                    let cells = table.header.iter().chain(table.rows.iter().flatten());
                    cells.for_each(|cell| inlines(&cell.content, out));
                }
                _ => {}
            }
        }
    }
    let mut out = Vec::new();
    blocks(&document.blocks, &mut out);
    out
}

#[test]
fn no_way_of_writing_a_link_passes_the_gate_by() {
    let world = World::corpus();
    for scheme in ["javascript", "vbscript", "data", "blob", "file"] {
        for disguise in disguises(scheme) {
            let url = format!("{disguise}:alert(1)");
            for source in [
                format!("[a]({url})"),
                format!("[a](<{url}>)"),
                format!("[a]({url} \"t\")"),
                format!("![a]({url})"),
                format!("[![a]({url})]({url})"),
                format!("[a]\n\n[a]: {url}"),
                format!("![a][b]\n\n[b]: {url}"),
                format!("<{url}>"),
                format!("<{url}/@x>"),
                url.clone(),
                format!("- > **[a]({url})**"),
                format!("|[a]({url})|\n|-|\n|{url}|"),
            ] {
                for address in addresses(&parse(&source, &world)) {
                    let safe = ["http://", "https://", "mailto:", "/"]
                        .iter()
                        .any(|head| address.starts_with(head))
                        || !address.contains(':');
                    assert!(safe, "{source:?} gave {address:?}");
                }
            }
        }
    }
}
