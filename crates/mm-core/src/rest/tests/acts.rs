//! What a person does becomes the request that a real server was recorded to take.

use serde_json::Value;

use super::support::{exchanges, Exchange};
use crate::domain::*;
use crate::event::Outgoing;
use crate::rest::*;

/// The first exchange of a file.
fn recorded(file: &str) -> Exchange {
    exchanges(&format!("rest/{file}.json")).remove(0)
}

/// Segments of a recorded path below the API base, without the query.
fn segments(path: &str) -> Vec<String> {
    let path = path.split('?').next().unwrap_or_default();
    path.split('/').skip(3).map(str::to_owned).collect()
}

fn same(request: &HttpRequest, recorded: &Exchange) {
    assert_eq!(request.method.as_str(), recorded.method);
    assert_eq!(request.path, recorded.path);
    let body = request
        .body
        .as_ref()
        .map_or(Value::Null, |text| serde_json::from_str(text).unwrap());
    assert_eq!(body, recorded.request_body);
}

/// The id at a place of the path.
fn id<T: std::str::FromStr<Err = NotAnId>>(recorded: &Exchange, place: usize) -> T {
    segments(&recorded.path)[place].parse().unwrap()
}

fn emily() -> UserId {
    UserId::parse("tkmyhtcftf8sudm6pg464ma3ph").unwrap()
}

#[test]
fn acts_on_posts() {
    let asked = recorded("posts/set_unread");
    same(&posts::set_unread(id(&asked, 3)), &asked);
    let asked = recorded("posts/pin");
    same(&posts::pin(id(&asked, 1), true), &asked);
    let asked = recorded("posts/unpin");
    same(&posts::pin(id(&asked, 1), false), &asked);
    let asked = recorded("posts/delete");
    same(&posts::delete(id(&asked, 1)), &asked);
    let asked = recorded("posts/info");
    same(&posts::info(id(&asked, 1)), &asked);
    let asked = recorded("posts/patch");
    same(
        &posts::patch(id(&asked, 1), asked.request_body["message"].as_str().unwrap()),
        &asked,
    );
    let asked = recorded("reactions/add");
    let post = PostId::parse(asked.request_body["post_id"].as_str().unwrap()).unwrap();
    same(&reactions::add(emily(), post, "+1"), &asked);
    let asked = recorded("reactions/remove");
    same(&reactions::remove(id(&asked, 3), "rocket"), &asked);
}

#[test]
fn a_post_is_sent_with_its_key_and_its_mark() {
    let asked = recorded("posts/create");
    let text = |key: &str| asked.request_body[key].as_str().unwrap_or_default().to_owned();
    let post = Outgoing {
        files: Vec::new(),
        pending: PendingPostId::new(text("pending_post_id")),
        channel_id: ChannelId::parse(&text("channel_id")).unwrap(),
        root_id: None,
        message: text("message"),
        client_id: "0123456789abcdef".into(),
        at: Timestamp(0),
        since: Timestamp(0),
    };
    let request = posts::create(&post, &[]);
    assert_eq!(
        (request.method.as_str(), request.path.as_str()),
        ("POST", "/api/v4/posts")
    );
    let body: Value = serde_json::from_str(request.body.as_deref().unwrap()).unwrap();
    for key in ["pending_post_id", "channel_id", "message"] {
        assert_eq!(body[key], asked.request_body[key]);
    }
    assert_eq!(
        (body["root_id"].as_str(), body["props"]["tsubame_id"].as_str()),
        (Some(""), Some("0123456789abcdef"))
    );
    // Words never stand in what is logged.
    assert!(!format!("{request:?}").contains(&post.message));
}

#[test]
fn acts_on_channels() {
    let asked = recorded("channels/mark_read");
    let ids: Vec<ChannelId> = asked
        .request_body
        .as_array()
        .unwrap()
        .iter()
        .map(|id| id.as_str().unwrap().parse().unwrap())
        .collect();
    same(&members::mark_read(&ids), &asked);
    let asked = recorded("channels/direct");
    let other = UserId::parse(asked.request_body[1].as_str().unwrap()).unwrap();
    same(&channels::create_direct(emily(), other), &asked);
    assert_eq!(
        channels::create_direct(emily(), emily()).body.unwrap(),
        format!("[\"{}\"]", emily())
    );
    let asked = recorded("channels/member_remove");
    assert_eq!(asked.method, "DELETE");
    let asked = recorded("channels/by_names");
    let names = segments(&asked.path);
    same(&channels::by_names(&names[2], &names[5]), &asked);
    let muted = Map::from([("mark_unread".to_owned(), "mention".to_owned())]);
    assert_eq!(
        members::set_notify_props(ChannelId::MIN, emily(), &muted)
            .body
            .unwrap(),
        recorded("channels/notify_props").request_body.to_string()
    );
}

#[test]
fn acts_on_threads_and_settings() {
    let asked = recorded("threads/follow");
    same(&threads::follow(id(&asked, 3), id(&asked, 5), true), &asked);
    let asked = recorded("threads/unfollow");
    same(&threads::follow(id(&asked, 3), id(&asked, 5), false), &asked);
    let asked = recorded("threads/read");
    let at = Timestamp(segments(&asked.path)[7].parse().unwrap());
    same(&threads::read_up_to(id(&asked, 3), id(&asked, 5), at), &asked);
    let asked = recorded("threads/read_all");
    same(&threads::read_all(id(&asked, 3)), &asked);
    let asked = recorded("threads/set_unread");
    same(
        &threads::set_unread(id(&asked, 3), id(&asked, 5), id(&asked, 7)),
        &asked,
    );

    let asked = recorded("preferences/put");
    let military = Preference {
        key: PreferenceKey::new("display_settings", "use_military_time"),
        value: "false".into(),
    };
    same(&preferences::put(emily(), &[military]), &asked);
    let asked = recorded("preferences/delete");
    let post = PostId::parse(asked.request_body[0]["name"].as_str().unwrap()).unwrap();
    same(
        &preferences::delete(emily(), &[preferences::saved_post(post)]),
        &asked,
    );
    same(
        &users::set_status(emily(), Presence::Away),
        &recorded("users/status_set"),
    );
    same(&emoji::page(0, 60), &recorded("emoji/list"));
}
