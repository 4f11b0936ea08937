//! The table of names and the readers of values: what is taken, what is refused, what is passed over.

use crate::domain::UserId;
use crate::wire::fields::{many, one, Fields};
use crate::wire::nested::{flag, Unfit};

fn read<T>(value: &str, look: fn(&Fields<'_>) -> T) -> Option<T> {
    let text = format!(r#"{{"a":0,"x":{value}}}"#);
    let fields = Fields::read(&text).unwrap();
    let found = look(&fields);
    fields.fit().ok().map(|()| found)
}

#[test]
fn the_last_of_equal_names_counts() {
    let fields = Fields::read(r#"{"x":1,"y":2,"\u0078":3,"z":4}"#).unwrap();
    assert_eq!((fields.int("x"), fields.int("y")), (3, 2));
    let fields = Fields::read(r#"{"x":1,"x":null}"#).unwrap();
    assert_eq!((fields.int("x"), fields.raw("x").is_some()), (0, false));
}

#[test]
fn anything_but_one_object_has_no_table() {
    for text in [
        "",
        "null",
        "[]",
        "3",
        "\"x\"",
        "{",
        r#"{"x":1}}"#,
        r#"{"x":}"#,
        r#"{"x":01}"#,
    ] {
        assert!(Fields::read(text).is_err(), "{text}");
    }
}

#[test]
fn text_takes_words_and_refuses_shapes() {
    let text = |value| read(value, |fields| fields.string("x"));
    for (value, expected) in [
        (r#""""#, ""),
        ("null", ""),
        (r#""plain あ""#, "plain あ"),
        (r#""a\n\u3042\"""#, "a\nあ\""),
        ("true", "true"),
        ("-7", "-7"),
        ("1.5", "1.5"),
    ] {
        assert_eq!(text(value).as_deref(), Some(expected), "{value}");
    }
    for value in ["[]", "{}", r#""\ud800""#] {
        assert_eq!(text(value), None, "{value}");
    }
}

#[test]
fn numbers_are_cut_and_clamped() {
    let int = |value| read(value, |fields| fields.int("x"));
    for (value, expected) in [
        ("null", 0),
        (r#""""#, 0),
        (r#""-12""#, -12),
        ("0", 0),
        ("-1", -1),
        ("1.9", 1),
        ("-0", 0),
        ("1e3", 1000),
        ("9223372036854775807", i64::MAX),
        ("9223372036854775808", i64::MAX),
        ("-1e30", i64::MIN),
    ] {
        assert_eq!(int(value), Some(expected), "{value}");
    }
    for value in ["true", "[]", "{}", r#""x""#, r#""1.5""#, "1e999"] {
        assert_eq!(int(value), None, "{value}");
    }
}

#[test]
fn switches_know_their_words() {
    let switch = |value| read(value, |fields| fields.flag("x"));
    for value in ["true", "1", "-3", "10", r#""true""#, r#""1""#, r#""on""#] {
        assert_eq!(switch(value), Some(true), "{value}");
    }
    for value in ["false", "null", "0", "-0", r#""""#, r#""false""#, r#""yes""#] {
        assert_eq!(switch(value), Some(false), "{value}");
    }
    for value in ["0.5", "[]", "{}"] {
        assert_eq!(switch(value), None, "{value}");
    }
}

#[test]
fn what_is_loose_never_breaks_what_it_stands_in() {
    for (value, expected) in [
        (r#""abcdef""#, "abc"),
        ("12345", "123"),
        ("null", ""),
        ("[]", ""),
        ("{}", ""),
        (r#""\ud800""#, ""),
    ] {
        let found = read(value, |fields| fields.bounded("x", 3));
        assert_eq!(found.as_deref(), Some(expected), "{value}");
    }
}

#[test]
fn a_wrong_shape_breaks_the_object_and_only_it() {
    let named = |fields: &Fields<'_>| Ok(fields.string("name"));
    assert_eq!(one(r#"{"name":[]}"#, named), Err(Unfit));
    let list = r#"[{"name":"a"},{"name":{}},7,null,{"name":"b","x":[[]]}]"#;
    assert_eq!(many(list, named), Ok((vec!["a".into(), "b".into()], 3)));
    assert_eq!(many("null", named), Ok((Vec::new(), 0)));
    assert_eq!(many("{}", named), Err(Unfit));
    // A shape inside a shape: its mark is not the outer one's.
    let outer = |fields: &Fields<'_>| Ok(fields.fill(|inner| Ok(inner.flag("name"))).is_err());
    assert_eq!(one(r#"{"name":[]}"#, outer), Ok(true));
}

#[test]
fn ids_may_be_missing_where_that_is_said() {
    let id = |value| {
        read(value, |fields| {
            (
                fields.id::<UserId>("x").is_ok(),
                fields.optional_id::<UserId>("x"),
            )
        })
    };
    assert_eq!(id(r#""""#), Some((false, Ok(None))));
    assert_eq!(id("null"), Some((false, Ok(None))));
    assert_eq!(id(r#""../x""#), Some((false, Err(Unfit))));
    let (is_one, optional) = id(r#""kt846935ttbgtc8i98436i1nto""#).unwrap();
    assert!(is_one && optional.unwrap().is_some());
    let ids = read(r#"["kt846935ttbgtc8i98436i1nto","x",null]"#, |fields| {
        fields.ids::<UserId>("x").len()
    });
    assert_eq!(ids, Some(1));
}

#[test]
fn an_object_of_very_many_names_is_read_soon() {
    let names: Vec<String> = (0..100_000).map(|n| format!("\"n{n}\":{n}")).collect();
    let text = format!("{{{}}}", names.join(","));
    let fields = Fields::read(&text).unwrap();
    assert_eq!(fields.int("n0") + fields.int("n99999"), 99_999);
    assert!(fields.raw("n1").is_some_and(|raw| flag(raw) == Ok(true)));
}
