//! F7 to F10 and F22: what the server tells is lost, told twice, or very much.

use serde_json::json;
use tsubame_e2e::{Fault, Person};

use super::scene::{Scene, HARUTO};

/// F7: the server has forgotten the connection.
#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_cannot_be_resumed_is_followed_by_a_look_at_everything() {
    let Some(scene) = Scene::begin().await else { return };
    let leads = scene.haruto.channel("leads");
    scene.has_read("Leads", "leads").await;
    let edited = scene.haruto.say(&scene.channel, "to be edited");
    let deleted = scene.haruto.say(&scene.channel, "to be deleted");
    scene.page.sees_once("to be deleted").await;
    scene.link.go_down();
    scene.is_not_connected().await;
    scene.haruto.put(
        &format!("/posts/{edited}/patch"),
        &json!({"message": "edited meanwhile"}),
    );
    scene.haruto.delete(&format!("/posts/{deleted}"));
    for n in 0..10 {
        scene.haruto.say(&scene.channel, &format!("lost here {n}"));
    }
    for _ in 0..3 {
        scene.haruto.say(&leads, "lost @liv.andersen");
    }
    scene.demo.control(&json!({"do": "restart", "queues": "lost"}));
    scene.heal().await;
    scene.page.sees_once("lost here 9").await;
    scene.page.sees_once("edited meanwhile").await;
    scene.page.sees_no("to be deleted").await;
    scene.page.find("link", "=Leads, unread, 3 mentions").await;
    scene.end().await;
}

/// F8: an event never arrives, and those behind it do.
#[tokio::test(flavor = "multi_thread")]
async fn after_a_hole_in_the_numbers_the_missing_message_comes_in_its_place() {
    let Some(scene) = Scene::begin().await else { return };
    scene.time_passes(10_000).await;
    scene.link.spoil(&[Fault::Swallowed]);
    scene.haruto.say(&scene.channel, "swallowed on the way");
    scene.haruto.say(&scene.channel, "came through");
    scene.page.sees_once("swallowed on the way").await;
    scene.page.sees_once("came through").await;
    scene.end().await;
}

/// F9: a resumed connection tells again what it has told.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_resume_tells_again_changes_nothing() {
    let Some(scene) = Scene::begin().await else { return };
    let leads = scene.is_cut_off_with_leads_read().await;
    for n in 0..3 {
        scene.haruto.say(&leads, "again @liv.andersen");
        scene.haruto.say(&scene.channel, &format!("again here {n}"));
    }
    scene.link.spoil(&[
        Fault::Twice,
        Fault::OldAgain,
        Fault::Twice,
        Fault::OldAgain,
        Fault::Twice,
        Fault::OldAgain,
    ]);
    scene.heal().await;
    for n in 0..3 {
        scene.page.sees_once(&format!("again here {n}")).await;
    }
    scene.page.find("link", "=Leads, unread, 3 mentions").await;
    scene.end().await;
}

/// F10: an event comes twice.
#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_comes_twice_counts_once() {
    let Some(scene) = Scene::begin().await else { return };
    let leads = scene.haruto.channel("leads");
    scene.has_read("Leads", "leads").await;
    scene.link.spoil(&[Fault::Twice, Fault::Twice]);
    scene.haruto.say(&leads, "twice @liv.andersen");
    scene.haruto.say(&scene.channel, "twice here");
    scene.page.sees_once("twice here").await;
    scene.page.find("link", "=Leads, unread, 1 mention").await;
    scene.end().await;
}

/// F22: as many events as a server can tell, while somebody writes.
#[tokio::test(flavor = "multi_thread")]
async fn while_very_many_messages_come_one_can_write_and_all_are_counted() {
    let Some(scene) = Scene::begin().await else { return };
    let writers: Vec<_> = (0..4)
        .map(|part| {
            let writer = Person::log_in(&scene.demo, HARUTO);
            std::thread::spawn(move || {
                let (here, there) = (writer.channel("firmware"), writer.channel("leads"));
                for n in 0..60 {
                    writer.types(&here);
                    writer.say(&there, &format!("flood {part} {n} @liv.andersen"));
                    writer.say(&here, &format!("flood {part} {n}"));
                }
            })
        })
        .collect();
    scene.page.say("said in the flood").await;
    scene.page.sees_once("said in the flood").await;
    for writer in writers {
        writer.join().expect("the writer ends");
    }
    scene.haruto.say(&scene.channel, "after the flood");
    scene.page.sees_once("after the flood").await;
    assert_eq!(scene.written("said in the flood"), 1);
    scene.end().await;
}
