//! Ranges and multiranges.

use super::{Fault, base, end, take};
use bytes::{BufMut, BytesMut};
use postgres_protocol::{IsNull as Null, types as protocol};
use serde::{Deserialize, Serialize};
use std::ops;
use tokio_postgres::types::{FromSql, IsNull, Kind, ToSql, Type, to_sql_checked};

/// One end of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound<T> {
    /// The value belongs to the range.
    Inclusive(T),
    /// The value does not.
    Exclusive(T),
    /// There is no end.
    Unbounded,
}

/// A range: `int4range`, `tstzrange` and all others. PostgreSQL gives those of whole numbers and days back as `[from, to)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Range<T> {
    /// It holds nothing.
    Empty,
    /// It holds what lies between two ends.
    Bounds {
        /// Where it begins.
        lower: Bound<T>,
        /// Where it ends.
        upper: Bound<T>,
    },
}

/// A multirange: ranges in their order, which do not meet.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Multirange<T>(pub Vec<Range<T>>);

impl<T> Range<T> {
    /// Of two ends.
    pub const fn new(lower: Bound<T>, upper: Bound<T>) -> Self {
        Self::Bounds { lower, upper }
    }

    /// Whether it holds nothing.
    pub const fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// The value at which it begins; `None` where it is empty or has no begin.
    pub const fn lower(&self) -> Option<&T> {
        match self {
            Self::Bounds { lower: Bound::Inclusive(it) | Bound::Exclusive(it), .. } => Some(it),
            _ => None,
        }
    }

    /// The value at which it ends; `None` where it is empty or has no end.
    pub const fn upper(&self) -> Option<&T> {
        match self {
            Self::Bounds { upper: Bound::Inclusive(it) | Bound::Exclusive(it), .. } => Some(it),
            _ => None,
        }
    }
}

impl<T> From<ops::Range<T>> for Range<T> {
    fn from(it: ops::Range<T>) -> Self {
        Self::new(Bound::Inclusive(it.start), Bound::Exclusive(it.end))
    }
}

impl<T> From<ops::RangeInclusive<T>> for Range<T> {
    fn from(it: ops::RangeInclusive<T>) -> Self {
        let (start, end) = it.into_inner();
        Self::new(Bound::Inclusive(start), Bound::Inclusive(end))
    }
}

impl<T> From<ops::RangeFrom<T>> for Range<T> {
    fn from(it: ops::RangeFrom<T>) -> Self {
        Self::new(Bound::Inclusive(it.start), Bound::Unbounded)
    }
}

impl<T> From<ops::RangeTo<T>> for Range<T> {
    fn from(it: ops::RangeTo<T>) -> Self {
        Self::new(Bound::Unbounded, Bound::Exclusive(it.end))
    }
}

impl<T> From<ops::RangeFull> for Range<T> {
    fn from(_: ops::RangeFull) -> Self {
        Self::new(Bound::Unbounded, Bound::Unbounded)
    }
}

impl<T> FromIterator<Range<T>> for Multirange<T> {
    fn from_iter<I: IntoIterator<Item = Range<T>>>(ranges: I) -> Self {
        Self(ranges.into_iter().collect())
    }
}

/// The type of the values of a range.
fn element(ty: &Type) -> Option<&Type> {
    match base(ty).kind() {
        Kind::Range(element) => Some(element),
        _ => None,
    }
}

/// The type of the values of a multirange. Of one that a database has defined itself the driver knows nothing: what is read
/// says what it is.
fn multirange_element(ty: &Type) -> Option<&Type> {
    let ty = base(ty);
    match ty.kind() {
        Kind::Multirange(element) => Some(element),
        Kind::Simple if Type::from_oid(ty.oid()).is_none() => Some(ty),
        _ => None,
    }
}

