//! Values without a server: their text, their order, their conversions.

use every_client::values::{
    Array, Bits, Date, Dimension, Inet, Interval, Json, Numeric, Time, Timestamp, Timestamptz,
    Timetz, Uuid,
};
use std::fmt::{Debug, Display};
use std::str::FromStr;

/// A text is read, and written as it was.
#[track_caller]
fn same<T: FromStr<Err: Debug> + Display>(texts: &[&str]) {
    for text in texts {
        assert_eq!(text.parse::<T>().unwrap().to_string(), *text);
    }
}

/// Texts that are no values.
#[track_caller]
fn refused<T: FromStr + Debug>(texts: &[&str]) {
    for text in texts {
        assert!(text.parse::<T>().is_err(), "{text} is {:?}", text.parse::<T>().ok());
    }
}

#[test]
fn texts_are_read_and_written() {
    same::<Date>(&[
        "2024-02-29",
        "0044-03-15 BC",
        "0001-01-01",
        "5874897-12-31",
        "infinity",
        "-infinity",
    ]);
    refused::<Date>(&[
        "2023-02-29",
        "2024-13-01",
        "2024-1",
        "0000-01-01 BC",
        "",
        "24",
        "2024-02-29 CE",
    ]);
    same::<Time>(&["00:00:00", "24:00:00", "07:30:15.25", "23:59:59.999999"]);
    refused::<Time>(&["24:00:01", "7", "07:60:00", "07:30:15.1234567", "-1:00:00"]);
    same::<Timetz>(&["07:30:15+02:00", "00:00:00-15:59:59"]);
    refused::<Timetz>(&["07:30:15", "07:30:15+16:00"]);
    same::<Timestamp>(&["2024-02-29T07:30:15.25", "4713-01-01T00:00:00 BC", "infinity"]);
    refused::<Timestamp>(&["2024-02-29", "2024-02-29T07:30:15Z"]);
    same::<Timestamptz>(&["2024-02-29T07:30:15Z", "-infinity"]);
    refused::<Timestamptz>(&["2024-02-29T07:30:15", "now"]);
    assert_eq!(
        "2024-02-29T07:30:15+02:00".parse::<Timestamptz>().unwrap().to_string(),
        "2024-02-29T05:30:15Z"
    );
    same::<Uuid>(&["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"]);
    refused::<Uuid>(&[
        "a0eebc999c0b4ef8bb6d6bb9bd380a11",
        "+0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
        "",
    ]);
    same::<Numeric>(&[
        "0",
        "-12.50",
        "0.000001",
        "NaN",
        "Infinity",
        "-Infinity",
        "123456789012345678901234567890.5",
    ]);
    refused::<Numeric>(&["", "-", ".", "1.2.3", "1e", "e5", "0x1"]);
    assert_eq!("1.5e3".parse::<Numeric>().unwrap().to_string(), "1500");
    assert_eq!("15e-3".parse::<Numeric>().unwrap().to_string(), "0.015");
    same::<Inet>(&["192.0.2.1", "192.0.2.0/24", "2001:db8::/32"]);
    refused::<Inet>(&["192.0.2.1/33", "192.0.2", "::/129"]);
    same::<Bits>(&["", "1", "101100111000"]);
    refused::<Bits>(&["2"]);
    assert_eq!(Interval { months: 1, days: -2, micros: -3_500_000 }.to_string(), "P1M-2DT-3.5S");
}

#[test]
fn numbers_have_the_order_of_postgresql() {
    let number = |text: &str| text.parse::<Numeric>().unwrap();
    let sorted =
        ["-Infinity", "-10", "-9.5", "-0.01", "0", "0.001", "0.01", "2", "10", "Infinity", "NaN"];
    for pair in sorted.windows(2) {
        assert!(number(pair[0]) < number(pair[1]), "{pair:?}");
    }
    assert_eq!(number("1.0"), number("1.00"));
    assert_eq!(number("-0"), Numeric::from(0));
    assert_eq!(Numeric::from(i64::MIN).to_string(), i64::MIN.to_string());
}

#[test]
fn arrays_are_lists_or_more() {
    assert_eq!(Array::<String>::from(["a", "b"]).into_vec().unwrap(), ["a", "b"]);
    assert!(Array::<i32>::from(vec![Some(1), None]).into_vec().is_err());
    let two = |length| Dimension { length, lower_bound: 1 };
    let square = Array::of_dimensions(vec![two(2), two(2)], (1..=4).map(Some).collect()).unwrap();
    assert_eq!(serde_json::to_string(&square).unwrap(), "[[1,2],[3,4]]");
    assert!(square.into_vec().is_err());
    assert!(Array::of_dimensions(vec![two(3)], vec![Some(1)]).is_none());
    assert!(Array::<i32>::of_dimensions(vec![], vec![]).unwrap().is_empty());
}

#[test]
fn days_are_counted_as_postgresql_counts_them() {
    assert_eq!(Date::new(2000, 1, 1).unwrap().days(), 0);
    assert_eq!(Date::new(1970, 1, 1).unwrap().days(), -10_957);
    assert_eq!(Date::from_days(-730_119).ymd(), Some((1, 1, 1)));
    assert_eq!(Date::from_days(-730_120).to_string(), "0001-12-31 BC");
    assert_eq!(Date::INFINITY.ymd(), None);
    for days in (-2_451_545..2_145_031_948).step_by(99_991) {
        let date = Date::from_days(days);
        let (year, month, day) = date.ymd().unwrap();
        assert_eq!(Date::new(year, month, day), Some(date));
        assert_eq!(date.to_string().parse(), Ok(date));
    }
}

#[test]
fn json_keeps_its_text() {
    let text = r#"{"n":1234567890123456789012345678901234567890.5}"#;
    let json: Json = serde_json::from_str(text).unwrap();
    assert_eq!(json.text(), text);
    let n: std::collections::BTreeMap<String, f64> = json.decode().unwrap();
    assert!(n["n"] > 1e38);
}
