//! Values of other crates become the client's and come back; what one of the two does not have is refused.

use crate::world::World;
use every_client::values::{Date, Interval, Numeric, Time, Timestamp, Timestamptz, Uuid, Vector};
use rust_decimal::Decimal;
use std::fmt::{Debug, Display};
use tokio_postgres::Client;
use tokio_postgres::types::{FromSqlOwned, ToSql};

/// Values of another crate and how PostgreSQL writes them: each becomes one that the server takes for the same, and comes back.
async fn same<V, O>(driver: &Client, ty: &str, cases: &[(&str, O)])
where
    V: TryFrom<O, Error: Debug> + ToSql + FromSqlOwned + Sync + Clone + Debug,
    O: TryFrom<V, Error: Debug> + Clone + Debug + PartialEq,
{
    let other = std::any::type_name::<O>();
    for (text, it) in cases {
        let value = V::try_from(it.clone()).unwrap();
        let asked = format!("select $1::{ty} = $2::text::{ty}, $1::{ty}::text");
        let row = driver.query_one(&asked, &[&value, text]).await.unwrap();
        let (is, shown): (bool, String) = (row.get(0), row.get(1));
        assert!(is, "{other}: {it:?} is {shown}, not {text}");
        assert_eq!(O::try_from(value).unwrap(), *it, "{other}: {text}");
    }
}

/// Texts of PostgreSQL that the other crate has no value for.
async fn refused<V, O>(driver: &Client, ty: &str, texts: &[&str])
where
    V: FromSqlOwned + Clone + Debug,
    O: TryFrom<V, Error: Display> + Debug,
{
    for text in texts {
        let asked = format!("select $1::text::{ty}");
        let value: V = driver.query_one(&asked, &[text]).await.unwrap().get(0);
        match O::try_from(value.clone()) {
            Ok(it) => panic!("{text} has become {it:?}"),
            Err(error) => assert!(error.to_string().ends_with(" has no such value"), "{error}"),
        }
    }
}

pub(crate) async fn what_other_crates_have_is_the_same(world: &World) {
    let driver = world.driver().await;
    by_chrono(&driver).await;
    by_jiff(&driver).await;
    by_time(&driver).await;
    let decimals = [
        ("79228162514264337593543950335", Decimal::MAX),
        ("-79228162514264337593543950335", Decimal::MIN),
        ("0", Decimal::ZERO),
        ("1.10", Decimal::new(110, 2)),
        ("-0.0000000000000000000000000001", Decimal::new(-1, 28)),
        (
            "7.9228162514264337593543950335",
            Decimal::from_i128_with_scale(79_228_162_514_264_337_593_543_950_335, 28),
        ),
    ];
    same::<Numeric, Decimal>(&driver, "numeric", &decimals).await;
    let uuids = [
        ("00000000-0000-0000-0000-000000000000", uuid::Uuid::nil()),
        ("ffffffff-ffff-ffff-ffff-ffffffffffff", uuid::Uuid::max()),
        (
            "01234567-89ab-cdef-0123-456789abcdef",
            uuid::Uuid::from_u128(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef),
        ),
    ];
    same::<Uuid, uuid::Uuid>(&driver, "uuid", &uuids).await;
    let vector = pgvector::Vector::from(vec![f32::MIN, -0.0, f32::MIN_POSITIVE, f32::MAX]);
    assert_eq!(pgvector::Vector::from(Vector::from(vector.clone())), vector);
}

