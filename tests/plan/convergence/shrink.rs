//! A pair that fails, made small: choices are taken back as long as it fails.

use super::Pair;
use std::collections::BTreeSet;

/// Takes back as many choices as can be, in at most so many tries, and gives what is wrong with what is left.
pub(crate) fn shrink(
    pair: &mut Pair,
    mut reason: String,
    tries: u32,
    mut fails: impl FnMut(&Pair) -> Option<String>,
) -> String {
    let mut left = tries;
    let mut smaller = true;
    while smaller {
        smaller = false;
        for back in [Pair::be_same as fn(&mut Pair, BTreeSet<String>), Pair::be_plain] {
            let mut size = pair.asked().len().div_ceil(2);
            while size > 0 {
                let mut at = 0;
                loop {
                    let names: BTreeSet<String> =
                        pair.asked().into_iter().skip(at).take(size).collect();
                    if names.is_empty() {
                        break;
                    }
                    let mut candidate = pair.clone();
                    back(&mut candidate, names);
                    if candidate.sql() == pair.sql() {
                        at += size;
                        continue;
                    }
                    if left == 0 {
                        return reason;
                    }
                    left -= 1;
                    match fails(&candidate) {
                        Some(other) => {
                            (*pair, reason, smaller) = (candidate, other, true);
                        }
                        None => at += size,
                    }
                }
                size = if size == 1 { 0 } else { size.div_ceil(2) };
            }
        }
    }
    reason
}
