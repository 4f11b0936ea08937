use super::*;

fn react(rig: &mut Rig, number: u64, add: bool) {
    let (post_id, emoji_name) = (post_id(number), "+1".to_owned());
    rig.act(if add {
        Action::AddReaction { post_id, emoji_name }
    } else {
        Action::RemoveReaction { post_id, emoji_name }
    });
}

fn reactions(rig: &Rig, number: u64) -> usize {
    let post = rig.engine.state().post(post_id(number)).unwrap();
    post.reactions.as_ref().map_or(0, Vec::len)
}

#[test]
fn a_clock_that_is_a_day_ahead_hides_no_edit_behind_ones_own_reaction() {
    let mut rig = Rig::live();
    let at = rig.now.wall.0;
    rig.posted(ENGINEERING, KENJI, 1, "first words");
    rig.now.wall = Timestamp(at + 86_400_000);
    react(&mut rig, 1, true);
    let mut edited = post_json(ENGINEERING, KENJI, 1, at, "better words");
    (edited["update_at"], edited["edit_at"]) = (json!(at + 5_000), json!(at + 5_000));
    rig.event(
        "post_edited",
        json!({"post": edited.to_string()}),
        json!({"channel_id": ENGINEERING}),
    );
    let post = rig.engine.state().post(post_id(1)).unwrap();
    assert_eq!(post.message, "better words");
}

#[test]
fn a_late_answer_to_a_reaction_does_not_bring_it_back_after_it_was_taken_back() {
    let mut rig = Rig::live();
    let at = rig.now.wall.0;
    rig.posted(ENGINEERING, KENJI, 1, "lunch?");
    react(&mut rig, 1, true);
    react(&mut rig, 1, false);
    assert!(!rig.is_open("DELETE"), "one at a time");
    let added =
        json!({"user_id": EMILY, "post_id": post_id(1).as_str(), "emoji_name": "+1", "create_at": at});
    rig.reply("POST /api/v4/reactions", json_answer(200, &added));
    assert_eq!(reactions(&rig, 1), 0);
    assert!(rig.is_open("DELETE"));
}

#[test]
fn a_reaction_that_was_answered_is_taken_back_after_an_outage_though_no_event_told_of_it() {
    let mut rig = Rig::live();
    let at = rig.now.wall.0;
    rig.posted(ENGINEERING, KENJI, 1, "lunch?");
    react(&mut rig, 1, true);
    let added =
        json!({"user_id": EMILY, "post_id": post_id(1).as_str(), "emoji_name": "+1", "create_at": at + 900});
    rig.reply("POST /api/v4/reactions", json_answer(201, &added));
    react(&mut rig, 1, false);
    rig.reply("DELETE", HttpReply::Failed);
    rig.pass(2_000);
    let mut post = post_json(ENGINEERING, KENJI, 1, at, "lunch?");
    post["metadata"] = json!({"reactions": [added]});
    rig.reply(&format!("/posts/{}", post_id(1)), json_answer(200, &post));
    assert!(rig.is_open("DELETE"), "what is there is what was taken back");
}

#[test]
fn a_late_answer_to_an_edit_does_not_bring_back_a_reaction_that_was_taken_back_since() {
    let mut rig = Rig::live();
    let at = rig.now.wall.0;
    rig.posted(ENGINEERING, EMILY, 1, "lunch?");
    react(&mut rig, 1, true);
    let (post_id, message) = (post_id(1), "lunch!".to_owned());
    rig.act(Action::EditPost { post_id, message });
    react(&mut rig, 1, false);
    let mut edited = post_json(ENGINEERING, EMILY, 1, at, "lunch!");
    edited["update_at"] = json!(at + 9);
    edited["metadata"] = json!({"reactions": [
        {"user_id": EMILY, "post_id": post_id.as_str(), "emoji_name": "+1", "create_at": at}
    ]});
    rig.reply("/patch", json_answer(200, &edited));
    let text = &rig.engine.state().post(post_id).unwrap().message;
    assert_eq!((text.as_str(), reactions(&rig, 1)), ("lunch!", 0));
}

