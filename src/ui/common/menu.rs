//! Menus as readers expect them: a button that tells whether it is open, arrows between the items, Esc back to the button.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use super::{live, sign};
use crate::store::effect;

use super::dom;
use crate::ui::i18n::{use_tr, Text};

/// Pixels that stay free between a menu and the edge.
const MARGIN: f64 = 8.0;

/// A button and the menu it opens.
#[component]
pub fn MenuButton(
    /// Name of the button.
    label: Text,
    /// Name of the menu.
    menu_label: Text,
    /// Class of the button.
    class: &'static str,
    /// What the button shows.
    face: ViewFn,
    /// The items; made anew whenever the menu opens.
    items: ViewFn,
) -> impl IntoView {
    let tr = use_tr();
    let open = RwSignal::new(false);
    let root = NodeRef::<html::Div>::new();
    let button = NodeRef::<html::Button>::new();
    let close = move || {
        open.set(false);
        if let Some(button) = button.get_untracked() {
            dom::focus(&button);
        }
    };
    view! {
        <div class={"menu-root"} node_ref=root>
            <button
                type="button"
                class=class
                node_ref=button
                aria-label=tr.follow(label)
                title=tr.follow(label)
                aria-haspopup="menu"
                aria-expanded=sign(move || open.get().to_string())
                on:click=move |_| open.update(|o| *o = !*o)
            >
                {face.run()}
            </button>
            {live(move || {
                let items = items.clone();
                open.get()
                    .then(|| {
                        leave_on_press_outside(root, open);
                        view! {
                            <MenuList label=menu_label on_close=Callback::new(move |()| close()) items />
                        }
                    })
            })}
        </div>
    }
    .into_any()
}

/// Closes the menu that an item stands in.
#[derive(Clone, Copy)]
struct MenuClose(Callback<()>);

/// The open menu.
#[component]
fn MenuList(label: Text, on_close: Callback<()>, items: ViewFn) -> impl IntoView {
    let tr = use_tr();
    let node = NodeRef::<html::Div>::new();
    provide_context(MenuClose(on_close));
    effect(move || {
        if let Some(list) = node.get() {
            if has_no_room_above(&list) {
                // At once: taking the focus where it may not stay would scroll.
                let _ = list.set_attribute("data-down", "");
            }
            move_focus(&list, Move::First);
        }
    });
    let on_key = move |event: KeyboardEvent| {
        let Some(list) = node.get_untracked() else {
            return;
        };
        let step = match event.key().as_str() {
            "ArrowDown" => Move::Next,
            "ArrowUp" => Move::Previous,
            "Home" => Move::First,
            "End" => Move::Last,
            "Escape" | "Tab" => {
                event.prevent_default();
                event.stop_propagation();
                on_close.run(());
                return;
            }
            _ => return,
        };
        event.prevent_default();
        move_focus(&list, step);
    };
    view! {
        <div class={"menu"} role="menu" aria-label=tr.follow(label) node_ref=node on:keydown=on_key>
            {items.run()}
        </div>
    }
    .into_any()
}

/// An item of a menu.
#[component]
pub fn MenuItem(
    /// What it says.
    label: Text,
    /// Chosen.
    #[prop(into)]
    on_press: Callback<()>,
    /// Class, for items that are not there in every layout.
    #[prop(default = "menu-item")]
    class: &'static str,
) -> impl IntoView {
    let tr = use_tr();
    let close = use_context::<MenuClose>();
    // The menu first, in the same turn: what the item opens remembers that the focus was on the menu's button.
    let press = move |_| {
        if let Some(MenuClose(close)) = close {
            close.run(());
        }
        on_press.run(());
    };
    view! {
        <button type="button" role="menuitem" tabindex="-1" class=class on:click=press>
            {tr.follow(label)}
        </button>
    }
    .into_any()
}

#[derive(Clone, Copy)]
enum Move {
    First,
    Last,
    Next,
    Previous,
}

fn move_focus(list: &web_sys::Element, step: Move) {
    let mut items = dom::all(list, "[role=menuitem]");
    // Some are not drawn in this layout.
    items.retain(|item| item.offset_parent().is_some());
    let focused = dom::focused();
    let at = items.iter().position(|item| Some(item) == focused.as_ref());
    let last = items.len().saturating_sub(1);
    let next = match (step, at) {
        (Move::First, _) | (Move::Next, None) => 0,
        (Move::Last, _) | (Move::Previous, None) => last,
        (Move::Next, Some(at)) if at >= last => 0,
        (Move::Next, Some(at)) => at + 1,
        (Move::Previous, Some(0)) => last,
        (Move::Previous, Some(at)) => at - 1,
    };
    if let Some(item) = items.get(next) {
        dom::focus(item);
    }
}

/// Menus open upwards where there is room: in a list of messages, and at the foot of the page, what is below is what one
/// reads. At the upper end of what scrolls around them they open downwards.
fn has_no_room_above(list: &web_sys::HtmlElement) -> bool {
    let Some(button) = list.parent_element() else {
        return false;
    };
    let around = dom::nearest(list, "[role=log]").map_or(0.0, |log| log.get_bounding_client_rect().top());
    button.get_bounding_client_rect().top() - around < f64::from(list.offset_height()) + MARGIN
}

fn leave_on_press_outside(root: NodeRef<html::Div>, open: RwSignal<bool>) {
    dom::listen("pointerdown", move |event: web_sys::PointerEvent| {
        let target = event.target().and_then(|t| t.dyn_into::<web_sys::Node>().ok());
        let inside = root
            .get_untracked()
            .is_some_and(|root| root.contains(target.as_ref()));
        if !inside {
            open.set(false);
        }
    });
}
