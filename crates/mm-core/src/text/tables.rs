//! Tables: header line, line of dashes, body lines.

use super::chars::{byte, char_at, cut, is_space, line_end, skip_newlines, skip_spaces, tail};
use super::tree::Align;

/// A table before inline reading.
#[derive(Debug)]
pub(super) struct RawTable {
    pub header: Vec<String>,
    pub align: Vec<Option<Align>>,
    pub rows: Vec<Vec<String>>,
}

/// A table whose lines do not start with a bar.
pub(super) fn bare(src: &str, pos: usize) -> Option<(RawTable, usize)> {
    let start = skip_spaces(src, pos);
    let eol = line_end(src, start);
    let header = cut(src, start, eol);
    let first = char_at(header, 0).filter(|c| !is_space(*c))?;
    if !tail(header, first.len_utf8()).contains('|') {
        return None;
    }
    let (dashes, body) = dash_line(src, eol, false)?;
    let mut rows = Vec::new();
    let mut at = body;
    while at < src.len() {
        let end = line_end(src, at);
        let line = cut(src, at, end);
        if !line.contains('|') {
            break;
        }
        rows.push(cells(line));
        at = (end + 1).min(src.len());
    }
    Some((table(cells(header), dashes, rows), skip_newlines(src, at)))
}

/// A table whose lines start with a bar.
pub(super) fn piped(src: &str, pos: usize) -> Option<(RawTable, usize)> {
    let start = skip_spaces(src, pos);
    if byte(src, start) != b'|' {
        return None;
    }
    let eol = line_end(src, start);
    let header = cut(src, start + 1, eol);
    if header.is_empty() {
        return None;
    }
    let (dashes, body) = dash_line(src, eol, true)?;
    let mut rows = Vec::new();
    let mut at = body;
    while at < src.len() {
        let bar = skip_spaces(src, at);
        if byte(src, bar) != b'|' {
            break;
        }
        let end = line_end(src, bar);
        let line = cut(src, bar + 1, end).trim_start_matches(' ');
        rows.push(cells(without_last_bar(line)));
        at = (end + 1).min(src.len());
    }
    let header = cells(without_last_bar(header.trim_start_matches(' ')));
    Some((table(header, dashes, rows), skip_newlines(src, at)))
}

/// The line of dashes behind the newline at `eol`, which must have a line behind it.
fn dash_line(src: &str, eol: usize, bar_first: bool) -> Option<(&str, usize)> {
    if eol >= src.len() {
        return None;
    }
    let mut start = skip_spaces(src, eol + 1);
    if bar_first {
        if byte(src, start) != b'|' {
            return None;
        }
        start = skip_spaces(src, start + 1);
    }
    let end = line_end(src, start);
    if end >= src.len() {
        return None;
    }
    let line = cut(src, start, end);
    let rest = line.trim_start_matches(['-', ':']);
    let bar_needed = !bar_first && !rest.trim_start_matches(' ').starts_with('|');
    if rest.len() == line.len() || bar_needed || !rest.chars().all(|c| matches!(c, '-' | '|' | ' ' | ':')) {
        return None;
    }
    Some((line, end + 1))
}

fn table(header: Vec<String>, dashes: &str, mut rows: Vec<Vec<String>>) -> RawTable {
    if rows.is_empty() {
        rows.push(Vec::new());
    }
    let line = dashes.trim_end_matches(' ');
    let line = line.strip_suffix('|').unwrap_or(dashes);
    let align = line
        .split('|')
        .map(|part| alignment(part.trim_matches(' ')))
        .collect();
    RawTable { header, align, rows }
}

fn alignment(part: &str) -> Option<Align> {
    let dashes = part.trim_matches(':');
    if dashes.is_empty() || !dashes.bytes().all(|b| b == b'-') {
        return None;
    }
    match (part.strip_suffix(dashes), part.strip_prefix(dashes)) {
        (Some(":"), _) => Some(Align::Left),
        (_, Some(":")) => Some(Align::Right),
        _ if part.len() == dashes.len() + 2 && part.starts_with(':') && part.ends_with(':') => {
            Some(Align::Center)
        }
        _ => None,
    }
}

/// The line without a bar at its end and the spaces around that bar.
fn without_last_bar(line: &str) -> &str {
    match line.trim_end_matches(' ').strip_suffix('|') {
        Some(rest) => rest.trim_end_matches(' '),
        None => line,
    }
}

/// The parts between bars that are not escaped.
fn cells(line: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut before = ' ';
    for (i, c) in line.char_indices() {
        if c == '|' && before != '\\' {
            out.push(cut(line, start, i).trim_matches(is_space).to_owned());
            start = i + 1;
        }
        before = c;
    }
    if !line.is_empty() {
        out.push(tail(line, start).trim_matches(is_space).to_owned());
    }
    out
}
