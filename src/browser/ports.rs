//! [`Ports`] by the browser.

use std::rc::{Rc, Weak};

use mm_core::action::Secret;
use mm_core::cache::{told, Collection, Write};
use mm_core::connection::SocketCommand;
use mm_core::domain::{Monotonic, Now, RequestId};
use mm_core::engine::History;
use mm_core::event::Place;
use mm_core::rest::HttpRequest;
use wasm_bindgen_futures::spawn_local;

use super::address::Site;
use super::socket::BrowserSocket;
use super::store::BrowserStore;
use super::tabs::BrowserTabs;
use super::timer::{before_next_paint, OneTimer};
use super::{clock, http};
use crate::ports::{Ports, Report};
use crate::runtime::Runtime;

/// The browser as the runtime's outside. It holds the runtime weakly: whoever drops the runtime ends everything.
pub struct BrowserPorts {
    site: Rc<Site>,
    report: Weak<Runtime<BrowserPorts>>,
    socket: BrowserSocket,
    store: BrowserStore,
    tabs: BrowserTabs,
    timer: Rc<OneTimer>,
}

impl BrowserPorts {
    /// For a site, reporting to a runtime.
    pub fn new(site: Rc<Site>, report: Weak<Runtime<BrowserPorts>>) -> Self {
        let to = report.clone();
        let socket = BrowserSocket::new(
            site.socket_base().to_owned(),
            Rc::new(move |generation, event| {
                if let Some(runtime) = to.upgrade() {
                    runtime.socket(generation, event);
                }
            }),
        );
        let (to, server) = (report.clone(), &site.addresses().api_base);
        let tabs = BrowserTabs::open(server, move |records| {
            if let Some(runtime) = to.upgrade() {
                runtime.heard(records);
            }
        });
        Self {
            store: BrowserStore::open(server),
            tabs,
            site,
            report,
            socket,
            timer: Rc::default(),
        }
    }
}

impl Ports for BrowserPorts {
    fn now(&self) -> Now {
        clock::now()
    }

    fn http(&self, id: RequestId, request: HttpRequest, token: Option<&Secret>) {
        let (report, base, token) = (
            self.report.clone(),
            self.site.addresses().api_base.clone(),
            token.cloned(),
        );
        spawn_local(async move {
            let reply = http::run(&base, request, token).await;
            if let Some(runtime) = report.upgrade() {
                runtime.replied(id, reply);
            }
        });
    }

    fn socket(&self, command: SocketCommand) {
        self.socket.run(command);
    }

    fn keep(&self, writes: Vec<Write>) {
        let (report, tabs, told) = (self.report.clone(), self.tabs.clone(), told(&writes));
        self.store.keep(writes, move |outcome| {
            tabs.tell(&told);
            if let Some(runtime) = report.upgrade() {
                runtime.kept(outcome);
            }
        });
    }

    fn restore(&self, collection: Collection) {
        let report = self.report.clone();
        self.store.restore(collection, move |records| {
            if let Some(runtime) = report.upgrade() {
                runtime.restored(collection, records);
            }
        });
    }

    fn arm(&self, at: Option<Monotonic>) {
        let (report, timer) = (self.report.clone(), self.timer.clone());
        self.timer.arm(at, move || {
            timer.fired();
            if let Some(runtime) = report.upgrade() {
                runtime.deadline();
            }
        });
    }

    fn request_drain(&self) {
        let report = self.report.clone();
        before_next_paint(move || {
            if let Some(runtime) = report.upgrade() {
                runtime.drain();
            }
        });
    }

    fn navigate(&self, place: &Place, history: History) {
        self.site.show(place, history);
    }

    fn forget(&self) {
        // The server takes back its token's cookie only (rest.md 1.2).
        http::drop_cookie("MMUSERID", self.site.cookie_path());
        http::drop_cookie("MMCSRF", self.site.cookie_path());
    }
}
