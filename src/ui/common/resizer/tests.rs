//! How far an edge goes.

use super::{Edge, Width};

const PANEL: Width = Width {
    property: "--panel",
    setting: "panel",
    usual: 240,
    least: 180,
    most: 400,
    edge: Edge::Right,
};

#[test]
fn an_edge_moves_with_the_pointer_and_stops_at_its_bounds() {
    assert_eq!(PANEL.moved(240, 30), 270);
    assert_eq!(PANEL.moved(240, -1000), 180);
    assert_eq!(PANEL.moved(240, i32::MAX), 400);
    let left = Width {
        edge: Edge::Left,
        ..PANEL
    };
    assert_eq!(left.moved(240, 30), 210);
    assert_eq!(left.moved(240, i32::MIN), 400);
}

#[test]
fn arrows_move_it_by_steps_and_to_the_ends() {
    assert_eq!(PANEL.by_key(240, "ArrowRight"), Some(256));
    assert_eq!(PANEL.by_key(190, "ArrowLeft"), Some(180));
    assert_eq!(PANEL.by_key(240, "Home"), Some(180));
    assert_eq!(PANEL.by_key(240, "End"), Some(400));
    assert_eq!(PANEL.by_key(240, "ArrowUp"), None);
}
