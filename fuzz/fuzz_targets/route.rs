//! Any address: a place, whose own address leads to the same place again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tsubame::routes;

fuzz_target!(|path: &str| {
    let place = routes::place(path);
    assert_eq!(routes::place(&routes::path(&place)), place);
});
