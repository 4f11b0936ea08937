//! Draws the core's document tree as nodes, never as HTML text. Nothing here decides what a text means.

mod block;
mod inline;

use std::sync::Arc;

use leptos::prelude::*;
use mm_core::domain::Post;
use mm_core::state::State;
use mm_core::text::{self, Block, Document, EmojiTable};
use mm_core::view;

use crate::store::use_app;

/// Parses a text as the signed-in person reads it: of a post, which says what it may link to and whom it calls, or of none.
pub fn read(state: &State, post: Option<&Post>, emoji: Option<&EmojiTable>, source: &str) -> Document {
    text::parse(source, &view::text_context(state, post, emoji))
}

/// A whole text.
#[component]
pub fn Body(
    /// What to draw.
    document: Arc<Document>,
) -> impl IntoView {
    let class = if document.jumbo { "body jumbo" } else { "body" };
    view! {
        <div class=class dir="auto">
            {block::blocks(&document.blocks)}
        </div>
    }
    .into_any()
}

/// The running text of a source in one line: for headers.
#[component]
pub fn OneLine(
    /// Markdown.
    text: String,
) -> impl IntoView {
    let document = use_app().peek(|state| read(state, None, None, &text));
    let pieces: Vec<AnyView> = document
        .blocks
        .iter()
        .map(|b| match b {
            Block::Paragraph(content) | Block::Plain(content) | Block::Heading { content, .. } => {
                inline::inlines(content).into_any()
            }
            other => block::blocks(std::slice::from_ref(other)).into_any(),
        })
        .collect();
    view! { <span class={"one-line"}>{pieces}</span> }
}
