//! For whole-client tests without a browser: people of the demo company in virtual time, their pages as HTML, found by role and name.

pub mod page;
pub mod person;
