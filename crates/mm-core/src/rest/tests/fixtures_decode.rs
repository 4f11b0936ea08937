//! Answers a real server gave are read, and mean what they should; our requests are those it was asked.

use super::support::{cold, exchanges};
use crate::domain::*;
use crate::event::*;
use crate::rest::posts::Threads;
use crate::rest::*;

fn team() -> TeamId {
    TeamId::parse("5f1ce35qkfbhfdaotetwd3w8wo").unwrap()
}

fn engineering() -> ChannelId {
    ChannelId::parse("z8pxzexm83bwmqmzdmh6pzqjfe").unwrap()
}

/// One fact (custom emoji may come along) and nothing left out.
fn only(mut events: Vec<Event>) -> Event {
    if let [_, Event::EmojiLoaded(_)] = events.as_slice() {
        events.pop();
    }
    let [event] = <[Event; 1]>::try_from(events).unwrap();
    event
}

#[test]
fn cold_start_is_read_completely() {
    let Event::ConfigLoaded(config) = config::read_client_config(&cold("04_config.json").answer).unwrap()
    else {
        panic!()
    };
    assert_eq!(config.get("CollapsedThreads"), Some("always_on"));
    let license = config::read_license(&cold("05_license.json").answer).unwrap();
    assert_eq!(license.get("IsLicensed").map(String::as_str), Some("false"));

    let login::LogInOutcome::SignedIn(me) = login::read_log_in(&cold("03_login.json").answer).unwrap() else {
        panic!()
    };
    assert_eq!(me.username, "emily.carter");
    assert!(!me.notify_props.is_empty());
    let Event::MeLoaded(again) = users::read_me(&cold("06_me.json").answer).unwrap() else {
        panic!()
    };
    assert_eq!(again.id, me.id);

    let Event::PreferencesLoaded { preferences, scope } =
        only(preferences::read_mine(&cold("07_preferences.json").answer).unwrap())
    else {
        panic!()
    };
    assert!(!preferences.is_empty() && scope == Scope::All);
    let Event::TeamsLoaded { teams, .. } = only(teams::read_mine(&cold("08_teams.json").answer).unwrap())
    else {
        panic!()
    };
    assert!(teams.iter().any(|t| t.name == "kawasemi"));
    let Event::TeamMembersLoaded(members) =
        only(teams::read_my_members(&cold("09_team_members.json").answer).unwrap())
    else {
        panic!()
    };
    assert!(members.iter().all(|m| m.user_id == me.id));
    assert_eq!(
        teams::read_unread(&cold("10_teams_unread.json").answer).unwrap()[1],
        Event::ThreadTotalsLoaded {
            team_id: team(),
            unread_threads: 1,
            unread_mentions: 1
        }
    );

    let Event::ChannelsLoaded { channels, .. } =
        only(channels::read_mine(&cold("14_channels.json").answer).unwrap())
    else {
        panic!()
    };
    let Event::MembersLoaded { members, .. } =
        only(channels::read_my_members(&cold("13_memberships.json").answer).unwrap())
    else {
        panic!()
    };
    // An archived channel keeps its membership but is not listed.
    assert_eq!((channels.len(), members.len()), (14, 15));
    assert!(channels.iter().any(|c| c.kind == ChannelKind::Group));
    let direct = channels.iter().find(|c| c.kind == ChannelKind::Direct).unwrap();
    assert!(direct.team_id.is_none() && direct.teammate(me.id).is_some());

    let Event::CategoriesLoaded { categories, .. } =
        only(categories::read_of_team(&cold("15_categories.json").answer, team()).unwrap())
    else {
        panic!()
    };
    assert_eq!(categories[0].kind, CategoryKind::Favorites);
    assert!(categories.iter().any(|c| c.kind == CategoryKind::DirectMessages));
}

#[test]
fn posts_of_the_cold_start_are_read() {
    let answer = cold("17_posts_unread.json").answer;
    let Event::PostsLoaded(page) = only(posts::read_window(&answer, engineering(), Window::Unread).unwrap())
    else {
        panic!()
    };
    assert!(page
        .posts
        .windows(2)
        .all(|pair| pair[0].order() < pair[1].order()));
    assert!(page.reached_end && !page.reached_start);
    assert!(page.posts.iter().all(|p| p.channel_id == engineering()));
    assert!(page
        .posts
        .iter()
        .any(|p| p.last_reply_at.is_some() && p.participants.is_some()));
    assert!(page
        .posts
        .iter()
        .any(|p| p.reactions.as_ref().is_some_and(|r| !r.is_empty())));

    for file in crate::wire::tests::files("cold_start") {
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        if !name.starts_with("40_posts_") {
            continue;
        }
        let exchange = cold(&name);
        let id = exchange.path.split('/').nth(4).unwrap();
        let channel_id = ChannelId::parse(id).unwrap();
        let event = only(posts::read_window(&exchange.answer, channel_id, Window::Latest).unwrap());
        let Event::PostsLoaded(page) = event else { panic!() };
        assert!(page.reached_end, "{name}");
    }
}

