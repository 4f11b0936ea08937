//! What the own menu offers, by role and name.

use super::*;
use crate::ui::tests::{draw_piece, liv_in};

#[test]
fn the_menu_leads_to_settings_diagnostics_and_out() {
    for (language, names) in [
        ("en", ["Settings", "Diagnostics", "Log out"]),
        ("ja", ["設定", "診断", "ログアウト"]),
    ] {
        let mut client = liv_in("town-square");
        let page = draw_piece(&mut client, language, || items().into_any());
        for item in names {
            let there = page.find_all("menuitem");
            assert_eq!(
                there.iter().filter(|i| page.name_of(i) == item).count(),
                1,
                "{item}"
            );
        }
    }
}
