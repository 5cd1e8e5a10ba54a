//! `numeric`.

use super::{Fault, ParseError, end, take, through_sql, through_text};
use bytes::{BufMut, BytesMut};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

/// A `numeric`: a decimal number as exact as PostgreSQL's, of up to 131,072 digits before the point and 16,383 behind it, an
/// infinity, or NaN.
///
/// As in PostgreSQL, 1.0 equals 1.00, NaN equals NaN and is greater than all others.
#[derive(Clone)]
pub struct Numeric(Value);

#[derive(Clone)]
enum Value {
    NegInfinity,
    /// Decimal digits without a sign and without zeros at the front, and how many of them stand behind the point.
    Finite {
        negative: bool,
        digits: Vec<u8>,
        scale: u16,
    },
    Infinity,
    NaN,
}

const NEGATIVE: u16 = 0x4000;
const NAN: u16 = 0xC000;
const INFINITY: u16 = 0xD000;
const NEG_INFINITY: u16 = 0xF000;

impl Numeric {
    /// Not a number.
    pub const NAN: Self = Self(Value::NaN);
    /// Greater than all but NaN (PostgreSQL 14).
    pub const INFINITY: Self = Self(Value::Infinity);
    /// Less than all others (PostgreSQL 14).
    pub const NEG_INFINITY: Self = Self(Value::NegInfinity);

    /// Whether it is neither infinite nor NaN.
    pub const fn is_finite(&self) -> bool {
        matches!(self.0, Value::Finite { .. })
    }

    fn read(mut raw: &[u8]) -> Result<Self, Fault> {
        let mut word = || take::<2>(&mut raw).map(u16::from_be_bytes);
        let (count, weight, sign, scale) = (word()?, word()? as i16, word()?, word()?);
        let groups = (0..count).map(|_| word()).collect::<Result<Vec<u16>, Fault>>()?;
        end(raw)?;
        let negative = match sign {
            0 => false,
            NEGATIVE => true,
            NAN => return Ok(Self::NAN),
            INFINITY => return Ok(Self::INFINITY),
            NEG_INFINITY => return Ok(Self::NEG_INFINITY),
            _ => return Err("a numeric of an unknown sign".into()),
        };
        // Four decimal digits to a group; the first one stands `weight` groups before the point.
        let after = i32::from(scale.div_ceil(4));
        let group = |place: i32| {
            let at = i32::from(weight) - place;
            usize::try_from(at).ok().and_then(|at| groups.get(at)).copied().unwrap_or(0)
        };
        let mut digits = Vec::new();
        for place in (-after..=i32::from(weight).max(0)).rev() {
            let it = group(place);
            digits.extend([it / 1_000, it / 100 % 10, it / 10 % 10, it % 10].map(|it| it as u8));
        }
        let beyond = usize::from(scale.div_ceil(4) * 4 - scale);
        digits.truncate(digits.len() - beyond);
        Ok(Self(finite(negative, digits, scale)))
    }

    fn write(&self, out: &mut BytesMut) -> Result<(), Fault> {
        let mut head = |words: [u16; 4]| words.into_iter().for_each(|it| out.put_u16(it));
        let (negative, digits, scale) = match &self.0 {
            Value::NaN => {
                head([0, 0, NAN, 0]);
                return Ok(());
            }
            Value::Infinity => {
                head([0, 0, INFINITY, 0]);
                return Ok(());
            }
            Value::NegInfinity => {
                head([0, 0, NEG_INFINITY, 0]);
                return Ok(());
            }
            Value::Finite { negative, digits, scale } => (*negative, digits, usize::from(*scale)),
        };
        // Filled up with zeros so that the point stands between two groups.
        let after = scale.div_ceil(4);
        let before = digits.len().saturating_sub(scale).div_ceil(4);
        let mut filled = vec![0; before * 4 - digits.len().saturating_sub(scale)];
        filled.resize(filled.len() + scale.saturating_sub(digits.len()), 0);
        filled.extend(digits);
        filled.resize((before + after) * 4, 0);
        let mut groups: Vec<u16> = filled
            .chunks(4)
            .map(|it| it.iter().fold(0, |sum, digit| sum * 10 + u16::from(*digit)))
            .collect();
        let front = groups.iter().take_while(|it| **it == 0).count();
        groups.drain(..front);
        let behind = groups.iter().rev().take_while(|it| **it == 0).count();
        groups.truncate(groups.len() - behind);
        let weight = i16::try_from(i64::try_from(before)? - 1 - i64::try_from(front)?)?;
        let weight = if groups.is_empty() { 0 } else { weight };
        let sign = if negative { NEGATIVE } else { 0 };
        head([u16::try_from(groups.len())?, weight as u16, sign, u16::try_from(scale)?]);
        groups.into_iter().for_each(|it| out.put_u16(it));
        Ok(())
    }

