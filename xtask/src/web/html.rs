//! Reading the few facts we need out of the built page: which files it loads, and as what.
//!
//! Used by `polish`, `size` and the plugin. It reads the page trunk wrote from our own index.html,
//! minified or not; it is no general reader of HTML.

/// One start tag: its name and attributes in order.
#[derive(Debug, PartialEq, Eq)]
pub struct Tag {
    /// Element name in lower case.
    pub name: String,
    /// Names and values; a value is empty where none is written.
    pub attributes: Vec<(String, String)>,
}

impl Tag {
    /// Value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

/// All start tags of `page`; comments and text are skipped.
pub fn tags(page: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut rest = page;
    while let Some(open) = rest.find('<') {
        rest = &rest[open + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
        } else if rest.starts_with(|first: char| first.is_ascii_alphabetic()) {
            let end = end_of_tag(rest);
            found.push(tag(&rest[..end]));
            rest = &rest[end..];
        }
    }
    found
}

fn end_of_tag(text: &str) -> usize {
    let mut quote = None;
    for (at, sign) in text.char_indices() {
        match (quote, sign) {
            (None, '>') => return at,
            (None, '"' | '\'') => quote = Some(sign),
            (Some(open), _) if open == sign => quote = None,
            _ => {}
        }
    }
    text.len()
}

fn tag(text: &str) -> Tag {
    // A slash right behind an unquoted value belongs to the value.
    let closed = ["\"/", "'/", " /"].iter().any(|end| text.ends_with(end));
    let text = if closed { &text[..text.len() - 1] } else { text };
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let mut attributes = Vec::new();
    let mut rest = text[end..].trim_start();
    while !rest.is_empty() {
        let stop = rest
            .find(|sign: char| sign == '=' || sign.is_whitespace())
            .unwrap_or(rest.len());
        let key = rest[..stop].to_ascii_lowercase();
        rest = &rest[stop..];
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            (value, rest) = split_value(after);
        }
        attributes.push((key, value.to_owned()));
        rest = rest.trim_start();
    }
    Tag {
        name: text[..end].to_ascii_lowercase(),
        attributes,
    }
}

fn split_value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            let end = inner.find(quote).unwrap_or(inner.len());
            return (&inner[..end], inner.get(end + 1..).unwrap_or(""));
        }
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    (&text[..end], &text[end..])
}

/// The files a page loads before it is usable, as names beneath its folder.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Loads {
    /// Style sheets in order.
    pub styles: Vec<String>,
    /// Module scripts in order.
    pub scripts: Vec<String>,
    /// The glue of the module.
    pub glue: Option<String>,
    /// The module.
    pub module: Option<String>,
    /// Icons.
    pub icons: Vec<String>,
}

impl Loads {
    /// Everything fetched until the client is usable; icons come later and are not waited for.
    pub fn all(&self) -> impl Iterator<Item = &String> {
        self.styles
            .iter()
            .chain(&self.scripts)
            .chain(&self.glue)
            .chain(&self.module)
    }
}

/// What `page` loads.
pub fn loads(page: &str) -> Loads {
    let mut loads = Loads::default();
    let file = |address: &str| {
        address
            .trim_start_matches("./")
            .trim_start_matches('/')
            .to_owned()
    };
    for tag in tags(page) {
        match (tag.name.as_str(), tag.get("rel"), tag.get("href"), tag.get("src")) {
            ("script", _, _, Some(src)) => loads.scripts.push(file(src)),
            ("link", Some("stylesheet"), Some(href), _) => loads.styles.push(file(href)),
            ("link", Some("modulepreload"), Some(href), _) => loads.glue = Some(file(href)),
            ("link", Some("preload"), Some(href), _) if tag.get("as") == Some("fetch") => {
                loads.module = Some(file(href));
            }
            ("link", Some("icon"), Some(href), _) => loads.icons.push(file(href)),
            _ => {}
        }
    }
    loads
}

#[cfg(test)]
mod tests {
    use super::loads;

    const PLAIN: &str = "<!doctype html><!-- <link rel=\"stylesheet\" href=\"/no.css\"> --><head>\n\
        <link rel=\"stylesheet\" href=\"/a-1.css\"/>\n<script type=\"module\" src=\"/boot-2.js\"></script>\
        <link rel=\"modulepreload\" href=\"/g-3.js\">\
        <link rel=\"preload\" as=\"fetch\" crossorigin href=\"/m-4.wasm\"></head>";

    #[test]
    fn reads_the_page_and_its_minified_form_alike() {
        let small = PLAIN
            .replace('"', "")
            .replace("\n", "")
            .replace(".css/>", ".css>");
        for page in [PLAIN, &small] {
            let found = loads(page);
            assert_eq!(found.styles, ["a-1.css"]);
            assert_eq!(found.scripts, ["boot-2.js"]);
            assert_eq!(found.glue.as_deref(), Some("g-3.js"));
            assert_eq!(found.module.as_deref(), Some("m-4.wasm"));
            assert_eq!(found.all().count(), 4);
        }
    }
}
