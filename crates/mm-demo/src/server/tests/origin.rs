//! The Origin check, compared with a recorded session.

use super::*;

/// The refusal's JSON without the id of the request.
fn error(body: &str) -> Value {
    let json = body.split_once('\n').map_or(body, |(_, json)| json);
    let mut error: Value = serde_json::from_str(json).expect("JSON");
    let id = error["request_id"].take();
    assert_eq!(id.as_str().map(str::len), Some(26));
    error
}

#[test]
fn upgrades_from_other_origins_are_refused_as_recorded() {
    let options = ServerOptions {
        site_url: Some("http://127.0.0.1:8065".to_owned()),
        ..ServerOptions::default()
    };
    let mut server = Server::new(options, START);
    let opens: Vec<Value> = recording("origin")
        .into_iter()
        .filter(|line| line["kind"] == "open")
        .collect();
    assert_eq!(opens.len(), 7);
    for line in opens {
        let mut upgrade = Upgrade::default();
        upgrade
            .headers
            .push(("host".to_owned(), "127.0.0.1:8065".to_owned()));
        if let Some(origin) = line["request_headers"]["Origin"].as_str() {
            upgrade.headers.push(("origin".to_owned(), origin.to_owned()));
        }
        match server.socket_upgrade(START, &upgrade) {
            Ok(_) => assert_eq!(line["status"], 101, "{line}"),
            Err(refusal) => {
                assert_eq!(line["status"], refusal.status, "{line}");
                assert_eq!(line["response_headers"]["Content-Type"], refusal.content_type);
                assert_eq!(
                    error(&refusal.body),
                    error(line["body"].as_str().unwrap_or_default())
                );
            }
        }
    }
}

#[test]
fn without_a_site_url_the_host_decides() {
    let mut server = server();
    for (origin, allowed) in [
        ("http://localhost:8080", true),
        ("HTTP://LOCALHOST:8080", true),
        ("http://localhost:9999", false),
        ("http://evil.example.com", false),
        ("null", false),
    ] {
        let headers = [("host", "localhost:8080"), ("origin", origin)];
        let headers = headers
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec();
        let upgrade = Upgrade {
            query: Vec::new(),
            headers,
        };
        assert_eq!(
            server.socket_upgrade(START, &upgrade).is_ok(),
            allowed,
            "{origin}"
        );
    }
}
