//! What frames tell while an answer that may be older is on its way.

use super::drafts_apart::{added_again, removed};
use super::*;

fn reaction(rig: &mut Rig, name: &str, number: u64) {
    let reaction = json!({"user_id": KENJI, "post_id": post_id(number).as_str(), "emoji_name": "tada", "create_at": rig.now.wall.0});
    rig.event(
        name,
        json!({"reaction": reaction.to_string()}),
        json!({"channel_id": ENGINEERING}),
    );
}

fn reactions(rig: &Rig, number: u64) -> usize {
    let post = rig.engine.state().post(post_id(number)).expect("it is loaded");
    post.reactions.as_ref().map_or(0, Vec::len)
}

/// The page that holds one post.
fn page(post: &Value) -> HttpReply {
    let id = post["id"].as_str().unwrap_or_default();
    json_answer(
        200,
        &json!({"order": [id], "posts": {id: post}, "next_post_id": "", "prev_post_id": ""}),
    )
}

fn ask_latest(rig: &mut Rig) {
    let channel_id = channel(ENGINEERING);
    rig.act(Action::LoadLatest { channel_id });
}

#[test]
fn a_reaction_to_a_post_that_is_still_on_its_way_stands_once_the_post_is_here() {
    let mut rig = Rig::live();
    let post = post_json(ENGINEERING, KENJI, 1, rig.now.wall.0, "lunch?");
    ask_latest(&mut rig);
    reaction(&mut rig, "reaction_added", 1);
    rig.reply(&format!("{ENGINEERING}/posts"), page(&post));
    assert_eq!(reactions(&rig, 1), 1);
}

#[test]
fn a_reaction_taken_back_is_not_brought_back_by_a_page_made_before() {
    let mut rig = Rig::live();
    let at = rig.now.wall.0;
    rig.posted(ENGINEERING, KENJI, 1, "lunch?");
    ask_latest(&mut rig);
    reaction(&mut rig, "reaction_added", 1);
    reaction(&mut rig, "reaction_removed", 1);
    let mut post = post_json(ENGINEERING, KENJI, 1, at, "lunch?");
    post["update_at"] = json!(at + 1);
    post["metadata"] = json!({"reactions": [
        {"user_id": KENJI, "post_id": post_id(1).as_str(), "emoji_name": "tada", "create_at": at + 1}
    ]});
    rig.reply(&format!("{ENGINEERING}/posts"), page(&post));
    assert_eq!(reactions(&rig, 1), 0);
}

#[test]
fn a_root_whose_reply_is_deleted_while_the_root_is_on_its_way_is_asked_how_many_replied() {
    let mut rig = Rig::live();
    let mut root = post_json(ENGINEERING, KENJI, 1, rig.now.wall.0, "lunch?");
    root["reply_count"] = json!(1);
    let mut reply = post_json(ENGINEERING, KENJI, 2, rig.now.wall.0, "yes");
    reply["root_id"] = root["id"].clone();
    ask_latest(&mut rig);
    rig.event(
        "post_deleted",
        json!({"post": reply.to_string()}),
        json!({"channel_id": ENGINEERING}),
    );
    assert_eq!(rig.count("/thread"), 0, "nothing is known of the root");
    rig.reply(&format!("{ENGINEERING}/posts"), page(&root));
    assert_eq!(rig.count(&format!("{}/thread", post_id(1))), 1);
}

#[test]
fn what_was_told_before_a_question_left_is_not_told_again_after_its_answer() {
    let mut rig = Rig::live();
    let post = post_json(ENGINEERING, KENJI, 1, rig.now.wall.0, "lunch?");
    rig.posted(ENGINEERING, KENJI, 1, "lunch?");
    rig.act(Action::OpenThread {
        root_id: Some(post_id(1)),
    });
    reaction(&mut rig, "reaction_added", 1);
    ask_latest(&mut rig);
    let mut newer = post.clone();
    newer["update_at"] = json!(rig.now.wall.0 + 5_000);
    rig.reply(&format!("{ENGINEERING}/posts"), page(&newer));
    assert_eq!(reactions(&rig, 1), 0, "the page knows of what happened since");
}

