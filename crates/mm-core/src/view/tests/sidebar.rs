//! The channel list.

use super::*;
use crate::view::{sidebar, sidebar_entry, SectionKind};

fn category(id: &str, kind: CategoryKind, sorting: CategorySorting, channels: &[ChannelId]) -> Category {
    Category {
        id: CategoryId::new(id),
        team_id: TEAM,
        kind,
        sorting,
        display_name: id.to_owned(),
        muted: false,
        collapsed: false,
        channel_ids: channels.to_vec(),
    }
}

fn categories(list: Vec<Category>) -> Event {
    Event::CategoriesLoaded {
        team_id: TEAM,
        categories: list,
    }
}

fn standard(sorting: CategorySorting) -> Vec<Category> {
    vec![
        category("favorites", CategoryKind::Favorites, sorting, &[]),
        category("channels", CategoryKind::Channels, sorting, &[SECRET, GENERAL]),
        category(
            "messages",
            CategoryKind::DirectMessages,
            sorting,
            &[DIRECT, GROUP],
        ),
    ]
}

fn shown(state: &State) -> Vec<(String, Vec<ChannelId>)> {
    sidebar(state, TEAM)
        .into_iter()
        .map(|s| (s.id.as_str().to_owned(), s.channels))
        .collect()
}

fn section(state: &State, id: &str) -> Vec<ChannelId> {
    shown(state)
        .into_iter()
        .find(|(name, _)| name == id)
        .map(|(_, channels)| channels)
        .unwrap_or_default()
}

fn show(kind: &str, name: &str) -> Event {
    build::preference(kind, name, "true")
}

#[test]
fn before_categories_are_loaded_there_are_two_sections() {
    let state = after([]);
    assert_eq!(section(&state, "channels"), [DESIGN, GENERAL, SECRET]);
    assert!(
        section(&state, "direct_messages").is_empty(),
        "not asked to be shown"
    );
}

#[test]
fn channels_in_no_category_go_to_the_built_in_one_and_empty_favourites_are_hidden() {
    let state = after([categories(standard(CategorySorting::Alphabetical))]);
    assert_eq!(section(&state, "channels"), [DESIGN, GENERAL, SECRET]);
    assert!(shown(&state).iter().all(|(id, _)| id != "favorites"));
}

#[test]
fn sorting_by_hand_by_name_and_by_time() {
    let mut state = after([categories(standard(CategorySorting::Manual))]);
    assert_eq!(section(&state, "channels"), [SECRET, GENERAL, DESIGN]);
    state.apply(&categories(standard(CategorySorting::Recent)));
    state.apply(&build::post(5).in_channel(DESIGN).created());
    state.apply(&build::post(6).created());
    assert_eq!(section(&state, "channels")[..2], [GENERAL, DESIGN]);
    state.apply(&categories(standard(CategorySorting::Alphabetical)));
    state.apply(&build::member_loaded(build::muted_member(DESIGN)));
    assert_eq!(
        section(&state, "channels"),
        [GENERAL, SECRET, DESIGN],
        "muted last"
    );
}

#[test]
fn names_with_numbers_sort_by_value() {
    let named = |id: &str, name: &str| build::channel(ChannelId::sample(id), name).loaded();
    let state = after([
        named("c10", "room 10"),
        named("c9", "Room 9"),
        build::member_loaded(build::member(ChannelId::sample("c10"))),
        build::member_loaded(build::member(ChannelId::sample("c9"))),
    ]);
    let channels = section(&state, "channels");
    assert_eq!(
        channels[2..4],
        [ChannelId::sample("c9"), ChannelId::sample("c10")]
    );
}

#[test]
fn messages_are_shown_when_wished_unread_or_open() {
    let mut state = after([categories(standard(CategorySorting::Manual))]);
    assert!(section(&state, "messages").is_empty());
    state.apply(&build::post(1).in_channel(GROUP).created());
    assert_eq!(section(&state, "messages"), [GROUP]);
    state.apply(&show("direct_channel_show", BOB.as_str()));
    assert_eq!(section(&state, "messages"), [DIRECT, GROUP]);
    state.apply(&build::viewed(GROUP, 1));
    assert_eq!(section(&state, "messages"), [DIRECT]);
}

