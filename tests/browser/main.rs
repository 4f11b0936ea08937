//! The browser's side of the ports, inside a real browser. Natively there is nothing here.
#![cfg(target_arch = "wasm32")]

mod store;

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use gloo_timers::future::sleep;
use mm_core::connection::{SocketCommand, SocketEvent, SocketGeneration};
use mm_core::domain::{Monotonic, Timestamp, UserId};
use mm_core::event::Place;
use mm_core::rest::{HttpReply, HttpRequest, Method};
use mm_core::view::Zone;
use tsubame::browser::ports_under_test::{
    before_next_paint, http, now, BrowserEnvironment, BrowserSocket, OneTimer, Site,
};
use tsubame::store::Environment;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn the_monotonic_clock_goes_forward() {
    let before = now();
    sleep(Duration::from_millis(30)).await;
    let after = now();
    assert!(after.mono > before.mono);
    assert!(after.wall >= before.wall);
    assert!(
        before.wall > Timestamp(1_700_000_000_000),
        "the wall clock counts milliseconds since 1970"
    );
}

#[wasm_bindgen_test]
async fn a_timer_fires_once_and_can_be_replaced() {
    let timer = Rc::new(OneTimer::default());
    let fired = Rc::new(RefCell::new(Vec::new()));
    let note = |name: &'static str| {
        let fired = fired.clone();
        move || fired.borrow_mut().push(name)
    };
    let soon = Monotonic(now().mono.0 + 20);
    timer.arm(Some(soon), note("replaced"));
    timer.arm(Some(Monotonic(soon.0 + 20)), note("second"));
    sleep(Duration::from_millis(120)).await;
    assert_eq!(*fired.borrow(), ["second"]);
    timer.arm(Some(Monotonic(now().mono.0 + 20)), note("disarmed"));
    timer.arm(None, || {});
    sleep(Duration::from_millis(60)).await;
    assert_eq!(*fired.borrow(), ["second"]);
}

#[wasm_bindgen_test]
async fn a_drain_comes_before_long() {
    let drained = Rc::new(RefCell::new(false));
    let mark = drained.clone();
    before_next_paint(move || *mark.borrow_mut() = true);
    assert!(!*drained.borrow(), "never from inside the call");
    sleep(Duration::from_millis(400)).await;
    assert!(*drained.borrow());
}

#[wasm_bindgen_test]
async fn a_socket_that_cannot_connect_reports_its_end_once() {
    let seen: Rc<RefCell<Vec<(SocketGeneration, SocketEvent)>>> = Rc::default();
    let sink = seen.clone();
    // Nothing listens on the discard port.
    let report = Rc::new(move |generation, event| sink.borrow_mut().push((generation, event)));
    let socket = BrowserSocket::new("ws://127.0.0.1:9".to_owned(), report);
    socket.run(SocketCommand::Open {
        generation: SocketGeneration(1),
        path: "/api/v4/websocket".to_owned(),
    });
    assert!(seen.borrow().is_empty(), "never from inside the call");
    sleep(Duration::from_millis(1_500)).await;
    let seen = seen.borrow();
    assert!(
        matches!(
            seen.as_slice(),
            [(SocketGeneration(1), SocketEvent::Closed { was_clean: false, .. })]
        ),
        "{seen:?}"
    );
}

#[wasm_bindgen_test]
async fn a_closed_socket_says_nothing_more() {
    let seen: Rc<RefCell<Vec<SocketEvent>>> = Rc::default();
    let sink = seen.clone();
    let socket = BrowserSocket::new(
        "ws://127.0.0.1:9".to_owned(),
        Rc::new(move |_, event| sink.borrow_mut().push(event)),
    );
    socket.run(SocketCommand::Open {
        generation: SocketGeneration(1),
        path: "/".to_owned(),
    });
    socket.run(SocketCommand::Close(SocketGeneration(1)));
    socket.run(SocketCommand::Send(SocketGeneration(1), "late".to_owned()));
    sleep(Duration::from_millis(1_500)).await;
    assert_eq!(seen.borrow().len(), 1, "{:?}", seen.borrow());
}

/// To a server that is not there.
async fn asked(of: Option<UserId>) -> HttpReply {
    let request = HttpRequest {
        method: Method::Get,
        path: "/api/v4/users/me".to_owned(),
        body: None,
        file: None,
        timeout: Duration::from_secs(5),
        connection_id: None,
        of,
    };
    http::run("http://127.0.0.1:9", request, None, None).await
}

#[wasm_bindgen_test]
async fn a_request_without_a_server_fails_instead_of_hanging() {
    assert_eq!(asked(None).await, HttpReply::Failed);
}

#[wasm_bindgen_test]
async fn a_readable_cookie_is_found_and_taken_back_and_nobody_elses_requests_go_with_it() {
    assert_eq!(http::cookie("MMUSERID"), None);
    let person = |letter: &str| UserId::parse(&letter.repeat(26)).ok();
    let (alice, bob) = (person("a"), person("b"));
    let mark = "b".repeat(26);
    document()
        .set_cookie(&format!("MMUSERID={mark}; Path=/"))
        .unwrap();
    assert_eq!(http::cookie("MMUSERID"), Some(mark));
    assert_eq!(Some(asked(alice).await), bob.map(HttpReply::NotTheirs));
    assert_eq!(asked(bob).await, HttpReply::Failed);
    http::drop_cookie("MMUSERID", "/");
    assert_eq!(http::cookie("MMUSERID"), None);
    assert_eq!(asked(alice).await, HttpReply::Failed);
}

#[wasm_bindgen_test]
fn nonces_are_long_and_never_alike() {
    let environment = BrowserEnvironment::new(&Site::from_location());
    let nonces: std::collections::BTreeSet<String> = (0..200).map(|_| environment.nonce()).collect();
    assert_eq!(nonces.len(), 200);
    assert!(nonces
        .iter()
        .all(|nonce| nonce.len() == 32 && nonce.bytes().all(|b| b.is_ascii_hexdigit())));
}

#[wasm_bindgen_test]
fn the_zone_counts_minutes_east() {
    let environment = BrowserEnvironment::new(&Site::from_location());
    let offset = environment.offset_minutes(Timestamp(1_800_000_000_000));
    assert!((-720..=840).contains(&offset), "{offset}");
}

#[wasm_bindgen_test]
fn addresses_begin_where_the_page_stands() {
    let site = Site::from_location();
    let environment = BrowserEnvironment::new(&site);
    let origin = web_sys::window().unwrap().location().origin().unwrap();
    assert!(environment.api_url("/api/v4/users/me").starts_with(&origin));
    assert!(site.socket_base().starts_with("ws"));
    let place = Place::Channel {
        team: "hotaru".to_owned(),
        channel: "firmware".to_owned(),
    };
    assert!(environment.href(&place).ends_with("/hotaru/channels/firmware"));
}

fn document() -> web_sys::HtmlDocument {
    use wasm_bindgen::JsCast;
    web_sys::window().unwrap().document().unwrap().unchecked_into()
}
