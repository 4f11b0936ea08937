//! The upgrade's HTTP side, compared with recorded sessions.

use serde_json::Value;

use super::*;

fn recording(name: &str) -> Vec<Value> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/wire/sessions");
    let text = std::fs::read_to_string(format!("{root}/{name}.jsonl")).expect("a fixture");
    text.lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

#[test]
fn upgrades_from_other_origins_are_refused_as_recorded() {
    let options = ServerOptions {
        site_url: Some("http://127.0.0.1:8065".to_owned()),
        ..ServerOptions::default()
    };
    let mut server = Server::new(options, 0);
    let mut seen = 0;
    for line in recording("origin").iter().filter(|line| line["kind"] == "open") {
        let mut upgrade = Upgrade::default();
        upgrade
            .headers
            .push(("host".to_owned(), "127.0.0.1:8065".to_owned()));
        if let Some(origin) = line["request_headers"]["Origin"].as_str() {
            upgrade.headers.push(("origin".to_owned(), origin.to_owned()));
        }
        match server.socket_upgrade(0, &upgrade) {
            Ok(_) => assert_eq!(line["status"], 101, "{line}"),
            Err(refusal) => {
                assert_eq!(line["status"], refusal.status, "{line}");
                let recorded = line["body"].as_str().unwrap_or_default();
                let id = recorded
                    .split("\"request_id\":\"")
                    .nth(1)
                    .and_then(|rest| rest.get(..26))
                    .unwrap_or_default();
                let ours = refusal
                    .body
                    .split("\"request_id\":\"")
                    .nth(1)
                    .and_then(|rest| rest.get(..26))
                    .unwrap_or_default();
                let parse = |body: &str| {
                    serde_json::from_str::<Value>(body.trim_start_matches("Forbidden\n")).expect("JSON")
                };
                assert_eq!(parse(&refusal.body.replace(ours, id)), parse(recorded));
            }
        }
        seen += 1;
    }
    assert_eq!(seen, 7);
}

#[test]
fn without_a_site_url_the_host_decides() {
    let mut server = Server::new(ServerOptions::default(), 0);
    for (origin, allowed) in [
        ("http://localhost:8080", true),
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
        assert_eq!(server.socket_upgrade(0, &upgrade).is_ok(), allowed, "{origin}");
    }
}