async fn by_chrono(driver: &Client) {
    use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
    let days = [
        ("4714-11-24 BC", day(-4713, 11, 24)),
        ("0001-12-31 BC", day(0, 12, 31)),
        ("0001-01-01", day(1, 1, 1)),
        ("1969-12-31", day(1969, 12, 31)),
        ("2000-02-29", day(2000, 2, 29)),
        ("262142-12-31", NaiveDate::MAX),
    ];
    same::<Date, NaiveDate>(driver, "date", &days).await;
    let time = |h, m, s, micros| NaiveTime::from_hms_micro_opt(h, m, s, micros).unwrap();
    let times = [
        ("00:00:00", time(0, 0, 0, 0)),
        ("00:00:00.000001", time(0, 0, 0, 1)),
        ("23:59:59.999999", time(23, 59, 59, 999_999)),
    ];
    same::<Time, NaiveTime>(driver, "time", &times).await;
    let moments = [
        ("4714-11-24 00:00:00 BC", day(-4713, 11, 24).and_time(time(0, 0, 0, 0))),
        ("1969-12-31 23:59:59.999999", day(1969, 12, 31).and_time(time(23, 59, 59, 999_999))),
        ("1999-12-31 23:59:59.999999", day(1999, 12, 31).and_time(time(23, 59, 59, 999_999))),
        ("262142-12-31 23:59:59.999999", NaiveDate::MAX.and_time(time(23, 59, 59, 999_999))),
    ];
    same::<Timestamp, NaiveDateTime>(driver, "timestamp", &moments).await;
    let moments = moments.map(|(text, it)| {
        (
            format!(
                "{}+00{}",
                text.trim_end_matches(" BC"),
                if text.ends_with("BC") { " BC" } else { "" }
            ),
            it.and_utc(),
        )
    });
    let moments = moments.each_ref().map(|(text, it)| (text.as_str(), *it));
    same::<Timestamptz, DateTime<Utc>>(driver, "timestamptz", &moments).await;
    // What is finer is cut off, before 1970 too; a leap second has no place in a time of day.
    let finer =
        day(1969, 12, 31).and_time(NaiveTime::from_hms_nano_opt(23, 59, 59, 1_999).unwrap());
    assert_eq!(Timestamp::from(finer).to_string(), "1969-12-31T23:59:59.000001");
    assert_eq!(Timestamptz::from(finer.and_utc()).to_string(), "1969-12-31T23:59:59.000001Z");
    assert_eq!(Time::from(finer.time()).to_string(), "23:59:59.000001");
    let leap = NaiveTime::from_hms_nano_opt(23, 59, 59, 1_500_000_000).unwrap();
    assert_eq!(Time::from(leap).to_string(), "23:59:59.999999");
    // Earlier than PostgreSQL's first day: it is no other day, and the server's to refuse.
    assert_eq!(NaiveDate::try_from(Date::from(NaiveDate::MIN)).unwrap(), NaiveDate::MIN);
    let early = driver.query_one("select $1::date::text", &[&Date::from(NaiveDate::MIN)]).await;
    assert_eq!(early.unwrap_err().code().unwrap().code(), "22008");
}

async fn by_jiff(driver: &Client) {
    use jiff_one::civil;
    let days = [
        ("4714-11-24 BC", civil::date(-4713, 11, 24)),
        ("0001-12-31 BC", civil::date(0, 12, 31)),
        ("1969-12-31", civil::date(1969, 12, 31)),
        ("9999-12-31", civil::Date::MAX),
    ];
    same::<Date, civil::Date>(driver, "date", &days).await;
    let times =
        [("00:00:00", civil::Time::MIN), ("23:59:59.999999", civil::time(23, 59, 59, 999_999_000))];
    same::<Time, civil::Time>(driver, "time", &times).await;
    let last = civil::time(23, 59, 59, 999_999_000);
    let moments = [
        ("4714-11-24 00:00:00 BC", civil::date(-4713, 11, 24).at(0, 0, 0, 0)),
        ("1999-12-31 23:59:59.999999", civil::date(1999, 12, 31).to_datetime(last)),
        ("9999-12-31 23:59:59.999999", civil::Date::MAX.to_datetime(last)),
    ];
    same::<Timestamp, civil::DateTime>(driver, "timestamp", &moments).await;
    let moment = |text: &str| text.parse::<jiff_one::Timestamp>().unwrap();
    let moments = [
        ("4714-11-24 00:00:00+00 BC", moment("-004713-11-24T00:00:00Z")),
        ("1969-12-31 23:59:59.999999+00", moment("1969-12-31T23:59:59.999999Z")),
        ("9999-12-30 22:00:00.999999+00", moment("9999-12-30T22:00:00.999999Z")),
    ];
    same::<Timestamptz, jiff_one::Timestamp>(driver, "timestamptz", &moments).await;
    let finer = moment("1969-12-31T23:59:59.000001999Z");
    assert_eq!(Timestamptz::from(finer).to_string(), "1969-12-31T23:59:59.000001Z");
    assert_eq!(Date::from(civil::Date::MIN).ymd(), Some((-9999, 1, 1)));
    let span = |interval| jiff_one::Span::try_from(interval).map(|it| it.fieldwise());
    let interval = |months, days, micros| Interval { months, days, micros };
    let spans = [
        (interval(0, 0, 0), jiff_one::Span::new()),
        (interval(14, 3, 1), jiff_one::Span::new().months(14).days(3).microseconds(1)),
        (interval(-14, -3, -1), jiff_one::Span::new().months(-14).days(-3).microseconds(-1)),
        (interval(0, -3, 0), jiff_one::Span::new().days(-3)),
    ];
    for (it, wanted) in spans {
        assert_eq!(span(it), Ok(wanted.fieldwise()));
    }
    // A span has one sign for all of its parts.
    for it in [interval(1, -2, 0), interval(-1, 0, 1), interval(0, 1, -1)] {
        assert!(span(it).is_err(), "{it} is {:?}", span(it));
    }
}

