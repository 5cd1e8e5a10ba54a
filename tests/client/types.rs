//! Every type comes back from a server as it was sent, with its extremes, NULL, and arrays of it.

use crate::world::World;
use every_client::values::{self, Array, Multirange, Range};
use every_client::{echo, types};
use std::fmt::Debug;
use tokio_postgres::Client;
use tokio_postgres::types::{FromSqlOwned, ToSql};

/// Sends what the server makes of a text through a function, and has the server compare.
async fn comes_back<T, E: Debug>(
    driver: &Client,
    sql: &str,
    texts: &[&str],
    as_text: bool,
    echo: impl AsyncFn(Option<T>) -> Result<Option<T>, E>,
) where
    T: FromSqlOwned + ToSql + Sync + Debug + Clone,
{
    // Types that have no form of their own go as text.
    let form = if as_text { "::text" } else { "" };
    let form = if as_text && sql.ends_with("[]") { "::text[]" } else { form };
    for text in texts {
        let quoted = text.replace('\'', "''");
        let asked = format!("select '{quoted}'::{sql}{form}");
        let value: T = driver.query_one(&asked, &[]).await.expect(&asked).get(0);
        let back = echo(Some(value.clone())).await;
        let back = back.unwrap_or_else(|error| panic!("{sql}: {text}: {error:?}"));
        let sent = if as_text { format!("$1{form}::{sql}") } else { format!("$1::{sql}") };
        let same = format!("select ({sent})::text = '{quoted}'::{sql}::text, ({sent})::text");
        let row = driver.query_one(&same, &[&back]).await.expect(&same);
        let is: Option<bool> = row.get(0);
        assert_eq!(
            is,
            Some(true),
            "{sql}: {text} is {value:?}, {back:?}, {:?}",
            row.get::<_, Option<String>>(1)
        );
    }
    assert!(echo(None).await.unwrap().is_none(), "{sql}: NULL");
}

/// The elements as one array of two dimensions with NULLs in it, one with another lower bound, and an empty one.
fn arrays(texts: &[&str]) -> Vec<String> {
    let quoted = |it: &&str| format!("\"{}\"", it.replace('\\', "\\\\").replace('"', "\\\""));
    let all: Vec<String> = texts.iter().map(quoted).collect();
    let nulls = vec!["NULL"; all.len()].join(",");
    vec![
        "{}".to_owned(),
        format!("{{{},NULL}}", all.join(",")),
        format!("[-1:0][2:{}]={{{{{}}},{{{nulls}}}}}", all.len() + 1, all.join(",")),
    ]
}

macro_rules! types {
    ($driver:ident, $user:ident: $($how:ident $type:ty, $sql:literal, $one:ident, $many:ident, [$($text:expr),* $(,)?];)*) => {
        $({
            let texts: &[&str] = &[$($text),*];
            let as_text = stringify!($how) == "as_text";
            Box::pin(comes_back::<$type, _>(&$driver, $sql, texts, as_text, async |it| types!(@$how echo::$one, &$user, it))).await;
            let arrays = arrays(texts);
            let arrays: Vec<&str> = arrays.iter().map(String::as_str).collect();
            Box::pin(comes_back::<Array<$type>, _>(&$driver, concat!($sql, "[]"), &arrays, as_text, async |it| echo::$many(&$user, it).await)).await;
        })*
    };
    (@value $($echo:ident)::+, $user:expr, $it:ident) => { $($echo)::+($user, $it).await };
    (@into $($echo:ident)::+, $user:expr, $it:ident) => { $($echo)::+($user, $it).await };
    (@borrowed $($echo:ident)::+, $user:expr, $it:ident) => { $($echo)::+($user, $it.as_ref()).await };
    (@text $($echo:ident)::+, $user:expr, $it:ident) => { $($echo)::+($user, $it.as_deref()).await };
    (@as_text $($echo:ident)::+, $user:expr, $it:ident) => { $($echo)::+($user, $it.as_deref()).await };
}