#[test]
fn a_reaction_that_is_there_is_not_added_and_one_that_is_not_there_not_removed() {
    let mut rig = Rig::live();
    rig.posted(ENGINEERING, KENJI, 1, "lunch?");
    react(&mut rig, 1, false);
    assert_eq!(rig.count("/reactions"), 0, "{:?}", rig.asked);
    react(&mut rig, 1, true);
    react(&mut rig, 1, true);
    assert_eq!((rig.count("/reactions"), reactions(&rig, 1)), (1, 1));
}

#[test]
fn an_act_whose_answer_is_lost_stays_and_the_post_is_asked_for_before_it_is_said_again() {
    for arrived in [true, false] {
        let mut rig = Rig::live();
        let at = rig.now.wall.0;
        rig.posted(ENGINEERING, KENJI, 1, "lunch?");
        react(&mut rig, 1, true);
        rig.reply("/reactions", HttpReply::Failed);
        rig.pass(2_000);
        assert!(!rig.has_notice(NoticeKind::ActFailed));
        assert_eq!(reactions(&rig, 1), 1);
        let mut post = post_json(ENGINEERING, KENJI, 1, at, "lunch?");
        if arrived {
            post["metadata"] = json!({"reactions": [
                {"user_id": EMILY, "post_id": post_id(1).as_str(), "emoji_name": "+1", "create_at": at}
            ]});
        }
        rig.reply(
            &format!("GET /api/v4/posts/{}", post_id(1)),
            json_answer(200, &post),
        );
        assert_eq!(rig.is_open("POST /api/v4/reactions"), !arrived);
        assert_eq!(reactions(&rig, 1), usize::from(arrived), "as the server has it");
        assert_eq!(rig.store.own_words().is_empty(), arrived);
    }
}

#[test]
fn a_post_on_which_an_act_may_have_been_done_is_asked_for_until_somebody_answers() {
    let mut rig = Rig::live();
    rig.posted(ENGINEERING, KENJI, 1, "lunch?");
    react(&mut rig, 1, true);
    for _ in 0..10 {
        rig.fail_all();
        rig.pass(60_000);
    }
    assert!(rig.is_open(&format!("GET /api/v4/posts/{}", post_id(1))));
}

#[test]
fn what_is_refused_for_good_is_not_asked_about() {
    let mut rig = Rig::live();
    rig.posted(ENGINEERING, KENJI, 1, "lunch?");
    react(&mut rig, 1, true);
    rig.reply(
        "/reactions",
        failure(403, "api.context.permissions.app_error", "No."),
    );
    assert_eq!(rig.count("GET /api/v4/posts/"), 0, "{:?}", rig.asked);
}

#[test]
fn what_was_taken_back_before_it_was_refused_is_not_there() {
    let refusal = || failure(403, "api.context.permissions.app_error", "No.");
    let mut rig = Rig::live();
    rig.posted(ENGINEERING, KENJI, 1, "lunch?");
    let pin = |pinned| Action::PinPost {
        post_id: post_id(1),
        pinned,
    };
    react(&mut rig, 1, true);
    rig.act(pin(true));
    react(&mut rig, 1, false);
    rig.act(pin(false));
    rig.reply("POST /api/v4/reactions", refusal());
    rig.reply("/pin", refusal());
    // Nothing is left to be taken back. If it were said, it would be refused too, and what never was would seem to have stood.
    assert!(
        !rig.is_open("DELETE") && !rig.is_open("/unpin"),
        "{:?}",
        rig.asked
    );
    let is_pinned = rig.engine.state().post(post_id(1)).unwrap().is_pinned;
    assert_eq!((reactions(&rig, 1), is_pinned), (0, false));
    assert_eq!(rig.store.own_words().len(), 0);
    assert!(!rig.has_notice(NoticeKind::ActFailed));
}

/// Marks the second of two posts in the open channel as unread, after the first was read.
pub(super) fn marked_unread() -> Rig {
    let mut rig = Rig::live();
    rig.posted(ENGINEERING, KENJI, 1, "one");
    rig.act(Action::ViewChannel {
        channel_id: channel(ENGINEERING),
    });
    rig.reply("/view", HttpReply::Failed);
    rig.act(Action::MarkUnread { post_id: post_id(1) });
    rig
}

pub(super) fn unread(msg_count: i64) -> Value {
    json!({"team_id": "", "channel_id": ENGINEERING, "user_id": EMILY, "msg_count": msg_count, "msg_count_root": msg_count,
        "mention_count": 0, "mention_count_root": 0, "last_viewed_at": 1})
}

