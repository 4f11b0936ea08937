//! Entry point of the WebAssembly module. Natively there is nothing to run: the client lives in a browser.

#[cfg(target_arch = "wasm32")]
fn main() {
    tsubame::browser::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("Tsubame runs in a browser: `cargo xtask run` builds it, serves it and says where.");
}
