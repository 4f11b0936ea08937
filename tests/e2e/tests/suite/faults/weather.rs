//! Many of the faults at once: the server plays a script of disturbances, and the link loses requests and answers.

use serde_json::json;
use tsubame_e2e::{engine, Demo, Engine, Person};

use super::scene::{Scene, HARUTO, LIV};

/// So many of a hundred requests or answers are lost.
const PERCENT: u32 = 20;

/// Whose sockets are disturbed is the person at the page: what the colleague says is to arrive.
fn script() -> String {
    let step = |wait: u32, what: &str, more: serde_json::Value| {
        let mut step = json!({"wait_milliseconds": wait, "do": what});
        if let (Some(step), Some(more)) = (step.as_object_mut(), more.as_object()) {
            step.extend(more.clone());
        }
        step
    };
    let liv = json!({"user": LIV});
    let steps = [
        step(300, "cut", liv.clone()),
        step(500, "refuse_upgrade", json!({"status": 503, "times": 1})),
        step(200, "restart", json!({"queues": "kept"})),
        step(500, "delay", json!({"user": LIV, "milliseconds": 150})),
        step(500, "stall", liv),
        step(500, "heal", json!({})),
    ];
    // It begins when the page is about to be there.
    let mut all = vec![step(3000, "heal", json!({}))];
    all.extend(steps.iter().cycle().take(3 * steps.len()).cloned());
    json!({ "steps": all }).to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn in_bad_weather_everything_said_is_there_once_and_in_order() {
    if engine() != Engine::Chromium {
        return;
    }
    let file = std::env::temp_dir().join(format!("tsubame-e2e-weather-{}.json", std::process::id()));
    std::fs::write(&file, script()).expect("the script can be written");
    let demo = Demo::start_with(&["--chaos", &file.to_string_lossy()]);
    let scene = Scene::at(demo).await;
    scene.link.lose(PERCENT);
    let colleague = Person::log_in(&scene.demo, HARUTO);
    // As long as the weather lasts.
    let theirs = std::thread::spawn(move || {
        let channel = colleague.channel("firmware");
        for n in 0..30 {
            colleague.say(&channel, &format!("theirs {n}"));
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
    });
    let mine: Vec<String> = (0..12).map(|n| format!("mine {n}")).collect();
    for text in &mine {
        scene.page.say(text).await;
    }
    theirs.join().expect("the colleague ends");
    scene.link.lose(0);
    scene
        .waits_for("my messages", || scene.written("mine 11") > 0)
        .await;
    let said = scene.me.messages(&scene.channel).into_iter().rev();
    let said: Vec<String> = said.filter(|text| text.starts_with("mine ")).collect();
    assert_eq!(said, mine, "each once, in the order of the keys");
    scene.end().await;
    // It was read at the start.
    let _ = std::fs::remove_file(&file);
}
