//! The control endpoint.

use mm_demo::shell::Served;
use serde_json::json;

use crate::kit::start;

fn controlled() -> Served {
    Served {
        control: true,
        ..Served::default()
    }
}

#[tokio::test]
async fn it_is_off_by_default_and_refuses_pages() {
    let server = start(Served::default()).await;
    assert_eq!(server.get("/_control", &[]).await.status, 404);
    let server = start(controlled()).await;
    assert_eq!(server.get("/_control", &[]).await.json(), json!({"sockets": []}));
    let from_page = [("origin", "http://127.0.0.1")];
    assert_eq!(
        server
            .post("/_control", &from_page, &json!({"do": "heal"}))
            .await
            .status,
        403
    );
}

#[tokio::test]
async fn commands_disturb_the_api_until_healed() {
    let server = start(controlled()).await;
    let ping = "/api/v4/system/ping";
    let done = server
        .post(
            "/_control",
            &[],
            &json!([{"do": "heal"}, {"do": "answer", "status": 503, "times": 1}]),
        )
        .await;
    assert_eq!(done.json(), json!({"done": 2}));
    assert_eq!(server.get(ping, &[]).await.status, 503);
    assert_ne!(server.get(ping, &[]).await.status, 503);
    server
        .post("/_control", &[], &json!({"do": "captive_portal"}))
        .await;
    let page = server.get(ping, &[]).await;
    assert_eq!(
        (page.status, page.header("content-type")),
        (200, "text/html; charset=utf-8")
    );
    server.post("/_control", &[], &json!({"do": "heal"})).await;
    assert!(!server.get(ping, &[]).await.text().contains("<!doctype"));
    let wrong = server.post("/_control", &[], &json!({"do": "explode"})).await;
    assert_eq!(wrong.status, 400);
    assert!(wrong.json()["error"]
        .as_str()
        .is_some_and(|error| error.contains("explode")));
}
