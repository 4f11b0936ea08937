//! A Rust file as the rules see it: code without comments, without what is in quotes, without tests.
//!
//! Line numbers stay as in the file. This is a scanner, not a parser: enough to find paths and words.

/// What is kept of a file.
pub struct Source {
    /// Code up to the first test module; comments and contents of strings and characters are blanks.
    pub code: String,
    /// Lines before the first test module.
    pub length: usize,
}

impl Source {
    /// Reads `text`.
    pub fn new(text: &str) -> Self {
        let mut code = blanked(text);
        if let Some(end) = code.find("#[cfg(test)]\nmod ") {
            code.truncate(end);
        }
        Self {
            length: code.lines().count(),
            code,
        }
    }

    /// Line of a byte position, counted from 1.
    pub fn line_of(&self, at: usize) -> usize {
        self.code[..at].matches('\n').count() + 1
    }

    /// Byte positions of `word` where it is not part of a longer name.
    pub fn words<'a>(&'a self, word: &'a str) -> impl Iterator<Item = usize> + 'a {
        let name = |sign: Option<char>| sign.is_some_and(|sign| sign.is_alphanumeric() || sign == '_');
        self.code.match_indices(word).map(|(at, _)| at).filter(move |at| {
            let longer_before = name(word.chars().next()) && name(self.code[..*at].chars().next_back());
            let after = self.code[at + word.len()..].chars().next();
            let longer_after = name(word.chars().next_back()) && name(after);
            !longer_before && !longer_after
        })
    }
}

/// `text` with comments and quoted contents replaced by blanks, line for line.
fn blanked(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(sign) = rest.chars().next() {
        match comment(rest).or_else(|| quoted(rest, code.chars().next_back())) {
            Some(length) => {
                code.extend(
                    rest[..length]
                        .chars()
                        .map(|sign| if sign == '\n' { '\n' } else { ' ' }),
                );
                rest = &rest[length..];
            }
            None => {
                code.push(sign);
                rest = &rest[sign.len_utf8()..];
            }
        }
    }
    code
}

fn comment(text: &str) -> Option<usize> {
    if text.starts_with("//") {
        return Some(text.find('\n').unwrap_or(text.len()));
    }
    if !text.starts_with("/*") {
        return None;
    }
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        if text[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if text[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return Some(at);
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    Some(text.len())
}

fn quoted(text: &str, before: Option<char>) -> Option<usize> {
    if let Some(inner) = text.strip_prefix('"') {
        return Some(1 + end_of_string(inner));
    }
    let in_name = before.is_some_and(|sign| sign.is_alphanumeric() || sign == '_');
    if !in_name && (text.starts_with("r\"") || text.starts_with("r#")) {
        let hashes = text[1..].bytes().take_while(|byte| *byte == b'#').count();
        let open = 1 + hashes;
        if text[open..].starts_with('"') {
            let close = format!("\"{}", "#".repeat(hashes));
            let inner = &text[open + 1..];
            return Some(
                inner
                    .find(&close)
                    .map_or(text.len(), |end| open + 1 + end + close.len()),
            );
        }
    }
    character(text)
}

fn end_of_string(inner: &str) -> usize {
    let mut escaped = false;
    for (at, sign) in inner.char_indices() {
        match sign {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    inner.len()
}

/// A character literal; a lifetime is none.
fn character(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('\'')?;
    let mut signs = inner.char_indices();
    let (_, first) = signs.next()?;
    let (at, second) = signs.next()?;
    if first == '\\' {
        // The escaped sign itself may be a quote.
        let from = at + second.len_utf8();
        return inner[from..].find('\'').map(|end| 1 + from + end + 1);
    }
    (second == '\'').then_some(1 + at + 1)
}

#[cfg(test)]
mod tests {
    use super::Source;

    #[test]
    fn keeps_code_and_nothing_else() {
        let text =
            "fn a<'x>() { // crate::state\n let s = \"crate::view\\\"\"; /* crate::wire */ let c = '\"';\n\
                    let r = r#\"crate::rest \"quoted\"\"#; crate::domain::b(); let q = '\\''; }\n\
                    #[cfg(test)]\nmod tests { use crate::engine; }";
        let source = Source::new(text);
        assert_eq!(source.code.matches("crate::").count(), 1);
        assert!(source.code.contains("crate::domain::b()"));
        assert_eq!(source.length, 3);
    }

    #[test]
    fn finds_whole_words_with_their_lines() {
        let source = Source::new("let unwrapped = 1;\nx.unwrap();\n");
        let lines: Vec<usize> = source.words("unwrap").map(|at| source.line_of(at)).collect();
        assert_eq!(lines, [2]);
    }
}
