//! `MATTERMOST_URL`: the client from here, everything else from a "real" server, which here is a second demo server.

use mm_demo::server::{Server, ServerOptions};
use mm_demo::shell::{self, proxy_router, Served, Upstream};
use serde_json::json;

use crate::kit::{start, start_router, Folder, Running};
use crate::people::{Person, Socket};

/// A proxy in front of a demo server, with a client's page.
async fn proxied(name: &str) -> (Folder, Running, Running) {
    let folder = Folder::new(name, &[("index.html", b"<!doctype html>page")]);
    let real = start(Served {
        control: true,
        ..Served::default()
    })
    .await;
    let upstream = Upstream::new(&format!("http://{}", real.address)).expect("an address");
    let router = proxy_router(upstream, Some(folder.0.clone())).expect("a proxy");
    (folder, real, start_router(router).await)
}

#[tokio::test]
async fn files_come_from_here_and_the_api_from_there() {
    let (_folder, real, proxy) = proxied("proxy-files").await;
    assert_eq!(
        proxy.get("/acme/channels/town", &[]).await.text(),
        "<!doctype html>page"
    );
    real.post("/_control", &[], &json!({"do": "answer", "status": 418}))
        .await;
    assert_eq!(proxy.get("/api/v4/system/ping", &[]).await.status, 418);
    assert_eq!(proxy.get("/static/plugins/x/y.js", &[]).await.status, 404);
    assert_eq!(proxy.get("/_control", &[]).await.text(), "<!doctype html>page");
}

#[tokio::test]
async fn signing_in_talking_and_sockets_pass_through() {
    let (_folder, real, mut proxy) = proxied("proxy-sockets").await;
    proxy.accounts = real.accounts.clone();
    let (emily, kenji) = (Person::sign_in(&proxy, 1).await, Person::sign_in(&real, 2).await);
    let own = format!("http://{}", proxy.address);
    let headers = [("cookie", emily.cookie.as_str()), ("origin", own.as_str())];
    let mut socket = Socket::open(&proxy, "", &headers)
        .await
        .expect("the real server takes its own origin");
    socket.hello().await;
    kenji.say(&real, &emily.channel, "through").await;
    socket.event("posted").await;
    let reply = socket.ask(1, "ping", json!({})).await;
    assert_eq!(reply["status"], "OK");
}

/// A server may stand below a path of its own (`SiteURL` with a path); here it stands at the root.
#[tokio::test]
async fn a_server_below_a_path_is_reached_too() {
    let server = Server::new(ServerOptions::default(), shell::unix_millis());
    let (router, shared) = shell::router(server, Served::default());
    let accounts = shared.with(|server, _| server.world().accounts());
    let below = start_router(axum::Router::new().nest_service("/chat", router)).await;
    let folder = Folder::new("proxy-below", &[("index.html", b"page")]);
    let upstream = Upstream::new(&format!("http://{}/chat/", below.address)).expect("an address");
    let mut proxy = start_router(proxy_router(upstream, Some(folder.0.clone())).expect("a proxy")).await;
    proxy.accounts = accounts;
    assert_eq!(below.get("/api/v4/system/ping", &[]).await.status, 404);
    let emily = Person::sign_in(&proxy, 1).await;
    emily.open(&proxy, "").await.hello().await;
    let path = format!("/api/v4/users/{}?a=b", emily.user_id);
    let me = proxy.get(&path, &[("cookie", emily.cookie.as_str())]).await;
    assert_eq!(me.json()["id"], json!(emily.user_id));
}

/// Nobody is there: a person gets an answer at once, and the client's own pages.
#[tokio::test]
async fn a_server_that_is_not_there_is_an_answer_of_its_own() {
    let folder = Folder::new("proxy-nobody", &[("index.html", b"page")]);
    let upstream = Upstream::new("http://127.0.0.1:9").expect("an address");
    let proxy = start_router(proxy_router(upstream, Some(folder.0.clone())).expect("a proxy")).await;
    assert_eq!(proxy.get("/api/v4/system/ping", &[]).await.status, 502);
    assert_eq!(Socket::open(&proxy, "", &[]).await.err(), Some(502));
    assert_eq!(proxy.get("/", &[]).await.text(), "page");
}
