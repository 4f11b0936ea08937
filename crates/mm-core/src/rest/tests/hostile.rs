//! Any body under any status: an outcome, never a panic.

use proptest::prelude::*;

use crate::domain::*;
use crate::event::Window;
use crate::rest::*;
use crate::wire::tests::{files, fixtures};

/// Every reader there is, on one answer.
fn read_all(answer: &HttpAnswer) {
    let (team, channel, post) = (TeamId::MIN, ChannelId::MIN, PostId::MIN);
    let _ = config::read_client_config(answer);
    let _ = config::read_license(answer);
    let _ = login::read_log_in(answer);
    let _ = users::read_me(answer);
    let _ = users::read_users(answer);
    let _ = users::read_statuses(answer);
    let _ = users::read_group_channels(answer);
    let _ = users::read_autocomplete(answer);
    let _ = teams::read_mine(answer);
    let _ = teams::read_my_members(answer);
    let _ = teams::read_unread(answer);
    let _ = channels::read_mine(answer);
    let _ = channels::read_my_members(answer);
    let _ = channels::read_stats(answer);
    let _ = channels::read_view(answer);
    let _ = categories::read_of_team(answer, team);
    let _ = preferences::read_mine(answer);
    let _ = posts::read_window(answer, channel, Window::Latest);
    let _ = posts::read_thread(answer, post, None);
    let _ = posts::read_saved(answer);
    let _ = posts::read_posts(answer);
    let _ = posts::read_set_unread(answer);
    let _ = posts::read_info(answer);
    let _ = threads::read_list(answer, team);
    let _ = threads::read_one(answer, team);
    let _ = roles::read_roles(answer);
    let _ = emoji::read_emoji(answer);
    if let Err(error) = posts::read_post(answer) {
        let _ = error.remedy();
    }
}

/// Bodies of the cold start, as text.
fn bodies() -> Vec<String> {
    files("cold_start")
        .iter()
        .filter(|file| !file.ends_with("order.json"))
        .flat_map(|file| crate::inspect::exchanges(&std::fs::read_to_string(file).unwrap()).0)
        .map(|exchange| exchange.answer.body)
        .collect()
}

fn answer(status: u16, body: &str) -> HttpAnswer {
    HttpAnswer {
        status,
        content_type: "application/json".into(),
        body: body.to_owned(),
        ..HttpAnswer::default()
    }
}

#[test]
fn bodies_were_found() {
    assert!(fixtures().exists() && bodies().len() > 30);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]

    #[test]
    fn any_body_under_any_status(status in any::<u16>(), body in "[\\[{\"a-z:,0-9}\\]]{0,120}") {
        read_all(&answer(status, &body));
    }

    #[test]
    fn any_recorded_body_cut_anywhere_for_any_reader(which in any::<prop::sample::Index>(), cut in any::<prop::sample::Index>()) {
        let bodies = bodies();
        let body = &bodies[which.index(bodies.len())];
        let end = (0..=cut.index(body.len())).rev().find(|end| body.is_char_boundary(*end)).unwrap();
        read_all(&answer(200, &body[..end]));
        read_all(&answer(200, body));
    }
}
