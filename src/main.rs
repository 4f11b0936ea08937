//! Entry point of the WebAssembly module.
fn main() {}
