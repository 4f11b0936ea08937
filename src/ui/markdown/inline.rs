//! Running text: emphasis, links, mentions, emoji. Addresses come from the core's allow-list and nowhere else.

use leptos::html;
use leptos::prelude::*;
use mm_core::event::Place;
use mm_core::text::{Emoji, Glyph, Href, HrefKind, Image, Inline, Mention, MentionTarget};

use crate::store::use_app;

/// Pieces in order.
pub fn inlines(pieces: &[Inline]) -> Vec<AnyView> {
    pieces.iter().map(inline).collect()
}

fn inline(piece: &Inline) -> AnyView {
    match piece {
        Inline::Text(text) => text.clone().into_any(),
        Inline::Emphasis(inner) => html::em().child(inlines(inner)).into_any(),
        Inline::Strong(inner) => html::strong().child(inlines(inner)).into_any(),
        Inline::Deleted(inner) => html::del().child(inlines(inner)).into_any(),
        Inline::Code(text) | Inline::Latex(text) => html::code()
            .attr("translate", "no")
            .child(text.clone())
            .into_any(),
        Inline::LineBreak => html::br().into_any(),
        Inline::Link { href, title, content } => link(href, title.as_deref(), inlines(content)),
        Inline::Image(image) => picture(image),
        Inline::Mention(mention) => self::mention(mention),
        Inline::Highlight(inner) => html::mark()
            .attr("class", "highlight")
            .child(inlines(inner))
            .into_any(),
        Inline::Channel { name, display_name } => channel(name, display_name),
        Inline::Hashtag(tag) => html::span()
            .attr("class", "hashtag")
            .child(tag.clone())
            .into_any(),
        Inline::Emoji(emoji) => self::emoji(emoji),
    }
}

fn link(href: &Href, title: Option<&str>, content: Vec<AnyView>) -> AnyView {
    // A path stays in this tab; everything else opens beside it and learns nothing of us.
    let outside = href.kind() != HrefKind::Path;
    html::a()
        .attr("href", href.as_str().to_owned())
        .attr("title", title.unwrap_or(href.as_str()).to_owned())
        .attr("target", outside.then_some("_blank"))
        .attr("rel", outside.then_some("noopener noreferrer"))
        .child(content)
        .into_any()
}

/// Pictures of other places are not loaded by themselves: they would tell who reads. They are links by their text.
fn picture(image: &Image) -> AnyView {
    let label = if image.alt.is_empty() {
        image.src.clone().unwrap_or_default()
    } else {
        image.alt.clone()
    };
    match &image.src {
        Some(src) => html::a()
            .attr("href", src.clone())
            .attr("title", image.title.clone())
            .attr("target", "_blank")
            .attr("rel", "noopener noreferrer")
            .child(label)
            .into_any(),
        None => label.into_any(),
    }
}

fn mention(mention: &Mention) -> AnyView {
    let class = match mention.target {
        MentionTarget::Own => "mention own",
        MentionTarget::User | MentionTarget::Group => "mention",
    };
    let text = format!("@{}", mention.name);
    if mention.target == MentionTarget::Group {
        return html::span().attr("class", class).child(text).into_any();
    }
    let app = use_app();
    let username = mention.name.clone();
    let place = team_of(app).map(|team| Place::Direct { team, username });
    html::a()
        .attr("class", class)
        .attr("href", place.map(|p| app.href(&p)))
        .child(text)
        .into_any()
}

fn channel(name: &str, display_name: &str) -> AnyView {
    let app = use_app();
    let channel = name.to_owned();
    let place = team_of(app).map(|team| Place::Channel { team, channel });
    html::a()
        .attr("class", "channel-link")
        .attr("href", place.map(|p| app.href(&p)))
        .child(format!("~{display_name}"))
        .into_any()
}

fn team_of(app: crate::store::AppContext) -> Option<String> {
    app.peek(|state| Some(state.team(state.open_team()?)?.name.clone()))
}

fn emoji(emoji: &Emoji) -> AnyView {
    let name = emoji.name.as_ref().map(|n| format!(":{n}:"));
    let label = name.clone().unwrap_or_else(|| emoji.typed.clone());
    match &emoji.glyph {
        Glyph::Unicode(glyph) => html::span()
            .attr("class", "emoji")
            .attr("role", "img")
            .attr("aria-label", label.clone())
            .attr("title", label)
            .child(glyph.clone())
            .into_any(),
        Glyph::Custom => custom(emoji.name.as_deref().unwrap_or_default(), label),
    }
}

fn custom(name: &str, label: String) -> AnyView {
    let app = use_app();
    let src = app
        .peek(|state| state.custom_emoji(name))
        .map(|id| app.api_url(&format!("/api/v4/emoji/{id}/image")));
    html::img()
        .attr("class", "emoji custom")
        .attr("src", src)
        .attr("alt", label.clone())
        .attr("title", label)
        .into_any()
}
