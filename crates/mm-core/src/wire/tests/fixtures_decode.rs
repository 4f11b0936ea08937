//! Everything a real server was seen to send is read, and means what it should.

use super::{events_of, files, recorded};
use crate::domain::*;
use crate::event::*;
use crate::wire::{parse, Frame};

fn is_understood(event: &Event) -> bool {
    !matches!(event, Event::Broken { .. } | Event::Unknown(_))
}

#[test]
fn every_recorded_event_is_understood() {
    let mut seen = 0;
    for file in files("events") {
        for (number, line) in std::fs::read_to_string(&file).unwrap().lines().enumerate() {
            let events = events_of(line);
            assert!(!events.is_empty());
            for event in &events {
                assert!(
                    is_understood(event),
                    "{}:{}: {event:?}",
                    file.display(),
                    number + 1
                );
            }
            seen += 1;
        }
    }
    assert!(seen > 250, "only {seen} frames found");
}

#[test]
fn every_frame_of_recorded_sessions_is_event_or_reply() {
    let mut seen = 0;
    for file in files("sessions") {
        for line in std::fs::read_to_string(&file).unwrap().lines() {
            let entry: serde_json::Value = serde_json::from_str(line).unwrap();
            if entry["kind"] != "in" {
                continue;
            }
            let Some(frame) = entry.get("frame") else { continue };
            let text = frame.to_string();
            match parse(&text) {
                Frame::Event(_) => {
                    assert!(events_of(&text).iter().all(is_understood), "{text}");
                }
                Frame::Reply(reply) => assert_eq!(reply.ok, frame["status"] == "OK"),
                Frame::Unreadable { reason } => panic!("{reason:?}: {text}"),
            }
            seen += 1;
        }
    }
    assert!(seen > 2_000, "only {seen} frames found");
}

fn one(event: &str, line: usize) -> Event {
    let mut events = events_of(&recorded(event)[line]);
    assert_eq!(events.len(), 1, "{events:?}");
    events.remove(0)
}

#[test]
fn posted_keeps_text_place_and_pending_id() {
    let Event::PostCreated(created) = one("posted", 0) else {
        panic!()
    };
    assert_eq!(
        created.post.message,
        "おはようございます。今日の予定を **確認** しましょう。"
    );
    assert_eq!(created.post.channel_id.as_str(), "z8pxzexm83bwmqmzdmh6pzqjfe");
    assert_eq!(created.post.create_at, Timestamp(1_795_496_308_050));
    assert_eq!(created.post.edit_at, None);
    assert_eq!(created.post.root_id, None);
    assert_eq!(
        created.post.pending_post_id.as_ref().map(PendingPostId::as_str),
        Some("kt846935ttbgtc8i98436i1nto:1795496308049")
    );
    assert_eq!(created.channel_kind, Some(ChannelKind::Public));
    assert!(created.set_online && !created.mentions_me && !created.follows);
    assert_eq!(
        created.team_id.map(|id| id.to_string()).as_deref(),
        Some("5f1ce35qkfbhfdaotetwd3w8wo")
    );
    // A copy pushed by the socket does not know these; the stored ones must survive it.
    assert_eq!(
        (
            created.post.is_following,
            created.post.participants,
            created.post.last_reply_at
        ),
        (None, None, None)
    );
    assert_eq!(created.post.reactions, Some(Vec::new()));
}

#[test]
fn recorded_posts_cover_mentions_files_priority_and_system_messages() {
    let posts: Vec<PostCreated> = recorded("posted")
        .iter()
        .map(|line| match events_of(line).remove(0) {
            Event::PostCreated(created) => *created,
            other => panic!("{other:?}"),
        })
        .collect();
    assert!(posts.iter().any(|p| p.mentions_me));
    assert!(posts.iter().any(|p| p.post.root_id.is_some()));
    let with_file = posts.iter().find(|p| !p.post.files.is_empty()).unwrap();
    assert!(with_file.post.file_ids.is_empty() && with_file.post.files[0].size > 0);
    assert!(posts.iter().any(|p| p.post.priority == Some(Priority::Urgent)));
    assert!(posts.iter().any(|p| p.post.kind == PostKind::Me));
    assert!(posts
        .iter()
        .any(|p| p.channel_kind == Some(ChannelKind::Direct) && p.team_id.is_none()));
    assert!(posts
        .iter()
        .any(|p| p.post.props.channel_mentions.get("design").map(String::as_str) == Some("デザイン")));
    assert!(posts.iter().any(|p| p.post.kind
        == PostKind::System(SystemKind::HeaderChange {
            username: "emily.carter".into(),
            old: String::new(),
            new: "今日の話題".into()
        })));
    assert!(posts.iter().any(|p| p.post.kind
        == PostKind::System(SystemKind::AddToChannel {
            username: "emily.carter".into(),
            added: "takumi.ito".into()
        })));
}

