use super::*;

const POST: &str = "f5nfup5k6prodf9n8itqf3gc8o";

#[test]
fn every_place_survives_the_address_bar() {
    let places = [
        Place::Start,
        Place::Team {
            team: "kawasemi".into(),
        },
        Place::Channel {
            team: "kawasemi".into(),
            channel: "town-square".into(),
        },
        Place::Direct {
            team: "kawasemi".into(),
            username: "kenji.sato".into(),
        },
        Place::Permalink {
            team: "kawasemi".into(),
            post_id: PostId::parse(POST).unwrap(),
        },
        Place::Diagnostics,
    ];
    for expected in places {
        assert_eq!(place(&path(&expected)), expected);
    }
}

#[test]
fn group_messages_are_channels_by_name() {
    let name = "0f3a".repeat(10);
    assert_eq!(
        place(&format!("/kawasemi/messages/{name}")),
        Place::Channel {
            team: "kawasemi".into(),
            channel: name
        }
    );
}

#[test]
fn hostile_addresses_lead_nowhere() {
    for path in [
        "//evil.example.com",
        "/\\evil.example.com",
        "/a/../../api/v4/users/logout",
        "/kawasemi/channels/..%2f..%2fapi",
        "/kawasemi/channels/%2e%2e",
        "/kawasemi/pl/../../x",
        "/kawasemi/pl/ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "/kawasemi/channels/a%00b",
        "/kawasemi/channels/%zz",
        "/javascript:alert(1)",
        "/kawasemi/channels/%E3%81",
        "/a/b/c/d",
        "kawasemi",
    ] {
        assert!(
            matches!(place(path), Place::NotFound { .. }),
            "{path} → {:?}",
            place(path)
        );
    }
}

#[test]
fn an_unknown_address_is_shown_bounded_and_clean() {
    let Place::NotFound { path } = place(&format!("/x y/{}\u{7}", "あ".repeat(500))) else {
        panic!("known?")
    };
    assert!(path.chars().count() <= 200 && !path.contains('\u{7}'));
}
