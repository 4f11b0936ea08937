//! F29: files that do not get there.

use super::*;
use mm_demo::chaos::Command;

const SERVER_ERRORS: u32 = 3;

fn here(pair: &Pair, who: ClientId) -> mm_core::event::DraftPlace {
    mm_core::event::DraftPlace {
        channel_id: pair.screen(who).channel(TOWN),
        root_id: None,
    }
}

fn files(pair: &Pair, name: &str) -> usize {
    let since = pair.server.world().files_since(0);
    since.get(name).copied().unwrap_or_default()
}

#[test]
fn f29_a_file_that_does_not_get_there_is_sent_again_alone_and_its_message_once() {
    for reloads in [false, true] {
        let (mut pair, alice, bob) = two();
        pair.disturb(Command::Answer {
            status: 503,
            times: Some(SERVER_ERRORS),
            path: Some("/api/v4/files".to_owned()),
            retry_after: None,
        });
        let place = here(&pair, bob);
        pair.attach(bob, place, "plan.bin");
        pair.say(bob, TOWN, "with-a-file.");
        pair.say(bob, TOWN, "behind-it.");
        pair.run_for(1_500);
        assert_eq!(written(&pair, "with-a-file."), 0, "it waits");
        if reloads {
            pair.reload(bob, UnderWay::IsLost);
        }
        pair.settle();
        pair.run_for(60_000);
        assert_eq!(written(&pair, "with-a-file."), 1);
        assert_eq!(files(&pair, "plan.bin"), 1);
        let texts = pair.screen(alice).texts(TOWN);
        assert_eq!(texts[texts.len() - 2..], ["with-a-file.", "behind-it."]);
        pair.assert_converged(alice, &[TOWN]);
        assert!(pair.client(bob).engine.state().attachments().is_empty());
    }
}
