//! Attacks that are products of two lists: each pair of them is tried on one of the servers.

use crate::world::World;

impl World {
    /// Whether a pair is tried on this server, by the sum of both positions. With `EVERY` set each server has all of them.
    pub(crate) fn has(&self, pair: usize) -> bool {
        let at = crate::support::MAJORS.iter().position(|it| *it == self.major);
        let servers = crate::support::MAJORS.len();
        std::env::var_os("EVERY").is_some() || at.is_some_and(|at| pair % servers == at)
    }
}
