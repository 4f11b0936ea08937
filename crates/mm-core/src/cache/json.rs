//! Objects written by name: the other end of `wire::fields`. What is empty, zero or off is left out; the readers take it so.
//!
//! Every change writes the posts of a channel anew, so all goes into one text that has room from the start.

/// Room for most shapes; a post has a little more.
const ROOM: usize = 512;

/// A JSON object in the making.
pub struct Object(String);

/// A text in quotes.
pub fn quoted(text: &str) -> String {
    let mut out = String::new();
    quote(&mut out, text);
    out
}

/// Writes a text in quotes. Hardly any has something in it that must be told otherwise: it is taken as it is.
#[inline(never)]
fn quote(out: &mut String, text: &str) {
    let must_be_told = |byte: u8| byte < b' ' || byte == b'"' || byte == b'\\';
    // All of them, without a way out in between: so it is done many at a time.
    if text
        .bytes()
        .fold(false, |is_any, byte| is_any | must_be_told(byte))
    {
        out.push_str(&serde_json::to_string(text).unwrap_or_default());
    } else {
        plain(out, text);
    }
}

/// Writes a text in quotes in which nothing must be told otherwise.
#[inline(never)]
fn plain(out: &mut String, text: &str) {
    out.reserve(text.len().saturating_add(2));
    out.push('"');
    out.push_str(text);
    out.push('"');
}

/// A list of values that are written already.
pub fn list(values: impl IntoIterator<Item = String>) -> String {
    let mut text = String::new();
    write_list(&mut text, values);
    text
}

/// Gives whether anything is in it.
fn write_list(out: &mut String, values: impl IntoIterator<Item = String>) -> bool {
    let mut sign = '[';
    for value in values {
        out.push(sign);
        out.push_str(&value);
        sign = ',';
    }
    let is_empty = sign == '[';
    out.push_str(if is_empty { "[]" } else { "]" });
    !is_empty
}

/// A list of ids.
pub fn ids<'a>(ids: impl IntoIterator<Item = &'a str>) -> String {
    list(ids.into_iter().map(quoted))
}

impl Object {
    /// An empty one.
    pub fn new() -> Self {
        let mut text = String::with_capacity(ROOM);
        text.push('{');
        Self(text)
    }

    /// Adds a value that is written already, by a name of ours.
    #[inline(never)]
    pub fn raw(&mut self, name: &'static str, value: &str) {
        self.name(name);
        self.0.push_str(value);
    }

    /// The same by a name from elsewhere.
    #[inline(never)]
    pub fn entry(&mut self, name: &str, value: &str) {
        self.comma();
        quote(&mut self.0, name);
        self.0.push(':');
        self.0.push_str(value);
    }

    fn comma(&mut self) {
        if self.0.len() > 1 {
            self.0.push(',');
        }
    }

    #[inline(never)]
    fn name(&mut self, name: &'static str) {
        self.comma();
        plain(&mut self.0, name);
        self.0.push(':');
    }

    /// Adds a text.
    #[inline(never)]
    pub fn text(&mut self, name: &'static str, text: &str) {
        if !text.is_empty() {
            self.name(name);
            quote(&mut self.0, text);
        }
    }

    /// Adds a number.
    #[inline(never)]
    pub fn number(&mut self, name: &'static str, number: i64) {
        if number != 0 {
            self.raw(name, &number.to_string());
        }
    }

    /// Adds a switch.
    pub fn flag(&mut self, name: &'static str, is_on: bool) {
        if is_on {
            self.raw(name, "true");
        }
    }

    /// Adds an object, unless nothing is in it.
    pub fn object(&mut self, name: &'static str, object: Object) {
        if object.0.len() > 1 {
            self.raw(name, &object.end());
        }
    }

    /// Adds a list, unless nothing is in it.
    pub fn list(&mut self, name: &'static str, values: impl IntoIterator<Item = String>) {
        let before = self.0.len();
        self.name(name);
        if !write_list(&mut self.0, values) {
            self.0.truncate(before);
        }
    }

    /// Its text.
    pub fn end(mut self) -> String {
        self.0.push('}');
        self.0
    }
}
