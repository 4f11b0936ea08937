//! Every kind of event applied twice is as if applied once, and tells the second time that nothing changed the facts.

use proptest::prelude::*;

use super::*;
use crate::event::*;

/// Events of every kind, about few posts, people and channels, so that they meet.
pub(super) fn any_event() -> impl Strategy<Value = Event> {
    (0..KINDS, 1..8u32, 1..12u32, 0..4usize, any::<bool>())
        .prop_map(|(kind, n, time, which, flag)| event(kind, n, time, which, flag))
}

const KINDS: usize = 56;

/// A post's author and channel never change.
fn person_of(n: u32) -> UserId {
    [ALICE, BOB, CAROL][n as usize % 3]
}

fn channel_of(n: u32) -> ChannelId {
    [GENERAL, DIRECT][n as usize / 5 % 2]
}

fn numbered(n: u32) -> build::PostBuilder {
    build::post(n).by(person_of(n)).in_channel(channel_of(n))
}

fn event(kind: usize, n: u32, time: u32, which: usize, flag: bool) -> Event {
    let channel = [GENERAL, DESIGN, DIRECT, GROUP][which];
    let person = [ALICE, BOB, CAROL, ALICE][which];
    let post = numbered(n);
    let reply = build::post(n + 20)
        .by(person_of(n))
        .in_channel(channel_of(n))
        .reply_to(n);
    let page = |from: u32, to: u32| {
        build::page(
            (from..to)
                .map(numbered)
                .map(build::PostBuilder::post)
                .filter(|p| p.channel_id == channel_of(from)),
        )
    };
    let key = PendingPostId::new(format!("key{n}"));
    let reason = FailureReason::Unreachable;
    let scope = if flag { Scope::Some } else { Scope::All };
    match kind {
        0 if flag => post.created_mentioning_me(),
        0 => post.created(),
        1 => reply.created(),
        2 => post.edited(time + n, "edited").edit(),
        3 => post.deletion(),
        4 => Event::EphemeralReceived(Box::new(post.post())),
        5 => Event::PostMarkedUnread(MarkedUnread {
            channel_id: channel,
            msg_count: 0,
            msg_count_root: 0,
            mention_count: 1,
            mention_count_root: 1,
            urgent_mention_count: 0,
            last_viewed_at: build::second(time),
        }),
        6 => Event::ReactionAdded {
            reaction: build::reaction(n, person, "+1", time),
            channel_id: None,
        },
        7 => Event::ReactionRemoved {
            reaction: build::reaction(n, person, "+1", time),
            channel_id: None,
        },
        8 => page(n, n + time).to_end().loaded(),
        9 => page(n, n + time)
            .window(Window::Before(build::post_id(n + time)))
            .loaded(),
        10 => build::page([post.post()])
            .window(Window::Since {
                at: build::second(time),
                truncated: flag,
            })
            .loaded(),
        11 => Event::ThreadLoaded {
            root_id: build::post_id(n),
            posts: vec![post.post(), reply.post()],
            after: None,
            complete: flag,
        },
        12 => post.pending(key.as_str()).answer(),
        13 => Event::PostsMissing(vec![build::post_id(n)]),
        14 => Event::PostQueued(Box::new(build::outgoing(key.as_str(), "mine"))),
        15 => Event::PostSendStarted(key),
        16 => Event::PostSendFailed { pending: key, reason },
        17 => Event::PostSendRetried(key),
        18 => Event::PostSendDiscarded(key),
        19 => Event::PostEditQueued {
            post_id: build::post_id(n),
            message: "typed".to_owned(),
        },
        20 => Event::PostEditFailed {
            post_id: build::post_id(n),
            message: "typed".to_owned(),
            reason,
        },
        21 => Event::PostEditConfirmed {
            post_id: build::post_id(n),
            message: "typed".to_owned(),
        },
        22 => Event::PostDeleteQueued {
            post_id: build::post_id(n),
        },
        23 => Event::PostDeleteFailed {
            post_id: build::post_id(n),
            reason,
        },
        24 => Event::ChannelsLoaded {
            channels: vec![build::channel(GENERAL, "general")
                .posts(i64::from(n), time)
                .channel()],
            scope,
        },
        25 => Event::MembersLoaded {
            members: vec![build::muted_member(channel)],
            scope,
        },
        26 => Event::ChannelAnnounced { channel_id: channel },
        27 => Event::ChannelArchived {
            channel_id: channel,
            delete_at: flag.then(|| build::second(time)),
        },
        28 => Event::MemberAdded {
            channel_id: channel,
            user_id: person,
            team_id: None,
        },
        29 => Event::MemberRemoved {
            channel_id: channel,
            user_id: person,
        },
        30 => build::viewed(channel, time),
        31 => Event::ChannelStatsLoaded(ChannelStats {
            channel_id: channel,
            member_count: i64::from(n),
            pinned_post_count: 0,
        }),
        32 => Event::GroupMembersLoaded(Map::from([(GROUP, vec![build::user(BOB, "bob")])])),
        33 => Event::TeamsLoaded {
            teams: vec![build::team(TEAM, "company")],
            scope,
        },
        34 => Event::TeamMembersLoaded(vec![TeamMember {
            team_id: TEAM,
            user_id: ALICE,
            roles: "team_user".to_owned(),
            delete_at: flag.then(|| build::second(time)),
        }]),
        35 => Event::TeamLeft { team_id: TEAM },
        36 => Event::MeLoaded(Box::new(build::user(if flag { ALICE } else { person }, "alice"))),
        37 => Event::UsersLoaded(vec![User {
            update_at: build::second(time),
            ..build::user(person, "renamed")
        }]),
        38 => Event::UserRolesChanged {
            user_id: person,
            roles: "system_admin".to_owned(),
        },
        39 => Event::StatusesLoaded(vec![Status {
            user_id: person,
            presence: if flag { Presence::Online } else { Presence::Away },
        }]),
        40 => Event::TypingReceived {
            channel_id: channel,
            root_id: flag.then(|| build::post_id(n)),
            user_id: person,
            at: Monotonic(u64::from(time)),
        },
        41 => Event::TypingExpired {
            before: Monotonic(u64::from(time)),
        },
        42 => Event::ThreadUpdated {
            thread: Thread {
                id: build::post_id(n),
                reply_count: 1,
                last_reply_at: build::second(time),
                last_viewed_at: build::second(time),
                participants: vec![person],
                unread_replies: i64::from(time),
                unread_mentions: i64::from(flag),
                is_following: flag,
            },
            previous: flag.then_some((0, 0)),
            team_id: Some(TEAM),
            root: Some(Box::new(post.post())),
        },
        43 => Event::ThreadFollowChanged {
            thread_id: build::post_id(n),
            is_following: flag,
        },
        44 => Event::ThreadsRead(match which {
            0 => ThreadsRead::Team { team_id: TEAM },
            1 => ThreadsRead::Channel {
                channel_id: channel,
                at: build::second(time),
            },
            _ => ThreadsRead::One {
                thread_id: build::post_id(n),
                at: build::second(time),
                unread_replies: i64::from(flag),
                unread_mentions: 0,
            },
        }),
        45 => Event::ThreadTotalsLoaded {
            team_id: TEAM,
            unread_threads: i64::from(n),
            unread_mentions: i64::from(time),
        },
        46 if flag => build::config("CollapsedThreads", ["disabled", "always_on"][which % 2]),
        46 => build::preference("display_settings", "name_format", "full_name"),
        47 => Event::PreferencesDeleted(vec![PreferenceKey::new("display_settings", "name_format")]),
        48 if flag => Event::CategoryOrderChanged {
            team_id: TEAM,
            order: vec![CategoryId::new("b"), CategoryId::new("a")],
        },
        48 => Event::CategoriesLoaded {
            team_id: TEAM,
            categories: ["a", "b"].map(|id| category(id, channel)).to_vec(),
        },
        49 if flag => Event::CategoriesOutdated { team_id: None },
        49 => Event::CategoryCollapsed {
            team_id: TEAM,
            category_id: CategoryId::new("a"),
            collapsed: which > 1,
        },
        50 => Event::DraftChanged {
            place: DraftPlace {
                channel_id: channel,
                root_id: None,
            },
            text: if flag { String::new() } else { format!("draft {n}") },
        },
        51 => server_event(which, flag),
        52 => Event::SessionChanged(
            [
                SessionState::SignedIn,
                SessionState::Expired,
                SessionState::SignedIn,
                SessionState::SignedOut,
            ][which]
                .clone(),
        ),
        53 if flag => Event::NoticeCleared(NoticeKind::LoadFailed),
        53 => Event::NoticeRaised(Notice {
            kind: NoticeKind::LoadFailed,
            detail: None,
        }),
        54 => place_event(which, n, channel, flag),
        _ => Event::MarkedStale {
            channel_id: flag.then_some(channel),
        },
    }
}

