//! Files of a message: pictures with room reserved, the rest as links.

use leptos::prelude::*;
use mm_core::domain::{Attachment, FileInfo};

use crate::ui::common::{icons, Icon};
use crate::ui::handles::Handles;
use crate::ui::i18n::Text;

/// Largest picture shown in the list, in CSS pixels.
const MAX_WIDTH: u32 = 400;
const MAX_HEIGHT: u32 = 300;

/// The list; nothing without files.
pub fn files(h: Handles, files: &[FileInfo]) -> Option<AnyView> {
    (!files.is_empty()).then(|| {
        let items: Vec<AnyView> = files.iter().map(|f| file(h, f)).collect();
        view! {
            <ul class={"files"} aria-label=h.tr.text(Text::Files)>
                {items}
            </ul>
        }
        .into_any()
    })
}

/// Files of a message on its way: there is nothing to open yet.
pub fn own_files(h: Handles, files: &[Attachment]) -> Option<AnyView> {
    (!files.is_empty()).then(|| {
        let item = |file: &Attachment| view! { <li>{card(&file.name, file_size(file.size))}</li> }.into_any();
        let items: Vec<AnyView> = files.iter().map(item).collect();
        view! {
            <ul class={"files"} aria-label=h.tr.text(Text::Files)>
                {items}
            </ul>
        }
        .into_any()
    })
}

fn card(name: &str, size: String) -> AnyView {
    view! {
        <span class={"file-card"}>
            <Icon drawing=icons::FILE />
            <span class={"file-name"} dir="auto">
                {name.to_owned()}
            </span>
            <span class={"muted"}>{size}</span>
        </span>
    }
    .into_any()
}

fn file(h: Handles, file: &FileInfo) -> AnyView {
    let app = h.app;
    let href = app.api_url(&format!("/api/v4/files/{}", file.id));
    let size = file_size(file.size);
    let label =
        h.tr.with(Text::Attachment, &[("name", &file.name), ("size", &size)]);
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
        _ => card(&file.name, size),
    };
    view! {
        <li>
            <a
                class={"file"}
                href=href
                target="_blank"
                rel="noopener noreferrer"
                aria-label=label
                title=file.name.clone()
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
    let bytes = bytes.max(0);
    let (mut scale, mut unit) = (1, "B");
    for next in UNITS {
        if bytes / scale < 1000 {
            break;
        }
        scale *= 1000;
        unit = next;
    }
    // Whole numbers: the page does without what writes fractions, which is large.
    let rounded = |parts: i64| bytes.saturating_mul(parts).saturating_add(scale / 2) / scale;
    if scale > 1 && bytes / scale < 10 {
        let tenths = rounded(10);
        format!("{}.{} {unit}", tenths / 10, tenths % 10)
    } else {
        format!("{} {unit}", rounded(1))
    }
}

#[cfg(test)]
mod tests {
    use super::file_size;

    #[test]
    fn sizes_have_three_digits_at_most() {
        let told = [
            0,
            999,
            1_000,
            1_249,
            9_960,
            12_499,
            999_400,
            3_500_000,
            5_000_000_000_000,
            i64::MAX,
        ];
        let words = [
            "0 B", "999 B", "1.0 kB", "1.2 kB", "10.0 kB", "12 kB", "999 kB", "3.5 MB", "5.0 TB",
        ];
        for (bytes, words) in told.into_iter().zip(words) {
            assert_eq!(file_size(bytes), words);
        }
        assert!(file_size(i64::MAX).ends_with(" TB"));
        assert_eq!(file_size(-1), "0 B");
    }
}
