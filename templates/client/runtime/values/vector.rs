//! `vector`, `halfvec` and `sparsevec` of the extension pgvector.

use super::{Fault, end, take, through_sql};
use bytes::{BufMut, BytesMut};
use serde::{Deserialize, Serialize};

/// A `vector`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Vector(pub Vec<f32>);

impl Vector {
    fn read(mut raw: &[u8]) -> Result<Self, Fault> {
        let [high, low, _, _] = take(&mut raw)?;
        let length = u16::from_be_bytes([high, low]);
        let numbers = (0..length).map(|_| Ok(f32::from_be_bytes(take(&mut raw)?)));
        let numbers = numbers.collect::<Result<_, Fault>>()?;
        end(raw).map(|()| Self(numbers))
    }

    fn write(&self, out: &mut BytesMut) -> Result<(), Fault> {
        out.put_u16(u16::try_from(self.0.len())?);
        out.put_u16(0);
        self.0.iter().for_each(|it| out.put_f32(*it));
        Ok(())
    }
}

through_sql!(Vector, "vector");

/// A `halfvec`, whose numbers have 16 bits, in the bits of IEEE 754.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct HalfVector(pub Vec<u16>);

impl HalfVector {
    fn read(mut raw: &[u8]) -> Result<Self, Fault> {
        let [high, low, _, _] = take(&mut raw)?;
        let length = u16::from_be_bytes([high, low]);
        let numbers = (0..length).map(|_| Ok(u16::from_be_bytes(take(&mut raw)?)));
        let numbers = numbers.collect::<Result<_, Fault>>()?;
        end(raw).map(|()| Self(numbers))
    }

    fn write(&self, out: &mut BytesMut) -> Result<(), Fault> {
        out.put_u16(u16::try_from(self.0.len())?);
        out.put_u16(0);
        self.0.iter().for_each(|it| out.put_u16(*it));
        Ok(())
    }
}

through_sql!(HalfVector, "halfvec");

/// A `sparsevec`: the numbers that are not zero.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct SparseVector {
    /// How many numbers it has, zeros included.
    pub dimensions: i32,
    /// Place (from 0) and number, by place.
    pub numbers: Vec<(i32, f32)>,
}

impl SparseVector {
    fn read(mut raw: &[u8]) -> Result<Self, Fault> {
        let dimensions = i32::from_be_bytes(take(&mut raw)?);
        let count = i32::from_be_bytes(take(&mut raw)?);
        let _unused: [u8; 4] = take(&mut raw)?;
        let places = (0..count).map(|_| Ok(i32::from_be_bytes(take(&mut raw)?)));
        let places = places.collect::<Result<Vec<_>, Fault>>()?;
        let number = |place| Ok((place, f32::from_be_bytes(take(&mut raw)?)));
        let numbers = places.into_iter().map(number).collect::<Result<_, Fault>>()?;
        end(raw).map(|()| Self { dimensions, numbers })
    }

    fn write(&self, out: &mut BytesMut) -> Result<(), Fault> {
        out.put_i32(self.dimensions);
        out.put_i32(i32::try_from(self.numbers.len())?);
        out.put_i32(0);
        self.numbers.iter().for_each(|(place, _)| out.put_i32(*place));
        self.numbers.iter().for_each(|(_, number)| out.put_f32(*number));
        Ok(())
    }
}

through_sql!(SparseVector, "sparsevec");
