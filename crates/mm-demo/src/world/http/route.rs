//! The routing table: method and path pattern to handler. Each area lists its own routes beside its handlers.

use super::{Outcome, Request};
use crate::call::Method;
use crate::world::{self, World};

/// Who may call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Only with a session.
    Session,
    /// Only with a session, but without a CSRF check (images and files).
    TrustRequester,
    /// Anybody; a bad token counts as none.
    Anyone,
}

/// A handler.
pub type Handler = fn(&mut World, &Request<'_>) -> Outcome;

/// One route. Segments in braces are parameters.
pub struct Route {
    pub method: Method,
    pub pattern: &'static str,
    pub access: Access,
    pub run: Handler,
}

impl std::fmt::Debug for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} {}", self.method, self.pattern)
    }
}

impl Route {
    /// Bodies may be larger than JSON bodies.
    pub fn takes_files(&self) -> bool {
        matches!(self.pattern, "/files" | "/emoji" | "/uploads/{upload_id}")
            || (self.method == Method::Post && self.pattern.ends_with("/image"))
    }
}

macro_rules! of_method {
    ($($(#[$doc:meta])* $name:ident $method:ident;)*) => {$(
        $(#[$doc])*
        pub const fn $name(pattern: &'static str, run: Handler) -> Route {
            Route { method: Method::$method, pattern, access: Access::Session, run }
        }
    )*};
}

of_method! {
    /// A GET route.
    get Get;
    /// A POST route.
    post Post;
    /// A PUT route.
    put Put;
    /// A PATCH route.
    patch Patch;
    /// A DELETE route.
    delete Delete;
    /// A HEAD route.
    head Head;
}

/// The same route, open to anybody.
pub const fn open(route: Route) -> Route {
    Route {
        access: Access::Anyone,
        ..route
    }
}

/// The same route, without a CSRF check.
pub const fn trusting(route: Route) -> Route {
    Route {
        access: Access::TrustRequester,
        ..route
    }
}

/// The route for a path (without `/api/v4`) and its parameters. Literal segments win over parameters.
pub fn find(method: Method, path: &str) -> Option<(&'static Route, Vec<(&'static str, String)>)> {
    let segments: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    let mut best: Option<(&'static Route, Vec<bool>)> = None;
    for route in world::ROUTES
        .iter()
        .copied()
        .flatten()
        .filter(|route| route.method == method)
    {
        let Some(shape) = matches(route.pattern, &segments) else {
            continue;
        };
        if best.as_ref().is_none_or(|(_, other)| shape > *other) {
            best = Some((route, shape));
        }
    }
    let (route, _) = best?;
    let names = route.pattern[1..].split('/').zip(segments);
    let params = names
        .filter_map(|(name, value)| Some((param(name)?, value.to_owned())))
        .collect();
    Some((route, params))
}

/// Which segments matched literally; `None` if the pattern does not match.
fn matches(pattern: &'static str, segments: &[&str]) -> Option<Vec<bool>> {
    let mut shape = Vec::with_capacity(segments.len());
    let mut parts = pattern[1..].split('/');
    for segment in segments {
        let part = parts.next()?;
        match param(part) {
            Some(name) if allowed(name, segment) => shape.push(false),
            None if part == *segment => shape.push(true),
            _ => return None,
        }
    }
    parts.next().is_none().then_some(shape)
}

fn param(part: &'static str) -> Option<&'static str> {
    part.strip_prefix('{')?.strip_suffix('}')
}

/// Which characters a parameter takes; anything else is another path and hence a 404.
fn allowed(name: &str, value: &str) -> bool {
    let extra: &[u8] = match name {
        "username" | "name" | "category_id" | "team_name" | "channel_name" => b"_.-",
        "emoji_name" => b"_+-",
        "category" | "pref_name" => b"_.:-",
        "email" => return !value.is_empty(),
        _ => b"",
    };
    !value.is_empty()
        && value
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || extra.contains(&b))
}
