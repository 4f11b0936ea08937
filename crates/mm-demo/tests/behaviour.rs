//! What a client relies on beyond shapes: keys of posts, CSRF, permissions, counters, threads, favourites, snapshots.

use mm_demo::call::{Answer, Call, Method};
use mm_demo::outgoing::Outgoing;
use mm_demo::world::{Size, World, WorldOptions};
use serde_json::{json, Value};

const START: i64 = 1_795_500_000_000;

/// A world with a clock and people who are signed in.
struct Stage {
    world: World,
    now: i64,
}

/// Somebody with a session.
#[derive(Clone)]
struct Person {
    id: String,
    token: String,
    csrf: String,
}

impl Stage {
    fn new() -> Stage {
        Stage {
            world: World::new(WorldOptions::default(), START),
            now: START,
        }
    }

    fn send(&mut self, call: &Call) -> Answer {
        self.now += 20;
        self.world.http(self.now, call)
    }

    fn login(&mut self, username: &str) -> Person {
        let body = json!({"login_id": username, "password": "Tsubame-2026"});
        let call = Call::new(Method::Post, "/api/v4/users/login")
            .with_json(&body)
            .with_header("X-Requested-With", "XMLHttpRequest");
        let answer = self.send(&call);
        assert_eq!(answer.status, 200, "{}", answer.json());
        let cookies = answer.headers.iter().filter(|(name, _)| name == "Set-Cookie");
        let csrf = cookies
            .filter_map(|(_, value)| value.strip_prefix("MMCSRF=")?.split(';').next())
            .next();
        Person {
            id: answer.json()["id"].as_str().unwrap_or_default().to_owned(),
            token: answer.header("Token").unwrap_or_default().to_owned(),
            csrf: csrf.unwrap_or_default().to_owned(),
        }
    }