#[test]
fn what_waited_for_the_lists_of_a_connection_that_is_lost_does_not_undo_the_lists_of_the_next_one() {
    let mut rig = Rig::live();
    let at = rig.now.wall.0;
    rig.posted(ENGINEERING, KENJI, 1, "lunch?");
    rig.cut();
    rig.pass(4_000);
    rig.connect('b');
    reaction(&mut rig, "reaction_added", 1);
    // Taken back while the connection is lost again, before the lists of this one were complete.
    rig.cut();
    rig.open.clear();
    rig.pass(4_000);
    rig.connect('c');
    let mut post = post_json(ENGINEERING, KENJI, 1, at, "lunch?");
    post["update_at"] = json!(at + 5_000);
    rig.reply(&format!("{ENGINEERING}/posts?since="), page(&post));
    rig.answer_all();
    assert_eq!(reactions(&rig, 1), 0);
}

#[test]
fn a_page_asked_for_over_a_connection_that_is_lost_is_asked_for_anew() {
    let mut rig = Rig::live();
    ask_latest(&mut rig);
    let old = rig.open.pop().expect("a page is on its way");
    rig.cut();
    rig.pass(600);
    rig.connect('b');
    let path = old.request.path.clone();
    assert!(rig.is_open(&path), "{:?}", rig.open);
    let post = post_json(ENGINEERING, KENJI, 1, rig.now.wall.0, "deleted by now");
    rig.feed(Input::Reply(old.id, page(&post)));
    assert!(
        rig.engine.state().post(post_id(1)).is_none(),
        "nobody waits for it"
    );
}

/// The design channel has one unread post that came right after one had read it. Gives the time of the reading.
fn unread_after_a_view(rig: &mut Rig) -> i64 {
    let answer = rig.canned.get_mut("GET /api/v4/users/me/channels").unwrap();
    let mut channels: Value = serde_json::from_str(&answer.body).unwrap();
    let all = channels.as_array_mut().unwrap();
    let design = all.iter_mut().find(|c| c["id"] == DESIGN).unwrap();
    let (at, total) = (
        design["last_post_at"].clone(),
        design["total_msg_count_root"].clone(),
    );
    design["total_msg_count_root"] = json!(total.as_i64().unwrap() + 1);
    answer.body = channels.to_string();
    let answer = rig
        .canned
        .get_mut("GET /api/v4/users/me/channel_members")
        .unwrap();
    let lines = answer.body.lines().map(|line| {
        let mut member: Value = serde_json::from_str(line).unwrap();
        if member["channel_id"] == DESIGN {
            (member["last_viewed_at"], member["last_update_at"]) = (at.clone(), at.clone());
            member["msg_count_root"] = total.clone();
        }
        member.to_string()
    });
    answer.body = lines.collect::<Vec<_>>().join("\n");
    at.as_i64().unwrap()
}

#[test]
fn a_view_that_a_list_has_counted_does_not_read_what_came_after_it() {
    let mut rig = Rig::live();
    let at = unread_after_a_view(&mut rig);
    rig.cut();
    rig.pass(600);
    rig.connect('b');
    let view = |rig: &mut Rig| {
        let times = json!({"channel_times": {DESIGN: at}});
        rig.event("multiple_channels_viewed", times, json!({"user_id": EMILY}))
    };
    let unread = |rig: &Rig| rig.engine.state().unread_counts(channel(DESIGN)).messages;
    view(&mut rig);
    rig.answer_all();
    assert_eq!(unread(&rig), 1, "it came with the connection");
    view(&mut rig);
    assert_eq!(unread(&rig), 1, "it came after the list");
    rig.act(Action::MarkRead {
        channel_id: channel(DESIGN),
    });
    assert_eq!(unread(&rig), 0, "one reads it oneself");
}

#[test]
fn a_view_told_while_one_joins_a_channel_does_not_read_what_came_after_it() {
    let mut rig = Rig::live();
    let lists = rig.canned["GET /api/v4/users/me/channels"].body.clone();
    let all: Value = serde_json::from_str(&lists).unwrap();
    let mut design = all
        .as_array()
        .unwrap()
        .iter()
        .find(|c| c["id"] == DESIGN)
        .unwrap()
        .clone();
    let total = design["total_msg_count_root"].as_i64().unwrap();
    let at = rig.now.wall.0 - 1_000;
    rig.event(
        "user_removed",
        json!({"channel_id": DESIGN, "remover_id": KENJI}),
        json!({"user_id": EMILY}),
    );
    rig.event(
        "user_added",
        json!({"team_id": design["team_id"], "user_id": EMILY}),
        json!({"channel_id": DESIGN}),
    );
    let times = json!({"channel_times": {DESIGN: at}});
    rig.event("multiple_channels_viewed", times, json!({"user_id": EMILY}));
    rig.posted(DESIGN, KENJI, 1, "lunch?");
    for name in ["last_post_at", "last_root_post_at"] {
        design[name] = json!(rig.now.wall.0);
    }
    design["total_msg_count_root"] = json!(total + 1);
    let member = json!({
        "channel_id": DESIGN, "user_id": EMILY, "roles": "channel_user", "notify_props": {}, "last_viewed_at": at, "last_update_at": at,
        "msg_count": total, "msg_count_root": total, "mention_count": 0, "mention_count_root": 0, "urgent_mention_count": 0,
    });
    rig.reply(&format!("channels/{DESIGN}"), json_answer(200, &design));
    rig.reply(
        &format!("channels/{DESIGN}/members/me"),
        json_answer(200, &member),
    );
    assert_eq!(rig.engine.state().unread_counts(channel(DESIGN)).messages, 1);
}

