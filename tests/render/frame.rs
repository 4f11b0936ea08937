//! Edges that can be moved, and the age of what is shown.

use mm_core::action::Action;
use mm_sim::Link;

use super::liv_in;
use super::support::person::draw_client;

#[test]
fn edges_are_separators_with_values() {
    for (language, list, thread) in [
        ("en", "Width of the channel list", "Width of the thread"),
        ("ja", "チャンネル一覧の幅", "スレッドの幅"),
    ] {
        let (mut pair, liv) = liv_in("town-square");
        let page = draw_client(&mut pair, liv, language);
        let edge = page.find("separator", list);
        let value = |name| edge.get(name).unwrap_or_default().to_owned();
        assert_eq!(value("aria-orientation"), "vertical");
        assert_eq!(
            [
                value("aria-valuemin"),
                value("aria-valuenow"),
                value("aria-valuemax")
            ],
            ["180", "240", "400"]
        );
        assert_eq!(edge.get("tabindex"), Some("0"));
        assert!(!page.has("separator", thread), "no thread is open");

        let (mut pair, liv) = liv_in("town-square");
        let root = pair.client(liv).engine.state().open_channel().and_then(|id| {
            let timeline = pair.client(liv).engine.state().timeline(id)?;
            timeline.orders().next_back().map(|order| order.id)
        });
        pair.act(liv, Action::OpenThread { root_id: root });
        pair.settle();
        let page = draw_client(&mut pair, liv, language);
        assert_eq!(page.find("separator", thread).get("aria-valuenow"), Some("400"));
    }
}

#[test]
fn what_is_shown_is_up_to_date_or_says_of_when_it_is() {
    for (language, name, current) in [
        ("en", "Freshness", "Up to date"),
        ("ja", "表示内容の時点", "最新です"),
    ] {
        let (mut pair, liv) = liv_in("town-square");
        let page = draw_client(&mut pair, liv, language);
        assert_eq!(page.find("status", name).text(), current);

        let (mut pair, liv) = liv_in("town-square");
        pair.set_link(liv, Link::Down);
        pair.run_for(300_000);
        let page = draw_client(&mut pair, liv, language);
        let old = page.find("status", name).text();
        let words = if language == "en" {
            "As of "
        } else {
            "時点の内容です"
        };
        assert!(old.contains(words), "{old}");

        let (mut pair, liv) = liv_in("town-square");
        pair.set_link(liv, Link::Down);
        pair.run_for(300_000);
        pair.set_link(liv, Link::Up);
        pair.run_for(300_000);
        let page = draw_client(&mut pair, liv, language);
        assert_eq!(page.find("status", name).text(), current);
    }
}
