//! What is unread where lists, memberships and events overtake each other.

use super::*;

const MEMBER: &str = "/members/me";

fn unread(rig: &Rig) -> (i64, i64) {
    let counts = rig.engine.state().unread_counts(channel(DESIGN));
    (counts.messages, counts.mentions)
}

/// The design channel with so many more posts than it was told with first, the last one of now.
fn told(rig: &Rig, more: i64) -> Value {
    let all = &rig.canned["GET /api/v4/users/me/channels"].body;
    let all: Value = serde_json::from_str(all).unwrap();
    let mut all = all.as_array().unwrap().iter();
    let mut told = all.find(|c| c["id"] == DESIGN).unwrap().clone();
    let before = told["total_msg_count_root"].as_i64().unwrap();
    for name in ["total_msg_count", "total_msg_count_root"] {
        told[name] = json!(before + more);
    }
    for name in ["last_post_at", "last_root_post_at"] {
        told[name] = json!(rig.now.wall.0);
    }
    told
}

/// One's membership of it: how much was read and when, and how many mentions were not.
fn member(read: &Value, at: i64, mentions: i64) -> HttpReply {
    let member = json!({
        "channel_id": DESIGN, "user_id": EMILY, "roles": "channel_user", "notify_props": {}, "last_viewed_at": at, "last_update_at": at,
        "msg_count": read, "msg_count_root": read, "mention_count": mentions, "mention_count_root": mentions, "urgent_mention_count": 0,
    });
    json_answer(200, &member)
}

fn removed_and_back(rig: &mut Rig) {
    let removed = json!({"channel_id": DESIGN, "remover_id": KENJI});
    rig.event("user_removed", removed, json!({"user_id": EMILY}));
    let added = json!({"user_id": EMILY, "team_id": ""});
    rig.event("user_added", added, json!({"channel_id": DESIGN}));
}

#[test]
fn who_is_back_in_a_channel_asks_for_it_until_somebody_answers() {
    let mut rig = Rig::live();
    removed_and_back(&mut rig);
    for _ in 0..20 {
        rig.fail_all();
        rig.pass(10_000);
    }
    rig.pass(40_000);
    let (told, at) = (told(&rig, 0), rig.now.wall.0);
    rig.reply(MEMBER, member(&json!(0), at, 1));
    rig.reply(&format!("channels/{DESIGN}"), json_answer(200, &told));
    assert_eq!(unread(&rig), (told["total_msg_count"].as_i64().unwrap(), 1));
}
