//! `json` and `jsonb`.

use super::{Fault, base};
use bytes::{BufMut, BytesMut};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};
use std::fmt;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

/// A `json` or `jsonb`, kept as its text: numbers of any length stay as they are. [`Json::of`] makes one of a value of yours,
/// and [`Json::decode`] gives one.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Json(Box<RawValue>);

impl Json {
    /// Of a value that can be serialised.
    ///
    /// # Errors
    /// It cannot: a key that is no text, say.
    pub fn of<T: Serialize + ?Sized>(value: &T) -> Result<Self, serde_json::Error> {
        to_raw_value(value).map(Self)
    }

    /// The value as a type of yours, or as `serde_json::Value`.
    ///
    /// # Errors
    /// It has another shape.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_str(self.text())
    }

    /// Its text.
    pub fn text(&self) -> &str {
        self.0.get()
    }
}

impl PartialEq for Json {
    /// Whether the texts are the same.
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

impl Eq for Json {}

impl From<&serde_json::Value> for Json {
    fn from(value: &serde_json::Value) -> Self {
        // A Value has texts as keys, so that it can always be written; null stands for what cannot be.
        to_raw_value(value).map(Self).unwrap_or_else(|_| Self(RawValue::NULL.to_owned()))
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Json({})", self.text())
    }
}

pub(crate) fn is_json(ty: &Type) -> bool {
    matches!(*base(ty), Type::JSON | Type::JSONB)
}

pub(crate) fn read_json<T: DeserializeOwned>(ty: &Type, raw: &[u8]) -> Result<T, Fault> {
    let text = match *base(ty) {
        // Its version, which is the only one.
        Type::JSONB => raw.strip_prefix(&[1]).ok_or("jsonb of an unknown version")?,
        _ => raw,
    };
    Ok(serde_json::from_slice(text)?)
}

pub(crate) fn write_json<T: Serialize>(
    ty: &Type,
    value: &T,
    out: &mut BytesMut,
) -> Result<IsNull, Fault> {
    if *base(ty) == Type::JSONB {
        out.put_u8(1);
    }
    serde_json::to_writer(out.writer(), value)?;
    Ok(IsNull::No)
}

impl<'a> FromSql<'a> for Json {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Fault> {
        read_json(ty, raw).map(Self)
    }

    fn accepts(ty: &Type) -> bool {
        is_json(ty)
    }
}

impl ToSql for Json {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Fault> {
        write_json(ty, self, out)
    }

    fn accepts(ty: &Type) -> bool {
        is_json(ty)
    }

    to_sql_checked!();
}
