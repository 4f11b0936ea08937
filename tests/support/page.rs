//! Rendered HTML as a tree, and finding in it by role and accessible name: a small, readable part of the accessible-name
//! computation, enough for the names of the contract.

use std::collections::BTreeMap;

/// Elements without an end.
const VOID: [&str; 6] = ["br", "hr", "img", "input", "link", "meta"];

/// Roles that are named by what they hold, where nothing else names them.
const NAMED_BY_CONTENT: [&str; 10] = [
    "button", "checkbox", "heading", "link", "menuitem", "option", "radio", "tab", "cell", "row",
];

/// An element of the page.
#[derive(Debug, Default)]
pub struct Element {
    /// Name of the element.
    pub tag: String,
    /// Attributes.
    pub attributes: BTreeMap<String, String>,
    /// What it holds, in order.
    pub children: Vec<Child>,
}

/// A child.
#[derive(Debug)]
pub enum Child {
    /// Text.
    Text(String),
    /// An element.
    Element(Element),
}

impl Element {
    /// Reads what a view rendered to. Only our own output is read, so only what it holds is understood.
    pub fn parse(html: &str) -> Element {
        let mut open = vec![Element::default()];
        let mut rest = html;
        while let Some((text, tag)) = rest.split_once('<') {
            push_text(&mut open, text);
            if let Some(comment) = tag.strip_prefix('!') {
                let end = if comment.starts_with("--") { "-->" } else { ">" };
                rest = comment.split_once(end).map_or("", |(_, after)| after);
                continue;
            }
            let (inside, after) = split_tag(tag);
            rest = after;
            if inside.starts_with('/') {
                close(&mut open);
                continue;
            }
            let element = read_tag(inside.trim_end_matches('/'));
            let is_void = VOID.contains(&element.tag.as_str()) || inside.ends_with('/');
            open.push(element);
            if is_void {
                close(&mut open);
            }
        }
        push_text(&mut open, rest);
        while open.len() > 1 {
            close(&mut open);
        }
        open.pop().unwrap_or_default()
    }

