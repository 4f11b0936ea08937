//! Settings: of this device (language, theme, density) and of the account (preferences).

mod choices;
mod display;
mod panels;

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use crate::store::use_local;
use crate::ui::common::{dom, icons, live, sign, Dialog, IconButton};
use crate::ui::i18n::{t, use_tr, Text};

/// A tab of the dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tab {
    Notifications,
    Display,
    Sidebar,
    Advanced,
}

impl Tab {
    const ALL: [Tab; 4] = [Tab::Notifications, Tab::Display, Tab::Sidebar, Tab::Advanced];

    fn name(self) -> Text {
        match self {
            Tab::Notifications => Text::TabNotifications,
            Tab::Display => Text::TabDisplay,
            Tab::Sidebar => Text::TabSidebar,
            Tab::Advanced => Text::TabAdvanced,
        }
    }

    fn id(self) -> &'static str {
        match self {
            Tab::Notifications => "settings-tab-notifications",
            Tab::Display => "settings-tab-display",
            Tab::Sidebar => "settings-tab-sidebar",
            Tab::Advanced => "settings-tab-advanced",
        }
    }

    /// The tab an arrow leads to.
    fn step(self, forward: bool) -> Tab {
        let at = Self::ALL.iter().position(|t| *t == self).unwrap_or(0);
        let count = Self::ALL.len();
        let next = if forward { at + 1 } else { at + count - 1 } % count;
        Self::ALL.get(next).copied().unwrap_or(self)
    }
}

/// The dialog.
#[component]
pub fn Settings() -> impl IntoView {
    let (local, tr) = (use_local(), use_tr());
    let tab = RwSignal::new(Tab::Display);
    let close = Callback::new(move |()| local.overlay.set(None));
    view! {
        <Dialog label=Text::Settings class="dialog settings" on_close=close>
            <header class={"dialog-header"}>
                <h2 class={"dialog-title"}>{t!(tr, Settings)}</h2>
                <IconButton icon=icons::CLOSE label=Text::Close on_press=close />
            </header>
            <div class={"settings-body"}>
                <Tabs tab />
                <div
                    class={"settings-panel"}
                    role="tabpanel"
                    id="settings-panel"
                    aria-labelledby=sign(move || tab.get().id())
                >
                    {live(move || match tab.get() {
                        Tab::Notifications => view! { <panels::Notifications /> }.into_any(),
                        Tab::Display => view! { <display::Display /> }.into_any(),
                        Tab::Sidebar => view! { <panels::Sidebar /> }.into_any(),
                        Tab::Advanced => view! { <panels::Advanced /> }.into_any(),
                    })}
                </div>
            </div>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Tabs(tab: RwSignal<Tab>) -> impl IntoView {
    let tr = use_tr();
    let on_key = move |event: KeyboardEvent| {
        let now = tab.get_untracked();
        let next = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => now.step(true),
            "ArrowLeft" | "ArrowUp" => now.step(false),
            "Home" => Tab::Notifications,
            "End" => Tab::Advanced,
            _ => return,
        };
        event.prevent_default();
        tab.set(next);
        let found = dom::document().and_then(|d| d.get_element_by_id(next.id()));
        if let Some(element) = found.and_then(|e| wasm_bindgen::JsCast::dyn_into(e).ok()) {
            dom::focus(&element);
        }
    };
    let tabs = Tab::ALL
        .into_iter()
        .map(|this| {
            let selected = move || tab.get() == this;
            view! {
                <button
                    type="button"
                    class={"tab"}
                    role="tab"
                    id=this.id()
                    aria-controls="settings-panel"
                    aria-selected=sign(move || selected().to_string())
                    tabindex=sign(move || if selected() { "0" } else { "-1" })
                    on:click=move |_| tab.set(this)
                >
                    {live(move || tr.text(this.name()))}
                </button>
            }
        })
        .collect_view();
    view! {
        <div
            class={"tabs"}
            role="tablist"
            aria-label=t!(tr, Settings)
            aria-orientation="vertical"
            on:keydown=on_key
        >
            {tabs}
        </div>
    }
    .into_any()
}
