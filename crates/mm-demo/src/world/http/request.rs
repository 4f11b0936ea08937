//! A request as a handler sees it: who asks, with which ids, page and body.

use serde::de::DeserializeOwned;

use crate::call::Call;
use crate::world::error::ApiError;
use crate::world::id::Id;

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caller {
    pub user: Id,
    pub session: Id,
    pub admin: bool,
}

/// A routed request.
#[derive(Debug)]
pub struct Request<'a> {
    pub now: i64,
    pub call: &'a Call,
    caller: Option<Caller>,
    params: Vec<(&'static str, String)>,
}

/// Path parameters that must be ids.
const IDS: [&str; 11] = [
    "user_id",
    "team_id",
    "channel_id",
    "post_id",
    "root_id",
    "thread_id",
    "file_id",
    "emoji_id",
    "upload_id",
    "role_id",
    "version_id",
];

impl<'a> Request<'a> {
    /// Checks the ids in the path (`me` becomes the caller's own).
    pub fn new(
        now: i64,
        call: &'a Call,
        caller: Option<Caller>,
        mut params: Vec<(&'static str, String)>,
    ) -> Result<Request<'a>, ApiError> {
        for (name, value) in &mut params {
            if !IDS.contains(name) {
                continue;
            }
            if let (&mut "user_id", "me", Some(caller)) = (&mut *name, value.as_str(), caller) {
                *value = caller.user.to_string();
            }
            if Id::parse(value).is_none() {
                return Err(ApiError::invalid_url(name));
            }
        }
        Ok(Request {
            now,
            call,
            caller,
            params,
        })
    }

    /// Who asks; 401 if nobody known does.
    pub fn caller(&self) -> Result<Caller, ApiError> {
        self.caller.ok_or_else(ApiError::session_expired)
    }

    /// Who asks, if known.
    pub fn maybe_caller(&self) -> Option<Caller> {
        self.caller
    }

    /// The caller's account id ([`Id::NONE`] for an anonymous request).
    pub fn me(&self) -> Id {
        self.caller.map_or(Id::NONE, |caller| caller.user)
    }

    /// Is the caller a system administrator?
    pub fn is_admin(&self) -> bool {
        self.caller.is_some_and(|caller| caller.admin)
    }

    /// Only for administrators.
    pub fn need_admin(&self) -> Result<(), ApiError> {
        if self.is_admin() {
            Ok(())
        } else {
            Err(ApiError::forbidden())
        }
    }

    /// The account that the path names, which must be the caller's own unless he is an administrator.
    pub fn own_user(&self) -> Result<Id, ApiError> {
        let user = self.id("user_id");
        if user == self.me() || self.is_admin() {
            Ok(user)
        } else {
            Err(ApiError::forbidden())
        }
    }

    /// An id of the path. It was checked when the request was made.
    pub fn id(&self, name: &str) -> Id {
        Id::parse(self.text(name)).unwrap_or(Id::NONE)
    }

    /// A part of the path.
    pub fn text(&self, name: &str) -> &str {
        self.params
            .iter()
            .find(|(n, _)| *n == name)
            .map_or("", |(_, v)| v.as_str())
    }

    /// A query value that is `true`.
    pub fn flag(&self, name: &str) -> bool {
        self.call.query(name) == Some("true")
    }

    /// A query value that is a number.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.call.query(name).and_then(|text| text.parse().ok())
    }

    /// A query value that is an id.
    pub fn query_id(&self, name: &str) -> Option<Id> {
        self.call.query(name).and_then(Id::parse)
    }

    /// Page number; missing, unreadable or negative is 0.
    pub fn page(&self) -> usize {
        self.number("page")
            .and_then(|n| usize::try_from(n).ok())
            .unwrap_or(0)
    }

    /// Page size: 60 unless told, at most 200.
    pub fn per_page(&self) -> usize {
        self.limit("per_page")
    }

    /// A size in the query: 60 unless told, at most 200.
    pub fn limit(&self, name: &str) -> usize {
        match self.number(name) {
            Some(n) if n >= 0 => (n as usize).min(200),
            _ => 60,
        }
    }

    /// The page of a list.
    pub fn paged<'b, T>(&self, list: &'b [T]) -> &'b [T] {
        let start = self.page().saturating_mul(self.per_page()).min(list.len());
        let end = start.saturating_add(self.per_page()).min(list.len());
        &list[start..end]
    }

    /// The body as JSON; 400 naming `what` if it is none of that shape.
    pub fn body<T: DeserializeOwned>(&self, what: &str) -> Result<T, ApiError> {
        serde_json::from_slice(&self.call.body).map_err(|_| ApiError::invalid_body(what))
    }

    /// The body as a JSON object; 400 naming `what` for anything else, lists included.
    pub fn object<T: DeserializeOwned>(&self, what: &str) -> Result<T, ApiError> {
        let first = self.call.body.iter().find(|byte| !byte.is_ascii_whitespace());
        match first {
            Some(b'{') => self.body(what),
            _ => Err(ApiError::invalid_body(what)),
        }
    }

    /// The body as a list of at least one id.
    pub fn body_ids(&self, what: &str) -> Result<Vec<Id>, ApiError> {
        let texts: Vec<String> = self.body(what)?;
        if texts.is_empty() {
            return Err(ApiError::invalid_body(what));
        }
        texts
            .iter()
            .map(|text| Id::parse(text))
            .collect::<Option<_>>()
            .ok_or_else(|| ApiError::invalid_body(what))
    }
}
