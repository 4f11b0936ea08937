//! [`Ports`] by the browser.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use mm_core::action::Secret;
use mm_core::cache::{arrived, told, Collection, Family, RecordKey, Write};
use mm_core::connection::SocketCommand;
use mm_core::domain::{AttachmentId, Map, Monotonic, Now, RequestId, UserId};
use mm_core::engine::History;
use mm_core::event::Place;
use mm_core::rest::{HttpReply, HttpRequest};
use wasm_bindgen_futures::spawn_local;
use web_sys::Blob;

use super::address::Site;
use super::socket::BrowserSocket;
use super::store::BrowserStore;
use super::tabs::BrowserTabs;
use super::timer::{after_first_content, before_next_paint, OneTimer};
use super::upload::{self, Upload};
use super::{clock, files, http};
use crate::ports::{Ports, Report};
use crate::runtime::Runtime;

/// The browser as the runtime's outside. It holds the runtime weakly: whoever drops the runtime ends everything.
pub struct BrowserPorts {
    site: Rc<Site>,
    report: Weak<Runtime<BrowserPorts>>,
    socket: BrowserSocket,
    store: BrowserStore,
    /// The bytes of files.
    bytes: BrowserStore,
    tabs: BrowserTabs,
    timer: Rc<OneTimer>,
    /// Files that are being sent.
    uploads: RefCell<Map<RequestId, Upload>>,
    /// Whose records were read last.
    owner: Cell<Option<UserId>>,
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
                runtime.heard(arrived(records, http::marked()));
            }
        });
        Self {
            store: BrowserStore::open(server),
            bytes: BrowserStore::for_bytes(server),
            tabs,
            site,
            report,
            socket,
            timer: Rc::default(),
            uploads: RefCell::default(),
            owner: Cell::default(),
        }
    }
}

impl BrowserPorts {
    fn fetch(&self, id: RequestId, request: HttpRequest, token: Option<Secret>, file: Option<Blob>) {
        let (report, base) = (self.report.clone(), self.site.addresses().api_base.clone());
        spawn_local(async move {
            let reply = http::run(&base, request, token, file).await;
            if let Some(runtime) = report.upgrade() {
                runtime.replied(id, reply);
            }
        });
    }

    /// A file was chosen in this page, or in one before or beside it.
    fn find_bytes(&self, file: AttachmentId, id: RequestId, request: HttpRequest, token: Option<Secret>) {
        let (report, key) = (
            self.report.clone(),
            self.owner.get().map(|owner| key_of(owner, &file)),
        );
        let begin = move |bytes: Option<Blob>| {
            let Some(runtime) = report.upgrade() else { return };
            match bytes {
                Some(bytes) => runtime.ports().upload(id, request, token, bytes),
                None => runtime.replied(id, HttpReply::NoFile),
            }
        };
        match (files::held(&file), key) {
            (None, Some(key)) => self.bytes.bytes(&key, begin),
            // Never from inside the call.
            (held, _) => spawn_local(async move { begin(held) }),
        }
    }

    fn upload(&self, id: RequestId, request: HttpRequest, token: Option<Secret>, bytes: Blob) {
        if token.is_some() {
            return self.fetch(id, request, token, Some(bytes));
        }
        if http::somebody_else(&request, None).is_some() {
            // Which is told from there.
            return self.fetch(id, request, None, None);
        }
        let (moved, ended) = (self.report.clone(), self.report.clone());
        let begun = upload::begin(
            &self.site.addresses().api_base,
            &request,
            &bytes,
            move |percent| {
                if let Some(runtime) = moved.upgrade() {
                    runtime.progressed(id, percent);
                }
            },
            move |reply| {
                if let Some(runtime) = ended.upgrade() {
                    runtime.replied(id, reply);
                    runtime.ports().uploads.borrow_mut().remove(&id);
                }
            },
        );
        match begun {
            Some(upload) => {
                self.uploads.borrow_mut().insert(id, upload);
            }
            None => self.fetch(id, request, token, Some(bytes)),
        }
    }
}

fn key_of(owner: UserId, file: &AttachmentId) -> RecordKey {
    let family = Family::Files;
    Collection { owner, family }.key(file.as_str())
}

impl Ports for BrowserPorts {
    fn now(&self) -> Now {
        clock::now()
    }

    fn http(&self, id: RequestId, request: HttpRequest, token: Option<&Secret>) {
        match &request.file {
            Some(file) => self.find_bytes(file.clone(), id, request, token.cloned()),
            None => self.fetch(id, request, token.cloned(), None),
        }
    }

    fn abort(&self, id: RequestId) {
        self.uploads.borrow_mut().remove(&id);
    }

    fn socket(&self, command: SocketCommand) {
        self.socket.run(command);
    }

    fn keep(&self, writes: Vec<Write>) {
        let (report, tabs, told) = (self.report.clone(), self.tabs.clone(), told(&writes));
        self.bytes.keep_bytes(&writes);
        files::let_go(&writes);
        self.store.keep(writes, move |outcome| {
            tabs.tell(&told);
            if let Some(runtime) = report.upgrade() {
                runtime.kept(outcome);
            }
        });
    }

    fn restore(&self, collection: Collection) {
        let report = self.report.clone();
        self.owner.set(Some(collection.owner));
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

    fn request_painted(&self) {
        let report = self.report.clone();
        after_first_content(move || {
            if let Some(runtime) = report.upgrade() {
                runtime.painted();
            }
        });
    }

    fn navigate(&self, place: &Place, history: History) {
        self.site.show(place, history);
    }

    fn unmark(&self) {
        http::drop_cookie("MMUSERID", self.site.cookie_path());
    }

    fn forget(&self) {
        self.uploads.borrow_mut().clear();
        // The server takes back its token's cookie only (rest.md 1.2).
        self.unmark();
        http::drop_cookie("MMCSRF", self.site.cookie_path());
    }
}
