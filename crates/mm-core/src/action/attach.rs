//! Files for a text.

use crate::domain::*;
use crate::event::{Attached, DraftPlace, Event, Notice, NoticeKind, UploadPhase};
use crate::state::State;
use crate::sync::{Plan, MOST_FILES};

/// `MaxFileSize` where the server does not say. Bytes.
const MAX_SIZE: i64 = 104_857_600;

/// The file stands in the composer at once; `sync::upload` sends it when its turn comes. What the server would refuse is refused here.
pub fn attach(state: &State, place: DraftPlace, file: Attachment) -> Plan {
    let is_full = state.attached_to(place).count() >= MOST_FILES;
    // An empty body would be refused, in words that say nothing of files.
    if is_full || file.size <= 0 || file.size > state.config().number("MaxFileSize", MAX_SIZE) {
        return Event::NoticeRaised(Notice {
            kind: NoticeKind::FileNotAttached,
            detail: Some(file.name),
        })
        .into();
    }
    let phase = UploadPhase::Waiting;
    Event::FileAttached(Box::new(Attached { file, place, phase })).into()
}
