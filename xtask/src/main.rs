//! Commands that build, run, check and measure Tsubame.
fn main() {}
