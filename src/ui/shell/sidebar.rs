//! The channel list: the account's categories with their channels.

use leptos::prelude::*;
use mm_core::action::Action;
use mm_core::domain::{CategoryId, CategoryKind};
use mm_core::state::Key;
use mm_core::view::{self, SectionKind, SidebarSection};

use super::sidebar_entry::Entry;
use crate::store::{memo, use_app, use_local, Overlay};
use crate::ui::common::{icons, live, rows, sign, Icon, IconButton};
use crate::ui::i18n::{t, use_tr, Text, Tr};

/// Team name, the way to the switcher, the list.
#[component]
pub fn Sidebar() -> impl IntoView {
    let (app, local, tr) = (use_app(), use_local(), use_tr());
    let team_name = app.select(
        || vec![Key::Teams, Key::Place],
        |state| {
            let team = state.open_team().and_then(|id| state.team(id));
            team.map(|t| t.display_name.clone()).unwrap_or_default()
        },
    );
    let sections = app.select(
        || vec![Key::Sidebar, Key::Place, Key::Preferences, Key::Teams],
        |state| {
            let team = state.open_team();
            team.map(|id| view::sidebar(state, id)).unwrap_or_default()
        },
    );
    let ids = memo(move || sections.with(|all| all.iter().map(|s| s.id.clone()).collect::<Vec<_>>()));
    let drawn = rows(
        move || ids.get(),
        ToString::to_string,
        move |id| view! { <Section id sections /> }.into_any(),
    );
    view! {
        <div class={"sidebar"}>
            <header class={"sidebar-header"}>
                <span class={"sidebar-team"} dir="auto">
                    {live(move || team_name.get())}
                </span>
                <span class={"drawer-close"}>
                    <IconButton
                        icon=icons::CLOSE
                        label=Text::CloseChannelList
                        on_press=move |()| local.overlay.set(None)
                    />
                </span>
            </header>
            <button
                type="button"
                class={"find"}
                aria-label=t!(tr, FindChannel)
                aria-keyshortcuts="Control+K Meta+K"
                on:click=move |_| local.overlay.set(Some(Overlay::Switcher))
            >
                <Icon drawing=icons::SEARCH />
                <span class={"find-text"}>{t!(tr, FindChannel)}</span>
                <kbd aria-hidden="true">{"Ctrl K"}</kbd>
            </button>
            <nav class={"channels"} aria-label=t!(tr, Channels)>
                {drawn}
            </nav>
        </div>
    }
    .into_any()
}

#[component]
fn Section(id: CategoryId, sections: Memo<Vec<SidebarSection>>) -> impl IntoView {
    let (app, tr) = (use_app(), use_tr());
    let wanted = id.clone();
    let section = memo(move || sections.with(|all| all.iter().find(|s| s.id == wanted).cloned()));
    let name = move || section.with(|s| s.as_ref().map(|s| name_of(tr, s)).unwrap_or_default());
    let collapsed = memo(move || section.with(|s| s.as_ref().is_some_and(|s| s.collapsed)));
    let channels = move || section.get().map(|s| s.channels).unwrap_or_default();
    let toggle = move |_| {
        let team_id = app.peek(|state| state.open_team());
        if let Some(team_id) = team_id {
            app.dispatch(Action::CollapseCategory {
                team_id,
                category_id: id.clone(),
                collapsed: !collapsed.get_untracked(),
            });
        }
    };
    let entries = rows(channels, ToString::to_string, |id| {
        view! { <Entry id /> }.into_any()
    });
    view! {
        <div class={"section"} role="group" aria-label=name>
            <button
                type="button"
                class={"section-head"}
                aria-expanded=sign(move || (!collapsed.get()).to_string())
                on:click=toggle
            >
                <Icon drawing=icons::CHEVRON />
                <span dir="auto">{name}</span>
            </button>
            <div class={"section-list"}>{entries}</div>
        </div>
    }
    .into_any()
}

/// Built-in categories are named in the person's language.
fn name_of(tr: Tr, section: &SidebarSection) -> String {
    let text = match section.kind {
        SectionKind::Unreads => Text::CategoryUnreads,
        SectionKind::Category(CategoryKind::Favorites) => Text::CategoryFavorites,
        SectionKind::Category(CategoryKind::Channels) => Text::CategoryChannels,
        SectionKind::Category(CategoryKind::DirectMessages) => Text::CategoryDirect,
        SectionKind::Category(CategoryKind::Custom) => return section.display_name.clone(),
    };
    tr.text(text).into()
}
