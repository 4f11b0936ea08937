//! Running text: from the source of a block to its inline nodes.
//!
//! At each position the marks are tried in a fixed order; what is no mark is collected as text and
//! handed to [`super::run`], which finds mentions, hashtags and emoji in it.

use super::block::LinkTarget;
use super::chars::{byte, cut, is_space};
use super::context::{Latex, TextContext};
use super::fuel::Fuel;
use super::tree::{Image, Inline};
use super::{autolink, brackets, entities, html, links, run, spans};
use crate::domain::{in_small_letters, Map};

/// Nesting of spans that is still read.
const MAX_DEPTH: usize = 60;

/// Reader of running text. One reader serves the whole document, because an open `<a …>` tag
/// switches bare links off until it is closed.
pub(super) struct InlineReader<'a> {
    pub ctx: &'a dyn TextContext,
    pub targets: &'a Map<String, LinkTarget>,
    pub fuel: &'a mut Fuel,
    pub in_link: bool,
    pub depth: usize,
}

/// Nodes found so far, and the text in front of the next one.
#[derive(Default)]
struct Sink {
    nodes: Vec<Inline>,
    /// Text with special characters as references.
    text: String,
    /// Everything so far is emoji and white space.
    emoji_alone: Option<bool>,
}

/// Inline nodes and whether they are emoji alone.
pub(super) struct Content {
    pub nodes: Vec<Inline>,
    pub emoji_alone: bool,
}

impl Sink {
    fn text(&mut self, text: &str) {
        entities::escape_into(text, &mut self.text);
    }

    fn flush(&mut self, ctx: &dyn TextContext) {
        if !self.text.is_empty() {
            let alone = run::read(&self.text, ctx, &mut self.nodes);
            self.emoji_alone = Some(self.emoji_alone.unwrap_or(true) && alone);
            self.text.clear();
        }
    }

    fn node(&mut self, ctx: &dyn TextContext, node: Inline) {
        self.flush(ctx);
        self.nodes.push(node);
        self.emoji_alone = Some(false);
    }
}

impl InlineReader<'_> {
    /// Reads `src` to nodes.
    pub(super) fn read(&mut self, src: &str) -> Vec<Inline> {
        self.content(src).nodes
    }

    /// Reads `src` to nodes and tells whether they are emoji alone.
    pub(super) fn content(&mut self, src: &str) -> Content {
        let mut sink = Sink::default();
        if self.depth > MAX_DEPTH || !self.fuel.burn(src.len()) {
            return Content {
                nodes: vec![Inline::Text(entities::decode(src))],
                emoji_alone: false,
            };
        }
        self.depth += 1;
        let mut pos = 0;
        while pos < src.len() {
            let end = self.mark(src, pos, &mut sink).unwrap_or_else(|| {
                let end = spans::plain(src, pos);
                sink.text(cut(src, pos, end));
                end
            });
            pos = end.max(pos + 1);
        }
        self.depth -= 1;
        sink.flush(self.ctx);
        Content {
            nodes: sink.nodes,
            emoji_alone: sink.emoji_alone.unwrap_or(false),
        }
    }

    /// Tries every mark at `pos`; the end of the one that stands there.
    fn mark(&mut self, src: &str, pos: usize, sink: &mut Sink) -> Option<usize> {
        match byte(src, pos) {
            b'\\' => {
                let (text, end) = spans::escape(src, pos)?;
                sink.text(text);
                Some(end)
            }
            b'<' => self.angle(src, pos, sink),
            b'[' | b'!' => self.bracket(src, pos, sink),
            b'*' | b'_' => self.emphasis(src, pos, sink),
            b'`' => {
                let (code, end) = spans::code(src, pos, self.fuel)?;
                sink.node(self.ctx, Inline::Code(code.to_owned()));
                Some(end)
            }
            b' ' => {
                let end = spans::line_break(src, pos)?;
                sink.node(self.ctx, Inline::LineBreak);
                Some(end)
            }
            b'~' => {
                let (inner, end) = spans::deleted(src, pos, self.fuel)?;
                let content = self.read(inner);
                sink.node(self.ctx, Inline::Deleted(content));
                Some(end)
            }
            b'$' if self.ctx.options().latex == Latex::BlocksAndInline => {
                let (formula, end) = spans::formula(src, pos, self.fuel)?;
                sink.node(self.ctx, Inline::Latex(entities::decode(formula)));
                Some(end)
            }
            _ => self.bare_url(src, pos, sink),
        }
    }

    fn emphasis(&mut self, src: &str, pos: usize, sink: &mut Sink) -> Option<usize> {
        if let Some((inner, end)) = spans::strong(src, pos, self.fuel) {
            let content = self.read(inner);
            sink.node(self.ctx, Inline::Strong(content));
            return Some(end);
        }
        let (inner, end) = spans::emphasis(src, pos, self.fuel)?;
        let content = self.read(inner);
        sink.node(self.ctx, Inline::Emphasis(content));
        Some(end)
    }

    /// A bare address.
    fn bare_url(&mut self, src: &str, pos: usize, sink: &mut Sink) -> Option<usize> {
        if self.in_link {
            return None;
        }
        let end = autolink::bare_url(src, pos, self.fuel)?;
        let shown = cut(src, pos, end);
        if !links::autolinks(shown, &self.ctx.options().custom_url_schemes) {
            return None;
        }
        self.link(shown, None, vec![Inline::Text(entities::decode(shown))], sink);
        Some(end)
    }

    /// An address between angle brackets, or a tag, which stays text.
    fn angle(&mut self, src: &str, pos: usize, sink: &mut Sink) -> Option<usize> {
        if let Some((inner, mail, end)) = autolink::bracketed(src, pos, self.fuel) {
            let colon_at_six = inner.chars().nth(6) == Some(':');
            let shown = if mail && colon_at_six {
                inner.get(7..).unwrap_or(inner)
            } else {
                inner
            };
            let href = if mail {
                format!("mailto:{shown}")
            } else {
                shown.to_owned()
            };
            self.link(&href, None, vec![Inline::Text(entities::decode(shown))], sink);
            return Some(end);
        }
        let end = html::inline_tag(src, pos, self.fuel)?;
        let tag = cut(src, pos, end);
        let starts = |head: &str| {
            tag.get(..head.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(head))
        };
        if !self.in_link && starts("<a ") {
            self.in_link = true;
        } else if self.in_link && starts("</a>") {
            self.in_link = false;
        }
        sink.text(tag);
        Some(end)
    }

    /// A link or image in brackets; a label nobody defined leaves its first character as text.
    fn bracket(&mut self, src: &str, pos: usize, sink: &mut Sink) -> Option<usize> {
        let image = byte(src, pos) == b'!';
        if let Some(found) = brackets::direct(src, pos, self.fuel) {
            let (href, title) = brackets::address(found.target);
            self.target(image, found.label, href, title, sink);
            return Some(found.end);
        }
        let found =
            brackets::referring(src, pos, self.fuel).or_else(|| brackets::alone(src, pos, self.fuel))?;
        let targets = self.targets;
        match targets.get(&in_small_letters(&single_spaced(found.target))) {
            Some(target) => {
                self.target(image, found.label, &target.href, target.title.as_deref(), sink);
                Some(found.end)
            }
            None => {
                sink.text(cut(src, pos, pos + 1));
                Some(pos + 1)
            }
        }
    }

    fn target(&mut self, image: bool, label: &str, href: &str, title: Option<&str>, sink: &mut Sink) {
        if image {
            // As in a link, bare addresses behind it are read again, even inside an open tag.
            self.in_link = false;
            sink.node(self.ctx, image_node(label, href, title));
            return;
        }
        self.in_link = true;
        let content = self.read(label);
        self.in_link = false;
        self.link(href, title, content, sink);
    }

    /// A link, or only its content when its address is not safe.
    fn link(&mut self, href: &str, title: Option<&str>, content: Vec<Inline>, sink: &mut Sink) {
        let content = unlinked(content);
        let title = title.map(entities::decode).filter(|title| !title.is_empty());
        match links::safe_href(&entities::decode(href), &self.ctx.options().custom_url_schemes) {
            Some(href) => sink.node(self.ctx, Inline::Link { href, title, content }),
            None => {
                sink.flush(self.ctx);
                sink.nodes.extend(content);
                sink.emoji_alone = Some(false);
            }
        }
    }
}

