//! Link safety: the one gate every address of a message passes (`quality-bars.md` 4.1).
//!
//! An allow-list of schemes, decided after control characters, white space, percent and entity
//! tricks are read away. Used by the parser and by every part that shows a server-given address
//! (attachments, bookmarks, profile fields). Knows nothing of pages or windows.

use super::entities;

/// An address that may be put into a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Href {
    url: String,
    kind: HrefKind,
}

impl Href {
    /// The address, as it goes into the link.
    pub fn as_str(&self) -> &str {
        &self.url
    }

    /// What kind of place it names.
    pub fn kind(&self) -> HrefKind {
        self.kind
    }
}

/// What an address names, for deciding how it is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HrefKind {
    /// A path on this server.
    Path,
    /// `http` or `https`, or an address without scheme.
    Web,
    /// `mailto`, `tel`, `ftp`, `mattermost` or a custom scheme: another program opens it.
    Other,
}

/// Schemes every server allows.
const ALLOWED: &[&str] = &["http", "https", "mailto", "tel", "ftp", "mattermost"];

/// Schemes no setting can allow.
const DENIED: &[&str] = &[
    "javascript",
    "vbscript",
    "data",
    "blob",
    "file",
    "filesystem",
    "view-source",
    "about",
    "jar",
    "livescript",
    "mocha",
    "ws",
    "wss",
    "intent",
];

/// The address as a link target, or `None` when its scheme is not allowed. An address without
/// scheme gets `http://`, unless it is a path.
pub fn safe_href(url: &str, custom_schemes: &[String]) -> Option<Href> {
    let seen = as_browser_sees(url);
    let given = scheme(&seen);
    if !given.is_none_or(|scheme| allowed(scheme, custom_schemes)) || hidden_scheme(url) {
        return None;
    }
    let kind = match given {
        Some(scheme) if scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https") => {
            HrefKind::Web
        }
        Some(_) => HrefKind::Other,
        None if names_path(&seen) => HrefKind::Path,
        None => HrefKind::Web,
    };
    let bare = given.is_none() && !url.starts_with('/');
    let url = if bare {
        format!("http://{url}")
    } else {
        url.to_owned()
    };
    Some(Href { url, kind })
}

/// An image address: `http`, `https` or none at all.
pub fn safe_image_src(url: &str) -> Option<&str> {
    let seen = as_browser_sees(url);
    let web = scheme(&seen).is_none_or(|s| s.eq_ignore_ascii_case("http") || s.eq_ignore_ascii_case("https"));
    (web && !hidden_scheme(url)).then_some(url)
}

/// Whether a bare address with this scheme is made a link without being asked to.
pub(super) fn autolinks(url: &str, custom_schemes: &[String]) -> bool {
    scheme(url).is_none_or(|given| {
        (ALLOWED.contains(&given) || custom_schemes.iter().any(|custom| custom == given))
            && allowed(given, custom_schemes)
    })
}

/// The scheme an address starts with.
fn scheme(url: &str) -> Option<&str> {
    let (scheme, _) = url.split_once(':')?;
    let plain = scheme
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'.' | b'-'));
    (plain && !scheme.is_empty()).then_some(scheme)
}

fn allowed(scheme: &str, custom: &[String]) -> bool {
    let is = |known: &str| known.eq_ignore_ascii_case(scheme);
    !DENIED.iter().any(|denied| is(denied))
        && (ALLOWED.iter().any(|known| is(known)) || custom.iter().any(|known| is(known.trim())))
}

/// The address without what a browser drops before it looks for a scheme, and without characters
/// that are not shown.
fn as_browser_sees(url: &str) -> String {
    url.chars().filter(|c| !dropped(*c)).collect()
}

fn dropped(c: char) -> bool {
    c.is_control() || c.is_whitespace() || super::is_invisible(c)
}

/// Whether a path on this server is named (`//host` and `/\host` name another host).
fn names_path(url: &str) -> bool {
    url.starts_with('/') && !url.starts_with("//") && !url.starts_with("/\\")
}

/// Whether a denied scheme shows up once references and percent signs are read, as often as
/// somebody might read them, and everything but word characters is left out.
fn hidden_scheme(url: &str) -> bool {
    let mut text = url.to_owned();
    for _ in 0..4 {
        let word: String = text
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | ':' | '-'))
            .take(64)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        let bare = word.replace('-', "");
        let starts = |text: &str, denied: &str| {
            text.strip_prefix(denied)
                .is_some_and(|rest| rest.starts_with(':'))
        };
        if DENIED
            .iter()
            .any(|denied| starts(&word, denied) || starts(&bare, denied))
        {
            return true;
        }
        let read = percent_read(&entities::decode(&text));
        if read == text {
            return false;
        }
        text = read;
    }
    false
}

/// Percent escapes of ASCII characters read once.
fn percent_read(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let code = after
            .get(..2)
            .and_then(|hex| u8::from_str_radix(hex, 16).ok())
            .filter(u8::is_ascii);
        match code {
            Some(code) => {
                out.push(char::from(code));
                rest = after.get(2..).unwrap_or("");
            }
            None => {
                out.push('%');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}