#[test]
fn reading_that_was_not_told_yet_does_not_undo_a_mark_as_unread() {
    let mut rig = marked_unread();
    rig.event(
        "post_unread",
        unread(1),
        json!({"channel_id": ENGINEERING, "user_id": EMILY}),
    );
    rig.pass(60_000);
    assert_eq!(rig.count("/view"), 1, "{:?}", rig.asked);
}

#[test]
fn a_late_answer_to_a_mark_as_unread_does_not_undo_what_was_read_since() {
    let mut rig = marked_unread();
    rig.event(
        "post_unread",
        unread(1),
        json!({"channel_id": ENGINEERING, "user_id": EMILY}),
    );
    assert!(rig.engine.state().is_manually_unread(channel(ENGINEERING)));
    let at = rig.now.wall.0;
    rig.event(
        "multiple_channels_viewed",
        json!({"channel_times": {ENGINEERING: at}}),
        json!({"user_id": EMILY}),
    );
    rig.reply("set_unread", json_answer(200, &unread(1)));
    let counts = rig.engine.state().unread_counts(channel(ENGINEERING));
    assert_eq!(counts.messages, 0);
}

#[test]
fn an_answer_to_a_mark_as_unread_after_the_connection_was_lost_does_not_undo_what_was_read_before() {
    let mut rig = marked_unread();
    rig.event(
        "post_unread",
        unread(1),
        json!({"channel_id": ENGINEERING, "user_id": EMILY}),
    );
    let at = rig.now.wall.0;
    rig.event(
        "multiple_channels_viewed",
        json!({"channel_times": {ENGINEERING: at}}),
        json!({"user_id": EMILY}),
    );
    rig.cut();
    rig.reply("set_unread", json_answer(200, &unread(1)));
    let counts = rig.engine.state().unread_counts(channel(ENGINEERING));
    assert_eq!(counts.messages, 0);
}

#[test]
fn a_late_answer_to_reading_does_not_undo_a_mark_as_unread() {
    let mut rig = Rig::live();
    let at = rig.now.wall.0;
    rig.posted(ENGINEERING, KENJI, 1, "one");
    rig.act(Action::ViewChannel {
        channel_id: channel(ENGINEERING),
    });
    let before = rig
        .engine
        .state()
        .member(channel(ENGINEERING))
        .unwrap()
        .msg_count_root;
    rig.event(
        "post_unread",
        unread(before - 1),
        json!({"channel_id": ENGINEERING, "user_id": EMILY}),
    );
    rig.reply(
        "/view",
        json_answer(
            200,
            &json!({"status": "OK", "last_viewed_at_times": {ENGINEERING: at}}),
        ),
    );
    let counts = rig.engine.state().unread_counts(channel(ENGINEERING));
    assert_eq!(counts.messages, 1);
}

#[test]
fn threads_that_are_not_known_and_were_read_elsewhere_leave_the_teams_figures() {
    let mut rig = Rig::live();
    let read = json!({"thread_id": post_id(7).as_str(), "timestamp": 5, "unread_replies": 0, "unread_mentions": 0,
        "previous_unread_replies": 2, "previous_unread_mentions": 1, "channel_id": DESIGN});
    rig.event("thread_read_changed", read.clone(), json!({"user_id": EMILY}));
    rig.event("thread_read_changed", read, json!({"user_id": EMILY}));
    assert_eq!(rig.count("teams/unread"), 1, "asked once at a time");
    rig.answer("teams/unread");
    rig.pass(2_000);
    assert_eq!(
        rig.count("teams/unread"),
        2,
        "and once more for what happened meanwhile"
    );
}

