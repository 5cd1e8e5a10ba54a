//! Values of PostgreSQL, each with all that PostgreSQL can hold: infinity, years before Christ, NaN, arrays of any
//! dimension, empty ranges.
//!
//! They need no other crate. The features `chrono`, `time`, `jiff`, `uuid`, `rust_decimal` and `pgvector` add conversions:
//! `From` where nothing can be lost, `TryFrom` where something can.

mod array;
mod bits;
mod calendar;
mod convert;
mod date;
mod geometry;
mod hstore;
mod interval;
mod json;
mod macros;
mod money;
mod network;
mod numeric;
mod parse;
mod range;
mod time_of_day;
mod timestamp;
mod uuid;
mod vector;

pub use array::{Array, Dimension, NotAVec};
pub use bits::Bits;
pub use convert::NotThere;
pub use date::Date;
pub use geometry::{Circle, Line, Lseg, Path, Point, Polygon, Rectangle};
pub use hstore::Hstore;
pub use interval::Interval;
pub use json::Json;
pub(crate) use json::{is_json, read_json, write_json};
pub use money::Money;
pub use network::{Cidr, Inet, MacAddr, MacAddr8};
pub use numeric::Numeric;
pub use parse::ParseError;
pub use range::{Bound, Multirange, Range};
pub use time_of_day::{Time, Timetz};
pub use timestamp::{Timestamp, Timestamptz};
pub use uuid::Uuid;
pub use vector::{HalfVector, SparseVector, Vector};

pub(crate) use macros::{through_sql, through_text};

use tokio_postgres::types::{Kind, Type};

/// What goes wrong with one value.
pub(crate) type Fault = Box<dyn std::error::Error + Sync + Send>;

/// The type beneath all domains.
pub(crate) fn base(ty: &Type) -> &Type {
    match ty.kind() {
        Kind::Domain(inner) => base(inner),
        _ => ty,
    }
}

/// Takes `N` bytes off the front.
pub(crate) fn take<const N: usize>(raw: &mut &[u8]) -> Result<[u8; N], Fault> {
    let (head, rest) = raw.split_first_chunk::<N>().ok_or("the value is too short")?;
    *raw = rest;
    Ok(*head)
}

/// Nothing is left.
pub(crate) fn end(raw: &[u8]) -> Result<(), Fault> {
    if raw.is_empty() { Ok(()) } else { Err("the value is too long".into()) }
}
