//! Chunks against a model: the set of posts the server has, and the stretches that were told completely.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::event::Window;

/// A channel of this many posts, numbered from 1.
const POSTS: u32 = 40;

/// A page of the posts `from..=to`, as the server would answer.
fn page(from: u32, to: u32, window: Window) -> Event {
    let mut page = build::page_of(from..=to).window(window);
    if from == 1 {
        page = page.from_start();
    }
    if to == POSTS {
        page = page.to_end();
    }
    page.loaded()
}

#[derive(Clone, Debug)]
enum Step {
    /// An unrelated stretch, as around a permalink.
    Stretch(u32, u32),
    /// The page before the oldest post of a chunk.
    Before(usize, u32),
    /// The page after the newest post of a chunk.
    After(usize, u32),
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (1..=POSTS, 0..8u32).prop_map(|(from, len)| Step::Stretch(from, (from + len).min(POSTS))),
        (any::<usize>(), 1..6u32).prop_map(|(chunk, len)| Step::Before(chunk, len)),
        (any::<usize>(), 1..6u32).prop_map(|(chunk, len)| Step::After(chunk, len)),
    ]
}

/// Which posts and which neighbourhoods (post `n` to `n + 1`) are known.
#[derive(Default)]
struct Model {
    posts: BTreeSet<u32>,
    links: BTreeSet<u32>,
}

impl Model {
    fn told(&mut self, from: u32, to: u32) {
        self.posts.extend(from..=to);
        self.links.extend(from..to);
    }

    fn chunks(&self) -> Vec<Vec<u32>> {
        let mut chunks: Vec<Vec<u32>> = Vec::new();
        for &post in &self.posts {
            match chunks.last_mut() {
                Some(last) if last.last() == Some(&(post - 1)) && self.links.contains(&(post - 1)) => {
                    last.push(post)
                }
                _ => chunks.push(vec![post]),
            }
        }
        chunks
    }
}

proptest! {
    #![proptest_config(property(1000))]

    #[test]
    fn pages_join_exactly_where_they_overlap_or_touch(steps in prop::collection::vec(any_step(), 1..20)) {
        let mut state = after([]);
        let mut model = Model::default();
        for step in steps {
            let known = model.chunks();
            match step {
                Step::Stretch(from, to) => {
                    state.apply(&page(from, to, Window::Unread));
                    model.told(from, to);
                }
                Step::Before(chunk, len) if !known.is_empty() => {
                    let anchor = known[chunk % known.len()][0];
                    if anchor > 1 {
                        let from = anchor.saturating_sub(len).max(1);
                        state.apply(&page(from, anchor - 1, Window::Before(build::post_id(anchor))));
                        model.told(from, anchor);
                    }
                }
                Step::After(chunk, len) if !known.is_empty() => {
                    let Some(&anchor) = known[chunk % known.len()].last() else { continue };
                    if anchor < POSTS {
                        let to = (anchor + len).min(POSTS);
                        state.apply(&page(anchor + 1, to, Window::After(build::post_id(anchor))));
                        model.told(anchor, to);
                    }
                }
                Step::Before(..) | Step::After(..) => {}
            }
            prop_assert_eq!(chunks(&state, GENERAL), model.chunks());
            if let Some(timeline) = state.timeline(GENERAL) {
                prop_assert_eq!(timeline.reached_start, model.posts.contains(&1));
                prop_assert_eq!(timeline.reached_end, model.posts.contains(&POSTS));
            }
        }
    }
}
