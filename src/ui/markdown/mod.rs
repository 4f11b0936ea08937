//! Draws the core's document tree as nodes, never as HTML text. Nothing here decides what a text means.

mod block;
mod inline;
mod reader;

use std::sync::Arc;

use leptos::prelude::*;
use mm_core::state::State;
use mm_core::text::{self, Block, Document, EmojiTable};

pub use reader::Reader;

use crate::store::use_app;

/// Parses a text as the signed-in person reads it.
pub fn read(state: &State, emoji: Option<&EmojiTable>, source: &str) -> Document {
    text::parse(source, &Reader::new(state, emoji))
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
    let document = use_app().peek(|state| read(state, None, &text));
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
