//! The routing table: method and path pattern to handler. Each area lists its own routes beside its handlers.

use std::sync::OnceLock;

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

/// A route with its pattern taken apart.
struct Taken {
    route: &'static Route,
    parts: Vec<Part>,
}

enum Part {
    Literal(&'static str),
    Param(&'static str),
}

/// All routes, taken apart once.
fn table() -> &'static [Taken] {
    static TABLE: OnceLock<Vec<Taken>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let routes = world::ROUTES.iter().copied().flatten();
        let part = |part| param(part).map_or(Part::Literal(part), Part::Param);
        let taken = routes.map(|route| Taken {
            route,
            parts: route.pattern[1..].split('/').map(part).collect(),
        });
        taken.collect()
    })
}

/// The route for a path (without `/api/v4`) and its parameters. Literal segments win over parameters.
pub fn find(method: Method, path: &str) -> Option<(&'static Route, Vec<(&'static str, String)>)> {
    let segments: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    let all = table().iter().filter(|taken| taken.route.method == method);
    let fitting = all.filter(|taken| taken.matches(&segments));
    // Of several that are as good the first.
    let best = fitting.reduce(|best, other| {
        if other.shape().gt(best.shape()) {
            other
        } else {
            best
        }
    })?;
    let params = best.parts.iter().zip(segments);
    let params = params.filter_map(|(part, value)| match part {
        Part::Param(name) => Some((*name, value.to_owned())),
        Part::Literal(_) => None,
    });
    Some((best.route, params.collect()))
}

impl Taken {
    fn matches(&self, segments: &[&str]) -> bool {
        let fits = |(part, segment): (&Part, &&str)| match part {
            Part::Param(name) => allowed(name, segment),
            Part::Literal(text) => text == segment,
        };
        self.parts.len() == segments.len() && self.parts.iter().zip(segments).all(fits)
    }

    /// Which segments match literally.
    fn shape(&self) -> impl Iterator<Item = bool> + '_ {
        self.parts.iter().map(|part| matches!(part, Part::Literal(_)))
    }
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