#[test]
fn typing_takes_its_channel_from_the_envelope() {
    let Event::TypingReceived {
        channel_id,
        root_id,
        at,
        ..
    } = one("typing", 0)
    else {
        panic!()
    };
    assert_eq!(channel_id.as_str(), "z8pxzexm83bwmqmzdmh6pzqjfe");
    assert_eq!((root_id, at), (None, Monotonic(7)));
}

#[test]
fn leaving_a_team_counts_only_for_oneself() {
    assert!(matches!(one("leave_team", 0), Event::TeamLeft { .. }));
    assert_eq!(one("leave_team", 1), Event::NotNeeded("leave_team"));
}

#[test]
fn removal_has_two_shapes() {
    for line in 0..2 {
        let Event::MemberRemoved { channel_id, user_id } = one("user_removed", line) else {
            panic!()
        };
        assert_eq!(channel_id.as_str(), "njcndfeajfgzudptkk9s4bhjac");
        assert_eq!(user_id.as_str(), "kt846935ttbgtc8i98436i1nto");
    }
}

#[test]
fn reading_threads_has_three_shapes() {
    let shapes: Vec<Event> = recorded("thread_read_changed")
        .iter()
        .map(|line| events_of(line).remove(0))
        .collect();
    let is = |test: fn(&ThreadsRead) -> bool| {
        shapes
            .iter()
            .any(|e| matches!(e, Event::ThreadsRead(read) if test(read)))
    };
    assert!(is(|r| matches!(
        r,
        ThreadsRead::One {
            unread_replies: 2,
            unread_mentions: 2,
            ..
        }
    )));
    assert!(is(|r| matches!(r, ThreadsRead::Team { .. })));
}

#[test]
fn a_thread_brings_its_people_and_completes_its_root() {
    let events = events_of(&recorded("thread_updated")[0]);
    let [Event::UsersLoaded(users), Event::ThreadUpdated {
        thread,
        root,
        team_id,
        previous,
    }] = events.as_slice()
    else {
        panic!("{events:?}")
    };
    assert_eq!(users[0].username, "kenji.sato");
    assert_eq!((thread.reply_count, thread.unread_replies), (1, 1));
    let root = root.as_ref().unwrap();
    // The copy inside says 0.
    assert_eq!(root.reply_count, 1);
    assert_eq!(root.participants.as_deref(), Some(&[users[0].id][..]));
    assert!(team_id.is_some());
    assert_eq!(*previous, Some((0, 0)));
}

#[test]
fn deletion_reads_ids_only() {
    for line in recorded("post_deleted") {
        assert!(matches!(events_of(&line).remove(0), Event::PostDeleted { .. }));
    }
    let Event::PostDeleted { root_id, .. } = one("post_deleted", 0) else {
        panic!()
    };
    assert!(root_id.is_some());
}

#[test]
fn own_user_copy_has_settings_and_a_custom_status_in_a_string() {
    let users: Vec<User> = recorded("user_updated")
        .iter()
        .map(|line| match events_of(line).remove(0) {
            Event::UsersLoaded(mut users) => users.remove(0),
            other => panic!("{other:?}"),
        })
        .collect();
    assert!(users.iter().any(|u| u.notify_props.contains_key("desktop")));
    let status = users.iter().find_map(|u| u.custom_status.clone()).unwrap();
    assert!(!status.emoji.is_empty() && !status.expires_at.starts_with("0001"));
    assert!(users.iter().any(|u| u.timezone == "Europe/Lisbon"));
}

#[test]
fn counters_after_mark_as_unread() {
    let Event::PostMarkedUnread(unread) = one("post_unread", 0) else {
        panic!()
    };
    assert_eq!(
        (unread.msg_count, unread.msg_count_root, unread.mention_count),
        (132, 109, 1)
    );
    assert_eq!(unread.last_viewed_at, Timestamp(1_795_496_315_058));
}