    fn ask(&mut self, who: &Person, method: Method, path: &str, body: Value) -> Answer {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let mut call = Call::new(method, &format!("/api/v4{path}"))
            .with_header("Authorization", &format!("Bearer {}", who.token));
        for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            call = call.with_query(name, value);
        }
        let call = if body.is_null() {
            call
        } else {
            call.with_json(&body)
        };
        self.send(&call)
    }

    fn get(&mut self, who: &Person, path: &str) -> Value {
        let answer = self.ask(who, Method::Get, path, Value::Null);
        assert_eq!(answer.status, 200, "{path}: {}", answer.json());
        answer.json()
    }

    fn post(&mut self, who: &Person, channel: &str, message: &str, root: &str) -> Value {
        let body = json!({"channel_id": channel, "message": message, "root_id": root});
        let answer = self.ask(who, Method::Post, "/posts", body);
        assert_eq!(answer.status, 201, "{}", answer.json());
        answer.json()
    }

    fn channel(&mut self, who: &Person, name: &str) -> String {
        let path = format!("/teams/name/hotaru/channels/name/{name}?include_deleted=true");
        text(&self.get(who, &path)["id"])
    }

    fn team(&mut self, who: &Person) -> String {
        text(&self.get(who, "/teams/name/hotaru")["id"])
    }

    /// Unread posts, unread roots, mentions, mentions in roots.
    fn counts(&mut self, who: &Person, channel: &str) -> (i64, i64, i64, i64) {
        let unread = self.get(who, &format!("/users/me/channels/{channel}/unread"));
        let number = |name: &str| unread[name].as_i64().unwrap_or(-1);
        (
            number("msg_count"),
            number("msg_count_root"),
            number("mention_count"),
            number("mention_count_root"),
        )
    }

    fn events(&mut self) -> Vec<Outgoing> {
        self.world.take_outgoing()
    }

    fn read(&mut self, who: &Person, channel: &str) {
        let body = json!({"channel_id": channel, "collapsed_threads_supported": true});
        assert_eq!(
            self.ask(who, Method::Post, "/channels/members/me/view", body)
                .status,
            200
        );
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn names(events: &[Outgoing]) -> Vec<&str> {
    events.iter().map(|event| event.event.as_str()).collect()
}

#[test]
fn a_key_is_remembered_thirty_seconds_and_for_everybody() {
    let mut stage = Stage::new();
    let (liv, haruto) = (stage.login("liv.andersen"), stage.login("haruto.mizuno"));
    let channel = stage.channel(&liv, "engineering");
    let keyed = |message: &str| json!({"channel_id": channel, "message": message, "pending_post_id": "k:1"});
    let first = stage.ask(&liv, Method::Post, "/posts", keyed("one")).json();
    assert_eq!(first["pending_post_id"], "k:1");
    stage.events();
    let again = stage.ask(&liv, Method::Post, "/posts", keyed("one"));
    assert_eq!((again.status, &again.json()["id"]), (201, &first["id"]));
    assert!(!names(&stage.events()).contains(&"posted"), "no second event");
    let foreign = stage.ask(&haruto, Method::Post, "/posts", keyed("mine")).json();
    assert_eq!(
        (&foreign["id"], &foreign["message"]),
        (&first["id"], &json!("one"))
    );
    stage.now += 30_000;
    let late = stage.ask(&liv, Method::Post, "/posts", keyed("one")).json();
    assert_ne!(late["id"], first["id"]);
}

#[test]
fn of_eight_at_once_one_is_made_and_seven_are_pending() {
    let mut stage = Stage::new();
    let liv = stage.login("liv.andersen");
    let channel = stage.channel(&liv, "engineering");
    let call = Call::new(Method::Post, "/api/v4/posts")
        .with_json(&json!({"channel_id": channel, "message": "x", "pending_post_id": "k:8"}))
        .with_header("Authorization", &format!("Bearer {}", liv.token));
    let now = stage.now + 100;
    let answers: Vec<Answer> = (0..8).map(|_| stage.world.http(now, &call)).collect();
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    let pending = "api.post.deduplicate_create_post.pending";
    assert_eq!(
        answers
            .iter()
            .filter(|a| a.status == 500 && a.json()["id"] == pending)
            .count(),
        7
    );
}

#[test]
fn a_key_of_a_post_that_may_not_be_read_is_ignored_and_a_failed_one_is_forgotten() {
    let mut stage = Stage::new();
    let (liv, mei) = (stage.login("liv.andersen"), stage.login("mei.kanda"));
    let (leads, design) = (stage.channel(&liv, "leads"), stage.channel(&liv, "design"));
    let keyed = |channel: &str, message: &str| json!({"channel_id": channel, "message": message, "pending_post_id": "k"});
    let secret = stage
        .ask(&liv, Method::Post, "/posts", keyed(&leads, "secret"))
        .json();
    let other = stage.ask(&mei, Method::Post, "/posts", keyed(&design, "open"));
    assert_eq!((other.status, &other.json()["message"]), (201, &json!("open")));
    assert_ne!(other.json()["id"], secret["id"]);
    let long = json!({"channel_id": design, "message": "あ".repeat(16_384), "pending_post_id": "f"});
    assert_eq!(stage.ask(&liv, Method::Post, "/posts", long).status, 400);
    let short = json!({"channel_id": design, "message": "あ".repeat(16_383), "pending_post_id": "f"});
    assert_eq!(stage.ask(&liv, Method::Post, "/posts", short).status, 201);
}

#[test]
fn cookies_need_the_csrf_token_and_win_over_the_header() {
    let mut stage = Stage::new();
    let (liv, mei) = (stage.login("liv.andersen"), stage.login("mei.kanda"));
    let call = |method: Method, path: &str| {
        Call::new(method, &format!("/api/v4{path}"))
            .with_header("Cookie", &format!("a=b; MMAUTHTOKEN={}", liv.token))
    };
    let both = call(Method::Get, "/users/me").with_header("Authorization", &format!("Bearer {}", mei.token));
    assert_eq!(stage.send(&both).json()["id"], liv.id.as_str());
    let typing = json!({"channel_id": stage.channel(&liv, "design")});
    let bare = call(Method::Post, "/users/me/typing").with_json(&typing);
    let refused = stage.send(&bare);
    assert_eq!(
        (refused.status, refused.header("set-cookie").is_some()),
        (401, true)
    );
    assert_eq!(
        stage
            .send(&bare.clone().with_header("X-CSRF-Token", &liv.csrf))
            .status,
        200
    );
    assert_eq!(
        stage
            .send(&bare.clone().with_header("X-CSRF-Token", "wrong"))
            .status,
        401
    );
    assert_eq!(
        stage
            .send(&bare.with_header("X-Requested-With", "XMLHttpRequest"))
            .status,
        200
    );
}

#[test]
fn ten_wrong_passwords_lock_an_account_until_an_administrator_unlocks_it() {
    let mut stage = Stage::new();
    let (admin, mei) = (stage.login("noriko.hayashi"), stage.login("mei.kanda"));
    let attempt = |stage: &mut Stage, password: &str| {
        let body = json!({"login_id": "mei.kanda", "password": password});
        let answer = stage.send(&Call::new(Method::Post, "/api/v4/users/login").with_json(&body));
        (answer.status, text(&answer.json()["id"]))
    };
    let masked = "api.user.login.invalid_credentials_email_username";
    for _ in 0..10 {
        assert_eq!(attempt(&mut stage, "wrong"), (401, masked.to_owned()));
    }
    let locked = "api.user.check_user_login_attempts.too_many.app_error";
    for password in ["wrong", "Tsubame-2026"] {
        assert_eq!(attempt(&mut stage, password), (401, locked.to_owned()));
    }
    // Whoever is signed in stays so.
    assert_eq!(stage.ask(&mei, Method::Get, "/users/me", Value::Null).status, 200);
    let unlock = format!("/users/{}/reset_failed_attempts", mei.id);
    assert_eq!(stage.ask(&admin, Method::Post, &unlock, Value::Null).status, 200);
    assert_eq!(attempt(&mut stage, "Tsubame-2026").0, 200);
}

#[test]
fn ended_sessions_are_refused_and_open_places_answer_as_to_strangers() {
    let mut stage = Stage::new();
    let liv = stage.login("liv.andersen");
    let info = stage.world.session(stage.now, &liv.token).expect("a session");
    assert!(stage.world.session_alive(stage.now, &info.session_id));
    stage.world.expire_session("liv.andersen");
    assert!(!stage.world.session_alive(stage.now, &info.session_id));
    assert_eq!(stage.ask(&liv, Method::Get, "/users/me", Value::Null).status, 401);
    let config = stage.ask(&liv, Method::Get, "/config/client?format=old", Value::Null);
    assert_eq!(
        (config.status, config.json().get("MaxPostSize").is_some()),
        (200, false)
    );
    let liv = stage.login("liv.andersen");
    stage.now += 181 * 86_400_000;
    assert_eq!(stage.ask(&liv, Method::Get, "/users/me", Value::Null).status, 401);
}

#[test]
fn private_and_archived_channels_keep_people_out() {
    let mut stage = Stage::new();
    let (liv, mei) = (stage.login("liv.andersen"), stage.login("mei.kanda"));
    let leads = stage.channel(&liv, "leads");
    let secret = text(&stage.post(&liv, &leads, "numbers", "")["id"]);
    for path in [
        format!("/channels/{leads}"),
        format!("/channels/{leads}/posts"),
        format!("/posts/{secret}"),
    ] {
        assert_eq!(
            stage.ask(&mei, Method::Get, &path, Value::Null).status,
            403,
            "{path}"
        );
    }
    let by_name = stage.ask(
        &mei,
        Method::Get,
        "/teams/name/hotaru/channels/name/leads",
        Value::Null,
    );
    assert_eq!(by_name.status, 404, "a private channel is not told from none");
    let found = stage
        .ask(&mei, Method::Post, "/posts/search", json!({"terms": "numbers"}))
        .json();
    assert_eq!(found["order"], json!([]));
    let archived = stage.channel(&liv, "launch-autumn");
    let answer = stage.ask(
        &liv,
        Method::Post,
        "/posts",
        json!({"channel_id": archived, "message": "x"}),
    );
    assert_eq!(answer.status, 400);
    assert_eq!(
        answer.json()["id"],
        "api.post.create_post.can_not_post_to_deleted.error"
    );
    let react = json!({"user_id": mei.id, "post_id": secret, "emoji_name": "+1"});
    assert_eq!(stage.ask(&mei, Method::Post, "/reactions", react).status, 403);
}

#[test]
fn in_an_archived_channel_nothing_changes_and_everything_can_be_read() {
    let mut stage = Stage::new();
    let (admin, liv) = (stage.login("noriko.hayashi"), stage.login("liv.andersen"));
    let design = stage.channel(&liv, "design");
    let post = text(&stage.post(&liv, &design, "last words", "")["id"]);
    let path = format!("/channels/{design}");
    assert_eq!(stage.ask(&admin, Method::Delete, &path, Value::Null).status, 200);
    let own = format!("/posts/{post}");
    let react = json!({"user_id": liv.id, "post_id": post, "emoji_name": "+1"});
    for (method, path, body, status) in [
        (
            Method::Post,
            "/posts",
            json!({"channel_id": design, "message": "x"}),
            400,
        ),
        (Method::Put, &format!("{own}/patch"), json!({"message": "x"}), 400),
        (Method::Delete, &own, Value::Null, 400),
        (Method::Post, "/reactions", react, 403),
        (Method::Get, &own, Value::Null, 200),
        (Method::Get, &format!("{path}/posts"), Value::Null, 200),
    ] {
        assert_eq!(stage.ask(&liv, method, path, body).status, status, "{path}");
    }
    let restore = format!("{path}/restore");
    assert_eq!(stage.ask(&admin, Method::Post, &restore, Value::Null).status, 200);
    assert_eq!(stage.ask(&liv, Method::Delete, &own, Value::Null).status, 200);
}

#[test]
fn channel_roles_are_set_by_their_names_too_and_a_bot_is_shown_to_administrators() {
    let mut stage = Stage::new();
    let (admin, liv) = (stage.login("noriko.hayashi"), stage.login("liv.andersen"));
    let design = stage.channel(&liv, "design");
    let path = format!("/channels/{design}/members/{}/roles", liv.id);
    let roles = json!({"roles": "channel_user channel_admin"});
    assert_eq!(stage.ask(&admin, Method::Put, &path, roles).status, 200);
    assert_eq!(stage.ask(&admin, Method::Put, &path, json!({})).status, 400);
    let member = format!("/channels/{design}/members/{}", liv.id);
    let member = stage.ask(&liv, Method::Get, &member, Value::Null).json();
    assert_eq!(member["scheme_admin"], true);
    let bots = stage.ask(&admin, Method::Get, "/bots", Value::Null).json();
    let path = format!("/bots/{}", text(&bots[0]["user_id"]));
    assert_eq!(stage.ask(&admin, Method::Get, &path, Value::Null).json(), bots[0]);
    assert_eq!(stage.ask(&liv, Method::Get, &path, Value::Null).status, 404);
}

#[test]
fn foreign_posts_count_own_ones_read_and_direct_ones_mention() {
    let mut stage = Stage::new();
    let (liv, haruto) = (stage.login("liv.andersen"), stage.login("haruto.mizuno"));
    let channel = stage.channel(&liv, "engineering");
    stage.read(&liv, &channel);
    assert_eq!(stage.counts(&liv, &channel), (0, 0, 0, 0));
    let root = stage.post(&haruto, &channel, "one", "");
    stage.post(
        &haruto,
        &channel,
        "`@liv.andersen` is code, @liv.andersen. is not",
        "",
    );
    assert_eq!(stage.counts(&liv, &channel), (2, 2, 1, 1));
    stage.post(&haruto, &channel, "reply @liv.andersen", &text(&root["id"]));
    assert_eq!(stage.counts(&liv, &channel), (3, 2, 2, 1));
    stage.events();
    stage.post(&liv, &channel, "mine", "");
    assert_eq!(stage.counts(&liv, &channel), (0, 0, 0, 0));
    assert_eq!(
        names(&stage.events())[..2],
        ["posted", "multiple_channels_viewed"]
    );
    let direct = stage
        .ask(
            &haruto,
            Method::Post,
            "/channels/direct",
            json!([haruto.id, liv.id]),
        )
        .json();
    let direct = text(&direct["id"]);
    stage.read(&liv, &direct);
    stage.post(&haruto, &direct, "psst", "");
    assert_eq!(stage.counts(&liv, &direct), (1, 1, 1, 1));
}

#[test]
fn marking_as_unread_restores_the_counts_from_there() {
    let mut stage = Stage::new();
    let (liv, haruto) = (stage.login("liv.andersen"), stage.login("haruto.mizuno"));
    let channel = stage.channel(&liv, "engineering");
    let from = stage.post(&haruto, &channel, "from here", "");
    stage.post(&haruto, &channel, "@liv.andersen two", "");
    stage.read(&liv, &channel);
    let path = format!("/users/me/posts/{}/set_unread", text(&from["id"]));
    let answer = stage
        .ask(
            &liv,
            Method::Post,
            &path,
            json!({"collapsed_threads_supported": true}),
        )
        .json();
    assert_eq!(
        answer["last_viewed_at"],
        json!(from["create_at"].as_i64().unwrap_or(0) - 1)
    );
    assert_eq!(stage.counts(&liv, &channel), (2, 2, 1, 1));
    let window = stage.get(
        &liv,
        &format!("/users/me/channels/{channel}/posts/unread?limit_before=2&limit_after=30"),
    );
    assert_eq!(window["order"].as_array().map(Vec::len), Some(4));
}

#[test]
fn threads_follow_those_who_take_part_and_count_for_them() {
    let mut stage = Stage::new();
    let (liv, haruto, grace) = (
        stage.login("liv.andersen"),
        stage.login("haruto.mizuno"),
        stage.login("grace.mensah"),
    );
    let (channel, team) = (stage.channel(&liv, "engineering"), stage.team(&liv));
    let root = text(&stage.post(&liv, &channel, "root", "")["id"]);
    stage.events();
    stage.post(&haruto, &channel, "first", &root);
    let events = stage.events();
    let threads: Vec<&Outgoing> = events
        .iter()
        .filter(|event| event.event == "thread_updated")
        .collect();
    assert_eq!(threads.len(), 2, "the root's author and the one who replied");
    let posted = &events[0];
    assert_eq!(
        posted.per_user[&liv.id]["followers"],
        json!(format!("[\"{}\"]", liv.id))
    );
    stage.post(&haruto, &channel, "@grace.mensah @liv.andersen look", &root);
    let at = format!("/users/me/teams/{team}/threads/{root}");
    let thread = stage.get(&liv, &at);
    assert_eq!(
        (&thread["unread_replies"], &thread["unread_mentions"]),
        (&json!(2), &json!(1))
    );
    assert_eq!(stage.get(&grace, &at)["unread_mentions"], 1);
    assert_eq!(stage.get(&haruto, &at)["unread_replies"], 0);
    let read = format!("{at}/read/{}", stage.now);
    assert_eq!(
        stage.ask(&liv, Method::Put, &read, Value::Null).json()["unread_replies"],
        0
    );
    let list = stage.get(
        &liv,
        &format!("/channels/{channel}/posts?collapsedThreads=true&skipFetchThreads=true"),
    );
    let view = &list["posts"][&root];
    assert_eq!(
        (&view["reply_count"], &view["is_following"]),
        (&json!(2), &json!(true))
    );
    assert_eq!(view["last_reply_at"], view["update_at"]);
}

#[test]
fn since_tells_changes_and_deletions_and_paging_ends_at_the_beginning() {
    let mut stage = Stage::new();
    let liv = stage.login("liv.andersen");
    let channel = stage.channel(&liv, "design");
    let doomed = text(&stage.post(&liv, &channel, "doomed", "")["id"]);
    let since = stage.now;
    assert_eq!(
        stage
            .ask(&liv, Method::Delete, &format!("/posts/{doomed}"), Value::Null)
            .status,
        200
    );
    let changed = stage.get(&liv, &format!("/channels/{channel}/posts?since={since}"));
    assert_eq!(changed["order"], json!([doomed]));
    assert!(changed["posts"][&doomed]["delete_at"].as_i64() > Some(since));
    let (mut seen, mut path) = (0, format!("/channels/{channel}/posts?per_page=3"));
    loop {
        let page = stage.get(&liv, &path);
        seen += page["order"].as_array().map_or(0, Vec::len);
        let previous = page["order"]
            .as_array()
            .and_then(|order| order.last())
            .map(text)
            .unwrap_or_default();
        if text(&page["prev_post_id"]).is_empty() {
            break;
        }
        path = format!("/channels/{channel}/posts?per_page=3&before={previous}");
    }
    let whole = stage.get(&liv, &format!("/channels/{channel}/posts?per_page=200"));
    assert_eq!(Some(seen), whole["order"].as_array().map(Vec::len));
}

#[test]
fn favourites_are_kept_in_step_both_ways() {
    let mut stage = Stage::new();
    let liv = stage.login("liv.andersen");
    let (team, design) = (stage.team(&liv), stage.channel(&liv, "design"));
    let at = format!("/users/me/teams/{team}/channels/categories");
    let favorites = |stage: &mut Stage| {
        let all = stage.get(&liv, &at)["categories"].clone();
        all.as_array()
            .and_then(|list| list.iter().find(|c| c["type"] == "favorites"))
            .cloned()
            .unwrap_or_default()
    };
    let preference =
        json!([{"user_id": liv.id, "category": "favorite_channel", "name": design, "value": "true"}]);
    stage.ask(&liv, Method::Put, "/users/me/preferences", preference.clone());
    let mut category = favorites(&mut stage);
    assert!(category["channel_ids"]
        .as_array()
        .is_some_and(|ids| ids.contains(&json!(design))));
    category["channel_ids"] = json!([]);
    stage.ask(&liv, Method::Put, &at, json!([category]));
    let left = stage.ask(
        &liv,
        Method::Get,
        "/users/me/preferences/favorite_channel",
        Value::Null,
    );
    assert_eq!(left.status, 404, "no favourite is left");
}

#[test]
fn presence_follows_what_is_done_and_what_was_chosen() {
    let mut stage = Stage::new();
    let liv = stage.login("liv.andersen");
    let status = |stage: &mut Stage| text(&stage.get(&liv, "/users/me/status")["status"]);
    stage.events();
    stage.world.connected(stage.now, &liv.id);
    assert_eq!(
        (status(&mut stage).as_str(), names(&stage.events())),
        ("online", vec!["status_change"])
    );
    stage.now += 300_000;
    assert_eq!(status(&mut stage), "away", "nothing was done for five minutes");
    let channel = stage.channel(&liv, "design");
    stage.post(&liv, &channel, "back", "");
    assert_eq!(status(&mut stage), "online");
    let chosen = json!({"user_id": liv.id, "status": "dnd", "dnd_end_time": stage.now / 1000 + 120});
    stage.ask(&liv, Method::Put, "/users/me/status", chosen);
    stage.post(&liv, &channel, "quietly", "");
    assert_eq!(status(&mut stage), "dnd", "what was chosen stays");
    stage.now += 180_000;
    assert_eq!(status(&mut stage), "online", "until its end");
    stage.world.disconnected(stage.now, &liv.id);
    assert_eq!(status(&mut stage), "offline");
}

#[test]
fn repeating_a_reaction_succeeds_and_is_announced_again() {
    let mut stage = Stage::new();
    let liv = stage.login("liv.andersen");
    let channel = stage.channel(&liv, "design");
    let post = text(&stage.post(&liv, &channel, "react!", "")["id"]);
    let body = |name: &str| json!({"user_id": liv.id, "post_id": post, "emoji_name": name});
    stage.events();
    for name in ["+1", "+1", "thumbsup"] {
        assert_eq!(
            stage.ask(&liv, Method::Post, "/reactions", body(name)).status,
            200
        );
    }
    assert_eq!(names(&stage.events()), ["reaction_added"; 3]);
    assert_eq!(
        stage
            .get(&liv, &format!("/posts/{post}/reactions"))
            .as_array()
            .map(Vec::len),
        Some(2)
    );
}

#[test]
fn a_draft_is_not_echoed_to_the_connection_that_wrote_it() {
    let mut stage = Stage::new();
    let liv = stage.login("liv.andersen");
    let channel = stage.channel(&liv, "design");
    let call = Call::new(Method::Post, "/api/v4/drafts")
        .with_header("Authorization", &format!("Bearer {}", liv.token))
        .with_header("Connection-Id", "c1")
        .with_json(&json!({"channel_id": channel, "message": "half a thought"}));
    stage.events();
    assert_eq!(stage.send(&call).status, 201);
    let events = stage.events();
    assert_eq!(
        (names(&events), events[0].broadcast.omit_connection_id.as_str()),
        (vec!["draft_created"], "c1")
    );
}

#[test]
fn an_empty_text_deletes_a_draft_without_a_word_and_a_deleted_root_those_of_its_thread() {
    let mut stage = Stage::new();
    let liv = stage.login("liv.andersen");
    let channel = stage.channel(&liv, "design");
    let list = format!("/users/me/teams/{}/drafts", stage.team(&liv));
    let root = text(&stage.post(&liv, &channel, "a root", "")["id"]);
    let before = stage.get(&liv, &list).as_array().map_or(0, Vec::len);
    let save = |stage: &mut Stage, root: &str, message: &str| {
        let body = json!({"channel_id": channel, "root_id": root, "message": message, "file_ids": []});
        stage.ask(&liv, Method::Post, "/drafts", body)
    };
    for root in ["", root.as_str()] {
        assert_eq!(save(&mut stage, root, "half a thought").status, 201);
    }
    stage.events();
    let answer = save(&mut stage, "", "");
    assert_eq!((answer.status, answer.json()), (201, Value::Null));
    assert_eq!(names(&stage.events()), [""; 0]);
    assert_eq!(stage.get(&liv, &list).as_array().map(Vec::len), Some(before + 1));
    stage.ask(&liv, Method::Delete, &format!("/posts/{root}"), Value::Null);
    assert_eq!(stage.get(&liv, &list).as_array().map(Vec::len), Some(before));
}

#[test]
fn a_server_told_to_keep_no_drafts_says_so() {
    let mut stage = Stage::new();
    let admin = stage.login("noriko.hayashi");
    let list = format!("/users/me/teams/{}/drafts", stage.team(&admin));
    let off = json!({"ServiceSettings": {"AllowSyncedDrafts": false}});
    assert_eq!(stage.ask(&admin, Method::Put, "/config/patch", off).status, 200);
    let answer = stage.ask(&admin, Method::Get, &list, Value::Null);
    let id = text(&answer.json()["id"]);
    assert_eq!(
        (answer.status, id.as_str()),
        (501, "api.drafts.disabled.app_error")
    );
}

fn snapshot(world: &World) -> Vec<u8> {
    world.snapshot().expect("a snapshot")
}

#[test]
fn the_same_seed_makes_the_same_company_and_a_snapshot_keeps_it() {
    let (one, other) = (
        World::new(WorldOptions::default(), START),
        World::new(WorldOptions::default(), START),
    );
    assert_eq!(snapshot(&one), snapshot(&other));
    let other = World::new(
        WorldOptions {
            seed: 2,
            ..WorldOptions::default()
        },
        START,
    );
    assert_ne!(snapshot(&one), snapshot(&other));
    let mut stage = Stage::new();
    let liv = stage.login("liv.andersen");
    let channel = stage.channel(&liv, "design");
    stage.post(&liv, &channel, "to be kept", "");
    let path = format!("/channels/{channel}/posts?per_page=200");
    let before = stage.get(&liv, &path);
    stage.world = World::restore(&snapshot(&stage.world)).expect("a readable snapshot");
    assert_eq!(stage.get(&liv, &path), before);
    assert!(World::restore(br#"{"format": 9}"#).is_err());
}

#[test]
fn every_listed_account_can_sign_in_and_finds_something_unread() {
    let mut stage = Stage::new();
    let accounts = stage.world.accounts();
    assert!(accounts.iter().filter(|a| a.role == "administrator").count() == 1);
    let members: Vec<_> = accounts
        .iter()
        .filter(|a| a.role == "member" && a.username != "mfa.user")
        .collect();
    assert!(members.len() >= 4);
    for account in members {
        let person = stage.login(&account.username);
        let unread = stage.get(&person, "/users/me/teams/unread");
        let total: i64 = unread
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|t| t["msg_count"].as_i64())
            .sum();
        assert!(total > 0, "{} has nothing unread", account.username);
    }
}

#[test]
fn a_large_world_is_made_and_its_pages_are_whole() {
    let options = WorldOptions {
        size: Size::S,
        posts_in_main: Some(1500),
        ..WorldOptions::default()
    };
    let mut stage = Stage {
        world: World::new(options, START),
        now: START,
    };
    let liv = stage.login("liv.andersen");
    let channels = stage.get(&liv, "/users/me/channels");
    assert!(channels.as_array().is_some_and(|list| list.len() >= 50));
    assert_eq!(
        stage.get(&liv, "/users/stats")["total_users_count"]
            .as_u64()
            .map(|n| n >= 490),
        Some(true)
    );
    let channel = stage.channel(&liv, "engineering");
    let page = stage.get(
        &liv,
        &format!("/channels/{channel}/posts?page=5&per_page=200&skipFetchThreads=true"),
    );
    assert_eq!(page["order"].as_array().map(Vec::len), Some(200));
}

#[test]
fn bad_requests_get_an_error_and_nothing_worse() {
    let mut stage = Stage::new();
    let liv = stage.login("liv.andersen");
    let bodies = [
        "",
        "null",
        "[]",
        "{}",
        "\"x\"",
        "{\"a\":",
        "[null]",
        "[\"../../etc\"]",
        "{\"channel_id\":7}",
        "9e999",
    ];
    let id = "a".repeat(26);
    let paths = [
        "/posts",
        "/channels",
        "/channels/direct",
        "/users/ids",
        "/reactions",
        "/drafts",
        "/files",
        "/uploads",
        "/commands/execute",
        "/channels/members/me/view",
        "/users/me/preferences",
        "/users/me/patch",
        "/users/login",
        "/users/me/status",
        "/teams",
        "/emoji",
        "/roles/names",
        "/posts/search",
        "/users/search",
        "/users",
    ];
    for path in paths {
        for body in bodies {
            for method in [Method::Post, Method::Put, Method::Delete, Method::Get] {
                let mut call = Call::new(method, &format!("/api/v4{path}"))
                    .with_header("Authorization", &format!("Bearer {}", liv.token));
                call.body = body.as_bytes().to_vec();
                let answer = stage.send(&call);
                assert!(answer.status < 500, "{method:?} {path} {body}: {}", answer.status);
            }
        }
    }
    for path in [
        "/users/..",
        "/channels/%2e%2e",
        "//",
        "",
        "/users/me/channels/x/posts",
        &format!("/posts/{id}"),
    ] {
        assert!(
            (400..500).contains(&stage.ask(&liv, Method::Get, path, Value::Null).status),
            "{path}"
        );
    }
}
