//! Keys by which a request is known that arrives twice.

use super::values::{Fault, Uuid};
use bytes::BytesMut;
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

/// The key of a request: a function that is idempotent gives the same answer to a request that it has answered already. Whoever
/// sends the request makes its key, keeps it, and sends it again with the same one.
///
/// ```text
/// let key = IdempotencyKey::new();
/// let booking = bookings::hold_booking(&user.clone().idempotency_key(&key), &params).await;
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// One that nobody else has: a random UUID.
    #[allow(clippy::new_without_default, reason = "two of them are never the same")]
    pub fn new() -> Self {
        // The keys of a hasher are random: that saves a generator.
        let half = |of: u8| u128::from(RandomState::new().hash_one(of));
        let random = half(0) << 64 | half(1);
        // Version 4 of RFC 9562.
        let number = random & !(0xf << 76) & !(0x3 << 62) | 0x4 << 76 | 0x2 << 62;
        Self(Uuid::from_u128(number).to_string())
    }

    /// As it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<T: AsRef<str>> From<T> for IdempotencyKey {
    fn from(key: T) -> Self {
        Self(key.as_ref().to_owned())
    }
}

impl From<&IdempotencyKey> for IdempotencyKey {
    fn from(key: &IdempotencyKey) -> Self {
        key.clone()
    }
}

impl fmt::Display for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl ToSql for IdempotencyKey {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Fault> {
        self.0.to_sql(ty, out)
    }

    fn accepts(ty: &Type) -> bool {
        <String as ToSql>::accepts(ty)
    }

    to_sql_checked!();
}
