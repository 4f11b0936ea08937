//! Files of a message: pictures with room reserved, the rest as links.

use leptos::prelude::*;
use mm_core::domain::FileInfo;
use mm_core::view::PostView;

use crate::store::{memo, use_app};
use crate::ui::common::Icon;
use crate::ui::i18n::{t, use_tr, Text};

/// Largest picture shown in the list, in CSS pixels.
const MAX_WIDTH: u32 = 400;
const MAX_HEIGHT: u32 = 300;

/// The list; nothing without files.
#[component]
pub fn Files(
    /// The post.
    view: Memo<Option<PostView>>,
) -> impl IntoView {
    let tr = use_tr();
    let files = memo(move || view.with(|v| v.as_ref().map(|v| v.post.files.clone()).unwrap_or_default()));
    move || {
        let files = files.get();
        (!files.is_empty()).then(|| {
            let items = files
                .into_iter()
                .map(|file| view! { <File file /> })
                .collect_view();
            view! {
                <ul class={"files"} aria-label=t!(tr, Files)>
                    {items}
                </ul>
            }
        })
    }
}

#[component]
fn File(file: FileInfo) -> impl IntoView {
    let (app, tr) = (use_app(), use_tr());
    let href = app.api_url(&format!("/api/v4/files/{}", file.id));
    let size = file_size(file.size);
    let name = file.name.clone();
    let label = move || tr.with(Text::Attachment, &[("name", &name), ("size", &size)]);
    let face = match (file.image, file.has_preview) {
        (Some(image), true) => {
            let (width, height) = fit(image.width, image.height);
            let src = app.api_url(&format!("/api/v4/files/{}/preview", file.id));
            view! {
                <img
                    class={"file-picture"}
                    src=src
                    alt=""
                    width=width
                    height=height
                    loading="lazy"
                    decoding="async"
                />
            }
            .into_any()
        }
        _ => view! {
            <span class={"file-card"}>
                <Icon name="file" />
                <span class={"file-name"} dir="auto">
                    {file.name.clone()}
                </span>
                <span class={"muted"}>{file_size(file.size)}</span>
            </span>
        }
        .into_any(),
    };
    view! {
        <li>
            <a
                class={"file"}
                href=href
                target="_blank"
                rel="noopener noreferrer"
                aria-label=label
                title=file.name
            >
                {face}
            </a>
        </li>
    }
    .into_any()
}

/// Size on the screen: never larger than the picture, never out of shape.
fn fit(width: u32, height: u32) -> (u32, u32) {
    let (w, h) = (f64::from(width.max(1)), f64::from(height.max(1)));
    let scale = (f64::from(MAX_WIDTH) / w).min(f64::from(MAX_HEIGHT) / h).min(1.0);
    ((w * scale).round() as u32, (h * scale).round() as u32)
}

/// Bytes in words: the same in our languages.
pub fn file_size(bytes: i64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    let mut value = bytes.max(0) as f64;
    if value < 1000.0 {
        return format!("{value} B");
    }
    let mut unit = "";
    for next in UNITS {
        if value < 1000.0 {
            break;
        }
        value /= 1000.0;
        unit = next;
    }
    if value < 10.0 {
        format!("{value:.1} {unit}")
    } else {
        format!("{value:.0} {unit}")
    }
}
