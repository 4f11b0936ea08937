//! `--deflate`: compressed sockets, measured on the wire by a client that reads frames by hand.

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress};
use mm_demo::shell::Served;
use serde_json::{json, Value};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::kit::{start, Running, PATIENCE};
use crate::people::{Person, Socket};

const TAIL: [u8; 4] = [0, 0, 0xff, 0xff];

/// A socket without a library.
struct Raw {
    stream: TcpStream,
    answer: String,
}

/// A frame and the bytes it took.
struct Read {
    frame: Value,
    compressed: bool,
    bytes: usize,
}

impl Raw {
    async fn open(server: &Running, person: &Person, offer: &str) -> Raw {
        let mut stream = TcpStream::connect(server.address).await.expect("a server");
        let request = format!(
            "GET /api/v4/websocket HTTP/1.1\r\nHost: {}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{offer}Cookie: {}\r\n\r\n",
            server.address, person.cookie
        );
        stream.write_all(request.as_bytes()).await.expect("sent");
        let mut answer = Vec::new();
        while !answer.ends_with(b"\r\n\r\n") {
            answer.push(stream.read_u8().await.expect("an answer"));
        }
        let answer = String::from_utf8_lossy(&answer).to_ascii_lowercase();
        Raw { stream, answer }
    }

    /// Reads one text frame.
    async fn read(&mut self) -> Read {
        let first = self.stream.read_u8().await.expect("a frame");
        let (length, head) = match self.stream.read_u8().await.expect("a length") {
            126 => (usize::from(self.stream.read_u16().await.expect("a length")), 4),
            127 => (self.stream.read_u64().await.expect("a length") as usize, 10),
            short => (usize::from(short), 2),
        };
        let mut payload = vec![0; length];
        self.stream.read_exact(&mut payload).await.expect("a payload");
        let compressed = first & 0x40 != 0;
        let text = if compressed { inflated(payload) } else { payload };
        Read {
            frame: serde_json::from_slice(&text).expect("JSON"),
            compressed,
            bytes: head + length,
        }
    }

    /// Reads until an event of that name comes.
    async fn event(&mut self, name: &str) -> Read {
        let reading = async {
            loop {
                let read = self.read().await;
                if read.frame["event"] == name {
                    return read;
                }
            }
        };
        tokio::time::timeout(PATIENCE, reading).await.expect("in time")
    }

    /// Sends a compressed text frame (with a mask of zeros).
    async fn send(&mut self, frame: &Value) {
        let mut squeezed = Vec::with_capacity(1000);
        let text = frame.to_string();
        Compress::new(Compression::fast(), false)
            .compress_vec(text.as_bytes(), &mut squeezed, FlushCompress::Sync)
            .expect("compressed");
        squeezed.truncate(squeezed.len() - TAIL.len());
        let mut bytes = vec![0xc1, 0x80 | squeezed.len() as u8, 0, 0, 0, 0];
        bytes.extend(squeezed);
        self.stream.write_all(&bytes).await.expect("sent");
    }
}

fn inflated(mut payload: Vec<u8>) -> Vec<u8> {
    payload.extend_from_slice(&TAIL);
    let mut text = Vec::with_capacity(100_000);
    Decompress::new(false)
        .decompress_vec(&payload, &mut text, FlushDecompress::Sync)
        .expect("a compressed message");
    text
}

#[tokio::test]
async fn a_long_post_takes_a_fraction_of_its_bytes() {
    let server = start(Served {
        deflate: true,
        ..Served::default()
    })
    .await;
    let (emily, kenji) = (
        Person::sign_in(&server, 1).await,
        Person::sign_in(&server, 2).await,
    );
    let offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n";
    let mut small = Raw::open(&server, &emily, offer).await;
    let mut large = Raw::open(&server, &emily, "").await;
    let accepted = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
    assert!(
        small
            .answer
            .replace("; ", ";")
            .contains(&accepted.replace("; ", ";")),
        "{}",
        small.answer
    );
    assert!(
        !large.answer.contains("sec-websocket-extensions"),
        "{}",
        large.answer
    );
    kenji
        .say(&server, &emily.channel, &"The figures look good. ".repeat(100))
        .await;
    let (small_post, large_post) = (small.event("posted").await, large.event("posted").await);
    assert!(small_post.compressed && !large_post.compressed);
    assert_eq!(small_post.frame["data"], large_post.frame["data"]);
    assert!(
        small_post.bytes * 3 < large_post.bytes,
        "{} of {}",
        small_post.bytes,
        large_post.bytes
    );
    small.send(&json!({"seq": 7, "action": "ping"})).await;
    while small.read().await.frame["seq_reply"] != 7 {}
}

#[tokio::test]
async fn the_usual_client_works_there_too() {
    let server = start(Served {
        deflate: true,
        ..Served::default()
    })
    .await;
    let emily = Person::sign_in(&server, 1).await;
    let mut socket: Socket = emily.open(&server, "").await;
    assert!(!socket.headers.contains_key("sec-websocket-extensions"));
    socket.hello().await;
    assert_eq!(socket.ask(1, "ping", json!({})).await["status"], "OK");
}