#[test]
fn figures_that_come_while_a_thread_is_read_are_asked_for_again_if_nobody_told_of_it() {
    for is_told in [false, true] {
        let mut rig = Rig::live();
        rig.posted(ENGINEERING, KENJI, 1, "lunch?");
        let root = post_json(ENGINEERING, KENJI, 1, rig.now.wall.0, "lunch?");
        let (id, at) = (root["id"].clone(), rig.now.wall.0 + 5);
        let thread = |unread: i64| {
            json!({"id": id, "reply_count": 1, "last_reply_at": at, "last_viewed_at": 0, "participants": [],
                "post": root, "unread_replies": unread, "unread_mentions": 0, "is_following": true})
        };
        let told = json!({"thread": thread(1).to_string(), "previous_unread_replies": 0, "previous_unread_mentions": 0});
        let to_me = json!({"user_id": EMILY, "team_id": "t".repeat(26)});
        rig.event("thread_updated", told, to_me.clone());
        let root_id = Some(post_id(1));
        rig.act(Action::OpenThread { root_id });
        if is_told {
            let read = json!({"thread_id": id, "timestamp": at, "unread_replies": 0, "unread_mentions": 0});
            rig.event("thread_read_changed", read, to_me);
            rig.answer("teams/unread");
        }
        rig.asked.clear();
        rig.reply("/read/", json_answer(200, &thread(0)));
        assert_eq!(
            rig.count("teams/unread"),
            usize::from(!is_told),
            "told: {is_told}"
        );
    }
}

#[test]
fn a_post_that_comes_after_what_was_read_with_an_earlier_time_is_read_if_the_server_says_so() {
    let mut rig = Rig::live();
    let asked = |rig: &Rig| rig.is_open(&format!("{ENGINEERING}/members/me"));
    // A pin moved the channel's time by a millisecond, and was read; then this was said.
    let times = json!({"channel_times": {ENGINEERING: rig.now.wall.0 + 1}});
    rig.event("multiple_channels_viewed", times, json!({"user_id": EMILY}));
    rig.posted(ENGINEERING, KENJI, 1, "in the same moment");
    assert!(asked(&rig));
    rig.fail_all();
    rig.asked.clear();
    rig.posted(ENGINEERING, EMILY, 2, "mine");
    rig.clock(rig.now.mono.0 + 2);
    rig.posted(ENGINEERING, KENJI, 3, "later");
    assert!(!asked(&rig), "one's own, or what is unread, needs no question");
}

#[test]
fn a_reply_in_the_millisecond_of_an_edit_of_its_root_is_counted_by_the_server() {
    for reply_first in [true, false] {
        let mut rig = Rig::live();
        let at = rig.now.wall.0;
        rig.posted(ENGINEERING, KENJI, 1, "lunch?");
        let mut root = post_json(ENGINEERING, KENJI, 1, at, "lunch!");
        (root["update_at"], root["edit_at"]) = (json!(at + 9), json!(at + 9));
        root["reply_count"] = json!(1);
        let mut reply = post_json(ENGINEERING, KENJI, 2, at + 9, "yes");
        reply["root_id"] = root["id"].clone();
        let mut told = [("post_edited", root), ("posted", reply)];
        if reply_first {
            told.reverse();
        }
        for (name, post) in told {
            let data = json!({"post": post.to_string(), "channel_type": "O"});
            rig.event(name, data, json!({"channel_id": ENGINEERING}));
        }
        assert_eq!(rig.count(&format!("{}/thread?perPage=1&", post_id(1))), 1);
    }
}

#[test]
fn a_reply_of_the_moment_of_a_pin_that_got_a_later_time_is_counted_by_the_server() {
    // mixed 1612721: the pin came after a reaction of the reply's millisecond, and has the next one.
    let mut rig = Rig::live();
    let at = rig.now.wall.0;
    rig.posted(ENGINEERING, KENJI, 1, "lunch?");
    let mut root = post_json(ENGINEERING, KENJI, 1, at, "lunch?");
    (root["update_at"], root["is_pinned"]) = (json!(at + 10), json!(true));
    root["reply_count"] = json!(1);
    let mut reply = post_json(ENGINEERING, KENJI, 2, at + 9, "yes");
    reply["root_id"] = root["id"].clone();
    for (name, post) in [("post_edited", root), ("posted", reply)] {
        let data = json!({"post": post.to_string(), "channel_type": "O"});
        rig.event(name, data, json!({"channel_id": ENGINEERING}));
    }
    assert_eq!(rig.count(&format!("{}/thread?perPage=1&", post_id(1))), 1);
}

/// Somebody mentions oneself.
fn mentioned(rig: &mut Rig, number: u64) {
    let post = post_json(ENGINEERING, KENJI, number, rig.now.wall.0, "@emily");
    rig.event(
        "posted",
        json!({"post": post.to_string(), "channel_type": "O", "mentions": json!([EMILY]).to_string()}),
        json!({"channel_id": ENGINEERING}),
    );
}

fn mentions(rig: &Rig) -> i64 {
    rig.engine.state().unread_counts(channel(ENGINEERING)).mentions
}