pub(crate) async fn every_type_comes_back(world: &World) {
    let long = format!("{}.{}", "9".repeat(1_000), "123456789".repeat(100));
    let tiny = format!("0.{}1", "0".repeat(1_000));
    let (driver, user) = (world.driver().await, world.user());
    types! { driver, user:
        value bool, "boolean", echo_bool, echo_bool_array, ["true", "false"];
        value i16, "smallint", echo_int2, echo_int2_array, ["-32768", "0", "32767"];
        value i32, "integer", echo_int4, echo_int4_array, ["-2147483648", "2147483647"];
        value i64, "bigint", echo_int8, echo_int8_array, ["-9223372036854775808", "9223372036854775807"];
        value f32, "real", echo_float4, echo_float4_array, ["NaN", "Infinity", "-Infinity", "1e-45", "3.4028235e38", "-0"];
        value f64, "double precision", echo_float8, echo_float8_array, ["NaN", "Infinity", "-Infinity", "5e-324", "1.7976931348623157e308", "-0"];
        value u32, "oid", echo_oid, echo_oid_array, ["0", "4294967295"];
        value i8, "\"char\"", echo_char, echo_char_array, ["a", "~"];
        text String, "text", echo_text, echo_text_array, ["", "NULL", "a \"quoted\" {text}, größe \\ 🦀"];
        text String, "varchar", echo_varchar, echo_varchar_array, ["", "abc"];
        text String, "bpchar", echo_bpchar, echo_bpchar_array, ["abc"];
        text String, "name", echo_name, echo_name_array, ["a name"];
        text Vec<u8>, "bytea", echo_bytea, echo_bytea_array, ["\\x", "\\x00ff7f"];
        borrowed values::Numeric, "numeric", echo_numeric, echo_numeric_array,
            ["NaN", "Infinity", "-Infinity", "0", "0.00", "-0.0001", "10000", "100000000.00010", &long, &tiny, "-12345.678900", "1e131071"];
        value values::Money, "money", echo_money, echo_money_array, ["-92233720368547758.08", "92233720368547758.07"];
        value values::Uuid, "uuid", echo_uuid, echo_uuid_array, ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"];
        value values::Date, "date", echo_date, echo_date_array, ["4714-11-24 BC", "0001-01-01", "5874897-12-31", "infinity", "-infinity", "0044-03-15 BC"];
        value values::Time, "time", echo_time, echo_time_array, ["00:00:00", "24:00:00", "23:59:59.999999"];
        value values::Timetz, "timetz", echo_timetz, echo_timetz_array, ["00:00:00+15:59", "24:00:00-15:59:59"];
        value values::Timestamp, "timestamp", echo_timestamp, echo_timestamp_array, ["4714-11-24 00:00:00 BC", "294276-12-31 23:59:59.999999", "infinity", "-infinity"];
        value values::Timestamptz, "timestamptz", echo_timestamptz, echo_timestamptz_array, ["4714-11-24 00:00:00+00 BC", "294276-12-31 23:59:59.999999+00", "infinity", "-infinity"];
        value values::Interval, "interval", echo_interval, echo_interval_array, ["1 year 2 mons -3 days 04:05:06.789", "178000000 years", "-178000000 years", "0"];
        borrowed values::Json, "json", echo_json, echo_json_array, ["{\"a\" : [1, null]}", "null", "1e400"];
        borrowed values::Json, "jsonb", echo_jsonb, echo_jsonb_array, ["{\"a\": [1, null]}", "null", &long];
        borrowed values::Bits, "bit(3)", echo_bit, echo_bit_array, ["101", "000"];
        borrowed values::Bits, "varbit", echo_varbit, echo_varbit_array, ["", "1", "101100111000"];
        value values::Inet, "inet", echo_inet, echo_inet_array, ["192.0.2.1", "192.0.2.1/24", "::/0", "2001:db8::1"];
        value values::Cidr, "cidr", echo_cidr, echo_cidr_array, ["192.0.2.0/24", "::/0"];
        value values::MacAddr, "macaddr", echo_macaddr, echo_macaddr_array, ["08:00:2b:01:02:03"];
        value values::MacAddr8, "macaddr8", echo_macaddr8, echo_macaddr8_array, ["08:00:2b:01:02:03:04:05"];
        value values::Point, "point", echo_point, echo_point_array, ["(1.5,-2)", "(Infinity,NaN)"];
        value values::Line, "line", echo_line, echo_line_array, ["{1,-2,3}"];
        value values::Lseg, "lseg", echo_lseg, echo_lseg_array, ["[(0,0),(1,1)]"];
        borrowed values::Path, "path", echo_path, echo_path_array, ["((0,0),(1,1))", "[(0,0)]"];
        borrowed values::Polygon, "polygon", echo_polygon, echo_polygon_array, ["((0,0),(1,1),(2,0))"];
        value values::Circle, "circle", echo_circle, echo_circle_array, ["<(1,2),3>"];
        as_text String, "tsvector", echo_tsvector, echo_tsvector_array, ["'a':1A 'b c':2", ""];
        as_text String, "tsquery", echo_tsquery, echo_tsquery_array, ["'a' & !'b' <2> 'c'"];
        as_text String, "jsonpath", echo_jsonpath, echo_jsonpath_array, ["$.\"a\"[*]"];
        as_text String, "pg_lsn", echo_pg_lsn, echo_pg_lsn_array, ["FFFFFFFF/FFFFFFFF"];
        as_text String, "regclass", echo_regclass, echo_regclass_array, ["pg_class"];
        as_text String, "xid8", echo_xid8, echo_xid8_array, ["18446744073709551615"];
        into Range<i32>, "int4range", echo_int4range, echo_int4range_array, ["empty", "(,)", "[1,2)", "[1,)", "(,2147483647)"];
        into Range<i64>, "int8range", echo_int8range, echo_int8range_array, ["empty", "[1,9223372036854775807)"];
        into Range<values::Numeric>, "numrange", echo_numrange, echo_numrange_array, ["(1.5,2.50]", "[NaN,NaN]", "[-Infinity,Infinity]"];
        into Range<values::Date>, "daterange", echo_daterange, echo_daterange_array, ["[2024-02-29,infinity)", "empty"];
        into Range<values::Timestamp>, "tsrange", echo_tsrange, echo_tsrange_array, ["(\"2024-02-29 00:00:00\",infinity]"];
        into Range<values::Timestamptz>, "tstzrange", echo_tstzrange, echo_tstzrange_array, ["[\"2024-02-29 00:00:00+00\",)", "(-infinity,infinity)"];
        borrowed Multirange<i32>, "int4multirange", echo_int4multirange, echo_int4multirange_array, ["{}", "{(,1),[3,5),[7,)}"];
        borrowed Multirange<values::Numeric>, "nummultirange", echo_nummultirange, echo_nummultirange_array, ["{[1.5,2.5],(3,NaN]}"];
        borrowed Multirange<values::Timestamptz>, "tstzmultirange", echo_tstzmultirange, echo_tstzmultirange_array, ["{[\"2024-02-29 00:00:00+00\",infinity)}"];
        into Range<f64>, "api.floats", echo_floats, echo_floats_array, ["empty", "[1.5,Infinity)", "(,)"];
        borrowed Multirange<f64>, "api.floats_multi", echo_floats_multi, echo_floats_multi_array, ["{}", "{[1.5,2),(3,)}"];
        text String, "ext.citext", echo_citext, echo_citext_array, ["ABC", ""];
        borrowed values::Hstore, "ext.hstore", echo_hstore, echo_hstore_array, ["", "\"a\"=>\"b\", \"c\"=>NULL"];
        text String, "ext.ltree", echo_ltree, echo_ltree_array, ["a.b.c", ""];
        text String, "ext.lquery", echo_lquery, echo_lquery_array, ["*.b.*"];
        value types::Mood, "api.mood", echo_mood, echo_mood_array, ["sad", "in between", "Unknown", "größe", "1st"];
        into types::ShortText, "api.short_text", echo_short_text, echo_short_text_array, ["", "größe"];
        into types::Positive, "api.positive", echo_positive, echo_positive_array, ["1", "2147483647"];
        borrowed types::Pair, "api.pair", echo_pair, echo_pair_array, ["(1,a)", "(,)", "(2,\"\")"];
        borrowed types::Nested, "api.nested", echo_nested, echo_nested_array,
            ["(,,,,,)", "(\"(1,\"\"a,b\"\")\",\"{\"\"(1,a)\"\",NULL}\",\"in between\",short,\"[\"\"2024-01-01 00:00:00+00\"\",)\",a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11)"];
    }
    let moods = ["{}", "{sad,NULL,\"in between\"}"];
    comes_back::<types::Moods, _>(&driver, "api.moods", &moods, false, async |it| {
        echo::echo_moods(&user, it).await
    })
    .await;
    // Two corners in an array are not parted by commas.
    comes_back::<values::Rectangle, _>(&driver, "box", &["(2,2),(0,0)"], false, async |it| {
        echo::echo_box(&user, it).await
    })
    .await;
    comes_back::<Array<values::Rectangle>, _>(
        &driver,
        "box[]",
        &["{(2,2),(0,0);NULL}"],
        false,
        async |it| echo::echo_box_array(&user, it).await,
    )
    .await;
}