#[test]
fn a_list_that_comes_after_a_newer_one_changes_nothing() {
    let mut rig = Rig::live();
    let lists = rig.canned["GET /api/v4/users/me/channels"].body.clone();
    let total = |rig: &Rig| {
        rig.engine
            .state()
            .channel(channel(DESIGN))
            .unwrap()
            .total_msg_count_root
    };
    let before = total(&rig);
    rig.reload();
    rig.answer("GET /api/v4/users/me");
    let old = rig
        .open
        .iter()
        .position(|left| left.is("GET /api/v4/users/me/channels"))
        .unwrap();
    let old = rig.open.remove(old).id;
    rig.connect('b');
    let mut all: Value = serde_json::from_str(&lists).unwrap();
    let design = all
        .as_array_mut()
        .unwrap()
        .iter_mut()
        .find(|c| c["id"] == DESIGN)
        .unwrap();
    for name in ["last_post_at", "last_root_post_at"] {
        design[name] = json!(rig.now.wall.0);
    }
    design["total_msg_count_root"] = json!(before + 1);
    rig.reply("GET /api/v4/users/me/channels", json_answer(200, &all));
    assert_eq!(total(&rig), before + 1);
    let late: Value = serde_json::from_str(&lists).unwrap();
    rig.feed(Input::Reply(old, json_answer(200, &late)));
    assert_eq!(total(&rig), before + 1);
}

#[test]
fn two_posts_of_the_millisecond_in_which_a_list_was_made_are_counted_by_the_server() {
    let mut rig = Rig::live();
    rig.cut();
    rig.pass(600);
    rig.connect('b');
    let answer = rig.canned.get_mut("GET /api/v4/users/me/channels").unwrap();
    let mut channels: Value = serde_json::from_str(&answer.body).unwrap();
    let mut all = channels.as_array_mut().unwrap().iter_mut();
    let engineering = all.find(|c| c["id"] == ENGINEERING).unwrap();
    for name in ["last_post_at", "last_root_post_at"] {
        engineering[name] = json!(rig.now.wall.0);
    }
    answer.body = channels.to_string();
    rig.answer_all();
    let asked = |rig: &Rig| rig.is_open(&format!("GET /api/v4/channels/{ENGINEERING}"));
    rig.posted(ENGINEERING, KENJI, 1, "one");
    assert!(!asked(&rig), "it is the one that the list has counted");
    rig.posted(ENGINEERING, KENJI, 2, "two");
    assert!(asked(&rig) && rig.is_open(&format!("{ENGINEERING}/members/me")));
}

#[test]
fn a_list_of_preferences_that_was_made_before_a_change_does_not_undo_it() {
    let mut rig = Rig::live();
    let list = rig.canned["GET /api/v4/users/me/preferences"].clone();
    rig.reload();
    rig.answer("GET /api/v4/users/me");
    let asked = |left: &Left| left.is("GET /api/v4/users/me/preferences");
    let at = rig.open.iter().position(asked).unwrap();
    let slow = rig.open.remove(at).id;
    rig.connect('b');
    rig.answer_all();
    let saved =
        json!({"user_id": EMILY, "category": "flagged_post", "name": post_id(1).as_str(), "value": "true"});
    rig.event(
        "preferences_changed",
        json!({"preferences": json!([saved]).to_string()}),
        json!({"user_id": EMILY}),
    );
    rig.feed(Input::Reply(slow, HttpReply::Answer(list)));
    let name = post_id(1).to_string();
    assert_eq!(rig.engine.state().preference("flagged_post", &name), Some("true"));
}

/// Who is here is known, the first lists are on their way, and a post is saved.
fn saving_while_lists_come() -> Rig {
    let mut rig = Rig::new();
    rig.act(Action::Start {
        place: Place::Start,
        maybe_signed_in: true,
        likely: None,
    });
    rig.answer("/users/me");
    rig.act(Action::SavePost {
        post_id: post_id(1),
        saved: true,
    });
    rig
}

