use super::*;

fn kicked(rig: &mut Rig) {
    rig.event(
        "user_removed",
        json!({"channel_id": ENGINEERING, "remover_id": KENJI}),
        json!({"user_id": EMILY}),
    );
}

#[test]
fn removed_from_the_open_channel_one_lands_in_another_and_does_not_join_again() {
    let mut rig = Rig::live();
    kicked(&mut rig);
    rig.answer_all();
    let state = rig.engine.state();
    assert!(state.channel(channel(ENGINEERING)).is_none());
    assert!(state.open_channel().is_some_and(|id| id != channel(ENGINEERING)));
    assert!(rig.has_notice(NoticeKind::ChannelLost));
    assert_eq!(rig.count("channels/name"), 0, "{:?}", rig.asked);
    assert_eq!(rig.count("POST /api/v4/channels"), 0, "{:?}", rig.asked);
    let kept = rig
        .effects
        .iter()
        .any(|effect| matches!(effect, Effect::Navigate(_, History::Push)));
    assert!(!kept, "back does not lead to what is gone");
}

#[test]
fn a_channel_that_is_gone_after_a_resync_is_left_too() {
    let mut rig = Rig::live();
    let body = &rig.canned["GET /api/v4/users/me/channels"].body;
    let mut channels: Vec<Value> = serde_json::from_str(body).unwrap();
    channels.retain(|one| one["id"] != ENGINEERING);
    rig.cut();
    rig.pass(600);
    rig.connect('b');
    rig.reply("users/me/channels", json_answer(200, &json!(channels)));
    let state = rig.engine.state();
    assert!(state.open_channel().is_some_and(|id| id != channel(ENGINEERING)));
}

#[test]
fn a_public_channel_is_joined_by_its_address_and_an_unknown_one_is_told_once() {
    let mut rig = Rig::live();
    rig.act(Action::Open(Place::Channel {
        team: "kawasemi".into(),
        channel: "no-such".into(),
    }));
    rig.reply(
        "channels/name/no-such",
        failure(404, "store.sql_channel.get_by_name.missing", ""),
    );
    assert!(rig.has_notice(NoticeKind::PlaceNotFound));
    rig.act(Action::DismissNotice {
        kind: NoticeKind::PlaceNotFound,
    });
    rig.posted(DESIGN, KENJI, 1, "elsewhere");
    rig.pass(60_000);
    assert!(!rig.has_notice(NoticeKind::PlaceNotFound));
}

#[test]
fn an_unknown_team_is_told_once_and_not_again_after_it_was_dismissed() {
    let mut rig = Rig::live();
    rig.act(Action::Open(Place::Team {
        team: "nobody".into(),
    }));
    assert!(rig.has_notice(NoticeKind::PlaceNotFound));
    rig.act(Action::DismissNotice {
        kind: NoticeKind::PlaceNotFound,
    });
    rig.event(
        "role_updated",
        json!({"role": "{\"id\":\"r\",\"name\":\"x\",\"permissions\":[]}"}),
        json!({}),
    );
    assert!(!rig.has_notice(NoticeKind::PlaceNotFound));
}

#[test]
fn the_same_page_is_asked_for_once_at_a_time() {
    let mut rig = Rig::live();
    for _ in 0..3 {
        rig.act(Action::LoadOlder {
            channel_id: channel(ENGINEERING),
        });
    }
    assert_eq!(rig.count("before="), 1, "{:?}", rig.asked);
    assert_eq!(rig.engine.state().loading(channel(ENGINEERING)), Loading::Older);
}

#[test]
fn a_late_page_of_another_channel_is_kept_but_moves_nothing() {
    let mut rig = Rig::live();
    rig.act(Action::OpenChannel {
        channel_id: channel(DESIGN),
    });
    let at = rig.open.iter().position(|left| left.is(DESIGN)).unwrap();
    let late = rig.open.remove(at);
    rig.act(Action::OpenChannel {
        channel_id: channel(ENGINEERING),
    });
    rig.answer_all();
    let reply = rig.recorded(&late.request);
    rig.feed(Input::Reply(late.id, reply));
    assert_eq!(rig.engine.state().open_channel(), Some(channel(ENGINEERING)));
}