pub(crate) async fn xml_comes_back(world: &World) {
    let (driver, user) = (world.driver().await, world.user());
    assert_eq!(echo::echo_xml(&user, None).await.unwrap(), None);
    assert_eq!(echo::echo_xml_array(&user, None::<Array<String>>).await.unwrap(), None);
    let texts = ["<a/>", "<a b=\"1\">größe &amp; 🦀<!-- c --></a>", "a <b/> content"];
    match driver.query_one("select '<a/>'::xml::text", &[]).await {
        Ok(_) => {
            for text in texts {
                let back = echo::echo_xml(&user, Some(text)).await.unwrap();
                assert_eq!(back.as_deref(), Some(text));
            }
            let many = Array::from(texts.map(str::to_owned));
            let back = echo::echo_xml_array(&user, many.clone()).await.unwrap();
            assert_eq!(back, Some(many));
            let error = echo::echo_xml(&user, Some("<a>")).await.unwrap_err();
            assert_eq!(error.error().sqlstate(), Some("2200N"));
        }
        // A server that was built without libxml has the type, and no value of it.
        Err(error) => {
            assert_eq!(error.code().unwrap().code(), "0A000");
            let error = echo::echo_xml(&user, Some("<a/>")).await.unwrap_err();
            assert_eq!(error.error().sqlstate(), Some("0A000"));
        }
    }
}

