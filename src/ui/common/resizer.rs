//! The edge of a panel, to be dragged or moved with the arrow keys. The width is a custom property of the page, so that the
//! style sheet decides what it means in which layout.

use leptos::html;
use leptos::prelude::*;
use web_sys::{KeyboardEvent, PointerEvent};

use super::dom;
use super::sign;
use crate::store::{effect, use_app, AppContext};
use crate::ui::i18n::{use_tr, Text};

/// Pixels that an arrow key moves the edge.
const STEP: i32 = 16;

/// On which side of its panel the edge is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Left: moved to the left the panel grows.
    Left,
    /// Right: moved to the right the panel grows.
    Right,
}

/// The width of a panel, in pixels.
#[derive(Clone, Copy, Debug)]
pub struct Width {
    /// Custom property that carries it.
    pub property: &'static str,
    /// Setting of the device that keeps it.
    pub setting: &'static str,
    /// As it is without a choice.
    pub usual: i32,
    /// Never narrower.
    pub least: i32,
    /// Never wider.
    pub most: i32,
    /// Where the edge is.
    pub edge: Edge,
}

impl Width {
    fn kept(self, app: AppContext) -> i32 {
        let kept = app.environment().setting(self.setting);
        let width = kept.and_then(|text| text.parse().ok());
        width.unwrap_or(self.usual).clamp(self.least, self.most)
    }

    /// A width after the edge moved so far to the right.
    fn moved(self, from: i32, right: i32) -> i32 {
        let wider = match self.edge {
            Edge::Right => right,
            Edge::Left => right.saturating_neg(),
        };
        from.saturating_add(wider).clamp(self.least, self.most)
    }

    /// The width that a key chooses, if it chooses one.
    fn by_key(self, from: i32, key: &str) -> Option<i32> {
        match key {
            "ArrowLeft" => Some(self.moved(from, -STEP)),
            "ArrowRight" => Some(self.moved(from, STEP)),
            "Home" => Some(self.least),
            "End" => Some(self.most),
            _ => None,
        }
    }
}

/// The edge.
#[component]
pub fn Resizer(
    /// Accessible name.
    label: Text,
    /// What it changes.
    width: Width,
) -> impl IntoView {
    let (app, tr) = (use_app(), use_tr());
    let node = NodeRef::<html::Div>::new();
    let now = RwSignal::new(width.kept(app));
    // Where the pointer took it, and the width then.
    let taken = RwSignal::new(None::<(i32, i32)>);
    effect(move || dom::set_property(width.property, &format!("{}px", now.get())));
    let keep = move || {
        app.environment()
            .keep_setting(width.setting, &now.get_untracked().to_string());
    };
    let choose = move |wanted: i32| {
        now.set(wanted);
        keep();
    };
    let take = move |event: PointerEvent| {
        if event.button() == 0 {
            event.prevent_default();
            taken.set(Some((event.client_x(), now.get_untracked())));
            if let Some(edge) = node.get_untracked() {
                // Refused only for a pointer that is gone.
                let _ = edge.set_pointer_capture(event.pointer_id());
            }
        }
    };
    let drag = move |event: PointerEvent| {
        if let Some((x, from)) = taken.get_untracked() {
            now.set(width.moved(from, event.client_x().saturating_sub(x)));
        }
    };
    let drop = move |_| {
        // Also when the edge is taken away in the middle of a drag.
        if taken.try_get_untracked().flatten().is_some() {
            taken.set(None);
            keep();
        }
    };
    view! {
        <div
            class={"resizer"}
            role="separator"
            tabindex="0"
            node_ref=node
            aria-label=tr.follow(label)
            aria-orientation="vertical"
            aria-valuenow=sign(move || now.get().to_string())
            aria-valuemin=width.least.to_string()
            aria-valuemax=width.most.to_string()
            data-edge=if width.edge == Edge::Left { "left" } else { "right" }
            data-taken=sign(move || taken.get().map(|_| ""))
            on:pointerdown=take
            on:pointermove=drag
            on:pointerup=drop
            on:lostpointercapture=drop
            on:dblclick=move |_| choose(width.usual)
            on:keydown=move |event: KeyboardEvent| {
                if let Some(wanted) = width.by_key(now.get_untracked(), &event.key()) {
                    event.prevent_default();
                    choose(wanted);
                }
            }
        ></div>
    }
    .into_any()
}

#[cfg(test)]
mod tests;
