//! A plugin's files, as a stock server gives them out.

use flate2::write::GzEncoder;
use flate2::Compression;
use mm_demo::shell::{Plugin, Served};

use crate::kit::{start, Folder, Running};

const MANIFEST: &[u8] = br#"{"id": "com.example.client", "webapp": {"bundle_path": "webapp/dist/main.js"}}"#;

fn files() -> Vec<(&'static str, &'static [u8])> {
    vec![
        ("plugin.json", MANIFEST),
        ("webapp/dist/main.js", b"bundle"),
        ("webapp/dist/app.html", b"<!doctype html>app"),
        ("webapp/dist/index.html", b"<!doctype html>index"),
        ("webapp/dist/remote_entry.js", b"entry"),
        ("webapp/dist/app-0123_bg.wasm", b"wasm wasm wasm"),
        ("webapp/dist/icons/one.svg", b"<svg/>"),
        ("server/secret", b"no"),
    ]
}

async fn serving(path: &std::path::Path) -> Running {
    let plugin = Some(Plugin::load(path).expect("a plugin"));
    start(Served {
        plugin,
        ..Served::default()
    })
    .await
}

async fn check(server: &Running) {
    let root = "/static/plugins/com.example.client";
    let page = server.get(&format!("{root}/app.html"), &[]).await;
    assert_eq!((page.status, page.text().as_str()), (200, "<!doctype html>app"));
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(page.header("cache-control"), "max-age=31556926, public");
    assert_eq!(page.header("content-security-policy"), "");
    let entry = server.get(&format!("{root}/remote_entry.js"), &[]).await;
    assert_eq!((entry.status, entry.header("cache-control")), (200, "no-cache"));
    let wasm = server
        .get(
            &format!("{root}/app-0123_bg.wasm"),
            &[("accept-encoding", "gzip, br")],
        )
        .await;
    assert_eq!(
        (wasm.header("content-type"), wasm.header("content-encoding")),
        ("application/wasm", "gzip")
    );
    assert_eq!(
        server
            .get(&format!("{root}/icons/one.svg"), &[])
            .await
            .header("content-type"),
        "image/svg+xml"
    );
    assert_eq!(
        server
            .get(&format!("{root}/index.html"), &[])
            .await
            .header("location"),
        "./"
    );
    for missing in ["/", "/icons/", "/main.js", "/server/secret", "/nothing.js", ""] {
        let got = server.get(&format!("{root}{missing}"), &[]).await;
        assert_eq!(
            (got.status, got.header("cache-control")),
            (404, "no-cache"),
            "{missing}"
        );
    }
    let other = server
        .get("/static/plugins/com.example.other/app.html", &[])
        .await;
    assert_eq!(other.status, 404);
    let bundle = server
        .get(
            &format!("{root}/com.example.client_e8b6f2336e5960e5_bundle.js"),
            &[],
        )
        .await;
    assert_eq!(bundle.text(), "bundle");
}

#[tokio::test]
async fn from_a_folder() {
    let folder = Folder::new("plugin", &files());
    check(&serving(&folder.0).await).await;
}

#[tokio::test]
async fn from_an_archive() {
    let mut archive = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    for (path, content) in files() {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        let path = format!("com.example.client/{path}");
        archive.append_data(&mut header, path, content).expect("an entry");
    }
    let bytes = archive
        .into_inner()
        .and_then(GzEncoder::finish)
        .expect("an archive");
    let folder = Folder::new("archive", &[("client.tar.gz", &bytes)]);
    check(&serving(&folder.0.join("client.tar.gz")).await).await;
}

#[test]
fn what_is_no_plugin_is_refused() {
    let folder = Folder::new("no-plugin", &[("plugin.json", b"{\"id\": \"x\"}")]);
    assert!(Plugin::load(&folder.0).is_err());
    assert!(Plugin::load(&folder.0.join("plugin.json")).is_err());
}
