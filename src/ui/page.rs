//! What the page as a whole follows: language, theme, density, title. Set through the DOM, never as text of styles.

use leptos::prelude::*;
use mm_core::state::Key;
use mm_core::view;

use super::common::dom;
use crate::store::{effect, memo, use_app, use_local};

/// Begins to follow; for the life of the root.
pub fn follow() {
    let (app, local) = (use_app(), use_local());
    effect(move || set("lang", local.language.get().tag()));
    Effect::new(move |first: Option<()>| {
        let theme = local.theme.get().word();
        set("data-theme", theme);
        if first.is_some() {
            app.environment().keep_setting("theme", theme);
        }
    });
    Effect::new(move |first: Option<()>| {
        let density = local.density.get().word();
        set("data-density", density);
        if first.is_some() {
            app.environment().keep_setting("density", density);
        }
    });
    let title = app.select(
        || vec![Key::Place, Key::Teams, Key::Sidebar, Key::Session],
        view::title,
    );
    // Neither is waited for, and both are told to other processes: that takes longer than to draw a message.
    let mentions = memo(move || title.with(|title| u32::try_from(title.mentions).unwrap_or_default()));
    effect(move || {
        let mentions = mentions.get();
        let environment = app.environment();
        environment
            .clone()
            .after_paint(Box::new(move || environment.badge(mentions)));
    });
    effect(move || {
        let title = title.with(title_text);
        app.environment().after_paint(Box::new(move || {
            if let Some(document) = dom::document() {
                document.set_title(&title);
            }
        }));
    });
}

fn set(attribute: &str, value: &str) {
    if let Some(root) = dom::document().and_then(|d| d.document_element()) {
        // Any value of ours is a valid attribute.
        let _ = root.set_attribute(attribute, value);
    }
}

fn title_text(title: &view::TitleView) -> String {
    let place = title.channel.as_deref().unwrap_or_default();
    let mark = match (title.mentions, title.unread) {
        (0, false) => String::new(),
        (0, true) => "• ".into(),
        (count, _) => format!("({count}) "),
    };
    if place.is_empty() {
        format!("{mark}Tsubame")
    } else {
        format!("{mark}{place} – Tsubame")
    }
}
