//! Memos and effects behind boxes. The framework's own constructors are compiled anew for every closure, which is downloaded;
//! these once for a type of value.

use leptos::prelude::{Effect, Memo};

/// A value that follows others, and wakes its readers only when it differs.
pub fn memo<T>(read: impl Fn() -> T + Send + Sync + 'static) -> Memo<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    boxed_memo(Box::new(read))
}

fn boxed_memo<T>(read: Box<dyn Fn() -> T + Send + Sync>) -> Memo<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    Memo::new(move |_| read())
}

/// Runs now and whenever what it read differs, until its owner is gone.
pub fn effect(run: impl FnMut() + 'static) {
    boxed_effect(Box::new(run));
}

fn boxed_effect(mut run: Box<dyn FnMut()>) {
    Effect::new(move |_| run());
}
