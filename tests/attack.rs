//! Attacks on Momni's migrated database, on real servers: each is tried as an attacker would try it, with the rights that
//! the project grants and no other, and must fail in the way that is expected. Most are tried, too, by somebody for whom
//! they succeed, so that none fails for a slip of the test. docs/security.md says what stops each kind.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "momni/server.rs"]
#[allow(dead_code, reason = "shared with the tests of what Momni does")]
mod server;
#[path = "momni/session.rs"]
#[allow(dead_code, reason = "shared with the tests of what Momni does")]
mod session;
mod support;
#[path = "momni/world.rs"]
#[allow(dead_code, reason = "shared with the tests of what Momni does")]
mod world;

#[path = "attack/cast.rs"]
mod cast;
#[path = "attack/channels.rs"]
mod channels;
#[path = "attack/claims.rs"]
mod claims;
#[path = "attack/connections.rs"]
mod connections;
#[path = "attack/defaults.rs"]
mod defaults;
#[path = "attack/definitions.rs"]
mod definitions;
#[path = "attack/execution.rs"]
mod execution;
#[path = "attack/hijack.rs"]
mod hijack;
#[path = "attack/large_objects.rs"]
mod large_objects;
#[path = "attack/not_stopped.rs"]
mod not_stopped;
#[path = "attack/oracles.rs"]
mod oracles;
#[path = "attack/ownership.rs"]
mod ownership;
#[path = "attack/payloads.rs"]
mod payloads;
#[path = "attack/prepared.rs"]
mod prepared;
#[path = "attack/roles.rs"]
mod roles;
#[path = "attack/routines.rs"]
mod routines;
#[path = "attack/row_security.rs"]
mod row_security;
#[path = "attack/server_side.rs"]
mod server_side;
#[path = "attack/settings.rs"]
mod settings;
#[path = "attack/share.rs"]
mod share;
#[path = "attack/statistics.rs"]
mod statistics;
#[path = "attack/tables.rs"]
mod tables;
#[path = "attack/tally.rs"]
mod tally;
#[path = "attack/timing.rs"]
mod timing;

/// Each kind of attack is a test, on every server, and a file of its own.
macro_rules! attacks {
    ($($kind:ident),* $(,)?) => {
        const KINDS: &[&str] = &[$(stringify!($kind)),*];
        $(#[test]
        fn $kind() {
            for world in attacked() {
                let mut tally = tally::Tally::default();
                support::run($kind::attack(&world, &mut tally));
                tally.end(world.major, stringify!($kind), KINDS);
            }
        })*
    };
}

attacks! {
    channels, claims, connections, defaults, definitions, execution, hijack, large_objects, oracles, ownership, payloads, prepared, roles, row_security, server_side, settings, statistics, tables, timing,
}

/// No attack, and not counted: what the document says is not stopped.
#[test]
fn what_is_not_stopped_is_as_documented() {
    for world in attacked() {
        support::run(not_stopped::is_as_documented(&world));
    }
}

/// The databases under attack, without the instrument that other tests put into theirs.
fn attacked() -> Vec<world::World> {
    static BARE: std::sync::Once = std::sync::Once::new();
    let worlds = server::shared();
    BARE.call_once(|| {
        for world in &worlds {
            support::run(world.operate("drop function public.probe(text)")).unwrap();
        }
    });
    worlds
}