#[test]
fn what_one_saves_while_the_first_lists_are_on_their_way_stays_saved() {
    let mut rig = saving_while_lists_come();
    rig.connect('a');
    rig.answer("/users/me/preferences");
    let name = post_id(1).to_string();
    assert_eq!(rig.engine.state().preference("flagged_post", &name), Some("true"));
}

#[test]
fn what_could_not_be_saved_while_a_list_is_on_its_way_is_asked_for_after_it() {
    let mut rig = saving_while_lists_come();
    rig.reply("PUT /api/v4/users", failure(400, "refused", "No."));
    rig.answer_all();
    rig.pass(2_000);
    rig.answer_all();
    let name = post_id(1).to_string();
    assert_eq!(rig.engine.state().preference("flagged_post", &name), None);
}

#[test]
fn a_page_asked_for_before_one_was_removed_does_not_lead_up_to_what_is_told_when_one_is_back() {
    let mut rig = Rig::live();
    let channel_id = channel(DESIGN);
    rig.act(Action::LoadLatest { channel_id });
    let before = post_json(DESIGN, KENJI, 1, rig.now.wall.0, "before");
    let removed = json!({"channel_id": DESIGN, "remover_id": KENJI});
    rig.event("user_removed", removed, json!({"user_id": EMILY}));
    let added = json!({"user_id": EMILY, "team_id": ""});
    rig.event("user_added", added, json!({"channel_id": DESIGN}));
    rig.posted(DESIGN, KENJI, 2, "after");
    rig.reply(&format!("{DESIGN}/posts"), page(&before));
    assert!(rig.engine.state().needs_posts(channel_id));
}

#[test]
fn a_root_that_comes_alone_is_asked_for_who_replied() {
    let mut rig = Rig::live();
    let team = rig.engine.state().open_team().unwrap();
    let team = rig.engine.state().team(team).unwrap().name.clone();
    let post_id = post_id(1);
    rig.act(Action::Open(Place::Permalink { team, post_id }));
    let info = json!({"channel_id": ENGINEERING, "has_joined_channel": true, "team_id": ""});
    rig.reply("/info", json_answer(200, &info));
    let mut root = post_json(ENGINEERING, KENJI, 1, 5, "lunch?");
    root["reply_count"] = json!(1);
    rig.reply(&format!("GET /api/v4/posts/{post_id}"), json_answer(200, &root));
    assert!(
        rig.is_open(&format!("GET /api/v4/posts/{post_id}/thread")),
        "{:?}",
        rig.open
    );
}

#[test]
fn a_mark_as_unread_that_waits_for_a_paint_while_the_lists_come_is_asked_about() {
    let mut rig = Rig::live();
    rig.cut();
    rig.pass(5_000);
    rig.connect('b');
    rig.burst = true;
    let counters = json!({
        "post_id": post_id(1).as_str(), "last_viewed_at": 1, "mention_count": 0, "mention_count_root": 0,
        "msg_count": 0, "msg_count_root": 0, "urgent_mention_count": 0,
    });
    let broadcast = json!({"channel_id": DESIGN, "user_id": EMILY});
    rig.event("post_unread", counters, broadcast);
    rig.answer_all();
    rig.drain();
    assert_eq!(
        rig.count(&format!("/channels/{DESIGN}/members/me")),
        1,
        "{:?}",
        rig.asked
    );
}

#[test]
fn a_thread_that_was_asked_for_before_one_was_removed_is_not_whole_when_one_is_back() {
    // hail 1363173: a reply that was told in between went with the channel.
    let mut rig = Rig::live();
    rig.posted(ENGINEERING, KENJI, 1, "lunch?");
    let root_id = Some(post_id(1));
    rig.act(Action::OpenThread { root_id });
    let asked = rig.count("/thread");
    removed(&mut rig);
    added_again(&mut rig);
    rig.answer("/members/me");
    rig.posted(ENGINEERING, KENJI, 1, "lunch?");
    let root = post_json(ENGINEERING, KENJI, 1, rig.now.wall.0, "lunch?");
    let thread =
        json!({"order": [root["id"]], "posts": {root["id"].as_str().unwrap(): root}, "has_next": false});
    rig.reply("/thread", json_answer(200, &thread));
    rig.act(Action::OpenChannel {
        channel_id: channel(ENGINEERING),
    });
    rig.act(Action::OpenThread { root_id });
    assert_eq!(rig.count("/thread"), asked + 1);
}
