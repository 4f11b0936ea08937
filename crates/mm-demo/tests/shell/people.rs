//! People who sign in over REST and sockets that behave like a browser's.

use futures_util::{SinkExt, StreamExt};
use serde_json::{json, Value};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue};
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{client_async, WebSocketStream};

use crate::kit::{Running, PATIENCE};

/// Somebody who is signed in.
pub struct Person {
    pub user_id: String,
    pub token: String,
    pub cookie: String,
    /// A channel that everybody is in.
    pub channel: String,
}

impl Person {
    /// Signs in the account with this place in the list of accounts to try.
    pub async fn sign_in(server: &Running, place: usize) -> Person {
        let account = &server.accounts[place];
        let body = json!({"login_id": account.username, "password": account.password});
        let got = server
            .post(
                "/api/v4/users/login",
                &[("x-requested-with", "XMLHttpRequest")],
                &body,
            )
            .await;
        assert_eq!(got.status, 200, "{}", got.text());
        let cookies = got.all("set-cookie");
        let pairs = cookies.iter().filter_map(|cookie| cookie.split(';').next());
        let mut person = Person {
            user_id: got.json()["id"].as_str().unwrap_or_default().to_owned(),
            token: got.header("token").to_owned(),
            cookie: pairs.collect::<Vec<_>>().join("; "),
            channel: String::new(),
        };
        person.channel = person.town_square(server).await;
        person
    }

    pub fn bearer(&self) -> String {
        format!("Bearer {}", self.token)
    }

    async fn town_square(&self, server: &Running) -> String {
        let got = server
            .get("/api/v4/users/me/channels", &[("authorization", &self.bearer())])
            .await;
        let channels = got.json();
        let all: Vec<&Value> = channels.as_array().into_iter().flatten().collect();
        let mut squares: Vec<&str> = all
            .iter()
            .filter(|channel| channel["name"] == "town-square")
            .filter_map(|channel| channel["id"].as_str())
            .collect();
        squares.sort_unstable();
        squares.first().copied().unwrap_or_default().to_owned()
    }

    /// Says something in a channel.
    pub async fn say(&self, server: &Running, channel: &str, message: &str) {
        let body = json!({"channel_id": channel, "message": message});
        let got = server
            .post("/api/v4/posts", &[("authorization", &self.bearer())], &body)
            .await;
        assert_eq!(got.status, 201, "{}", got.text());
    }

    /// Opens a socket with the login's cookie.
    pub async fn open(&self, server: &Running, query: &str) -> Socket {
        Socket::open(server, query, &[("cookie", &self.cookie)])
            .await
            .expect("an upgrade")
    }
}

/// What comes next on a socket.
#[derive(Debug, PartialEq)]
pub enum Next {
    Frame(Value),
    /// A close frame with this code, if it had one.
    Close(Option<u16>),
    /// The stream ended without a close frame.
    End,
}

pub struct Socket {
    stream: WebSocketStream<TcpStream>,
    /// Headers of the upgrade's answer.
    pub headers: hyper::HeaderMap,
}

impl Socket {
    /// Opens a socket; `Err` is the HTTP status of a refusal.
    pub async fn open(
        server: &Running,
        query: &str,
        headers: &[(&'static str, &str)],
    ) -> Result<Socket, u16> {
        let uri = format!("ws://{}/api/v4/websocket{query}", server.address);
        let mut request = uri.into_client_request().expect("a request");
        for (name, value) in headers {
            let value = HeaderValue::from_str(value).expect("a header");
            request.headers_mut().insert(HeaderName::from_static(name), value);
        }
        let stream = TcpStream::connect(server.address).await.expect("a server");
        match client_async(request, stream).await {
            Ok((stream, response)) => Ok(Socket {
                stream,
                headers: response.headers().clone(),
            }),
            Err(Error::Http(response)) => Err(response.status().as_u16()),
            Err(error) => panic!("{error}"),
        }
    }

    pub async fn send(&mut self, frame: &Value) {
        self.send_text(frame.to_string()).await;
    }

    pub async fn send_text(&mut self, text: String) {
        self.stream.send(Message::text(text)).await.expect("sent");
    }

    pub async fn close(&mut self, code: u16) {
        let frame = tokio_tungstenite::tungstenite::protocol::CloseFrame {
            code: code.into(),
            reason: "".into(),
        };
        self.stream.close(Some(frame)).await.expect("sent");
    }

    pub async fn next(&mut self) -> Next {
        loop {
            let message = tokio::time::timeout(PATIENCE, self.stream.next())
                .await
                .expect("something in time");
            return match message {
                Some(Ok(Message::Text(text))) => Next::Frame(serde_json::from_str(&text).expect("JSON")),
                Some(Ok(Message::Close(frame))) => Next::Close(frame.map(|frame| frame.code.into())),
                Some(Ok(_)) => continue,
                Some(Err(_)) | None => Next::End,
            };
        }
    }

    pub async fn frame(&mut self) -> Value {
        match self.next().await {
            Next::Frame(frame) => frame,
            other => panic!("no frame: {other:?}"),
        }
    }

    /// The next event of that name.
    pub async fn event(&mut self, name: &str) -> Value {
        loop {
            let frame = self.frame().await;
            if frame["event"] == name {
                return frame;
            }
        }
    }

    /// Sends a request and waits for its answer.
    pub async fn ask(&mut self, seq: i64, action: &str, data: Value) -> Value {
        self.send(&json!({"seq": seq, "action": action, "data": data}))
            .await;
        loop {
            let frame = self.frame().await;
            if frame["seq_reply"] == seq {
                return frame;
            }
        }
    }

    /// The connection's id from `hello`.
    pub async fn hello(&mut self) -> String {
        let frame = self.frame().await;
        assert_eq!(
            (&frame["event"], &frame["seq"]),
            (&json!("hello"), &json!(0)),
            "{frame}"
        );
        frame["data"]["connection_id"].as_str().expect("an id").to_owned()
    }
}
