//! Any body of a REST answer that should hold posts.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mm_core::domain::{ChannelId, PostId};
use mm_core::event::Window;
use mm_core::rest::{posts, HttpAnswer};

fuzz_target!(|body: &str| {
    let answer = HttpAnswer {
        status: 200,
        content_type: "application/json".to_owned(),
        body: body.to_owned(),
        ..HttpAnswer::default()
    };
    let _ = posts::read_post(&answer);
    let _ = posts::read_posts(&answer);
    let _ = posts::read_window(&answer, ChannelId::MIN, Window::Latest);
    let _ = posts::read_thread(&answer, PostId::MIN);
});
