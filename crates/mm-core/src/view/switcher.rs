//! Finding a channel or a person by a few letters.

use std::cmp::Reverse;

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

/// Order of what was found: fit, unread first, viewed last first, name.
struct Rank {
    fit: Fit,
    is_read: bool,
    viewed: Reverse<Timestamp>,
    name: String,
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
    let mut found = channels_found(state, query);
    if !query.is_empty() {
        found.extend(people_found(state, query));
    }
    sort_by(&mut found, |(a, _), (b, _)| {
        let key = |rank: &Rank| (rank.fit, rank.is_read, rank.viewed);
        key(a).cmp(&key(b)).then_with(|| compare_folded(&a.name, &b.name))
    });
    found
        .into_iter()
        .filter_map(|(_, found)| entry(state, &found))
        .take(limit)
        .collect()
}

fn channels_found<'a>(state: &'a State, query: &str) -> Vec<(Rank, Found<'a>)> {
    let mut found = Vec::new();
    for channel in state.channels().filter(|c| c.delete_at.is_none()) {
        let Some(member) = state.member(channel.id) else {
            continue;
        };
        let name = fold(&channel_name(state, channel));
        let other = other_words(state, channel);
        let Some(fit) = fit_of(query, &[&name, &fold(&other)]) else {
            continue;
        };
        let rank = Rank {
            fit,
            is_read: !state.unread_counts(channel.id).is_unread(),
            viewed: Reverse(member.last_viewed_at),
            name,
        };
        found.push((rank, Found::Channel(channel)));
    }
    found
}

fn people_found<'a>(state: &'a State, query: &'a str) -> impl Iterator<Item = (Rank, Found<'a>)> {
    state
        .users()
        .filter(|u| u.delete_at.is_none())
        .filter_map(move |user| {
            let name = fold(&user_name(state, user));
            let rank = Rank {
                fit: fit_of(query, &[&name, &fold(&person_words(user))])?,
                is_read: true,
                viewed: Reverse(Timestamp(0)),
                name,
            };
            Some((rank, Found::Person(user)))
        })
}

fn entry(state: &State, found: &Found<'_>) -> Option<SwitcherEntry> {
    match found {
        Found::Channel(channel) => sidebar_entry(state, channel.id).map(SwitcherEntry::Channel),
        // Somebody with a direct message stands there as a channel.
        Found::Person(user) if state.direct_channel(user.id).is_some() => None,
        Found::Person(user) => Some(SwitcherEntry::Person {
            user_id: user.id,
            display_name: user_name(state, user),
            username: user.username.clone(),
        }),
    }
}

/// By what else a channel is found: its name in addresses, or the people in it.
fn other_words(state: &State, channel: &Channel) -> String {
    let people: Vec<UserId> = match channel.kind {
        ChannelKind::Public | ChannelKind::Private => return channel.name.clone(),
        ChannelKind::Direct => state
            .me()
            .and_then(|me| channel.teammate(me))
            .into_iter()
            .collect(),
        ChannelKind::Group => state.group_members(channel.id).unwrap_or_default().to_vec(),
    };
    let words = people
        .iter()
        .filter_map(|id| state.user(*id))
        .map(|user| person_words(user));
    words.collect::<Vec<_>>().join(" ")
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