fn category(id: &str, channel: ChannelId) -> Category {
    Category {
        id: CategoryId::new(id),
        team_id: TEAM,
        kind: CategoryKind::Custom,
        sorting: CategorySorting::Recent,
        display_name: id.to_owned(),
        muted: false,
        collapsed: false,
        channel_ids: vec![channel],
    }
}

fn server_event(which: usize, flag: bool) -> Event {
    match (which, flag) {
        (0, true) => Event::Hello {
            connection_id: ConnectionId::sample("connection"),
            server_version: "11.6.0".to_owned(),
        },
        (0, false) => Event::ConfigOutdated,
        (1, true) => Event::RolesLoaded(vec![Role {
            name: "channel_user".to_owned(),
            permissions: ["create_post".to_owned()].into(),
        }]),
        (1, false) => Event::EmojiLoaded(vec![CustomEmoji {
            id: EmojiId::sample("tsubame"),
            name: "tsubame".to_owned(),
        }]),
        (2, true) => Event::NotNeeded("new_user"),
        (2, false) => Event::Unknown("custom_thing".to_owned()),
        (_, true) => Event::TeamAnnounced { team_id: TEAM },
        (_, false) => Event::Broken {
            event: "posted".to_owned(),
            channel_id: Some(GENERAL),
        },
    }
}

