//! `uuid`.

use super::{Fault, ParseError, end, take, through_sql, through_text};
use bytes::{BufMut, BytesMut};
use std::fmt;
use std::str::FromStr;

/// A `uuid`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uuid([u8; 16]);

impl Uuid {
    /// Of its bytes, the most significant first.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    pub const fn into_bytes(self) -> [u8; 16] {
        self.0
    }

    /// Of a number.
    pub const fn from_u128(number: u128) -> Self {
        Self(number.to_be_bytes())
    }

    fn read(mut raw: &[u8]) -> Result<Self, Fault> {
        let bytes = take(&mut raw)?;
        end(raw).map(|()| Self(bytes))
    }

    fn write(&self, out: &mut BytesMut) -> Result<(), Fault> {
        out.put_slice(&self.0);
        Ok(())
    }
}

through_sql!(Uuid, "uuid");
through_text!(Uuid);

impl fmt::Display for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, byte) in self.0.iter().enumerate() {
            if matches!(at, 4 | 6 | 8 | 10) {
                f.write_str("-")?;
            }
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl FromStr for Uuid {
    type Err = ParseError;

    /// `a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11`.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        const EXPECTED: ParseError =
            ParseError::new("a UUID as a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
        let dashes = text.char_indices().filter(|(_, it)| *it == '-').map(|(at, _)| at);
        if text.len() != 36 || !dashes.eq([8, 13, 18, 23]) {
            return Err(EXPECTED);
        }
        let hex = text.replace('-', "");
        let fine = hex.bytes().all(|it| it.is_ascii_hexdigit());
        let number = u128::from_str_radix(&hex, 16).ok().filter(|_| fine);
        number.map(Self::from_u128).ok_or(EXPECTED)
    }
}
