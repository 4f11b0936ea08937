//! Recorded handshakes and authentications, replayed line by line: the same requests at the same times must get the same
//! kinds of answers and end the same way.

use super::*;

/// One connection of a recording, replayed. Placeholders of tokens that worked become a token that works here.
struct Replay<'a> {
    server: &'a mut Server,
    token: String,
    opened: i64,
    socket: Option<SocketId>,
    seen: Vec<String>,
}

/// `hello`, `OK 1`, `Drop`, …; presence events are left out, their time depends on others.
fn kind(out: &SocketOut) -> Option<String> {
    let SocketOut::Text(text) = out else {
        return Some(format!("{out:?}"));
    };
    let frame: Value = serde_json::from_str(text).expect("JSON");
    frame_kind(&frame)
}

fn frame_kind(frame: &Value) -> Option<String> {
    match frame["event"].as_str() {
        Some("status_change") => None,
        Some(event) => Some(format!("{event} {}", frame["seq"])),
        None => Some(format!("{} {}", frame["status"], frame["seq_reply"])),
    }
}

impl Replay<'_> {
    fn open(&mut self, line: &Value) {
        let headers = line["request_headers"].as_object().into_iter().flatten();
        let headers = headers.map(|(name, value)| {
            (
                name.to_ascii_lowercase(),
                self.with_token(value.as_str().unwrap_or_default()),
            )
        });
        let path = line["path"].as_str().unwrap_or_default();
        let query = path.split_once('?').map_or("", |(_, query)| query);
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let upgrade = Upgrade {
            headers: headers.collect(),
            query: pairs
                .map(|(name, value)| (name.to_owned(), self.with_token(value)))
                .collect(),
        };
        match self.server.socket_upgrade(self.opened, &upgrade) {
            Ok(id) => self.socket = Some(id),
            Err(refusal) => assert_eq!(line["status"], refusal.status, "{line}"),
        }
        assert_eq!(self.socket.is_some(), line["status"] == 101, "{line}");
    }

    fn with_token(&self, text: &str) -> String {
        match text.find("sessiontoken") {
            Some(at) => format!("{}{}{}", &text[..at], self.token, &text[at + 26..]),
            None => text.to_owned(),
        }
    }

    fn play(&mut self, line: &Value) {
        let now = self.opened + line["t"].as_i64().unwrap_or(0);
        self.until(now);
        let Some(socket) = self.socket else { return };
        if line["kind"] == "out" {
            let frame = self.with_token(&line["frame"].to_string());
            self.server.socket_text(now, socket, &frame);
        }
        self.until(now);
    }

    fn until(&mut self, now: i64) {
        while let Some(due) = self.server.next_wakeup().filter(|due| *due <= now) {
            self.server.tick(due);
        }
        let Some(socket) = self.socket else { return };
        self.seen
            .extend(self.server.drain(now, socket).iter().filter_map(kind));
    }
}

fn replay(server: &mut Server, token: &str, opened: i64, name: &str, conn: &str) {
    let lines: Vec<Value> = recording(name)
        .into_iter()
        .filter(|line| line["conn"] == conn)
        .collect();
    let mut replay = Replay {
        server,
        token: token.to_owned(),
        opened,
        socket: None,
        seen: Vec::new(),
    };
    replay.open(&lines[0]);
    for line in &lines[1..] {
        replay.play(line);
    }
    let recorded: Vec<String> = lines
        .iter()
        .filter_map(|line| match line["kind"].as_str() {
            Some("in") => frame_kind(&line["frame"]),
            Some("eof") => Some("Drop".to_owned()),
            _ => None,
        })
        .collect();
    assert_eq!(replay.seen, recorded, "{name} {conn}");
}

/// Each connection meets the same server, as in the recording.
fn replay_all(name: &str, connections: &[&str]) {
    let mut server = server();
    let token = sign_in(&mut server, 1);
    let mut opened = START;
    for conn in connections {
        replay(&mut server, &token, opened, name, conn);
        opened += 60_000;
    }
}

#[test]
fn handshakes() {
    let connections = [
        "trailing_slash",
        "subprotocol",
        "query_token",
        "short_connection_id",
        "no_sequence_number",
        "text_sequence_number",
        "anonymous_with_id",
        "disconnect_err_code",
    ];
    replay_all("handshake", &connections);
}

#[test]
fn authentications() {
    let connections = [
        "challenge_ok",
        "bad_token",
        "no_token",
        "number_token",
        "bad_cookie",
        "never_challenged",
        "frames_before_auth",
        "late_challenge",
    ];
    replay_all("authentication", &connections);
}