fn place_event(which: usize, n: u32, channel: ChannelId, flag: bool) -> Event {
    match (which, flag) {
        (0, true) => Event::PlaceOpened(place("general")),
        (0, false) => Event::PlaceOpened(Place::Start),
        (1, true) => Event::ThreadOpened(Some(build::post_id(n))),
        (1, false) => Event::ThreadOpened(None),
        (2, true) => Event::AttentionChanged(Attention::Away),
        (2, false) => Event::AttentionChanged(Attention::Watching),
        (_, true) => Event::LoadingChanged {
            channel_id: channel,
            loading: Loading::Older,
        },
        (_, false) => Event::ConnectionChanged(ConnectionStatus::Connected),
    }
}

proptest! {
    #![proptest_config(property(300))]

    #[test]
    fn twice_is_once(events in prop::collection::vec(any_event(), 1..40)) {
        let mut state = signed_in();
        for event in &events {
            state.apply(event);
            let once = facts(&state);
            state.apply(event);
            prop_assert_eq!(difference(&once, &facts(&state)), "", "{:?}", event);
        }
    }

    #[test]
    fn every_kind_twice_on_a_filled_state(kind in 0..KINDS, n in 1..8u32, time in 1..12u32, which in 0..4usize, flag: bool) {
        let mut state = after([
            Event::PlaceOpened(place("general")),
            build::page((1..5).map(numbered).map(build::PostBuilder::post)).to_end().loaded(),
            build::post(22).by(person_of(2)).reply_to(2).created(),
            Event::PostQueued(Box::new(build::outgoing("key3", "mine"))),
        ]);
        let event = event(kind, n, time, which, flag);
        state.apply(&event);
        let once = facts(&state);
        state.apply(&event);
        prop_assert_eq!(difference(&once, &facts(&state)), "", "{:?}", event);
    }
}