async fn by_time(driver: &Client) {
    use time::{Date as Day, Month, OffsetDateTime, PrimitiveDateTime, Time as Clock};
    let day = |year, month, day| Day::from_calendar_date(year, month, day).unwrap();
    let days = [
        ("4714-11-24 BC", day(-4713, Month::November, 24)),
        ("0001-12-31 BC", day(0, Month::December, 31)),
        ("1969-12-31", day(1969, Month::December, 31)),
        ("9999-12-31", day(9999, Month::December, 31)),
    ];
    same::<Date, Day>(driver, "date", &days).await;
    let last = Clock::from_hms_micro(23, 59, 59, 999_999).unwrap();
    let times = [("00:00:00", Clock::MIDNIGHT), ("23:59:59.999999", last)];
    same::<Time, Clock>(driver, "time", &times).await;
    let moments = [
        ("4714-11-24 00:00:00 BC", PrimitiveDateTime::new(days[0].1, Clock::MIDNIGHT)),
        ("1969-12-31 23:59:59.999999", PrimitiveDateTime::new(days[2].1, last)),
        ("9999-12-31 23:59:59.999999", PrimitiveDateTime::new(days[3].1, last)),
    ];
    same::<Timestamp, PrimitiveDateTime>(driver, "timestamp", &moments).await;
    let moments = [
        ("4714-11-24 00:00:00+00 BC", moments[0].1.assume_utc()),
        ("1969-12-31 23:59:59.999999+00", moments[1].1.assume_utc()),
        ("9999-12-31 23:59:59.999999+00", moments[2].1.assume_utc()),
    ];
    same::<Timestamptz, OffsetDateTime>(driver, "timestamptz", &moments).await;
    let finer = PrimitiveDateTime::new(days[2].1, Clock::from_hms_nano(23, 59, 59, 1_999).unwrap());
    assert_eq!(Timestamp::from(finer).to_string(), "1969-12-31T23:59:59.000001");
    assert_eq!(Timestamptz::from(finer.assume_utc()).to_string(), "1969-12-31T23:59:59.000001Z");
}

pub(crate) async fn what_other_crates_have_not_is_refused(world: &World) {
    let driver = &world.driver().await;
    let infinite = ["infinity", "-infinity"];
    let years = [&infinite[..], &["10000-01-01"]].concat();
    refused::<Date, chrono::NaiveDate>(
        driver,
        "date",
        &[&infinite[..], &["262143-01-01", "5874897-12-31"]].concat(),
    )
    .await;
    refused::<Date, jiff_one::civil::Date>(driver, "date", &years).await;
    refused::<Date, time::Date>(driver, "date", &years).await;
    refused::<Time, chrono::NaiveTime>(driver, "time", &["24:00:00"]).await;
    refused::<Time, jiff_one::civil::Time>(driver, "time", &["24:00:00"]).await;
    refused::<Time, time::Time>(driver, "time", &["24:00:00"]).await;
    let late = [&infinite[..], &["262143-01-01 00:00:00", "294276-12-31 23:59:59.999999"]].concat();
    refused::<Timestamp, chrono::NaiveDateTime>(driver, "timestamp", &late).await;
    refused::<Timestamp, jiff_one::civil::DateTime>(driver, "timestamp", &years).await;
    refused::<Timestamp, time::PrimitiveDateTime>(driver, "timestamp", &years).await;
    refused::<Timestamptz, chrono::DateTime<chrono::Utc>>(driver, "timestamptz", &late).await;
    refused::<Timestamptz, jiff_one::Timestamp>(driver, "timestamptz", &years).await;
    refused::<Timestamptz, time::OffsetDateTime>(driver, "timestamptz", &years).await;
    let numbers = [
        "NaN",
        "Infinity",
        "-Infinity",
        "79228162514264337593543950336",
        "0.00000000000000000000000000001",
        "7.92281625142643375935439503355",
        "1e131071",
    ];
    refused::<Numeric, Decimal>(driver, "numeric", &numbers).await;
    refused::<Interval, jiff_one::Span>(driver, "interval", &["1 mon -2 days", "178000000 years"])
        .await;
    if world.major >= 17 {
        refused::<Interval, jiff_one::Span>(driver, "interval", &infinite).await;
    }
}
