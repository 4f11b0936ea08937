//! The box of a channel, for tests about what is typed there.

use super::*;

fn place() -> DraftPlace {
    DraftPlace {
        channel_id: channel(ENGINEERING),
        root_id: None,
    }
}

pub fn write(rig: &mut Rig, text: &str) {
    rig.act(Action::ChangeDraft {
        place: place(),
        text: text.to_owned(),
    });
}

pub fn draft(rig: &Rig) -> &str {
    rig.engine.state().draft(place())
}
