//! `hstore`.

use super::{Fault, through_sql};
use bytes::BytesMut;
use fallible_iterator::FallibleIterator;
use postgres_protocol::types::{hstore_from_sql, hstore_to_sql};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An `hstore`: texts, or NULL, by key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Hstore(pub BTreeMap<String, Option<String>>);

impl Hstore {
    fn read(raw: &[u8]) -> Result<Self, Fault> {
        let pairs = hstore_from_sql(raw)?
            .map(|(key, value)| Ok((key.to_owned(), value.map(str::to_owned))));
        pairs.collect().map(Self)
    }

    fn write(&self, out: &mut BytesMut) -> Result<(), Fault> {
        hstore_to_sql(self.0.iter().map(|(key, value)| (&**key, value.as_deref())), out)
    }
}

through_sql!(Hstore, "hstore");
