//! Parts of a view that are drawn anew when what they read changes.

use leptos::prelude::*;

/// Such a part, as one type whatever draws it: each type that is drawn costs the module hundreds of bytes.
pub fn live<V: IntoAny + 'static>(
    draw: impl Fn() -> V + Send + Sync + 'static,
) -> Box<dyn Fn() -> AnyView + Send + Sync> {
    Box::new(move || draw().into_any())
}

/// What an attribute may be made of: `true` is an empty attribute, `false` and `None` are none.
pub trait Worth {
    /// As text.
    fn worth(self) -> Option<String>;
}

impl Worth for String {
    fn worth(self) -> Option<String> {
        Some(self)
    }
}

impl Worth for &'static str {
    fn worth(self) -> Option<String> {
        Some(self.to_owned())
    }
}

impl Worth for bool {
    fn worth(self) -> Option<String> {
        self.then(String::new)
    }
}

impl<W: Worth> Worth for Option<W> {
    fn worth(self) -> Option<String> {
        self.and_then(Worth::worth)
    }
}

/// An attribute that follows what it reads, as one type like the parts of [`live`].
pub fn sign<W: Worth>(
    read: impl Fn() -> W + Send + Sync + 'static,
) -> Box<dyn Fn() -> Option<String> + Send + Sync> {
    Box::new(move || read().worth())
}
