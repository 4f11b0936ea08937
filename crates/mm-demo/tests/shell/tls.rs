//! `MATTERMOST_URL=https://…`: the program itself in front of a server that speaks TLS only, with a certificate of its own.

use std::process::Stdio;
use std::sync::Arc;

use mm_demo::shell::Served;
use serde_json::json;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, Command};
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::TlsAcceptor;

use crate::kit::{start, Folder, Running};
use crate::people::{Person, Socket};

/// What ends TLS in front of `server`, on a port of its own; gives the port and the certificate.
async fn terminator(server: &Running) -> (u16, String) {
    let signed = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).expect("a certificate");
    let key = PrivateKeyDer::Pkcs8(signed.signing_key.serialize_der().into());
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![signed.cert.der().clone()], key)
        .expect("a key that fits");
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    let behind = server.address;
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let mut outside = acceptor.accept(stream).await?;
                let mut inside = TcpStream::connect(behind).await?;
                tokio::io::copy_bidirectional(&mut outside, &mut inside).await
            });
        }
    });
    (port, signed.cert.pem())
}

/// The program, as a person starts it; gives where it listens.
async fn program(url: &str, certificate: &Folder) -> (Child, Running) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_mm-demo"))
        .args(["--port", "0", "--web"])
        .arg(&certificate.0)
        .env("MATTERMOST_URL", url)
        .env("SSL_CERT_FILE", certificate.0.join("root.pem"))
        .env_remove("SSL_CERT_DIR")
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("the program");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let line = lines.next_line().await.expect("output").expect("a line");
    let address = line.rsplit("http://").next().unwrap_or_default().parse();
    let running = Running {
        address: address.unwrap_or_else(|_| panic!("no address in {line:?}")),
        accounts: Vec::new(),
    };
    (child, running)
}

async fn behind_tls(name: &str) -> (Folder, Running, Child, Running) {
    let real = start(Served::default()).await;
    let (port, certificate) = terminator(&real).await;
    let files: &[(&str, &[u8])] = &[
        ("root.pem", certificate.as_bytes()),
        ("index.html", b"<!doctype html>page"),
    ];
    let folder = Folder::new(name, files);
    let (child, mut proxy) = program(&format!("https://localhost:{port}"), &folder).await;
    proxy.accounts = real.accounts.clone();
    (folder, real, child, proxy)
}

#[tokio::test]
async fn people_talk_through_a_server_that_speaks_tls_only() {
    let (_folder, real, _program, proxy) = behind_tls("tls-talk").await;
    assert_eq!(
        proxy.get("/acme/channels/x", &[]).await.text(),
        "<!doctype html>page"
    );
    let (emily, kenji) = (Person::sign_in(&proxy, 1).await, Person::sign_in(&real, 2).await);
    let own = format!("http://{}", proxy.address);
    let headers = [("cookie", emily.cookie.as_str()), ("origin", own.as_str())];
    let mut socket = Socket::open(&proxy, "", &headers).await.expect("an upgrade");
    socket.hello().await;
    kenji.say(&real, &emily.channel, "through").await;
    socket.event("posted").await;
    assert_eq!(socket.ask(1, "ping", json!({})).await["status"], "OK");
}

#[tokio::test]
async fn files_are_uploaded_through_it() {
    let (_folder, _real, _program, proxy) = behind_tls("tls-upload").await;
    let emily = Person::sign_in(&proxy, 1).await;
    let bytes: Vec<u8> = (0..3_000_000_u32).map(|n| (n % 251) as u8).collect();
    let path = format!("/api/v4/files?channel_id={}&filename=big.bin", emily.channel);
    let bearer = emily.bearer();
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/octet-stream"),
    ];
    let sent = proxy.ask("POST", &path, &headers, bytes.clone()).await;
    assert_eq!(sent.status, 201, "{}", sent.text());
    let id = sent.json()["file_infos"][0]["id"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    let got = proxy.get(&format!("/api/v4/files/{id}"), &headers).await;
    assert!(got.body == bytes, "{} of {} bytes", got.body.len(), bytes.len());
}

/// Somebody in the middle is not trusted only because they speak TLS.
#[tokio::test]
async fn a_certificate_nobody_vouches_for_is_refused() {
    let real = start(Served::default()).await;
    let (port, _) = terminator(&real).await;
    let (_, other) = terminator(&real).await;
    let folder = Folder::new(
        "tls-foreign",
        &[("root.pem", other.as_bytes()), ("index.html", b"page")],
    );
    let (_program, proxy) = program(&format!("https://localhost:{port}"), &folder).await;
    assert_eq!(proxy.get("/api/v4/system/ping", &[]).await.status, 502);
}

/// A raw upload of which only half is sent: the first half must already be at the server.
#[tokio::test]
async fn uploads_are_passed_on_while_they_come() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let folder = Folder::new("tls-stream", &[("index.html", b"page")]);
    let upstream = mm_demo::shell::Upstream::new(&format!("http://{address}")).expect("an address");
    let router = mm_demo::shell::proxy_router(upstream, Some(folder.0.clone())).expect("a proxy");
    let proxy = crate::kit::start_router(router).await;
    let mut client = TcpStream::connect(proxy.address).await.expect("the proxy");
    let half = "POST /api/v4/files HTTP/1.1\r\nhost: here\r\ncontent-length: 8\r\n\r\nhalf";
    client.write_all(half.as_bytes()).await.expect("sent");
    let arrived = async {
        let (mut server, _) = listener.accept().await.expect("the proxy's connection");
        let mut seen = Vec::new();
        while !seen.ends_with(b"half") {
            let mut part = [0; 1024];
            let count = server.read(&mut part).await.expect("bytes");
            assert_ne!(count, 0, "ended early");
            seen.extend_from_slice(&part[..count]);
        }
        String::from_utf8_lossy(&seen).to_lowercase()
    };
    let seen = tokio::time::timeout(crate::kit::PATIENCE, arrived)
        .await
        .expect("in time");
    assert!(seen.contains(&format!("host: {address}")), "{seen}");
}
