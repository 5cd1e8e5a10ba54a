//! Numbers that look random and follow from names. `hashint8extended` is PostgreSQL's own, the same in every version: partitions
//! by hash rest on it.

use super::Spread;

/// A number that follows from a text and the seed: SplitMix64 over its bytes.
pub(super) fn salt(seed: u64, text: &str) -> i64 {
    let mut state = seed;
    for byte in text.bytes() {
        state = mixed(state ^ u64::from(byte));
    }
    mixed(state).cast_signed()
}

fn mixed(state: u64) -> u64 {
    let mut z = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The hash of a number, SQL of type bigint.
///
/// `hashint8extended` hashes the exclusive or of both halves of a number, so two of a hundred thousand numbers of 64 bits would have one
/// hash. Each half by itself is hashed whole.
pub(super) fn hash(number: &str, salt: i64) -> String {
    format!(
        "pg_catalog.hashint8extended({number} >> 32, pg_catalog.hashint8extended({number} & 4294967295, '{salt}'))"
    )
}

/// From 0 to below 1, of a hash.
pub(super) fn unit(hash: &str) -> String {
    // 53 bits are what a double holds.
    format!("(({hash} & 9007199254740991)::double precision / 9007199254740992)")
}

/// From 0 to below 1, as values are to lie.
pub(super) fn spread(spread: Spread, hash: &str) -> String {
    let one = |n: i64| unit(&self::hash(hash, n));
    match spread {
        Spread::Uniform => unit(hash),
        // The mean of four is about normal, and within the bounds.
        Spread::Normal => format!("(({} + {} + {} + {}) / 4)", one(1), one(2), one(3), one(4)),
        Spread::Zipf => {
            format!("((pg_catalog.power(1000::double precision, {}) - 1) / 999)", unit(hash))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::salt;

    #[test]
    fn a_salt_follows_from_text_and_seed() {
        assert_eq!(salt(1, "users"), salt(1, "users"));
        assert_ne!(salt(1, "users"), salt(2, "users"));
        assert_ne!(salt(1, "users"), salt(1, "user"));
        assert_ne!(salt(1, "ab"), salt(1, "ba"));
    }
}
