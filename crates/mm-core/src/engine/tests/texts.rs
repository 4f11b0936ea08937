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

/// A copy of a text as the server has it.
pub fn copy(message: &str, update_at: i64) -> Value {
    json!({
        "channel_id": ENGINEERING, "root_id": "", "user_id": EMILY, "message": message, "create_at": update_at,
        "update_at": update_at, "delete_at": 0, "type": "", "props": {}, "metadata": {},
    })
}

/// The same with files, all of which can be sent. Their names are the first two signs of their ids.
pub fn with_files(message: &str, update_at: i64, files: &[&str]) -> Value {
    let mut copy = copy(message, update_at);
    let info =
        |id: &&str| json!({"id": id, "name": format!("{}.png", &id[..2]), "extension": "png", "size": 1_000});
    copy["file_ids"] = json!(files);
    copy["metadata"]["files"] = files.iter().rev().map(info).collect();
    copy
}