/// The types of pgvector, over the driver: what is built for PostgreSQL 18 brings them.
#[test]
fn vectors_come_back() {
    let server = crate::support::server(18, &["vector"]);
    let target = crate::support::database(server, "vectors");
    crate::support::execute(&target, "create extension vector");
    let config: tokio_postgres::Config = target.to_string().parse().unwrap();
    crate::support::run(async {
        let (driver, connection) = config.connect(tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        vector::<values::Vector>(&driver, "vector", &["[1]", "[1.5,-2,0,3.4028235e+38,1e-45]"])
            .await;
        vector::<values::HalfVector>(&driver, "halfvec", &["[0]", "[1.5,-2,65504,5.9604645e-08]"])
            .await;
        vector::<values::SparseVector>(&driver, "sparsevec", &["{}/3", "{1:1.5,7:-2}/7"]).await;
        let many = format!("[{}0]", "1,".repeat(15_999));
        vector::<values::Vector>(&driver, "vector", &[&many]).await;
        // By the crate of that name, there and back.
        let other = pgvector::Vector::from(vec![1.5, -2.0, 0.25]);
        let is = "select $1::vector = '[1.5,-2,0.25]', $1::vector";
        let row = driver.query_one(is, &[&values::Vector::from(other.clone())]).await.unwrap();
        assert!(row.get::<_, bool>(0));
        assert_eq!(pgvector::Vector::from(row.get::<_, values::Vector>(1)), other);
    });
}

async fn vector<T: FromSqlOwned + ToSql + Sync + Debug>(driver: &Client, ty: &str, texts: &[&str]) {
    for text in texts {
        let value: T =
            driver.query_one(&format!("select '{text}'::{ty}"), &[]).await.unwrap().get(0);
        let back = driver
            .query_one(&format!("select $1::{ty}::text, array[$1::{ty}, null]"), &[&value])
            .await
            .unwrap();
        assert_eq!(back.get::<_, &str>(0), *text, "{value:?}");
        let array: Array<T> = back.get(1);
        assert_eq!(array.len(), 2);
    }
}