#[test]
fn reading_is_told_to_the_server_in_turns_and_the_last_time_counts() {
    let mut rig = Rig::live();
    let channel_id = channel(ENGINEERING);
    rig.act(Action::ViewChannel { channel_id });
    for number in 1..=50 {
        rig.posted(ENGINEERING, KENJI, number, "busy");
        rig.act(Action::ViewChannel { channel_id });
        rig.pass(10);
    }
    assert_eq!(rig.count("/view"), 1, "one at a time");
    rig.answer_all();
    rig.pass(2_000);
    assert_eq!(rig.count("/view"), 2, "and once more for what came meanwhile");
}

#[test]
fn a_view_tried_again_does_not_read_what_was_not_seen() {
    let mut rig = Rig::live();
    let channel_id = channel(ENGINEERING);
    rig.posted(ENGINEERING, KENJI, 1, "seen");
    rig.act(Action::ViewChannel { channel_id });
    rig.reply("/view", HttpReply::Failed);
    rig.pass(1);
    rig.posted(ENGINEERING, KENJI, 2, "not seen");
    rig.pass(60_000);
    assert_eq!(rig.count("/view"), 1);
}

#[test]
fn who_was_removed_from_a_channel_or_is_back_asks_how_many_threads_are_unread() {
    let mut rig = Rig::live();
    let removed = json!({"channel_id": DESIGN, "remover_id": KENJI});
    rig.event("user_removed", removed, json!({"user_id": EMILY}));
    assert_eq!(rig.count("/teams/unread"), 1, "{:?}", rig.asked);
    rig.answer_all();
    let added = json!({"user_id": EMILY, "team_id": ""});
    rig.event("user_added", added, json!({"channel_id": DESIGN}));
    assert_eq!(rig.count("/teams/unread"), 2, "{:?}", rig.asked);
}

const LISTED: &str = "/channels/categories";

fn removed_and_back(rig: &mut Rig) {
    let removed = json!({"channel_id": DESIGN, "remover_id": KENJI});
    rig.event("user_removed", removed, json!({"user_id": EMILY}));
    let added = json!({"user_id": EMILY, "team_id": ""});
    rig.event("user_added", added, json!({"channel_id": DESIGN}));
}

#[test]
fn what_one_had_read_before_a_removal_is_unread_when_one_is_back() {
    let mut rig = Rig::live();
    let design = rig.engine.state().channel(channel(DESIGN)).unwrap();
    let (at, team) = (design.last_post_at.0, design.team_id.unwrap().to_string());
    removed_and_back(&mut rig);
    let times = json!({"channel_times": {DESIGN: at + 1}});
    rig.event("multiple_channels_viewed", times, json!({"user_id": EMILY}));
    removed_and_back(&mut rig);
    let told = json!({
        "id": DESIGN, "team_id": team, "type": "O", "name": "design", "display_name": "Design", "last_post_at": at,
        "last_root_post_at": at, "total_msg_count": 5, "total_msg_count_root": 5,
    });
    let member = json!({
        "channel_id": DESIGN, "user_id": EMILY, "roles": "channel_user", "notify_props": {}, "last_viewed_at": 0,
        "last_update_at": at + 2, "msg_count": 0, "msg_count_root": 0, "mention_count": 0, "mention_count_root": 0,
    });
    // In the order in which it was asked, also what nobody waits for any more.
    let asked = format!("GET /api/v4/channels/{DESIGN}");
    while let Some(left) = rig.find(&asked) {
        let is_member = left.request.path.ends_with("/members/me");
        let answer = if is_member { &member } else { &told };
        rig.reply(&asked, json_answer(200, answer));
    }
    assert_eq!(rig.engine.state().unread_counts(channel(DESIGN)).messages, 5);
}

#[test]
fn a_sidebar_asked_for_before_one_was_back_in_a_channel_is_asked_for_again() {
    let mut rig = Rig::live();
    rig.event("sidebar_category_updated", json!({}), json!({"user_id": EMILY}));
    removed_and_back(&mut rig);
    assert_eq!(rig.count(LISTED), 1);
    rig.answer(LISTED);
    assert_eq!(rig.count(LISTED), 2);
    rig.answer_all();
    assert_eq!(rig.count(LISTED), 2);
}

#[test]
fn a_sidebar_that_changes_while_it_is_asked_for_is_asked_for_again() {
    let mut rig = Rig::live();
    for _ in 0..3 {
        rig.event("sidebar_category_updated", json!({}), json!({"user_id": EMILY}));
    }
    assert_eq!(rig.count(LISTED), 1);
    rig.answer_all();
    assert_eq!(rig.count(LISTED), 2);
}
