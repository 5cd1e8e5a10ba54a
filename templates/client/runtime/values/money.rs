//! `money`.

use super::{Fault, end, take, through_sql};
use bytes::{BufMut, BytesMut};
use serde::{Deserialize, Serialize};

/// A `money`: a whole number of the smallest unit. How many make the larger one, and of which currency, the server's
/// `lc_monetary` says.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct Money(pub i64);

impl Money {
    fn read(mut raw: &[u8]) -> Result<Self, Fault> {
        let units = i64::from_be_bytes(take(&mut raw)?);
        end(raw).map(|()| Self(units))
    }

    fn write(&self, out: &mut BytesMut) -> Result<(), Fault> {
        out.put_i64(self.0);
        Ok(())
    }
}

through_sql!(Money, "money");