fn read<'a, T: FromSql<'a>>(element: &Type, raw: &'a [u8]) -> Result<Range<T>, Fault> {
    let bound = |it| {
        let value =
            |raw: Option<&'a [u8]>| T::from_sql(element, raw.ok_or("an end of a range is NULL")?);
        Ok::<_, Fault>(match it {
            protocol::RangeBound::Inclusive(raw) => Bound::Inclusive(value(raw)?),
            protocol::RangeBound::Exclusive(raw) => Bound::Exclusive(value(raw)?),
            protocol::RangeBound::Unbounded => Bound::Unbounded,
        })
    };
    Ok(match protocol::range_from_sql(raw)? {
        protocol::Range::Empty => Range::Empty,
        protocol::Range::Nonempty(lower, upper) => {
            Range::Bounds { lower: bound(lower)?, upper: bound(upper)? }
        }
    })
}

fn write<T: ToSql>(range: &Range<T>, element: &Type, out: &mut BytesMut) -> Result<(), Fault> {
    let Range::Bounds { lower, upper } = range else {
        protocol::empty_range_to_sql(out);
        return Ok(());
    };
    let bound = |it: &Bound<T>, out: &mut BytesMut| {
        let mut value = |it: &T| match it.to_sql(element, out)? {
            IsNull::No => Ok(Null::No),
            IsNull::Yes => Err(Fault::from("an end of a range is NULL")),
        };
        Ok(match it {
            Bound::Inclusive(it) => protocol::RangeBound::Inclusive(value(it)?),
            Bound::Exclusive(it) => protocol::RangeBound::Exclusive(value(it)?),
            Bound::Unbounded => protocol::RangeBound::Unbounded,
        })
    };
    protocol::range_to_sql(|out| bound(lower, out), |out| bound(upper, out), out)
}

impl<'a, T: FromSql<'a>> FromSql<'a> for Range<T> {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Fault> {
        read(element(ty).ok_or("no range")?, raw)
    }

    fn accepts(ty: &Type) -> bool {
        element(ty).is_some_and(T::accepts)
    }
}

impl<T: ToSql> ToSql for Range<T> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Fault> {
        write(self, element(ty).ok_or("no range")?, out)?;
        Ok(IsNull::No)
    }

    fn accepts(ty: &Type) -> bool {
        element(ty).is_some_and(T::accepts)
    }

    to_sql_checked!();
}

fn accepts_multirange(ty: &Type, accepts: impl Fn(&Type) -> bool) -> bool {
    multirange_element(ty).is_some_and(|it| it == base(ty) || accepts(it))
}

impl<'a, T: FromSql<'a>> FromSql<'a> for Multirange<T> {
    fn from_sql(ty: &Type, mut raw: &'a [u8]) -> Result<Self, Fault> {
        let element = multirange_element(ty).ok_or("no multirange")?;
        let count = i32::from_be_bytes(take(&mut raw)?);
        let mut ranges = Vec::new();
        for _ in 0..count {
            let length = usize::try_from(i32::from_be_bytes(take(&mut raw)?))?;
            let (range, rest) = raw.split_at_checked(length).ok_or("the value is too short")?;
            ranges.push(read(element, range)?);
            raw = rest;
        }
        end(raw).map(|()| Self(ranges))
    }

    fn accepts(ty: &Type) -> bool {
        accepts_multirange(ty, T::accepts)
    }
}

impl<T: ToSql> ToSql for Multirange<T> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Fault> {
        let element = multirange_element(ty).ok_or("no multirange")?;
        out.put_i32(i32::try_from(self.0.len())?);
        for range in &self.0 {
            let start = out.len();
            out.put_i32(0);
            write(range, element, out)?;
            let length = i32::try_from(out.len() - start - 4)?;
            out[start..start + 4].copy_from_slice(&length.to_be_bytes());
        }
        Ok(IsNull::No)
    }

    fn accepts(ty: &Type) -> bool {
        accepts_multirange(ty, T::accepts)
    }

    to_sql_checked!();
}
