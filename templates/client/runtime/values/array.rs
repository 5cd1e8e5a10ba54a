//! Arrays of any dimension.

use super::{Fault, base};
use bytes::BytesMut;
use fallible_iterator::FallibleIterator;
use postgres_protocol::IsNull as Null;
use postgres_protocol::types::{ArrayDimension, array_from_sql, array_to_sql};
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, SerializeSeq, Serializer};
use std::fmt;
use tokio_postgres::types::{FromSql, IsNull, Kind, ToSql, Type, to_sql_checked};

/// An array: elements, each of which may be NULL, in any number of dimensions.
///
/// Nearly all arrays are a plain list: make one of a `Vec<T>`, and [`into_vec`](Self::into_vec) gives it back.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Array<T> {
    dimensions: Vec<Dimension>,
    elements: Vec<Option<T>>,
}

/// One dimension of an array.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dimension {
    /// How many elements it has.
    pub length: i32,
    /// The index of the first one; 1 unless somebody wanted it otherwise.
    pub lower_bound: i32,
}

/// An array has elements that are NULL, or more than one dimension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAVec(());

impl fmt::Display for NotAVec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the array has elements that are NULL, or more than one dimension")
    }
}

impl std::error::Error for NotAVec {}

impl<T> Array<T> {
    /// Of dimensions and elements in their order, the last dimension the fastest. `None` where the numbers do not agree.
    pub fn of_dimensions(dimensions: Vec<Dimension>, elements: Vec<Option<T>>) -> Option<Self> {
        let lengths = dimensions.iter().map(|it| usize::try_from(it.length).ok());
        let count = lengths
            .map(|it| it.filter(|it| *it > 0))
            .try_fold(1_usize, |product, it| it.and_then(|it| product.checked_mul(it)))?;
        let fits =
            if dimensions.is_empty() { elements.is_empty() } else { count == elements.len() };
        fits.then_some(Self { dimensions, elements })
    }

    /// The dimensions; none of an empty array.
    pub fn dimensions(&self) -> &[Dimension] {
        &self.dimensions
    }

    /// How many elements there are.
    pub fn len(&self) -> usize {
        self.elements.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.elements.is_empty()
    }

    /// The elements in their order; `None` is NULL.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Option<&T>> {
        self.elements.iter().map(Option::as_ref)
    }

    /// The elements; `None` is NULL.
    pub fn into_elements(self) -> Vec<Option<T>> {
        self.elements
    }

    /// The elements of a plain list.
    ///
    /// # Errors
    /// One is NULL, or there is more than one dimension.
    pub fn into_vec(self) -> Result<Vec<T>, NotAVec> {
        if self.dimensions.len() > 1 {
            return Err(NotAVec(()));
        }
        self.elements.into_iter().collect::<Option<_>>().ok_or(NotAVec(()))
    }
}

impl<T> Default for Array<T> {
    fn default() -> Self {
        Self { dimensions: Vec::new(), elements: Vec::new() }
    }
}

impl<T> FromIterator<Option<T>> for Array<T> {
    fn from_iter<I: IntoIterator<Item = Option<T>>>(elements: I) -> Self {
        let elements: Vec<Option<T>> = elements.into_iter().collect();
        // More than PostgreSQL takes anyhow.
        let length = i32::try_from(elements.len()).unwrap_or(i32::MAX);
        let one = Dimension { length, lower_bound: 1 };
        let dimensions = if elements.is_empty() { Vec::new() } else { vec![one] };
        Self { dimensions, elements }
    }
}

impl<T> FromIterator<T> for Array<T> {
    fn from_iter<I: IntoIterator<Item = T>>(elements: I) -> Self {
        elements.into_iter().map(Some).collect()
    }
}

impl<T> From<Vec<T>> for Array<T> {
    fn from(elements: Vec<T>) -> Self {
        elements.into_iter().collect()
    }
}

impl<T> From<Vec<Option<T>>> for Array<T> {
    fn from(elements: Vec<Option<T>>) -> Self {
        elements.into_iter().collect()
    }
}

impl<T, const N: usize> From<[T; N]> for Array<T> {
    fn from(elements: [T; N]) -> Self {
        elements.into_iter().collect()
    }
}

impl<T: Clone> From<&[T]> for Array<T> {
    fn from(elements: &[T]) -> Self {
        elements.iter().cloned().collect()
    }
}

impl From<&[&str]> for Array<String> {
    fn from(elements: &[&str]) -> Self {
        elements.iter().map(|it| (*it).to_owned()).collect()
    }
}

impl<const N: usize> From<[&str; N]> for Array<String> {
    fn from(elements: [&str; N]) -> Self {
        Self::from(elements.as_slice())
    }
}

impl<T> TryFrom<Array<T>> for Vec<T> {
    type Error = NotAVec;

    fn try_from(array: Array<T>) -> Result<Self, NotAVec> {
        array.into_vec()
    }
}

fn element(ty: &Type) -> Option<&Type> {
    match base(ty).kind() {
        Kind::Array(element) => Some(element),
        _ => None,
    }
}

impl<'a, T: FromSql<'a>> FromSql<'a> for Array<T> {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Fault> {
        let element = element(ty).ok_or("no array")?;
        let array = array_from_sql(raw)?;
        let dimension =
            |it: ArrayDimension| Ok(Dimension { length: it.len, lower_bound: it.lower_bound });
        let dimensions = array.dimensions().map(dimension).collect()?;
        let value = |raw: Option<&'a [u8]>| raw.map(|raw| T::from_sql(element, raw)).transpose();
        let elements = array.values().map(value).collect()?;
        Ok(Self { dimensions, elements })
    }

    fn accepts(ty: &Type) -> bool {
        element(ty).is_some_and(T::accepts)
    }
}

impl<T: ToSql> ToSql for Array<T> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Fault> {
        let element = element(ty).ok_or("no array")?;
        let dimension =
            |it: &Dimension| ArrayDimension { len: it.length, lower_bound: it.lower_bound };
        let value = |it: &Option<T>, out: &mut BytesMut| match it {
            None => Ok(Null::Yes),
            Some(it) => Ok(match it.to_sql(element, out)? {
                IsNull::Yes => Null::Yes,
                IsNull::No => Null::No,
            }),
        };
        let dimensions = self.dimensions.iter().map(dimension);
        array_to_sql(dimensions, element.oid(), &self.elements, value, out)?;
        Ok(IsNull::No)
    }

    fn accepts(ty: &Type) -> bool {
        element(ty).is_some_and(T::accepts)
    }

    to_sql_checked!();
}

/// One level of nested lists.
struct Level<'a, T> {
    dimensions: &'a [Dimension],
    elements: &'a [Option<T>],
}

impl<T: Serialize> Serialize for Level<'_, T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let [_, rest @ ..] = self.dimensions else { return to.collect_seq(self.elements) };
        if rest.is_empty() {
            return to.collect_seq(self.elements);
        }
        let size: usize = rest.iter().filter_map(|it| usize::try_from(it.length).ok()).product();
        let mut list = to.serialize_seq(None)?;
        for elements in self.elements.chunks(size.max(1)) {
            list.serialize_element(&Level { dimensions: rest, elements })?;
        }
        list.end()
    }
}

impl<T: Serialize> Serialize for Array<T> {
    /// Lists in lists, by dimension. Lower bounds other than 1 are lost, as in `to_json`.
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        Level { dimensions: &self.dimensions, elements: &self.elements }.serialize(to)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Array<T> {
    /// A plain list.
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Vec::<Option<T>>::deserialize(from).map(Self::from)
    }
}
