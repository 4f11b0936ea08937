//! What a connection that cannot be resumed costs: a fixed number of questions, and one more for each channel that changed.

mod support;

use mm_core::domain::ChannelId;
use mm_core::rest::{HttpRequest, Method};
use mm_demo::world::Size;
use support::*;

/// Channels that Alice visited.
const VISITED: usize = 60;
/// Eight lists, categories, the open channel, presence, and who she is with.
const ALWAYS: usize = 15;

struct Cost {
    requests: Vec<String>,
    bytes: usize,
}

/// Alice has visited sixty channels of a larger company. Bob's page is gone; he writes from elsewhere.
fn many_visited() -> (mm_sim::Pair, ClientId, ClientId, Vec<ChannelId>) {
    let mut pair = mm_sim::Pair::sized(1, Size::M);
    let (alice, bob) = (pair.sign_in(ALICE), pair.sign_in(BOB));
    let is_bobs = |id: &ChannelId| pair.client(bob).engine.state().member(*id).is_some();
    let state = pair.client(alice).engine.state();
    let known = state.channels().filter(|channel| !channel.kind.is_message());
    let shared = known.map(|channel| channel.id).filter(is_bobs);
    let channels: Vec<ChannelId> = shared.take(VISITED).collect();
    assert_eq!(channels.len(), VISITED);
    pair.kill(bob, UnderWay::IsLost);
    for channel_id in channels.iter().copied() {
        pair.act(alice, mm_core::action::Action::OpenChannel { channel_id });
        pair.settle();
        pair.act(alice, mm_core::action::Action::ViewChannel { channel_id });
        pair.settle();
    }
    pair.run_for(120_000);
    (pair, alice, bob, channels)
}

/// Bob writes in so many of the channels while Alice's link is down, and the server forgets the connection.
fn cost(pair: &mut mm_sim::Pair, (alice, bob): (ClientId, ClientId), changed: &[ChannelId]) -> Cost {
    pair.set_link(alice, Link::Down);
    for channel_id in changed {
        let body = format!("{{\"channel_id\":\"{channel_id}\",\"message\":\"meanwhile\"}}");
        let request = HttpRequest {
            method: Method::Post,
            path: "/api/v4/posts".to_owned(),
            file: None,
            body: Some(body),
            timeout: std::time::Duration::from_secs(30),
            connection_id: None,
            of: None,
        };
        assert_eq!(pair.ask_elsewhere(bob, &request), 201);
    }
    pair.run_for(1_000);
    pair.restart(Queues::Lost);
    let (before, bytes) = (pair.client(alice).requests.len(), pair.client(alice).answered);
    pair.set_link(alice, Link::Up);
    pair.wake(alice, Wake::Online);
    pair.run_for(100_000);
    let client = pair.client(alice);
    Cost {
        requests: client.requests[before..].to_vec(),
        bytes: client.answered - bytes,
    }
}

fn posts(cost: &Cost) -> usize {
    cost.requests
        .iter()
        .filter(|line| line.contains("/posts?since="))
        .count()
}

#[test]
fn what_is_asked_after_a_loss_grows_with_what_changed_and_not_with_what_is_there() {
    let (mut pair, alice, bob, channels) = many_visited();
    let nothing = cost(&mut pair, (alice, bob), &[]);
    println!(
        "nothing changed: {} requests, {} bytes",
        nothing.requests.len(),
        nothing.bytes
    );
    assert!(nothing.requests.len() <= ALWAYS + 2, "{:#?}", nothing.requests);
    assert_eq!(posts(&nothing), 1, "the open channel");
    let ten = cost(&mut pair, (alice, bob), &channels[..10]);
    println!("10 changed: {} requests, {} bytes", ten.requests.len(), ten.bytes);
    assert!((10..=11).contains(&posts(&ten)), "{:#?}", ten.requests);
    assert!(
        ten.requests.len() <= nothing.requests.len() + 10 + 2,
        "{:#?}",
        ten.requests
    );
    let all = cost(&mut pair, (alice, bob), &channels);
    println!(
        "all changed: {} requests, {} bytes",
        all.requests.len(),
        all.bytes
    );
    // What is read ahead is bounded; the other channels are asked for when they are opened.
    assert!((50..=51).contains(&posts(&all)), "{}", posts(&all));
    assert!(
        all.requests.len() <= nothing.requests.len() + 50 + 4,
        "{:#?}",
        all.requests
    );
    let a_channel = (all.bytes - nothing.bytes) / 50;
    assert!(
        a_channel < 4_000,
        "{a_channel} bytes for a channel in which one message came"
    );
}
