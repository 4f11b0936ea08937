//! Message attachments of integrations: bounded, typed, their addresses checked like links in text.

use std::sync::Arc;

use leptos::prelude::*;
use mm_core::domain::MessageAttachment;
use mm_core::text::safe_href;

use crate::ui::handles::Handles;
use crate::ui::markdown;

/// All of a post; nothing without.
pub fn attachments(h: Handles, all: &[MessageAttachment]) -> Vec<AnyView> {
    all.iter().map(|a| attachment(h, a.clone())).collect()
}

fn attachment(h: Handles, a: MessageAttachment) -> AnyView {
    let fields = a
        .fields
        .into_iter()
        .map(|(title, value, is_short)| {
            view! {
                <div class={"attachment-field"} data-short=is_short.then_some("")>
                    <div class={"attachment-field-title"} dir="auto">
                        {title}
                    </div>
                    {formatted(h, value)}
                </div>
            }
        })
        .collect_view();
    let link = (!a.title_link.is_empty())
        .then(|| safe_href(&a.title_link, &[]))
        .flatten();
    let title = match link {
        Some(href) => view! {
            <a href=href.as_str().to_owned() target="_blank" rel="noopener noreferrer" dir="auto">
                {a.title.clone()}
            </a>
        }
        .into_any(),
        None => view! { <span dir="auto">{a.title.clone()}</span> }.into_any(),
    };
    view! {
        {formatted(h, a.pretext)}
        <div class={"attachment"} style:border-inline-start-color=color(&a.color)>
            {(!a.author_name.is_empty())
                .then(|| {
                    view! {
                        <div class={"muted"} dir="auto">
                            {a.author_name}
                        </div>
                    }
                })}
            {(!a.title.is_empty()).then(|| view! { <div class={"attachment-title"}>{title}</div> })}
            {formatted(h, a.text)}
            <div class={"attachment-fields"}>{fields}</div>
            {(!a.footer.is_empty())
                .then(|| {
                    view! {
                        <div class={"muted"} dir="auto">
                            {a.footer}
                        </div>
                    }
                })}
        </div>
    }
    .into_any()
}

/// Words of the server's, or a colour the decoder has already checked.
fn color(color: &str) -> Option<String> {
    match color {
        "good" => Some("var(--success)".into()),
        "warning" => Some("var(--warning)".into()),
        "danger" => Some("var(--danger)".into()),
        hex if hex.starts_with('#')
            && hex.len() <= 7
            && hex.bytes().skip(1).all(|b| b.is_ascii_hexdigit()) =>
        {
            Some(hex.to_owned())
        }
        _ => None,
    }
}

fn formatted(h: Handles, text: String) -> Option<AnyView> {
    let is_there = !text.trim().is_empty();
    is_there.then(|| {
        let table = h.emoji.table();
        let document = h
            .app
            .peek(|state| markdown::read(state, None, table.as_deref(), &text));
        let document = Arc::new(document);
        view! { <markdown::Body document /> }.into_any()
    })
}
