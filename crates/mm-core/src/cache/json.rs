//! Objects written by name: the other end of `wire::fields`. What is empty, zero or off is left out; the readers take it so.

/// A JSON object in the making.
pub struct Object(String);

/// A text in quotes.
pub fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

/// A list of values that are written already.
pub fn list(values: impl IntoIterator<Item = String>) -> String {
    let mut text = String::from("[");
    for value in values {
        if text.len() > 1 {
            text.push(',');
        }
        text.push_str(&value);
    }
    text.push(']');
    text
}

/// A list of ids.
pub fn ids<'a>(ids: impl IntoIterator<Item = &'a str>) -> String {
    list(ids.into_iter().map(quoted))
}

impl Object {
    /// An empty one.
    pub fn new() -> Self {
        Self(String::from("{"))
    }

    /// Adds a value that is written already.
    #[inline(never)]
    pub fn raw(&mut self, name: &str, value: &str) {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        self.0.push_str(&quoted(name));
        self.0.push(':');
        self.0.push_str(value);
    }

    /// Adds a text.
    #[inline(never)]
    pub fn text(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            self.raw(name, &quoted(text));
        }
    }

    /// Adds a number.
    #[inline(never)]
    pub fn number(&mut self, name: &str, number: i64) {
        if number != 0 {
            self.raw(name, &number.to_string());
        }
    }

    /// Adds a switch.
    pub fn flag(&mut self, name: &str, is_on: bool) {
        if is_on {
            self.raw(name, "true");
        }
    }

    /// Adds an object, unless nothing is in it.
    pub fn object(&mut self, name: &str, object: Object) {
        if object.0.len() > 1 {
            self.raw(name, &object.end());
        }
    }

    /// Adds a list, unless nothing is in it.
    pub fn list(&mut self, name: &str, values: impl IntoIterator<Item = String>) {
        let list = list(values);
        if list.len() > 2 {
            self.raw(name, &list);
        }
    }

    /// Its text.
    pub fn end(mut self) -> String {
        self.0.push('}');
        self.0
    }
}
