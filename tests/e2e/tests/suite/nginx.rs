//! The nginx file of `docs/deploy/nginx.conf`, run by nginx in front of the demo server.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tsubame_e2e::{free_port, Demo, PASSWORD, PATIENCE};

/// nginx with our file; it ends with this value.
struct Nginx {
    process: Child,
    folder: PathBuf,
    port: u16,
}

impl Nginx {
    fn start(demo: &Demo) -> Self {
        let port = free_port();
        let folder = std::env::temp_dir().join(format!("tsubame-nginx-{}-{port}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a temporary folder can be made");
        let site = adapted(demo, port);
        let main = folder.join("nginx.conf");
        std::fs::write(&main, around(&folder, &site)).expect("the configuration can be written");
        let process = Command::new(program())
            .args(["-e", "stderr", "-p"])
            .arg(&folder)
            .arg("-c")
            .arg(&main)
            .stdin(Stdio::null())
            .spawn()
            .expect("nginx is installed (`cargo xtask e2e` sees to it)");
        let nginx = Self {
            process,
            folder,
            port,
        };
        let end = Instant::now() + PATIENCE;
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(
                Instant::now() < end,
                "nginx does not listen; what it says is above"
            );
            std::thread::sleep(Duration::from_millis(50));
        }
        nginx
    }

    fn get(&self, path: &str, encoding: &str) -> ureq::http::Response<ureq::Body> {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .build()
            .new_agent();
        let url = format!("http://127.0.0.1:{}{path}", self.port);
        agent
            .get(&url)
            .header("Accept-Encoding", encoding)
            .call()
            .expect("nginx answers")
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Its worker ends with it when it is asked to; killed, it would leave one behind.
        let asked = Command::new("kill").arg(self.process.id().to_string()).status();
        if !asked.is_ok_and(|status| status.success()) {
            let _ = self.process.kill();
        }
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn program() -> PathBuf {
    let system = PathBuf::from("/usr/sbin/nginx");
    if system.is_file() {
        system
    } else {
        PathBuf::from("nginx")
    }
}

/// Our file with exactly what its first lines tell an administrator to adapt.
fn adapted(demo: &Demo, port: u16) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/deploy/nginx.conf");
    let text = std::fs::read_to_string(file).expect("the documented file exists");
    let web = std::env::var("TSUBAME_WEB").expect("TSUBAME_WEB names the built client's folder");
    let upstream = demo.url("").replace("http://", "server ") + ";";
    let listen = format!("listen 127.0.0.1:{port};");
    let changes: [(&str, &str); 5] = [
        ("server 127.0.0.1:8065;", &upstream),
        ("listen 443 ssl;", &listen),
        ("ssl_certificate     /etc/ssl/certs/chat.example.com.pem;", ""),
        ("ssl_certificate_key /etc/ssl/private/chat.example.com.key;", ""),
        ("root /srv/tsubame/web;", &format!("root {web};")),
    ];
    changes.iter().fold(text, |text, (from, to)| {
        assert!(text.contains(from), "the documented file no longer says {from:?}");
        text.replace(from, to)
    })
}

/// The part of the configuration that every installation of nginx brings itself.
fn around(folder: &Path, site: &str) -> String {
    let folder = folder.display();
    let id = Command::new("id").arg("-u").output().expect("there is a user");
    // Started as root, it would read the files as somebody who may not.
    let user = if id.stdout.starts_with(b"0\n") {
        "user root;"
    } else {
        ""
    };
    format!(
        "{user}\ndaemon off;\nworker_processes 1;\npid {folder}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n\
         client_body_temp_path {folder}/body;\nproxy_temp_path {folder}/proxy;\nfastcgi_temp_path {folder}/fastcgi;\n\
         uwsgi_temp_path {folder}/uwsgi;\nscgi_temp_path {folder}/scgi;\n{site}\n}}\n"
    )
}

fn header<'a>(response: &'a ureq::http::Response<ureq::Body>, name: &str) -> &'a str {
    response
        .headers()
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// The file that the page preloads as its module.
fn module(page: &str) -> String {
    let at = page.find("_bg.wasm").expect("the page names its module");
    let start = page[..at]
        .rfind(['"', '/', '='])
        .expect("the name begins somewhere")
        + 1;
    format!("/{}_bg.wasm", &page[start..at])
}

