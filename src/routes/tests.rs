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

/// The property of `fuzz/fuzz_targets/route.rs`, on addresses made of the pieces that mean something.
#[test]
fn any_address_leads_to_a_place_whose_own_address_leads_there_again() {
    const PIECES: [&str; 24] = [
        "/",
        "//",
        "\\",
        ".",
        "..",
        "channels",
        "messages",
        "pl",
        "@",
        "-",
        "diagnostics",
        "kawasemi",
        POST,
        "%",
        "%2f",
        "%2e%2e",
        "%00",
        "?",
        "#",
        ":",
        "燕",
        "\u{202e}",
        "\0",
        " ",
    ];
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    for _ in 0..20_000 {
        let mut path = String::new();
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let mut bits = seed;
        for _ in 0..(seed >> 61) + 1 {
            bits = bits.rotate_left(9) ^ seed;
            path.push_str(PIECES[(bits % 24) as usize]);
        }
        let place = place(&path);
        assert_eq!(super::place(&super::path(&place)), place, "{path:?}");
    }
}

#[test]
fn an_unknown_address_that_is_cut_or_cleaned_does_not_become_a_known_one() {
    let long = format!("/kawasemi/channels/{}", "%61".repeat(90));
    for path in ["/\0kawasemi", "/kawasemi/channels/\u{1}design", &long] {
        let place = place(path);
        assert!(matches!(place, Place::NotFound { .. }), "{path:?}");
        assert_eq!(super::place(&super::path(&place)), place, "{path:?}");
    }
}
