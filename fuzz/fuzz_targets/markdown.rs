//! Any message text: a document, in bounded time.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mm_core::text::{parse, EmojiImage, MentionKey, TextContext, TextOptions};

/// Knows one of everything.
#[derive(Default)]
struct World(TextOptions);

impl TextContext for World {
    fn is_username(&self, name: &str) -> bool {
        name == "aiko"
    }
    fn own_username(&self) -> &str {
        "aiko"
    }
    fn mention_keys(&self) -> &[MentionKey] {
        &[]
    }
    fn channel(&self, name: &str) -> Option<&str> {
        (name == "design").then_some("Design")
    }
    fn emoji(&self, name: &str) -> Option<EmojiImage<'_>> {
        (name == "smile").then_some(EmojiImage::Unicode("😄"))
    }
    fn emoji_name(&self, unicode: &str) -> Option<&str> {
        (unicode == "😄").then_some("smile")
    }
    fn options(&self) -> &TextOptions {
        &self.0
    }
}

fuzz_target!(|text: &str| {
    let document = parse(text, &World::default());
    let _ = document.plain_text();
});
