//! The faults of the table in `docs/sync.md`, F1 to F30, in Chromium: against the demo server with its control endpoint, over a link that can be
//! spoiled. What other scenarios show already is not shown again: F5 (sleep), F27 (a store that is refused) and F30 (a page that ends, a module
//! that stops) are in `luck.rs`. `weather` plays many of them at once.

mod agreement;
mod broken;
mod link;
mod merging;
mod pages;
mod places;
mod scene;
mod sending;
mod server;
mod stream;
mod uploads;
mod weather;
