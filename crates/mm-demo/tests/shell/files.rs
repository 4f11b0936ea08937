//! The client's own files.

use mm_demo::shell::Served;

use crate::kit::{start, Folder};

fn site(name: &str) -> (Folder, Served) {
    let folder = Folder::new(
        name,
        &[
            ("index.html", b"<!doctype html>page"),
            ("app-0123456789abcdef.js", b"script"),
            ("app-0123456789abcdef_bg.wasm", b"plain"),
            ("app-0123456789abcdef_bg.wasm.br", b"brotli"),
            ("app-0123456789abcdef_bg.wasm.gz", b"gzip"),
            ("tsubame.json", b"{}"),
        ],
    );
    let web = Some(folder.0.clone());
    (
        folder,
        Served {
            web,
            ..Served::default()
        },
    )
}

#[tokio::test]
async fn the_page_has_strict_headers_and_is_revalidated() {
    let (_folder, served) = site("page");
    let server = start(served).await;
    let got = server.get("/", &[]).await;
    assert_eq!((got.status, got.text().as_str()), (200, "<!doctype html>page"));
    assert_eq!(got.header("cache-control"), "no-cache");
    assert_eq!(got.header("x-content-type-options"), "nosniff");
    assert_eq!(got.header("referrer-policy"), "no-referrer");
    let policy = got.header("content-security-policy");
    for part in [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "frame-ancestors 'self'",
        "require-trusted-types-for 'script'",
        "trusted-types default",
        &format!("connect-src 'self' ws://{0} wss://{0}", server.address),
    ] {
        assert!(policy.contains(part), "{part} in {policy}");
    }
    assert!(!policy.contains("'unsafe-eval'") && !policy.contains("unsafe-inline"));
}

#[tokio::test]
async fn compressed_neighbours_are_used_and_hashed_names_cached_for_ever() {
    let (_folder, served) = site("compressed");
    let server = start(served).await;
    let path = "/app-0123456789abcdef_bg.wasm";
    for (accepted, coding, body) in [
        ("br, gzip", "br", "brotli"),
        ("gzip", "gzip", "gzip"),
        ("", "", "plain"),
    ] {
        let got = server.get(path, &[("accept-encoding", accepted)]).await;
        assert_eq!(
            (got.status, got.header("content-encoding"), got.text().as_str()),
            (200, coding, body)
        );
        assert_eq!(got.header("content-type"), "application/wasm");
        assert_eq!(got.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(got.header("vary"), "Accept-Encoding");
    }
    assert_eq!(
        server.get("/tsubame.json", &[]).await.header("cache-control"),
        "no-cache"
    );
}

#[tokio::test]
async fn places_get_the_page_and_missing_files_do_not() {
    let (_folder, served) = site("fallback");
    let server = start(served).await;
    for place in [
        "/acme/channels/town-square",
        "/acme/messages/@emily.carter",
        "/acme/pl/abc",
    ] {
        let got = server.get(place, &[("accept-encoding", "br")]).await;
        assert_eq!(
            (got.status, got.text().as_str()),
            (200, "<!doctype html>page"),
            "{place}"
        );
        assert_eq!(got.header("cache-control"), "no-cache");
    }
    let got = server.get("/app-fedcba9876543210.js", &[]).await;
    assert_eq!((got.status, got.header("cache-control")), (404, "no-cache"));
    assert_eq!(server.get("/..%2f..%2fetc/passwd.txt", &[]).await.status, 404);
    assert_eq!(server.ask("POST", "/", &[], Vec::new()).await.status, 405);
}

#[tokio::test]
async fn without_a_folder_only_the_api_is_there() {
    let server = start(Served::default()).await;
    assert_eq!(server.get("/", &[]).await.status, 404);
}