/// The label with every run of white space as one space.
fn single_spaced(label: &str) -> String {
    let mut out = String::with_capacity(label.len());
    for c in label.chars() {
        if !is_space(c) {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}

fn image_node(alt: &str, href: &str, title: Option<&str>) -> Inline {
    let (href, width, height) = dimensions(href);
    let href = entities::decode(href);
    Inline::Image(Image {
        src: links::safe_image_src(&href).map(str::to_owned),
        alt: entities::decode(alt),
        title: title.map(entities::decode).filter(|title| !title.is_empty()),
        width,
        height,
    })
}

/// An image address without its ` =WxH`.
fn dimensions(href: &str) -> (&str, Option<u32>, Option<u32>) {
    let none = (href, None, None);
    let Some(at) = href.rfind(" =") else { return none };
    let size = cut(href, at + 2, href.len());
    let (width, height) = match size.split_once('x') {
        Some((width, height)) if !height.is_empty() => (width, height),
        None => (size, ""),
        Some(_) => return none,
    };
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if !digits(width) || !digits(height) || (width.is_empty() && height.is_empty()) {
        return none;
    }
    let number = |part: &str| (!part.is_empty()).then(|| part.parse().unwrap_or(u32::MAX));
    (cut(href, 0, at), number(width), number(height))
}

/// The nodes without links, channels and hashtags of their own: what stands inside a link.
fn unlinked(nodes: Vec<Inline>) -> Vec<Inline> {
    let mut out = Vec::with_capacity(nodes.len());
    for node in nodes {
        match node {
            Inline::Link { content, .. } => out.extend(content),
            Inline::Channel { display_name, .. } => run::push_text(&mut out, &format!("~{display_name}")),
            Inline::Hashtag(tag) => run::push_text(&mut out, &tag),
            Inline::Emphasis(inner) => out.push(Inline::Emphasis(unlinked(inner))),
            Inline::Strong(inner) => out.push(Inline::Strong(unlinked(inner))),
            Inline::Deleted(inner) => out.push(Inline::Deleted(unlinked(inner))),
            Inline::Highlight(inner) => out.push(Inline::Highlight(unlinked(inner))),
            Inline::Text(text) => run::push_text(&mut out, &text),
            other => out.push(other),
        }
    }
    out
}
