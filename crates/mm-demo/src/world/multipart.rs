//! Reading `multipart/form-data` bodies.

use crate::call::Call;

/// One part of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub name: String,
    pub filename: Option<String>,
    pub content_type: Option<String>,
    pub bytes: Vec<u8>,
}

/// The parts of a form; none if the body is no form or is cut off before the first part.
pub fn parts(call: &Call) -> Vec<Part> {
    let content_type = call.header("content-type").unwrap_or("");
    let Some(boundary) =
        parameter(content_type, "boundary").filter(|_| content_type.starts_with("multipart/"))
    else {
        return Vec::new();
    };
    let delimiter = format!("--{boundary}").into_bytes();
    let body = &call.body;
    let mut found = Vec::new();
    let Some(mut at) = find(body, &delimiter, 0) else {
        return found;
    };
    loop {
        let start = at + delimiter.len();
        if body[start..].starts_with(b"--") {
            return found;
        }
        let Some(next) = find(body, &delimiter, start) else {
            return found;
        };
        if let Some(part) = read(&body[start..next]) {
            found.push(part);
        }
        at = next;
    }
}

fn read(section: &[u8]) -> Option<Part> {
    let section = section.strip_prefix(b"\r\n")?;
    let end = find(section, b"\r\n\r\n", 0)?;
    let headers = String::from_utf8_lossy(&section[..end]).into_owned();
    let bytes = section[end + 4..]
        .strip_suffix(b"\r\n")
        .unwrap_or(&section[end + 4..])
        .to_vec();
    let header = |wanted: &str| {
        headers.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.trim()
                .eq_ignore_ascii_case(wanted)
                .then(|| value.trim().to_owned())
        })
    };
    let disposition = header("content-disposition")?;
    Some(Part {
        name: parameter(&disposition, "name")?,
        filename: parameter(&disposition, "filename"),
        content_type: header("content-type"),
        bytes,
    })
}

/// A parameter of a header value, with or without quotes.
fn parameter(value: &str, name: &str) -> Option<String> {
    value.split(';').skip(1).find_map(|piece| {
        let (key, text) = piece.trim().split_once('=')?;
        key.trim()
            .eq_ignore_ascii_case(name)
            .then(|| text.trim().trim_matches('"').to_owned())
    })
}

fn find(haystack: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    haystack
        .get(from..)?
        .windows(needle.len())
        .position(|window| window == needle)
        .map(|at| at + from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::Method;

    fn form(body: &str) -> Vec<Part> {
        let call = Call::new(Method::Post, "/api/v4/files")
            .with_header("Content-Type", "multipart/form-data; boundary=XX");
        parts(&Call {
            body: body.as_bytes().to_vec(),
            ..call
        })
    }

    #[test]
    fn parts_are_read_with_their_names() {
        let found = form(
            "--XX\r\nContent-Disposition: form-data; name=\"channel_id\"\r\n\r\nabc\r\n--XX\r\nContent-Disposition: \
             form-data; name=\"files\"; filename=\"メモ.txt\"\r\nContent-Type: text/plain\r\n\r\na\r\nb\r\n--XX--\r\n",
        );
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].bytes, b"abc");
        assert_eq!(found[1].filename.as_deref(), Some("メモ.txt"));
        assert_eq!(found[1].bytes, b"a\r\nb");
    }

    #[test]
    fn a_broken_form_gives_what_is_whole() {
        assert!(form("no form").is_empty());
        assert!(form("--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\ncut off").is_empty());
    }
}
