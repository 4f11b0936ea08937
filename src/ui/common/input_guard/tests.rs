use super::*;

fn key(composing: bool, code: u32, at: f64) -> KeyFacts {
    KeyFacts { composing, code, at }
}

#[test]
fn enter_without_a_composition_is_ours() {
    assert!(!Composition::default().owns(key(false, 13, 10.0)));
}

#[test]
fn keys_during_a_composition_belong_to_the_input_method() {
    let mut seen = Composition::default();
    seen.started();
    assert!(seen.owns(key(false, 13, 10.0)));
    assert!(Composition::default().owns(key(true, 13, 10.0)));
    assert!(Composition::default().owns(key(false, 229, 10.0)));
}

#[test]
fn the_key_that_ended_it_comes_later_in_safari_but_is_older() {
    let mut seen = Composition::default();
    seen.started();
    seen.ended(20.0);
    assert!(seen.owns(key(false, 13, 19.0)));
    assert!(seen.owns(key(false, 13, 20.0)));
    assert!(!seen.owns(key(false, 13, 20.1)), "the next Enter sends");
}

#[test]
fn a_new_composition_forgets_the_last_end() {
    let mut seen = Composition::default();
    seen.ended(20.0);
    seen.started();
    seen.ended(30.0);
    assert!(seen.owns(key(false, 13, 25.0)));
    assert!(!seen.owns(key(false, 13, 31.0)));
}