#[test]
fn the_page_and_its_files_come_with_the_right_headers() {
    let demo = Demo::start();
    let nginx = Nginx::start(&demo);
    for place in [
        "/",
        "/kawasemi/channels/town-square",
        "/kawasemi/messages/@grace.mensah",
    ] {
        let mut page = nginx.get(place, "identity");
        assert_eq!(page.status(), 200, "{place}");
        assert_eq!(
            header(&page, "content-type"),
            "text/html; charset=utf-8",
            "{place}"
        );
        assert_eq!(header(&page, "cache-control"), "no-cache", "{place}");
        assert_eq!(header(&page, "x-content-type-options"), "nosniff");
        let policy = header(&page, "content-security-policy").to_owned();
        assert!(
            policy.contains("script-src 'self' 'wasm-unsafe-eval';") && !policy.contains("unsafe-inline")
        );
        assert!(policy.contains("require-trusted-types-for 'script'"));
        assert!(
            policy.contains(&format!("ws://127.0.0.1:{}", nginx.port)),
            "{policy}"
        );
        assert!(page
            .body_mut()
            .read_to_string()
            .is_ok_and(|text| text.contains("id=\"shell\"")));
    }
    let page = nginx
        .get("/", "identity")
        .body_mut()
        .read_to_string()
        .expect("the page is text");
    let module = nginx.get(&module(&page), "gzip");
    assert_eq!(module.status(), 200);
    assert_eq!(header(&module, "content-type"), "application/wasm");
    assert_eq!(
        header(&module, "content-encoding"),
        "gzip",
        "the copy beside the file is sent"
    );
    assert_eq!(
        header(&module, "cache-control"),
        "public, max-age=31536000, immutable"
    );
    assert_eq!(
        nginx.get("/missing-0123456789abcdef.js", "identity").status(),
        404
    );
}

#[test]
fn the_api_and_the_socket_reach_the_server() {
    let demo = Demo::start();
    let nginx = Nginx::start(&demo);
    let ping = nginx.get("/api/v4/system/ping", "identity");
    assert_eq!(ping.status(), 200);
    assert_eq!(
        header(&ping, "content-security-policy"),
        "",
        "the client's policy is for the client's files"
    );

    let url = format!("http://127.0.0.1:{}/api/v4/users/login", nginx.port);
    let body = serde_json::json!({ "login_id": "liv.andersen", "password": PASSWORD });
    let answer = ureq::post(url)
        .send_json(&body)
        .expect("signing in works through nginx");
    let token = header(&answer, "token").to_owned();
    assert!(!token.is_empty());

    let mut socket = TcpStream::connect(("127.0.0.1", nginx.port)).expect("nginx listens");
    socket
        .set_read_timeout(Some(PATIENCE))
        .expect("a limit can be set");
    let host = format!("127.0.0.1:{}", nginx.port);
    write!(
        socket,
        "GET /api/v4/websocket HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nCookie: MMAUTHTOKEN={token}\r\n\
         Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    .expect("the upgrade can be asked for");
    let mut said = Vec::new();
    let mut part = [0_u8; 1024];
    // The answer of the upgrade and the first frame: the server greets whoever is signed in.
    while !String::from_utf8_lossy(&said).contains("\"hello\"") {
        let read = socket
            .read(&mut part)
            .expect("the server greets before the limit");
        assert!(read > 0, "the socket ended: {}", String::from_utf8_lossy(&said));
        said.extend_from_slice(&part[..read]);
    }
    assert!(said.starts_with(b"HTTP/1.1 101"));
}
