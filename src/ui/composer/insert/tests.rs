//! From the browser's units to bytes.

use super::byte_at;

#[test]
fn units_of_the_browser_become_bytes() {
    let text = "aあ🍣b";
    let bytes: Vec<usize> = (0..=6).map(|unit| byte_at(text, unit)).collect();
    // The sushi is two units: its second one belongs to what comes after it.
    assert_eq!(bytes, [0, 1, 4, 8, 8, 9, 9]);
}
