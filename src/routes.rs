//! Addresses: a pure function `Place ↔ path`. The edge prints it as a history path or a hash route (`deployment.md`).
//!
//! The address bar is the truth about what is open. Anything that is not exactly one of the known forms is
//! [`Place::NotFound`]: no redirect, no `//`, no encoded slash gets through.

use mm_core::domain::PostId;
use mm_core::event::Place;

/// Characters of an unknown address that are shown.
const LONGEST: usize = 200;

/// Path of a place, beginning with `/`; every segment is percent-encoded.
pub fn path(place: &Place) -> String {
    match place {
        Place::Start => "/".into(),
        Place::Team { team } => format!("/{}", encode(team)),
        Place::Channel { team, channel } => format!("/{}/channels/{}", encode(team), encode(channel)),
        Place::Direct { team, username } => format!("/{}/messages/@{}", encode(team), encode(username)),
        Place::Permalink { team, post_id } => format!("/{}/pl/{post_id}", encode(team)),
        Place::Diagnostics => "/-/diagnostics".into(),
        Place::NotFound { path } => path.clone(),
    }
}

/// Place of a path (without query), whatever it holds.
pub fn place(path: &str) -> Place {
    parse(path).unwrap_or_else(|| Place::NotFound {
        path: printable(path),
    })
}

fn parse(path: &str) -> Option<Place> {
    let inner = path.strip_prefix('/')?;
    let inner = inner.strip_suffix('/').unwrap_or(inner);
    if inner.is_empty() {
        return (path.len() <= 1).then_some(Place::Start);
    }
    let segments = inner.split('/').map(decode).collect::<Option<Vec<String>>>()?;
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    match segments.as_slice() {
        ["-", "diagnostics"] => Some(Place::Diagnostics),
        [team] => Some(Place::Team { team: name(team)? }),
        [team, "channels", channel] => Some(Place::Channel {
            team: name(team)?,
            channel: name(channel)?,
        }),
        [team, "messages", other] => match other.strip_prefix('@') {
            Some(person) => Some(Place::Direct {
                team: name(team)?,
                username: name(person)?,
            }),
            None => Some(Place::Channel {
                team: name(team)?,
                channel: name(other)?,
            }),
        },
        [team, "pl", post] => Some(Place::Permalink {
            team: name(team)?,
            post_id: PostId::parse(post).ok()?,
        }),
        _ => None,
    }
}

/// Names of teams, channels and people: lower-case letters, digits and `. - _`, at most 64 (two ids with `__` are 54).
fn name(text: &str) -> Option<String> {
    let fits = !text.is_empty() && text.len() <= 64 && !text.starts_with('.');
    let plain = text
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'_'));
    (fits && plain && text != "-").then(|| text.to_owned())
}

/// Percent-encodes one segment: everything but letters, digits and `- . _ ~`.
pub fn encode(segment: &str) -> String {
    let mut out = String::with_capacity(segment.len());
    for byte in segment.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Decodes one segment; `None` if it is broken or hides a slash, a backslash or a control character.
fn decode(segment: &str) -> Option<String> {
    let bytes = segment.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte == b'%' {
            let digits = segment.get(at + 1..at + 3)?;
            out.push(u8::from_str_radix(digits, 16).ok()?);
            at += 3;
        } else {
            out.push(byte);
            at += 1;
        }
    }
    let text = String::from_utf8(out).ok()?;
    let clean = !text.chars().any(|c| c == '/' || c == '\\' || c.is_control());
    clean.then_some(text)
}

/// An unknown address as it may be shown: bounded, without control characters. What is left out leaves a mark that no name has, so that
/// the rest never leads to another place.
fn printable(path: &str) -> String {
    let clean = path.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c });
    if path.chars().nth(LONGEST).is_none() {
        return clean.collect();
    }
    clean.take(LONGEST - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests;
