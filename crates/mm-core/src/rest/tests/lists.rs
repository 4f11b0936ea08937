//! Lists of posts and people: what is placed, what is left out, where they end.

use serde_json::{json, Value};

use super::support::exchanges;
use crate::domain::*;
use crate::event::*;
use crate::rest::*;

const CHANNEL: &str = "z8pxzexm83bwmqmzdmh6pzqjfe";

fn channel() -> ChannelId {
    ChannelId::parse(CHANNEL).unwrap()
}

fn id(letter: char) -> String {
    letter.to_string().repeat(26)
}

fn post(letter: char, at: i64) -> Value {
    json!({"id": id(letter), "create_at": at, "update_at": at, "channel_id": CHANNEL, "user_id": id('u'), "message": "m"})
}

fn ok(body: &Value) -> HttpAnswer {
    HttpAnswer {
        status: 200,
        content_type: "application/json".into(),
        body: body.to_string(),
        ..HttpAnswer::default()
    }
}

fn page(body: &Value, window: Window) -> (PostsLoaded, Vec<Event>) {
    let mut events = posts::read_window(&ok(body), channel(), window).unwrap();
    match events.remove(0) {
        Event::PostsLoaded(page) => (*page, events),
        other => panic!("{other:?}"),
    }
}

fn letters(posts: &[Post]) -> String {
    posts
        .iter()
        .filter_map(|p| p.id.as_str().chars().next())
        .collect()
}

#[test]
fn only_listed_posts_are_placed_and_ascending() {
    let body = json!({"order": [id('c'), id('b')], "next_post_id": "", "prev_post_id": id('a'),
        "posts": {id('b'): post('b', 2), id('c'): post('c', 3), id('r'): post('r', 1)}});
    let (page, more) = page(&body, Window::Latest);
    assert_eq!(
        (letters(&page.posts).as_str(), letters(&page.extra).as_str()),
        ("bc", "r")
    );
    assert!(page.reached_end && !page.reached_start && more.is_empty());
}

#[test]
fn one_bad_post_is_left_out_and_counted() {
    for bad in [
        json!({"id": id('b'), "channel_id": "../x"}),
        json!(null),
        json!([1]),
        json!({"id": id('b'), "message": {}}),
    ] {
        let body = json!({"order": [id('c'), id('b')], "posts": {id('b'): bad, id('c'): post('c', 3)}});
        let (page, more) = page(&body, Window::Latest);
        assert_eq!(letters(&page.posts), "c");
        assert_eq!(
            more,
            [Event::Broken {
                event: "rest:posts".into(),
                channel_id: Some(channel())
            }]
        );
    }
    // Listed but not sent.
    let body = json!({"order": [id('c'), id('b'), "nonsense"], "posts": {id('c'): post('c', 3)}});
    assert_eq!(page(&body, Window::Latest).1.len(), 1);
}

#[test]
fn posts_of_another_channel_are_not_placed_here() {
    let mut other = post('b', 2);
    other["channel_id"] = id('x').into();
    let body = json!({"order": [id('b')], "posts": {id('b'): other}});
    let (page, _) = page(&body, Window::Latest);
    assert_eq!(
        (letters(&page.posts).as_str(), letters(&page.extra).as_str()),
        ("", "b")
    );
}

#[test]
fn since_knows_no_ends_and_says_when_it_may_be_cut() {
    let at = Timestamp(5);
    let body =
        json!({"order": [id('b')], "posts": {id('b'): post('b', 2)}, "next_post_id": "", "prev_post_id": ""});
    let (few, _) = page(&body, Window::Since { at, truncated: false });
    assert!(!few.reached_start && !few.reached_end);
    assert_eq!(few.window, Window::Since { at, truncated: false });
    let ids: Vec<String> = (0..1000).map(|n| format!("{n:0>26}")).collect();
    let posts: serde_json::Map<String, Value> = ids
        .iter()
        .map(|id| {
            (
                id.clone(),
                json!({"id": id, "create_at": 1, "channel_id": CHANNEL, "user_id": id}),
            )
        })
        .collect();
    let (many, _) = page(
        &json!({"order": ids, "posts": posts}),
        Window::Since { at, truncated: false },
    );
    assert_eq!(many.window, Window::Since { at, truncated: true });
}

#[test]
fn null_lists_are_empty_lists() {
    let (page, more) = page(&json!({"order": null, "posts": null}), Window::Latest);
    assert!(page.posts.is_empty() && more.is_empty());
    assert_eq!(
        users::read_users(&ok(&json!(null))).unwrap(),
        [Event::UsersLoaded(Vec::new())]
    );
}

