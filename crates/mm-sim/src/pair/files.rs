//! Files that people choose.

use mm_core::action::Action;
use mm_core::domain::{Attachment, AttachmentId};
use mm_core::event::DraftPlace;

use super::{ClientId, Pair};

/// All files are of this size; what stands in them, nobody asks.
const SIZE: i64 = 20;

impl Pair {
    /// Somebody attaches a file to the text of a place. Gives the id of its bytes.
    pub fn attach(&mut self, who: ClientId, place: DraftPlace, name: &str) -> AttachmentId {
        let id = AttachmentId::new(format!("{name}-of-{}", who.0));
        self.clients[who.0].hold_file(id.clone());
        let file = Attachment {
            id: id.clone(),
            name: name.to_owned(),
            size: SIZE,
        };
        self.act(who, Action::AttachFile { place, file });
        id
    }
}
