//! The address bar: where the page stands, where the server is, `Place` as history path or hash route (`deployment.md`).

use std::rc::Rc;

use mm_core::action::Action;
use mm_core::engine::History;
use mm_core::event::Place;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use crate::routes;
use crate::store::Dispatch;

/// Below this path a stock Mattermost server shows a plugin's files.
const PLUGIN_PATH: &str = "/static/plugins/";

/// How places are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// `/team/channels/name`: the host falls back to our page for unknown paths.
    Path,
    /// `app.html#/team/channels/name`: the host does not.
    Hash,
}

/// Addresses as text.
#[derive(Clone)]
pub struct SiteAddresses {
    /// Before `/api/v4/…`, without trailing slash; may be empty.
    pub api_base: String,
    /// Folder of the page, with trailing slash.
    pub page_base: String,
    style: Style,
}

impl SiteAddresses {
    /// Address of a place, for `href` and the history.
    pub fn href(&self, place: &Place) -> String {
        let path = routes::path(place);
        match self.style {
            Style::Path => format!("{}{}", self.page_base.trim_end_matches('/'), path),
            Style::Hash => format!("#{path}"),
        }
    }
}

/// Where this page is served from.
pub struct Site {
    addresses: SiteAddresses,
    socket_base: String,
}

impl Site {
    /// Reads it from the page's own address and its base element.
    pub fn from_location() -> Self {
        let location = window().location();
        let pathname = location.pathname().unwrap_or_default();
        let origin = location.origin().unwrap_or_default();
        let addresses = match pathname.find(PLUGIN_PATH) {
            Some(at) => SiteAddresses {
                api_base: format!("{origin}{}", pathname.get(..at).unwrap_or_default()),
                page_base: folder(&pathname),
                style: Style::Hash,
            },
            None => {
                let page_base = base_path().unwrap_or_else(|| "/".into());
                let style = if pathname.ends_with(".html") {
                    Style::Hash
                } else {
                    Style::Path
                };
                SiteAddresses {
                    api_base: origin + page_base.trim_end_matches('/'),
                    page_base,
                    style,
                }
            }
        };
        let socket_base = addresses.api_base.replacen("http", "ws", 1);
        Self {
            addresses,
            socket_base,
        }
    }

    /// Addresses as text.
    pub fn addresses(&self) -> &SiteAddresses {
        &self.addresses
    }

    /// Base of the socket's address.
    pub fn socket_base(&self) -> &str {
        &self.socket_base
    }

    /// Path of the server's cookies: that of its API.
    pub fn cookie_path(&self) -> &str {
        let base = &self.addresses.api_base;
        let path = base
            .split_once("://")
            .and_then(|(_, rest)| rest.split_once('/'))
            .map(|(host, _)| host.len());
        let start = path.and_then(|host| base.find("://").map(|at| at + 3 + host));
        start.and_then(|at| base.get(at..)).unwrap_or("/")
    }

    /// Where headers cannot forbid framing (a plugin's page), the page refuses to start inside a foreign frame.
    pub fn may_run_here(&self) -> bool {
        let window = window();
        self.addresses.style == Style::Path || window.top().ok().flatten().is_some_and(|top| top == window)
    }

    /// The place in the address bar.
    pub fn current_place(&self) -> Place {
        let location = window().location();
        match self.addresses.style {
            Style::Hash => routes::place(
                location
                    .hash()
                    .unwrap_or_default()
                    .strip_prefix('#')
                    .unwrap_or("/"),
            ),
            Style::Path => routes::place(&self.inner_path(&location.pathname().unwrap_or_default())),
        }
    }

    /// A path without the page's base.
    fn inner_path(&self, pathname: &str) -> String {
        let base = self.addresses.page_base.trim_end_matches('/');
        pathname
            .strip_prefix(base)
            .filter(|rest| !rest.is_empty())
            .unwrap_or("/")
            .to_owned()
    }

    /// Shows a place.
    pub fn show(&self, place: &Place, history: History) {
        if self.current_place() == *place {
            return;
        }
        let href = self.addresses.href(place);
        let Ok(target) = window().history() else { return };
        // Refused only when a page floods the history; the place is open all the same.
        let _ = match history {
            History::Push => target.push_state_with_url(&JsValue::NULL, "", Some(&href)),
            History::Replace => target.replace_state_with_url(&JsValue::NULL, "", Some(&href)),
        };
    }

    /// The place a link leads to, if it stays inside the application.
    fn place_of_link(&self, link: &web_sys::HtmlAnchorElement) -> Option<Place> {
        if link.origin() != window().location().origin().ok()? {
            return None;
        }
        let place = match self.addresses.style {
            Style::Hash => {
                let same_page = link.pathname() == window().location().pathname().ok()?;
                let hash = link.hash();
                same_page
                    .then(|| hash.strip_prefix('#').map(routes::place))
                    .flatten()?
            }
            Style::Path => routes::place(&self.inner_path(&link.pathname())),
        };
        (!matches!(place, Place::NotFound { .. })).then_some(place)
    }
}

/// Listens to back, forward and clicks on inner links, for the life of the page.
pub fn listen(site: &Rc<Site>, dispatch: Dispatch) {
    let (at, go) = (site.clone(), dispatch.clone());
    let moved = Closure::<dyn Fn()>::new(move || go(Action::Open(at.current_place()))).into_js_value();
    for event in ["popstate", "hashchange"] {
        // A window takes any listener.
        let _ = window().add_event_listener_with_callback(event, moved.unchecked_ref());
    }
    let site = site.clone();
    let clicked = Closure::<dyn Fn(web_sys::MouseEvent)>::new(move |event: web_sys::MouseEvent| {
        if let Some(place) = plain_click_on_link(&event).and_then(|link| site.place_of_link(&link)) {
            event.prevent_default();
            dispatch(Action::Open(place));
        }
    });
    let _ = window().add_event_listener_with_callback("click", clicked.into_js_value().unchecked_ref());
}

/// The link under a plain left click: with a modifier or another button the browser's own behaviour is wanted.
fn plain_click_on_link(event: &web_sys::MouseEvent) -> Option<web_sys::HtmlAnchorElement> {
    let plain = event.button() == 0
        && !event.ctrl_key()
        && !event.meta_key()
        && !event.shift_key()
        && !event.alt_key();
    if !plain || event.default_prevented() {
        return None;
    }
    let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    let link = target
        .closest("a[href]")
        .ok()??
        .dyn_into::<web_sys::HtmlAnchorElement>()
        .ok()?;
    let stays = link.target().is_empty() && !link.has_attribute("download");
    stays.then_some(link)
}

/// Folder of a path, with trailing slash.
fn folder(pathname: &str) -> String {
    pathname
        .rfind('/')
        .and_then(|at| pathname.get(..=at))
        .unwrap_or("/")
        .to_owned()
}

/// Path of the page's `<base href>`, if it has one.
fn base_path() -> Option<String> {
    let base = window().document()?.query_selector("base[href]").ok()??;
    let url =
        web_sys::Url::new_with_base(&base.get_attribute("href")?, &window().location().href().ok()?).ok()?;
    Some(folder(&url.pathname()))
}

fn window() -> web_sys::Window {
    leptos::prelude::window()
}
