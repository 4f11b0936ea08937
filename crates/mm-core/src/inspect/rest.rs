//! Recorded REST exchanges, each read by what reads it in the engine.

use super::exchange::{exchanges, Exchange};
use super::routes::{find, Asked};
use super::{Line, Outcome};
use crate::rest::ApiError;

/// What is made of each exchange of a text.
pub fn rest(text: &str) -> Vec<Line> {
    let (found, skipped) = exchanges(text);
    let mut lines: Vec<Line> = found
        .iter()
        .enumerate()
        .map(|(index, exchange)| read(index + 1, exchange))
        .collect();
    for _ in 0..skipped {
        lines.push(Line {
            item: lines.len() + 1,
            name: String::new(),
            status: Outcome::Error,
            decoded: Vec::new(),
            reason: "not a recorded exchange".to_owned(),
        });
    }
    lines
}

/// `GET /users/{user_id}/teams`, or the path itself when the recording names no template.
fn name(exchange: &Exchange) -> String {
    let path = if exchange.template.is_empty() {
        exchange.path.as_str()
    } else {
        exchange.template.as_str()
    };
    format!("{} {path}", exchange.method)
}

fn read(item: usize, exchange: &Exchange) -> Line {
    let asked = Asked::new(&exchange.path);
    let (status, decoded, reason) = match find(&exchange.method, &asked) {
        None => (
            Outcome::Unknown,
            Vec::new(),
            "the client does not ask this".to_owned(),
        ),
        Some(_) if exchange.answer.status == 304 => (
            Outcome::Known,
            Vec::new(),
            "not modified: the browser's cache answers".to_owned(),
        ),
        Some(reader) => match reader(&asked, &exchange.answer) {
            Ok(decoded) if decoded.iter().any(|kind| kind == "Broken") => {
                (Outcome::Error, decoded, "entries could not be read".to_owned())
            }
            Ok(decoded) => (Outcome::Known, decoded, String::new()),
            Err(error) => refused(&error),
        },
    };
    Line {
        item,
        name: name(exchange),
        status,
        decoded,
        reason,
    }
}

/// A refusal that is understood is known: its reason is the server's id and what we do about it.
fn refused(error: &ApiError) -> (Outcome, Vec<String>, String) {
    let remedy = format!("{:?}", error.remedy());
    match error {
        ApiError::Server { status, id, .. } => {
            let reason = format!("refused with {status} {id}: {remedy}");
            (Outcome::Known, vec!["ApiError::Server".to_owned()], reason)
        }
        other => (Outcome::Error, Vec::new(), other.to_string()),
    }
}