#[test]
fn people_of_the_cold_start_are_read() {
    let Event::UsersLoaded(users) = only(users::read_users(&cold("18_users.json").answer).unwrap()) else {
        panic!()
    };
    assert!(users.iter().any(|u| u.username == "kenji.sato"));
    let Event::StatusesLoaded(statuses) =
        only(users::read_statuses(&cold("19_statuses.json").answer).unwrap())
    else {
        panic!()
    };
    assert!(!statuses.is_empty());
    let Event::GroupMembersLoaded(groups) =
        only(users::read_group_channels(&cold("20_gm_profiles.json").answer).unwrap())
    else {
        panic!()
    };
    assert!(groups.values().all(|people| people.len() >= 2));
    let Event::ChannelsViewed { times } = channels::read_view(&cold("21_view.json").answer).unwrap() else {
        panic!()
    };
    assert_eq!(times.get(&engineering()), Some(&Timestamp(1_795_496_290_668)));
    let Event::ChannelStatsLoaded(stats) =
        channels::read_stats(&cold("22_channel_stats.json").answer).unwrap()
    else {
        panic!()
    };
    assert!(stats.member_count > 2);
    let Event::RolesLoaded(roles) = only(roles::read_roles(&cold("16_roles.json").answer).unwrap()) else {
        panic!()
    };
    assert!(roles.iter().any(|r| r.permissions.contains("create_post")));
}

#[test]
fn threads_of_the_cold_start_are_read() {
    let list = threads::read_list(&cold("27_threads.json").answer, team()).unwrap();
    assert_eq!(list.total, 7);
    assert!(list.last.is_some());
    assert!(
        matches!(&list.events[1], Event::ThreadUpdated { thread, root: Some(_), .. } if thread.reply_count == 4)
    );
    let totals = threads::read_list(&cold("26_threads_totals.json").answer, team()).unwrap();
    assert_eq!(totals.events.len(), 1);
    let Event::EmojiLoaded(emoji) = only(emoji::read_emoji(&cold("28_emoji.json").answer).unwrap()) else {
        panic!()
    };
    assert!(!emoji.is_empty());
}

#[test]
fn our_requests_are_those_the_server_was_asked() {
    let asked = |file: &str, request: &HttpRequest| {
        let exchange = cold(file);
        assert_eq!(request.method.as_str(), exchange.method);
        assert_eq!(request.path, exchange.path, "{file}");
        if let Some(body) = &request.body {
            let body: serde_json::Value = serde_json::from_str(body).unwrap();
            assert_eq!(body, exchange.request_body, "{file}");
        }
    };
    asked("04_config.json", &config::client_config());
    asked("05_license.json", &config::license());
    asked("06_me.json", &users::me());
    asked("07_preferences.json", &preferences::mine());
    asked("08_teams.json", &teams::mine());
    asked("09_team_members.json", &teams::my_members());
    asked("10_teams_unread.json", &teams::unread());
    asked("13_memberships.json", &channels::my_members());
    asked("14_channels.json", &channels::mine());
    asked("15_categories.json", &categories::of_team(team()));
    asked("21_view.json", &channels::view(Some(engineering()), None));
    asked("22_channel_stats.json", &channels::stats(engineering()));
    asked("26_threads_totals.json", &threads::totals(team()));
    asked("27_threads.json", &threads::list(team(), None, false));
    asked(
        "40_posts_engineering.json",
        &posts::window(engineering(), Window::Latest, Threads::Collapsed),
    );
}

#[test]
fn sent_posts_come_back_with_their_key() {
    for exchange in exchanges("rest/posts/create.json") {
        let post = posts::read_post(&exchange.answer).unwrap();
        let sent = exchange.request_body["pending_post_id"]
            .as_str()
            .unwrap_or_default();
        assert_eq!(
            post.pending_post_id.as_ref().map_or("", PendingPostId::as_str),
            sent
        );
        assert_eq!(
            post.message,
            exchange.request_body["message"].as_str().unwrap_or_default()
        );
    }
}
