//! Sending a file by `XMLHttpRequest`: `fetch` tells nobody how far it got (`docs/adr/0015-files.md`). Not in a token session: it cannot leave
//! the cookies out (rest.md 0.2).

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use gloo_timers::callback::Timeout;
use mm_core::rest::{HttpAnswer, HttpReply, HttpRequest};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::JsCast;
use web_sys::{Blob, ProgressEvent, XmlHttpRequest};

use super::http;

/// A request with a file that is under way. Dropped, it is broken off.
pub struct Upload {
    request: XmlHttpRequest,
    _ended: Closure<dyn FnMut()>,
    _moved: Closure<dyn FnMut(ProgressEvent)>,
}

impl Drop for Upload {
    fn drop(&mut self) {
        self.request.set_onloadend(None);
        // Fails never; what has ended stays ended.
        let _ = self.request.abort();
    }
}

/// Begins to send. `moved` hears percents; `ended` is called once, later, unless what is given back was dropped before. `None`: the
/// browser would not begin.
pub fn begin(
    api_base: &str,
    request: &HttpRequest,
    bytes: &Blob,
    moved: impl Fn(u8) + 'static,
    ended: impl FnOnce(HttpReply) + 'static,
) -> Option<Upload> {
    let wire = XmlHttpRequest::new().ok()?;
    let url = format!("{api_base}{}", request.path);
    wire.open(request.method.as_str(), &url).ok()?;
    for (name, value) in http::headers(request, None) {
        wire.set_request_header(name, &value).ok()?;
    }
    // No multipart form: the body is the file as it is.
    wire.set_request_header("Content-Type", "application/octet-stream")
        .ok()?;
    let patience = Rc::new(Patience::new(wire.clone(), request.timeout));
    let heard = patience.clone();
    let on_moved = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| {
        heard.begin();
        moved(percent(event.loaded(), event.total()));
    });
    wire.upload()
        .ok()?
        .set_onprogress(Some(on_moved.as_ref().unchecked_ref()));
    let (mut ended, answered) = (Some(ended), wire.clone());
    let on_ended = Closure::<dyn FnMut()>::new(move || {
        patience.end();
        if let Some(ended) = ended.take() {
            ended(reply(&answered));
        }
    });
    wire.set_onloadend(Some(on_ended.as_ref().unchecked_ref()));
    wire.send_with_opt_blob(Some(bytes)).ok()?;
    Some(Upload {
        request: wire,
        _ended: on_ended,
        _moved: on_moved,
    })
}

/// A server that takes nothing more of a file is not waited for without end.
struct Patience {
    request: XmlHttpRequest,
    time: Duration,
    timer: RefCell<Option<Timeout>>,
}

impl Patience {
    fn new(request: XmlHttpRequest, time: Duration) -> Self {
        let patience = Self {
            request,
            time,
            timer: RefCell::default(),
        };
        patience.begin();
        patience
    }

    fn begin(&self) {
        let request = self.request.clone();
        let millis = u32::try_from(self.time.as_millis()).unwrap_or(u32::MAX);
        let timer = Timeout::new(millis, move || {
            // Its end is told as every other one.
            let _ = request.abort();
        });
        self.timer.replace(Some(timer));
    }

    fn end(&self) {
        self.timer.replace(None);
    }
}

fn percent(loaded: f64, total: f64) -> u8 {
    if total > 0.0 {
        (loaded * 100.0 / total) as u8
    } else {
        0
    }
}

fn reply(request: &XmlHttpRequest) -> HttpReply {
    // Zero: there is no answer.
    let status = request.status().unwrap_or_default();
    if status == 0 {
        return HttpReply::Failed;
    }
    let header = |name: &str| request.get_response_header(name).ok().flatten();
    HttpReply::Answer(HttpAnswer {
        status,
        body: request.response_text().ok().flatten().unwrap_or_default(),
        ..http::answer_of(header)
    })
}
