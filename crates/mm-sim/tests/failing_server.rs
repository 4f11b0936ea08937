//! A server that answers every request with an error for a minute is not stormed, and nothing that was wanted is lost.

mod support;

use std::collections::BTreeMap;

use mm_core::action::Action;
use mm_core::state::OutgoingPhase;
use mm_demo::chaos::Command;
use support::*;

const MINUTE: i64 = 60_000;

/// A question is tried again after 1, 2, 4, 8, 16 and 32 s: seven times in the first minute.
const TRIES: usize = 7;

fn fail(pair: &mut Pair) {
    pair.disturb(Command::Answer {
        status: 500,
        times: None,
        path: None,
        retry_after: None,
    });
}

/// What a page asked since, by what, the most frequent first.
fn asked(pair: &Pair, who: ClientId, since: usize) -> Vec<(usize, String)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for line in &pair.client(who).requests[since..] {
        let line = line.split('?').next().unwrap_or_default().to_owned();
        *counts.entry(line).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().map(|(line, count)| (count, line)).collect();
    counts.sort();
    counts.reverse();
    counts
}

fn total(asked: &[(usize, String)]) -> usize {
    asked.iter().map(|(count, _)| count).sum()
}

/// Bob's page at rest in a channel, its requests so far.
fn at_rest() -> (Pair, ClientId, ClientId, usize) {
    let mut pair = Pair::new(3);
    let (alice, bob) = (pair.sign_in(ALICE), pair.sign_in(BOB));
    for who in [alice, bob] {
        pair.open(who, OFF_TOPIC);
        pair.open(who, TOWN);
    }
    pair.run_for(5_000);
    let before = pair.client(bob).requests.len();
    (pair, alice, bob, before)
}

#[test]
fn a_page_that_begins_asks_each_of_its_eight_questions_a_few_times() {
    let (mut pair, _, bob, before) = at_rest();
    fail(&mut pair);
    pair.reload(bob, UnderWay::Arrives);
    pair.run_for(MINUTE);
    let asked = asked(&pair, bob, before);
    assert!(asked.iter().all(|(count, _)| *count <= TRIES), "{asked:#?}");
    assert!(total(&asked) <= 8 * TRIES, "{asked:#?}");
    pair.disturb(Command::Heal {});
    pair.run_for(MINUTE);
    pair.assert_converged(bob, &[TOWN, OFF_TOPIC]);
}

#[test]
fn a_running_page_asks_nothing_by_itself_and_after_a_restart_each_list_a_few_times() {
    let (mut pair, _, bob, before) = at_rest();
    fail(&mut pair);
    pair.run_for(MINUTE);
    let quiet = asked(&pair, bob, before);
    // Presence, once a minute and then four tries more.
    assert!(total(&quiet) <= 6, "{quiet:#?}");
    let before = pair.client(bob).requests.len();
    pair.restart(Queues::Lost);
    pair.run_for(MINUTE);
    let asked = asked(&pair, bob, before);
    // Presence is asked for once a minute besides, of other people by then.
    let most = |line: &str| {
        if line.ends_with("/status/ids") {
            2 * TRIES
        } else {
            TRIES
        }
    };
    assert!(
        asked.iter().all(|(count, line)| *count <= most(line)),
        "{asked:#?}"
    );
    // Eight lists, the open channel, its team's categories, people and presence.
    assert!(total(&asked) <= 12 * TRIES, "{asked:#?}");
    pair.disturb(Command::Heal {});
    pair.run_for(MINUTE);
    pair.assert_converged(bob, &[TOWN, OFF_TOPIC]);
}

#[test]
fn who_goes_about_and_acts_causes_a_few_requests_for_each_act() {
    let (mut pair, alice, bob, before) = at_rest();
    let post_id = {
        pair.say(alice, TOWN, "look");
        pair.run_for(1_000);
        pair.screen(bob).post(TOWN, "look")
    };
    fail(&mut pair);
    for n in 0..10 {
        let channel_id = pair.screen(bob).channel([TOWN, OFF_TOPIC][n % 2]);
        let emoji_name = ["eyes", "tada", "heart", "rocket", "smile"][n % 5].to_owned();
        pair.act(bob, Action::OpenChannel { channel_id });
        pair.act(bob, Action::ViewChannel { channel_id });
        pair.act(bob, Action::AddReaction { post_id, emoji_name });
        pair.run_for(MINUTE / 10);
    }
    let asked = asked(&pair, bob, before);
    assert!(total(&asked) <= 10 * TRIES, "{asked:#?}");
    pair.disturb(Command::Heal {});
    pair.run_for(3 * MINUTE);
    let post = pair.client(alice).engine.state().post(post_id).cloned();
    let reactions = post.and_then(|post| post.reactions.clone());
    assert_eq!(reactions.map(|list| list.len()), Some(5), "nothing is lost");
    pair.assert_converged(bob, &[TOWN, OFF_TOPIC]);
}

#[test]
fn ten_messages_are_tried_a_few_times_each_and_then_sent_or_left_to_the_person() {
    for many_channels in [false, true] {
        let (mut pair, _, bob, before) = at_rest();
        let state = pair.client(bob).engine.state();
        let names: Vec<String> = state.channels().map(|c| c.name.clone()).take(10).collect();
        fail(&mut pair);
        for (n, name) in names.iter().enumerate() {
            let channel = if many_channels { name } else { TOWN };
            pair.say(bob, channel, &format!("word{n}."));
        }
        pair.run_for(MINUTE);
        let asked = asked(&pair, bob, before);
        // Each is sent four times in the 25 s in which the server would know it again, and looked for up to four times.
        assert!(total(&asked) <= 10 * 8 + 6, "{many_channels}: {asked:#?}");
        pair.disturb(Command::Heal {});
        pair.run_for(3 * MINUTE);
        for n in 0..names.len() {
            let word = format!("word{n}.");
            let outbox = pair.client(bob).engine.state().outbox();
            let failed = outbox
                .iter()
                .filter(|item| matches!(item.phase, OutgoingPhase::Failed(_)) && item.post.message == word);
            let written = pair.server.world().written(&word).len();
            assert_eq!(written + failed.count(), 1, "{word}");
        }
    }
}