fn told_unread(rig: &mut Rig) {
    let to = json!({"channel_id": ENGINEERING, "user_id": EMILY});
    rig.event("post_unread", unread(1), to);
}

#[test]
fn a_late_answer_to_a_mark_as_unread_does_not_forget_a_mention_that_came_since() {
    let mut rig = marked_unread();
    told_unread(&mut rig);
    mentioned(&mut rig, 2);
    assert_eq!(mentions(&rig), 1);
    rig.reply("set_unread", json_answer(200, &unread(1)));
    assert_eq!(mentions(&rig), 1);
}

#[test]
fn what_was_mentioned_after_a_mark_as_unread_that_is_told_once_more_is_asked_for() {
    let mut rig = Rig::live();
    rig.posted(ENGINEERING, KENJI, 1, "one");
    let channel_id = channel(ENGINEERING);
    rig.act(Action::ViewChannel { channel_id });
    told_unread(&mut rig);
    mentioned(&mut rig, 2);
    let times = json!({"status": "OK", "last_viewed_at_times": {ENGINEERING: 1}});
    rig.reply("/view", json_answer(200, &times));
    assert!(rig.is_open(&format!("{ENGINEERING}/members/me")));
}

#[test]
fn a_membership_that_was_told_before_a_mention_does_not_forget_it() {
    let mut rig = Rig::live();
    told_unread(&mut rig);
    let at = rig.now.wall.0 - 1_000;
    mentioned(&mut rig, 1);
    let mut member = unread(1);
    member["roles"] = json!("channel_user");
    member["notify_props"] = json!({});
    member["last_update_at"] = json!(at);
    let told = |rig: &mut Rig, member: &Value| {
        let member = crate::rest::channels::read_member(match &json_answer(200, member) {
            HttpReply::Answer(answer) => answer,
            _ => unreachable!(),
        });
        let members = vec![member.unwrap()];
        let scope = Scope::Some;
        rig.engine.apply(rig.now, Event::MembersLoaded { members, scope });
    };
    told(&mut rig, &member);
    assert_eq!(mentions(&rig), 1, "the list is older than the mention");
    member["mention_count"] = json!(1);
    member["mention_count_root"] = json!(1);
    member["last_update_at"] = json!(rig.now.wall.0);
    told(&mut rig, &member);
    assert_eq!(mentions(&rig), 1, "the list has counted it");
}

#[test]
fn ones_own_words_that_are_marked_as_unread_mention_nobody() {
    let mut rig = Rig::live();
    let is_direct = |channel: &&Channel| channel.kind == ChannelKind::Direct;
    let direct = rig.engine.state().channels().find(is_direct).unwrap().id;
    rig.act(Action::OpenChannel { channel_id: direct });
    rig.answer_all();
    rig.posted(direct.as_str(), EMILY, 1, "mine");
    rig.posted(direct.as_str(), KENJI, 2, "theirs");
    rig.act(Action::MarkUnread { post_id: post_id(1) });
    let counts = rig.engine.state().unread_counts(direct);
    assert_eq!((counts.messages, counts.mentions), (2, 1));
}

#[test]
fn a_copy_from_before_a_reaction_that_is_under_way_does_not_end_the_wish_to_take_it_back() {
    // gusts 1600276: the post was looked at because of an edit.
    let mut rig = Rig::live();
    rig.posted(ENGINEERING, EMILY, 1, "lunch?");
    let message = "lunch!".to_owned();
    let post_id = post_id(1);
    rig.act(Action::EditPost { post_id, message });
    rig.reply("/patch", HttpReply::Failed);
    rig.pass(2_000);
    assert!(rig.is_open("GET /api/v4/posts/p"));
    react(&mut rig, 1, true);
    react(&mut rig, 1, false);
    let copy = post_json(ENGINEERING, EMILY, 1, rig.now.wall.0 - 2_000, "lunch?");
    rig.reply("GET /api/v4/posts/p", json_answer(200, &copy));
    let at = rig.now.wall.0;
    let added = json!({"user_id": EMILY, "post_id": post_id.as_str(), "emoji_name": "+1", "create_at": at});
    rig.reply("POST /api/v4/reactions", json_answer(201, &added));
    assert!(rig.is_open("DELETE /api/v4/users/me/posts/"));
}
