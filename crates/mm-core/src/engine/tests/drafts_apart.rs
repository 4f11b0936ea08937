//! Texts in composers where pages, or a page and the server, do not know the same.

use super::tabs::{tell, told_by, two};
use super::texts::{draft, write};
use super::*;

#[test]
fn a_text_that_was_emptied_before_it_was_kept_does_not_take_what_another_tab_has() {
    let (mut one, mut other) = two();
    write(&mut other, "half");
    write(&mut other, "");
    other.pass(10_000);
    write(&mut one, "a sentence");
    one.pass(300);
    tell(&mut one, &mut other);
    assert_eq!(draft(&other), "a sentence");
    other.pass(300);
    assert_eq!(told_by(&mut other), []);
}