    /// What two equal numbers have in common: sign, the digits before the point, those behind it without zeros at the end.
    fn key(&self) -> Option<(bool, &[u8], &[u8])> {
        let Value::Finite { negative, digits, scale } = &self.0 else { return None };
        let before = digits.len().saturating_sub(usize::from(*scale));
        let (whole, fraction) = digits.split_at(before);
        let end = fraction.iter().rposition(|it| *it != 0).map_or(0, |at| at + 1);
        Some((*negative, whole, &fraction[..end]))
    }
}

/// Zeros at the front are taken away as far as they stand before the point; zero has no sign.
fn finite(negative: bool, mut digits: Vec<u8>, scale: u16) -> Value {
    let scale_digits = usize::from(scale);
    if digits.len() < scale_digits {
        let missing = scale_digits - digits.len();
        digits.splice(0..0, std::iter::repeat_n(0, missing));
    }
    let whole = digits.len() - scale_digits;
    let front = digits[..whole].iter().take_while(|it| **it == 0).count();
    digits.drain(..front);
    let negative = negative && digits.iter().any(|it| *it != 0);
    Value::Finite { negative, digits, scale }
}

through_sql!(Numeric, "numeric");
through_text!(Numeric);

impl PartialEq for Numeric {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Numeric {}

impl PartialOrd for Numeric {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Numeric {
    fn cmp(&self, other: &Self) -> Ordering {
        let kind = |it: &Self| match it.0 {
            Value::NegInfinity => 0,
            Value::Finite { .. } => 1,
            Value::Infinity => 2,
            Value::NaN => 3,
        };
        let (Some(this), Some(that)) = (self.key(), other.key()) else {
            return kind(self).cmp(&kind(other));
        };
        let size = |(_, whole, fraction): (bool, _, _)| -> (usize, &[u8], &[u8]) {
            (<[u8]>::len(whole), whole, fraction)
        };
        match (this.0, that.0) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => size(this).cmp(&size(that)),
            (true, true) => size(that).cmp(&size(this)),
        }
    }
}

impl Hash for Numeric {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::mem::discriminant(&self.0).hash(state);
        self.key().hash(state);
    }
}

impl fmt::Display for Numeric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Value::Finite { negative, digits, scale } = &self.0 else {
            return f.write_str(match self.0 {
                Value::Infinity => "Infinity",
                Value::NegInfinity => "-Infinity",
                _ => "NaN",
            });
        };
        let text =
            |digits: &[u8]| digits.iter().map(|it| char::from(b'0' + it)).collect::<String>();
        let (whole, fraction) = digits.split_at(digits.len() - usize::from(*scale));
        let sign = if *negative { "-" } else { "" };
        let whole = if whole.is_empty() { "0".to_owned() } else { text(whole) };
        write!(f, "{sign}{whole}")?;
        if fraction.is_empty() { Ok(()) } else { write!(f, ".{}", text(fraction)) }
    }
}

impl FromStr for Numeric {
    type Err = ParseError;

    /// `-12.50`, `1e6`, `NaN`, `Infinity` or `-Infinity`.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let read = || {
            let (negative, rest) = match text.as_bytes().first()? {
                b'-' => (true, &text[1..]),
                b'+' => (false, &text[1..]),
                _ => (false, text),
            };
            let (number, exponent) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
            let exponent: i32 = exponent.parse().ok()?;
            let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
            let mut digits: Vec<u8> = Vec::with_capacity(number.len());
            for it in whole.bytes().chain(fraction.bytes()) {
                digits.push(it.is_ascii_digit().then(|| it - b'0')?);
            }
            let scale = i32::try_from(fraction.len()).ok()?.checked_sub(exponent)?;
            if digits.is_empty() || !(-131_072..=16_383).contains(&scale) {
                return None;
            }
            // An exponent beyond the digits adds zeros.
            let zeros = usize::try_from(-scale).unwrap_or(0);
            digits.resize(digits.len() + zeros, 0);
            Some(Self(finite(negative, digits, u16::try_from(scale).unwrap_or(0))))
        };
        match text {
            "NaN" => Ok(Self::NAN),
            "Infinity" => Ok(Self::INFINITY),
            "-Infinity" => Ok(Self::NEG_INFINITY),
            _ => read().ok_or(ParseError::new("a number as -12.50")),
        }
    }
}

macro_rules! of_integer {
    ($($type:ty),+) => {$(
        impl From<$type> for Numeric {
            fn from(number: $type) -> Self {
                let text = number.to_string();
                let digits = text.bytes().filter(u8::is_ascii_digit).map(|it| it - b'0').collect();
                Self(finite(text.starts_with('-'), digits, 0))
            }
        }
    )+};
}

of_integer!(i8, i16, i32, i64, i128, u8, u16, u32, u64, u128);
