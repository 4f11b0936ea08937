//! A panic ends its run, not the program, and is told once instead of flooding the terminal.

use std::cell::RefCell;
use std::panic::{catch_unwind, set_hook, take_hook, AssertUnwindSafe, PanicHookInfo};
use std::sync::Once;

/// Why a run failed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Failure {
    /// Where in the code: two runs that fail there are taken to fail for the same reason.
    pub at: String,
    /// What was said there.
    pub said: String,
}

thread_local! {
    /// Set while this thread plays: a panic is kept there.
    static PLAYING: RefCell<Option<Vec<Failure>>> = const { RefCell::new(None) };
}

/// Plays, and gives the panic that ended it. Panics elsewhere are told as they always were.
pub fn caught(play: impl FnOnce()) -> Option<Failure> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = take_hook();
        set_hook(Box::new(move |panic| {
            if !keep(panic) {
                usual(panic);
            }
        }));
    });
    PLAYING.set(Some(Vec::new()));
    // What the run leaves behind is only looked at, for its trace.
    let outcome = catch_unwind(AssertUnwindSafe(play));
    let kept = PLAYING.take().unwrap_or_default().into_iter().next();
    outcome.err().map(|_| kept.unwrap_or_else(unknown))
}

fn keep(panic: &PanicHookInfo<'_>) -> bool {
    PLAYING.with_borrow_mut(|playing| {
        let Some(kept) = playing else { return false };
        kept.push(Failure {
            at: panic
                .location()
                .map_or_else(String::new, |at| format!("{}:{}", at.file(), at.line())),
            said: panic
                .payload_as_str()
                .unwrap_or("a panic without words")
                .to_owned(),
        });
        true
    })
}

fn unknown() -> Failure {
    Failure {
        at: "nowhere".to_owned(),
        said: "a panic that nobody heard".to_owned(),
    }
}