    /// An attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    /// All text inside, squeezed.
    pub fn text(&self) -> String {
        let mut out = String::new();
        self.collect_text(&mut out);
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn collect_text(&self, out: &mut String) {
        for child in &self.children {
            match child {
                Child::Text(text) => out.push_str(text),
                Child::Element(element) if element.get("aria-hidden") == Some("true") => {}
                Child::Element(element) => element.collect_text(out),
            }
        }
    }

    /// This element and everything below it, in order.
    pub fn all(&self) -> Vec<&Element> {
        let mut out = vec![self];
        for child in &self.children {
            if let Child::Element(element) = child {
                out.extend(element.all());
            }
        }
        out
    }

    /// Its role.
    pub fn role(&self) -> &str {
        if let Some(role) = self.get("role") {
            return role;
        }
        match (self.tag.as_str(), self.get("type")) {
            ("a", _) if self.get("href").is_some() => "link",
            // Behind a button of ours.
            ("input", Some("file")) => "",
            ("input", Some("password")) => "password",
            ("input", Some("radio")) => "radio",
            ("input", Some("checkbox")) => "checkbox",
            ("input", Some("search")) => "searchbox",
            ("input" | "textarea", _) => "textbox",
            ("button", _) => "button",
            ("select", _) => "combobox",
            ("nav", _) => "navigation",
            ("aside", _) => "complementary",
            ("section", _) if self.get("aria-label").is_some() => "region",
            ("h1" | "h2" | "h3", _) => "heading",
            ("ul" | "ol", _) => "list",
            ("li", _) => "listitem",
            ("progress", _) => "progressbar",
            ("option", _) => self.tag.as_str(),
            ("hr", _) => "separator",
            // A decoration.
            ("img", _) if self.get("alt") == Some("") => "",
            ("article" | "main" | "form" | "dialog" | "img" | "table", _) => &self.tag,
            _ => "",
        }
    }

    /// The first element of a role and name inside. Fails with what there is instead.
    pub fn find(&self, role: &str, name: &str) -> &Element {
        let found = self.find_all(role);
        match found.iter().find(|e| self.name_of(e) == name) {
            Some(element) => element,
            None => {
                let names: Vec<String> = found.iter().map(|e| self.name_of(e)).collect();
                panic!("no {role} {name:?}; there are {names:?}")
            }
        }
    }

    /// Whether there is one.
    pub fn has(&self, role: &str, name: &str) -> bool {
        self.find_all(role).iter().any(|e| self.name_of(e) == name)
    }

    /// All of a role, in order.
    pub fn find_all(&self, role: &str) -> Vec<&Element> {
        let inside = self.all().into_iter().skip(1);
        inside.filter(|e| e.role() == role).collect()
    }

    /// The element of an id.
    pub fn by_id(&self, id: &str) -> Option<&Element> {
        self.all().into_iter().find(|e| e.get("id") == Some(id))
    }

    /// Accessible name of an element of this page. What it holds names only elements of some roles: a `status` has no name
    /// but one that is given to it.
    pub fn name_of(&self, element: &Element) -> String {
        if let Some(by) = element.get("aria-labelledby") {
            let texts = by.split(' ').filter_map(|id| Some(self.by_id(id)?.text()));
            return texts.collect::<Vec<_>>().join(" ");
        }
        if let Some(label) = element.get("aria-label") {
            return label.to_owned();
        }
        if let Some(label) = self.label_of(element) {
            return label;
        }
        if element.tag == "table" {
            let caption = element.all().into_iter().find(|e| e.tag == "caption");
            return caption.map(Element::text).unwrap_or_default();
        }
        let text = element.text();
        if text.is_empty() || !NAMED_BY_CONTENT.contains(&element.role()) {
            element.get("title").unwrap_or_default().to_owned()
        } else {
            text
        }
    }

    /// The `label` that names the element, or stands around it.
    fn label_of(&self, element: &Element) -> Option<String> {
        let is_field = matches!(element.tag.as_str(), "input" | "select" | "textarea");
        let names = |label: &&Element| match label.get("for") {
            Some(id) => element.get("id") == Some(id),
            None => label.all().into_iter().any(|e| std::ptr::eq(e, element)),
        };
        let mut labels = self.all().into_iter().filter(|e| is_field && e.tag == "label");
        labels.find(names).map(Element::text)
    }
}

fn push_text(open: &mut [Element], text: &str) {
    if let (Some(element), false) = (open.last_mut(), text.is_empty()) {
        let text = text
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&amp;", "&");
        element.children.push(Child::Text(text));
    }
}

fn close(open: &mut Vec<Element>) {
    if open.len() > 1 {
        if let (Some(element), Some(parent)) = (open.pop(), open.last_mut()) {
            parent.children.push(Child::Element(element));
        }
    }
}

/// Up to the `>` that is not inside a quoted value.
fn split_tag(tag: &str) -> (&str, &str) {
    let mut quoted = false;
    for (at, c) in tag.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '>' if !quoted => return (&tag[..at], &tag[at + 1..]),
            _ => {}
        }
    }
    (tag, "")
}

fn read_tag(inside: &str) -> Element {
    let (tag, mut rest) = inside.split_once(' ').unwrap_or((inside, ""));
    let mut attributes = BTreeMap::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            break;
        }
        let end = rest.find(['=', ' ']).unwrap_or(rest.len());
        let name = rest[..end].to_owned();
        rest = &rest[end..];
        let mut value = "";
        if let Some(quoted) = rest.strip_prefix("=\"") {
            (value, rest) = quoted.split_once('"').unwrap_or((quoted, ""));
        }
        let value = value
            .replace("&quot;", "\"")
            .replace("&lt;", "<")
            .replace("&amp;", "&");
        attributes.insert(name, value);
    }
    Element {
        tag: tag.to_owned(),
        attributes,
        children: Vec::new(),
    }
}
