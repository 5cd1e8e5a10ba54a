//! An object in JSON whose fields are declared: what the client writes the server takes, and it takes nothing else.

use crate::world::World;
use every_client::types::{Mood, Parcel, ParcelStops, Spot};
use every_client::{echo, values};
use tokio_postgres::error::SqlState;

/// With a field put in place of another, or left out.
const PARCEL: &str = r#"{"id":"6f1c1f0e-8d9c-4b57-9d2f-0a8f6f0f2a11","title":"a","fragile":false,"floors":-3,"grams":12,"cents":9,
    "packed_on":"2026-02-28","moods":["sad"],"spot":{"latitude":1,"longitude":2.5},"stops":[]}"#;

const GOOD: &[(&str, &str)] = &[
    ("type", "null"),
    ("type", "\"x\""),
    ("grams", "1e3"),
    ("cents", "-9223372036854775808"),
    ("sent_at", "\"2026-11-29T23:15:00Z\""),
    ("sent_at", "\"2026-11-29T23:15:00.123456+01:00\""),
    ("mood", "\"in between\""),
    ("moods", "[]"),
    ("way of sending", "\"by hand\""),
    ("anything", "[{\"a\":[]}]"),
    (
        "stops",
        r#"[{"spot":{"latitude":0,"longitude":0},"notes":[]},{"spot":{"latitude":0,"longitude":0},"notes":["a","b"]}]"#,
    ),
    ("sender", r#"{"name":"Ann"}"#),
    ("sender", r#"{"name":"Ann","alias":null}"#),
];

const BAD: &[(&str, &str)] = &[
    ("id", "\"6f1c1f0e\""),
    ("id", "null"),
    ("title", "1"),
    ("title", "[\"a\"]"),
    ("type", "[\"x\"]"),
    ("type", "[null]"),
    ("fragile", "\"true\""),
    ("fragile", "[true]"),
    ("floors", "1.5"),
    ("floors", "1.0"),
    ("floors", "32768"),
    ("floors", "[1]"),
    ("floors", "\"1\""),
    ("grams", "2147483648"),
    ("cents", "9223372036854775808"),
    ("packed_on", "\"2026-13-01\""),
    ("packed_on", "\"28.2.2026\""),
    ("sent_at", "\"2026-11-29\""),
    ("mood", "\"glad\""),
    ("mood", "[\"sad\"]"),
    ("moods", "\"sad\""),
    ("moods", "[\"sad\",\"glad\"]"),
    ("moods", "[[\"sad\"]]"),
    ("moods", "[null]"),
    ("spot", "{\"latitude\":1}"),
    ("spot", "[{\"latitude\":1,\"longitude\":2}]"),
    ("spot", "{\"latitude\":1,\"longitude\":2,\"height\":3}"),
    ("stops", "{}"),
    ("stops", "[1]"),
    ("stops", r#"[{"spot":{"latitude":0,"longitude":0},"notes":[1]}]"#),
    ("stops", r#"[{"spot":{"latitude":0},"notes":[]}]"#),
    ("sender", "{}"),
    ("sender", "[]"),
    ("size", "1"),
];

pub(crate) async fn the_server_keeps_a_shape(world: &World) {
    let (driver, user) = (world.driver().await, world.user());
    let as_parcel = "select $1::text::jsonb::api.parcel";
    for (field, value) in GOOD {
        let text = with(field, value);
        let parcel: Parcel = driver.query_one(as_parcel, &[&text]).await.expect(&text).get(0);
        let back = echo::echo_parcel(&user, Some(&parcel)).await.expect(&text);
        assert_eq!(back.as_ref(), Some(&parcel), "{text}");
    }
    let all = fields();
    let without = all.keys().map(|field| without(field));
    let bad = BAD.iter().map(|(field, value)| with(field, value));
    let others = ["{}", "[]", "null", "1", "\"a\""].map(str::to_owned);
    for text in bad.chain(without).chain(others).chain([format!("[{PARCEL}]")]) {
        let error = driver.query_one(as_parcel, &[&text]).await.expect_err(&text);
        assert_eq!(error.code(), Some(&SqlState::CHECK_VIOLATION), "{text}: {error:?}");
    }
}

pub(crate) async fn a_shape_is_a_struct(world: &World) {
    let user = world.user();
    let spot = Spot::new(47.25, 8.5);
    let mut parcel = Parcel::new(
        "6f1c1f0e-8d9c-4b57-9d2f-0a8f6f0f2a11".parse().unwrap(),
        "größe \" \\ \u{1F980}".to_owned(),
        true,
        i16::MIN,
        i32::MAX,
        i64::MAX,
        "2026-02-28".parse().unwrap(),
        vec![Mood::Sad, Mood::InBetween],
        spot.clone(),
        vec![ParcelStops::new(spot, vec!["a".to_owned()])],
    );
    parcel.sent_at = Some("2026-11-29T23:15:00.5Z".parse().unwrap());
    parcel.anything = Some(values::Json::of(&[1, 2]).unwrap());
    let back = echo::echo_parcel(&user, Some(&parcel)).await.unwrap().unwrap();
    // PostgreSQL writes JSON in its own way.
    assert_eq!(back.anything.as_ref().map(values::Json::text), Some("[1, 2]"));
    parcel.anything.clone_from(&back.anything);
    assert_eq!(back, parcel);
    let many = values::Array::from(vec![parcel.clone(), parcel.clone()]);
    assert_eq!(echo::echo_parcel_array(&user, Some(many.clone())).await.unwrap(), Some(many));
    // A label that nobody declared.
    parcel.mood = Some(Mood::from("glad"));
    let refused = echo::echo_parcel(&user, Some(&parcel)).await.unwrap_err();
    assert_eq!(refused.error().sqlstate(), Some("23514"));
}

fn fields() -> serde_json::Map<String, serde_json::Value> {
    serde_json::from_str(PARCEL).unwrap()
}

fn with(field: &str, value: &str) -> String {
    // As text: a number stays as it is written.
    let mut all = fields();
    all.remove(field);
    let rest = serde_json::to_string(&all).unwrap();
    format!("{},{}:{value}}}", &rest[..rest.len() - 1], serde_json::to_string(field).unwrap())
}

fn without(field: &str) -> String {
    let mut all = fields();
    assert!(all.remove(field).is_some(), "{field}");
    serde_json::to_string(&all).unwrap()
}
