//! One file a page.

mod diagnostics;
mod login;
mod not_found;
mod workspace;

pub use diagnostics::Diagnostics;
pub use login::{Login, SignInAgain};
pub use not_found::NotFound;
pub use workspace::Workspace;