#[test]
fn recorded_pages_of_a_thread_follow_each_other() {
    let pages = exchanges("rest/posts/thread_paged.json");
    let root = PostId::parse(pages[0].path.split('/').nth(4).unwrap()).unwrap();
    let first = posts::read_thread(&pages[0].answer, root, None).unwrap();
    let next = first.next.unwrap();
    let asked = &pages[1].path;
    assert!(
        asked.contains(&format!("fromPost={}", next.post_id))
            && asked.contains(&format!("fromCreateAt={}", next.create_at.0))
    );
    let Event::ThreadLoaded { posts, complete, .. } = &first.events[0] else {
        panic!()
    };
    assert!(!complete && posts[0].id == root);
    let second = posts::read_thread(&pages[1].answer, root, None).unwrap();
    assert!(second
        .next
        .is_some_and(|cursor| cursor.create_at > next.create_at));
}

#[test]
fn a_thread_page_without_replies_ends_it() {
    let body = json!({"order": [id('r')], "posts": {id('r'): post('r', 1)}, "has_next": true});
    let root = PostId::parse(&id('r')).unwrap();
    assert_eq!(posts::read_thread(&ok(&body), root, None).unwrap().next, None);
}

#[test]
fn memberships_come_one_a_line() {
    let line = json!({"channel_id": CHANNEL, "user_id": id('u'), "msg_count": "3", "notify_props": null});
    let mut answer = ok(&json!(null));
    answer.content_type = "application/x-ndjson".into();
    answer.body = format!("{line}\n\n{line}\n{{\"channel_id\":\n");
    let events = channels::read_my_members(&answer).unwrap();
    assert!(
        matches!(&events[0], Event::MembersLoaded { members, .. } if members.len() == 2 && members[0].msg_count == 3)
    );
    assert!(matches!(&events[1], Event::Broken { event, .. } if event == "rest:memberships"));
    // Cut off at the very first line: that is no list of memberships.
    answer.body = "{\"channel_id\":".into();
    assert!(channels::read_my_members(&answer).is_err());
    answer.body = String::new();
    assert!(channels::read_my_members(&answer).is_ok());
}

#[test]
fn a_stream_that_began_and_failed_is_an_empty_list() {
    let mut answer = ok(&json!(null));
    answer.body =
        r#"[{"id":"app.channel.get_channels.not_found.app_error","message":"m","status_code":404}"#.into();
    assert!(
        matches!(&channels::read_mine(&answer).unwrap()[..], [Event::ChannelsLoaded { channels, .. }] if channels.is_empty())
    );
    answer.body = r#"[{"id":"#.into();
    assert!(channels::read_mine(&answer).is_err());
}

#[test]
fn recorded_drafts_are_read_and_kept() {
    let kept = drafts::read_of_team(&super::support::cold("24_drafts.json").answer).unwrap();
    assert!(!kept.is_empty() && kept.iter().all(|draft| !draft.message.is_empty()));
    for exchange in exchanges("rest/drafts/upsert.json") {
        let answer = drafts::read_keep(&exchange.answer).unwrap();
        let sent = exchange.request_body["message"].as_str().unwrap();
        // An empty text deletes: the answer is null.
        let (message, extra) = answer
            .map(|draft| (draft.message, draft.extra))
            .unwrap_or_default();
        assert_eq!(message, sent);
        // What else was in it goes back to the server as it came.
        let place = DraftPlace {
            channel_id: exchange.request_body["channel_id"]
                .as_str()
                .unwrap()
                .parse()
                .unwrap(),
            root_id: None,
        };
        let mut over = crate::event::Versions::default();
        over.learn([Timestamp(7), Timestamp(4)]);
        let telling = Telling {
            over,
            typed: Timestamp(5),
        };
        let again = drafts::keep(crate::testing::ALICE, place, "more", &[], &telling, &extra).body;
        let mut again: Value = serde_json::from_str(&again.unwrap()).unwrap();
        let props = again["props"].as_object_mut().unwrap();
        let told = ["tsubame_knows", "tsubame_typed"].map(|name| props.remove(name));
        assert_eq!(told, [Some(serde_json::json!([4, 7])), Some(5.into())]);
        for name in ["priority", "props"] {
            let wanted = &exchange.request_body[name];
            let is_empty = wanted.as_object().is_none_or(serde_json::Map::is_empty);
            assert!(
                is_empty || message.is_empty() || again[name] == *wanted,
                "{name}: {again}"
            );
        }
        assert_eq!(
            (&again["message"], &again["root_id"]),
            (&"more".into(), &"".into())
        );
    }
    for file in ["rest/drafts/delete.json", "rest/drafts/delete_thread.json"] {
        let asked = exchanges(file).remove(0);
        let ids: Vec<&str> = asked.path.split('/').collect();
        let place = DraftPlace {
            channel_id: ids[6].parse().unwrap(),
            root_id: ids.get(8).map(|id| id.parse().unwrap()),
        };
        assert_eq!(drafts::delete(place).path, asked.path);
    }
}
