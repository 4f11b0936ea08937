//! F29: a file is cut off on its way, or the server has forgotten it before its message.

use serde_json::json;

use super::scene::Scene;
use crate::files::{files_of, CHOOSE};

const UPLOAD: &str = "POST /api/v4/files";
const SENDS: &str = "POST /api/v4/posts ";
const SIZE: u64 = 2_000_000;

/// F29: cut off when seven tenths have passed. The file alone is sent again, and its message waits.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_cut_off_is_sent_again_and_its_message_once() {
    let Some(scene) = Scene::begin().await else { return };
    scene.link.cut_off(UPLOAD, 1_400_000);
    scene
        .page
        .run_with(CHOOSE, vec![json!([["cut.bin", SIZE]])])
        .await;
    scene.page.say("with what was cut off").await;
    scene.are_sent_once(&["with what was cut off"]).await;
    assert_eq!(scene.link.arrived(UPLOAD).len(), 2, "once in vain");
    assert_eq!(scene.link.arrived(SENDS).len(), 1);
    assert_eq!(
        files_of(&scene.me, &scene.channel, "with what was cut off"),
        [("cut.bin".to_owned(), SIZE)]
    );
    scene.end().await;
}

/// F29: the server takes no file for a while; what was written after the message comes after it.
#[tokio::test(flavor = "multi_thread")]
async fn while_files_do_not_go_their_message_waits_and_the_order_is_kept() {
    let Some(scene) = Scene::begin().await else { return };
    scene
        .demo
        .control(&json!({"do": "answer", "path": "/api/v4/files", "status": 503, "times": 2}));
    scene
        .page
        .run_with(CHOOSE, vec![json!([["slow.bin", 1000]])])
        .await;
    scene.page.say("first, with a file").await;
    scene.page.say("second, without").await;
    scene
        .are_sent_once(&["first, with a file", "second, without"])
        .await;
    let said = scene.me.messages(&scene.channel);
    assert_eq!(said[..2], ["second, without", "first, with a file"]);
    scene.end().await;
}
