//! Fenced code: where a fence opens and where it ends.
//!
//! A fence without an end is no code block, unless the text stops with a newline.

use super::chars::{byte, cut, line_end, skip_newlines, skip_spaces, tail};
use super::fuel::Fuel;

/// A fenced block found in the source.
#[derive(Debug)]
pub(super) struct Fence<'s> {
    /// Text behind the opening marks, trimmed.
    pub info: &'s str,
    /// The code between the fences.
    pub text: &'s str,
    /// Position behind the block.
    pub end: usize,
}

/// The fenced block that starts at `pos`.
pub(super) fn fence<'s>(src: &'s str, pos: usize, fuel: &mut Fuel) -> Option<Fence<'s>> {
    let start = skip_spaces(src, pos);
    let mark = byte(src, start);
    if start - pos > 3 || !matches!(mark, b'`' | b'~') {
        return None;
    }
    let marks = run(src, start, mark);
    if marks < 3 {
        return None;
    }
    let eol = line_end(src, start);
    let info = cut(src, start + marks, eol);
    if eol == src.len() || info.contains(['`', '~']) {
        return None;
    }
    let (text_end, end) = close(src, eol + 1, mark, marks, fuel)?;
    Some(Fence {
        info: info.trim(),
        text: cut(src, eol + 1, text_end),
        end,
    })
}

/// Searches the closing line from the line start `from` on: end of the code, end of the block.
fn close(src: &str, from: usize, mark: u8, marks: usize, fuel: &mut Fuel) -> Option<(usize, usize)> {
    let mut line = from;
    loop {
        let text_end = if line == from { from } else { line - 1 };
        if line >= src.len() {
            return Some((text_end, src.len()));
        }
        if let Some(end) = closing_line(src, line, mark, marks) {
            return Some((text_end, end));
        }
        line = fuel.find(src, line, "\n")? + 1;
    }
}

fn closing_line(src: &str, line: usize, mark: u8, marks: usize) -> Option<usize> {
    let start = skip_spaces(src, line);
    if start - line > 3 || run(src, start, mark) < marks {
        return None;
    }
    let rest = tail(src, start);
    let behind = src.len() - rest.trim_start_matches(['`', '~']).len();
    let end = skip_spaces(src, behind);
    match byte(src, end) {
        b'\n' => Some(skip_newlines(src, end)),
        _ if end == src.len() => Some(end),
        _ => None,
    }
}

fn run(src: &str, start: usize, mark: u8) -> usize {
    src.as_bytes()
        .iter()
        .skip(start)
        .take_while(|b| **b == mark)
        .count()
}