#[test]
fn only_the_most_recently_viewed_messages_are_kept_and_unread_ones_always() {
    let channel = |n: u32| ChannelId::sample(&format!("dm{n}"));
    let person = |n: u32| UserId::sample(&format!("u{n}"));
    let mut state = after([build::preference(
        "sidebar_settings",
        "limit_visible_dms_gms",
        "2",
    )]);
    for n in 1..=4 {
        let (a, b) = (ALICE.min(person(n)), ALICE.max(person(n)));
        let mut member = build::member(channel(n));
        member.last_viewed_at = build::second(n);
        for event in [
            user(person(n), &format!("user{n}"), |_| {}),
            build::channel(channel(n), &format!("{a}__{b}"))
                .kind(ChannelKind::Direct)
                .loaded(),
            build::member_loaded(member),
            show("direct_channel_show", person(n).as_str()),
        ] {
            state.apply(&event);
        }
    }
    assert_eq!(section(&state, "direct_messages"), [channel(3), channel(4)]);
    state.apply(&build::post(9).in_channel(channel(1)).created());
    assert_eq!(
        section(&state, "direct_messages"),
        [channel(1), channel(3), channel(4)]
    );
}

#[test]
fn messages_with_people_who_left_are_hidden_unless_looked_at_since() {
    let mut state = after([
        show("direct_channel_show", BOB.as_str()),
        user(BOB, "bob", |u| u.delete_at = Some(build::second(5))),
    ]);
    assert!(section(&state, "direct_messages").is_empty());
    state.apply(&build::viewed(DIRECT, 6));
    assert_eq!(section(&state, "direct_messages"), [DIRECT]);
}

#[test]
fn archived_channels_are_hidden_unless_open() {
    let mut state = after([Event::ChannelArchived {
        channel_id: GENERAL,
        delete_at: Some(Timestamp(9)),
    }]);
    assert!(!section(&state, "channels").contains(&GENERAL));
    state.apply(&Event::PlaceOpened(place("general")));
    assert!(section(&state, "channels").contains(&GENERAL));
    assert!(sidebar_entry(&state, GENERAL).is_some_and(|e| e.archived));
}

#[test]
fn a_folded_section_lists_unread_and_open_channels_only() {
    let mut folded = standard(CategorySorting::Manual);
    folded[1].collapsed = true;
    let state = after([
        categories(folded),
        build::post(1).in_channel(DESIGN).created(),
        Event::PlaceOpened(place("secret")),
    ]);
    assert_eq!(section(&state, "channels"), [SECRET, DESIGN]);
}

#[test]
fn unread_channels_can_stand_in_a_section_of_their_own() {
    let state = after([
        categories(standard(CategorySorting::Manual)),
        build::preference("sidebar_settings", "show_unread_section", "true"),
        build::post(1).created(),
        build::post(2).in_channel(DESIGN).created(),
        build::post(3).in_channel(SECRET).created_mentioning_me(),
        build::member_loaded(build::member(GENERAL)),
    ]);
    let sections = sidebar(&state, TEAM);
    assert_eq!(sections[0].kind, SectionKind::Unreads);
    assert_eq!(sections[0].channels[0], SECRET, "mentions first");
    assert!(section(&state, "channels")
        .iter()
        .all(|c| !sections[0].channels.contains(c)));
}

#[test]
fn an_entry_tells_what_its_link_says() {
    let state = after([build::post(1).in_channel(DIRECT).created()]);
    let entry = sidebar_entry(&state, DIRECT).expect("known");
    assert_eq!(entry.display_name, "bob");
    assert_eq!(entry.teammate, Some(BOB));
    assert!(entry.unread && entry.mentions == 1 && !entry.muted);
    let place = crate::event::Place::Direct {
        team: "company".to_owned(),
        username: "bob".to_owned(),
    };
    assert_eq!(entry.place, place);
    assert_eq!(sidebar_entry(&state, GROUP).map(|e| e.group_size), Some(3));
}
