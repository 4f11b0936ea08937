//! Finding a channel or a person by a few letters.

use crate::domain::*;
use crate::state::State;

use super::names::{channel_name, compare_folded, fold, user_name};
use super::sidebar::sidebar_entry;
use super::SwitcherEntry;

/// How well a name fits; smaller is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Exact,
    Prefix,
    WordPrefix,
    Inside,
}

enum Found<'a> {
    Channel(&'a Channel),
    Person(&'a User),
}

/// What fits a query best: names that begin with it, then words that do, then the rest; unread channels and those viewed
/// last first. Without a query: the channels that are unread or were viewed last.
pub fn switcher(state: &State, query: &str, limit: usize) -> Vec<SwitcherEntry> {
    let query = fold(query.trim());
    let query = query.trim_start_matches(['@', '~']);
    let mut found: Vec<((Fit, bool, std::cmp::Reverse<Timestamp>, String), Found<'_>)> = Vec::new();
    for channel in state.channels() {
        let Some(member) = state.member(channel.id) else {
            continue;
        };
        if channel.delete_at.is_some() {
            continue;
        }
        let name = fold(&channel_name(state, channel));
        let teammate = state
            .me()
            .and_then(|me| channel.teammate(me))
            .and_then(|id| state.user(id));
        let other = teammate.map_or_else(|| channel.name.clone(), |u| person_words(u));
        if let Some(fit) = fit_of(query, &[&name, &fold(&other)]) {
            let is_read = !state.unread_counts(channel.id).is_unread();
            let viewed = std::cmp::Reverse(member.last_viewed_at);
            found.push(((fit, is_read, viewed, name), Found::Channel(channel)));
        }
    }
    if !query.is_empty() {
        for user in state.users().filter(|u| u.delete_at.is_none()) {
            let name = fold(&user_name(state, user));
            let Some(fit) = fit_of(query, &[&name, &fold(&person_words(user))]) else {
                continue;
            };
            found.push((
                (fit, true, std::cmp::Reverse(Timestamp(0)), name),
                Found::Person(user),
            ));
        }
    }
    found.sort_by(|(a, _), (b, _)| {
        (a.0, a.1, a.2)
            .cmp(&(b.0, b.1, b.2))
            .then_with(|| compare_folded(&a.3, &b.3))
    });
    let mut entries = Vec::new();
    for (_, found) in found {
        if entries.len() >= limit {
            break;
        }
        match found {
            Found::Channel(channel) => {
                entries.extend(sidebar_entry(state, channel.id).map(SwitcherEntry::Channel))
            }
            // Somebody with an open direct message stands there as a channel.
            Found::Person(user) if state.direct_channel(user.id).is_none() => {
                entries.push(SwitcherEntry::Person {
                    user_id: user.id,
                    display_name: user_name(state, user),
                    username: user.username.clone(),
                })
            }
            Found::Person(_) => {}
        }
    }
    entries
}

fn person_words(user: &User) -> String {
    [&user.username, &user.first_name, &user.last_name, &user.nickname]
        .map(String::as_str)
        .join(" ")
}

/// The best fit of a folded query among folded names.
fn fit_of(query: &str, names: &[&str]) -> Option<Fit> {
    names.iter().filter_map(|name| fit(query, name)).min()
}

fn fit(query: &str, name: &str) -> Option<Fit> {
    if query == name {
        return Some(Fit::Exact);
    }
    if name.starts_with(query) {
        return Some(Fit::Prefix);
    }
    let mut inside = false;
    for (at, _) in name.match_indices(query) {
        inside = true;
        let before = name.get(..at).and_then(|s| s.chars().next_back());
        if before.is_none_or(|c| !c.is_alphanumeric()) {
            return Some(Fit::WordPrefix);
        }
    }
    inside.then_some(Fit::Inside)
}
