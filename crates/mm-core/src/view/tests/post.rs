//! All that is shown of one post.

use super::*;
use crate::view::{post, AuthorTag, PostRights};

fn shown(state: &State) -> crate::view::PostView {
    post(state, build::post_id(1)).expect("shown")
}

fn loaded(builder: build::PostBuilder) -> Event {
    build::page([builder.post()]).to_end().loaded()
}

#[test]
fn a_forged_webhook_name_never_passes_as_a_person() {
    let forged = || {
        loaded(build::post(1).with(|p| {
            p.props.from_webhook = true;
            p.props.override_username = Some("The Boss".to_owned());
            p.props.webhook_display_name = Some("hook".to_owned());
        }))
    };
    let mut state = after([build::config("EnablePostUsernameOverride", "true"), forged()]);
    assert_eq!(shown(&state).author_name, "The Boss (@bob)");
    assert_eq!(shown(&state).tag, None);
    state.apply(&user(BOB, "bob", |u| u.is_bot = true));
    assert_eq!(shown(&state).author_name, "The Boss");
    assert_eq!(shown(&state).tag, Some(AuthorTag::Webhook));
    state.apply(&build::config("EnablePostUsernameOverride", "false"));
    assert_eq!(shown(&state).author_name, "hook");
}

#[test]
fn tags_come_from_the_account() {
    let mut state = after([loaded(build::post(1).with(|p| p.props.from_bot = true))]);
    assert_eq!(shown(&state).tag, None, "anybody can claim to be a bot");
    state.apply(&user(BOB, "bob", |u| u.roles = "system_guest".to_owned()));
    assert_eq!(shown(&state).tag, Some(AuthorTag::Guest));
}

#[test]
fn reactions_are_grouped_by_name_in_order_of_appearance() {
    let react = |who, name: &str, at| Event::ReactionAdded {
        reaction: build::reaction(1, who, name, at),
        channel_id: None,
    };
    let state = after([
        loaded(build::post(1)),
        react(BOB, "thumbsup", 5),
        react(CAROL, "+1", 6),
        react(ALICE, "thumbsup", 7),
    ]);
    let reactions = shown(&state).reactions;
    assert_eq!(reactions.len(), 2);
    assert_eq!(reactions[0].emoji_name, "thumbsup");
    assert_eq!(reactions[0].users, [BOB, ALICE]);
    assert!(reactions[0].mine && !reactions[1].mine);
}

#[test]
fn ten_thousand_reactions_are_grouped_in_time() {
    let reactions = (0..10_000u32)
        .map(|n| build::reaction(1, UserId::sample(&format!("u{n}")), &format!("e{}", n % 50), n))
        .collect();
    let state = after([loaded(build::post(1).with(|p| p.reactions = Some(reactions)))]);
    assert_eq!(shown(&state).reactions.len(), 50);
}

#[test]
fn an_edit_on_its_way_shows_its_text() {
    let mut state = after([loaded(build::post(1))]);
    state.apply(&Event::PostEditQueued {
        post_id: build::post_id(1),
        message: "typed".to_owned(),
    });
    assert_eq!(shown(&state).post.message, "typed");
    assert!(shown(&state).edit_pending);
}

#[test]
fn a_root_tells_of_its_replies() {
    let state = after([
        loaded(build::post(1).replies(2, 5).updated(5)),
        Event::ThreadUpdated {
            thread: Thread {
                id: build::post_id(1),
                reply_count: 2,
                last_reply_at: build::second(5),
                last_viewed_at: Timestamp(0),
                participants: vec![CAROL],
                unread_replies: 1,
                unread_mentions: 0,
                is_following: true,
            },
            previous: None,
            team_id: None,
            root: None,
        },
    ]);
    let thread = shown(&state).thread.expect("it has replies");
    assert_eq!((thread.reply_count, thread.unread_replies), (2, 1));
    assert_eq!(thread.participants, [CAROL]);
}

#[test]
fn saved_posts_are_marked() {
    let id = build::post_id(1).to_string();
    let state = after([
        loaded(build::post(1)),
        build::preference("flagged_post", &id, "true"),
    ]);
    assert!(shown(&state).is_saved);
}

#[test]
fn what_one_may_do_follows_roles_and_is_generous_while_they_are_unknown() {
    let mut state = after([loaded(build::post(1).by(ALICE))]);
    let all = PostRights {
        edit: true,
        delete: true,
        react: true,
        reply: true,
        pin: true,
    };
    assert_eq!(shown(&state).may, all);
    state.apply(&role("channel_user", &["create_post", "add_reaction"]));
    let may = shown(&state).may;
    assert!(!may.edit && !may.delete && may.react && may.reply);
    state.apply(&role("system_user", &["edit_post", "delete_post"]));
    assert!(shown(&state).may.edit && shown(&state).may.delete);
    state.apply(&Event::ChannelArchived {
        channel_id: GENERAL,
        delete_at: Some(Timestamp(9)),
    });
    assert_eq!(shown(&state).may, PostRights::default());
}

#[test]
fn foreign_and_system_posts_are_not_edited_or_deleted() {
    let mut state = after([loaded(build::post(1))]);
    assert!(!shown(&state).may.edit && !shown(&state).may.delete);
    let system = PostKind::System(SystemKind::Other(String::new()));
    state.apply(&build::post(1).by(ALICE).kind(system).updated(9).edit());
    assert!(!shown(&state).may.edit && !shown(&state).may.reply && !shown(&state).may.delete);
}
