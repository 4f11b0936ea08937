//! Message attachments of integrations: bounded, typed, their addresses checked like links in text.

use std::sync::Arc;

use leptos::prelude::*;
use mm_core::domain::MessageAttachment;
use mm_core::text::safe_href;
use mm_core::view::PostView;

use crate::store::{memo, use_app};
use crate::ui::emoji::use_emoji;
use crate::ui::markdown;

/// All of a post; nothing without.
#[component]
pub fn Attachments(
    /// The post.
    view: Memo<Option<PostView>>,
) -> impl IntoView {
    let all = memo(move || {
        view.with(|v| {
            v.as_ref()
                .map(|v| v.post.props.attachments.clone())
                .unwrap_or_default()
        })
    });
    move || {
        all.get()
            .into_iter()
            .map(|a| view! { <Attachment a /> })
            .collect_view()
    }
}

#[component]
fn Attachment(a: MessageAttachment) -> impl IntoView {
    let fields = a
        .fields
        .into_iter()
        .map(|(title, value, is_short)| {
            view! {
                <div class={"attachment-field"} data-short=is_short.then_some("")>
                    <div class={"attachment-field-title"} dir="auto">
                        {title}
                    </div>
                    <Formatted text=value />
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
        <Formatted text=a.pretext />
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
            <Formatted text=a.text />
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

#[component]
fn Formatted(text: String) -> impl IntoView {
    let (app, emoji) = (use_app(), use_emoji());
    let is_there = !text.trim().is_empty();
    let draw = move || {
        let table = emoji.table();
        let document = Arc::new(app.peek(|state| markdown::read(state, None, table.as_deref(), &text)));
        view! { <markdown::Body document /> }
    };
    is_there.then_some(draw)
}
