//! The rail of teams.

use leptos::prelude::*;
use mm_core::event::Place;
use mm_core::state::Key;
use mm_core::view::{self, TeamEntry};

use super::OwnMenu;
use crate::store::{memo, use_app};
use crate::ui::common::{live, rows, sign};
use crate::ui::i18n::{t, use_tr, Text, Tr};

/// One link a team; the own menu at its end.
#[component]
pub fn TeamRail() -> impl IntoView {
    let (app, tr) = (use_app(), use_tr());
    let teams = app.select(|| vec![Key::Teams, Key::Place, Key::Sidebar], view::teams);
    let drawn = rows(
        move || teams.get(),
        |team| team.id.to_string(),
        move |team| view! { <Team id=team.id teams /> }.into_any(),
    );
    view! {
        <div class={"rail"}>
            <nav class={"rail-teams"} aria-label=t!(tr, Teams)>
                {drawn}
            </nav>
            <section class={"rail-own"} aria-label=t!(tr, OwnMenu)>
                <OwnMenu />
            </section>
        </div>
    }
    .into_any()
}

#[component]
fn Team(id: mm_core::domain::TeamId, teams: Memo<Vec<TeamEntry>>) -> impl IntoView {
    let (app, tr) = (use_app(), use_tr());
    let team = memo(move || teams.with(|all| all.iter().find(|t| t.id == id).cloned()));
    let href = move || {
        let name = team.get().map(|t| t.name).unwrap_or_default();
        app.href(&Place::Team { team: name })
    };
    let face = move || match team.get() {
        Some(TeamEntry { icon: Some(at), .. }) => {
            let src = app.api_url(&format!("/api/v4/teams/{id}/image?_={}", at.0));
            view! { <img class={"team-icon"} alt="" src=src /> }.into_any()
        }
        Some(team) => view! { <span aria-hidden="true">{initials(&team.display_name)}</span> }.into_any(),
        None => ().into_any(),
    };
    let flag = move |read: fn(&TeamEntry) -> bool| team.with(|t| t.as_ref().is_some_and(read));
    view! {
        <a
            class={"team"}
            href=href
            aria-label=sign(move || team.get().map(|t| t.display_name))
            title=sign(move || team.get().map(|t| description_of(tr, &t)))
            aria-current=sign(move || flag(|t| t.current).then_some("page"))
            data-unread=sign(move || flag(|t| t.unread).then_some(""))
        >
            {face}
            {live(move || {
                let count = team.with(|t| t.as_ref().map_or(0, |t| t.mentions));
                (count > 0)
                    .then(|| {
                        view! {
                            <span class={"badge"} aria-hidden="true">
                                {super::sidebar_entry::badge(count)}
                            </span>
                        }
                    })
            })}
        </a>
    }
    .into_any()
}

/// The team's name, and what waits in it: beside the name, which stays the same.
fn description_of(tr: Tr, team: &TeamEntry) -> String {
    let name = team.display_name.as_str();
    match (team.current, team.mentions, team.unread) {
        (true, _, _) | (_, 0, false) => name.to_owned(),
        (_, 0, true) => tr.with(Text::NameUnread, &[("name", name)]),
        (_, mentions, _) => tr.counted(Text::NameUnreadMentions, mentions, &[("name", name)]),
    }
}

/// Two letters, or one where letters are wide.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|w| w.chars().next());
    match (words.next(), words.next()) {
        (Some(a), Some(b)) if a.is_ascii() => [a, b].iter().collect::<String>().to_uppercase(),
        (Some(a), None) if a.is_ascii() => name.chars().take(2).collect(),
        (Some(a), _) => a.to_string(),
        (None, _) => String::new(),
    }
}
