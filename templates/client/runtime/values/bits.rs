//! `bit` and `varbit`.

use super::{Fault, ParseError, end, take, through_sql, through_text};
use bytes::{BufMut, BytesMut};
use std::fmt;
use std::str::FromStr;

/// A string of bits: `bit` or `bit varying`.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Bits {
    length: usize,
    bytes: Vec<u8>,
}

impl Bits {
    /// How many bits there are.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// The bit at a place, from 0.
    pub fn get(&self, at: usize) -> Option<bool> {
        let byte = self.bytes.get(at / 8)?;
        (at < self.length).then(|| byte & (128 >> (at % 8)) != 0)
    }

    /// The bits in their order.
    pub fn iter(&self) -> impl Iterator<Item = bool> + '_ {
        (0..self.length).filter_map(|at| self.get(at))
    }

    fn read(mut raw: &[u8]) -> Result<Self, Fault> {
        let length = usize::try_from(i32::from_be_bytes(take(&mut raw)?))?;
        if raw.len() != length.div_ceil(8) {
            return Err("the value has another length than it says".into());
        }
        Ok(Self { length, bytes: raw.to_vec() })
    }

    fn write(&self, out: &mut BytesMut) -> Result<(), Fault> {
        out.put_i32(i32::try_from(self.length)?);
        out.put_slice(&self.bytes);
        end(&[])
    }
}

through_sql!(Bits, "bit" | "varbit");
through_text!(Bits);

impl FromIterator<bool> for Bits {
    fn from_iter<I: IntoIterator<Item = bool>>(bits: I) -> Self {
        let mut made = Self::default();
        for bit in bits {
            if made.length.is_multiple_of(8) {
                made.bytes.push(0);
            }
            if let Some(last) = made.bytes.last_mut().filter(|_| bit) {
                *last |= 128 >> (made.length % 8);
            }
            made.length += 1;
        }
        made
    }
}

impl fmt::Display for Bits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.iter().try_for_each(|bit| f.write_str(if bit { "1" } else { "0" }))
    }
}

impl FromStr for Bits {
    type Err = ParseError;

    /// `1011`.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let bit = |it| match it {
            '0' => Ok(false),
            '1' => Ok(true),
            _ => Err(ParseError::new("bits as 1011")),
        };
        text.chars().map(bit).collect()
    }
}
