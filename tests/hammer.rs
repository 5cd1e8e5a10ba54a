//! Momni's bookings and money under random operations: one after the other against a model in Rust, and many at once against
//! what must hold of all rows. `SEED` repeats a run, `OPERATIONS` makes it longer.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod hammer {
    pub(crate) mod compare;
    pub(crate) mod concurrent;
    pub(crate) mod deadlock;
    pub(crate) mod deal;
    pub(crate) mod declared;
    pub(crate) mod deed;
    pub(crate) mod draw;
    pub(crate) mod invariants;
    pub(crate) mod model;
    pub(crate) mod operation;
    pub(crate) mod random;
    pub(crate) mod scene;
    pub(crate) mod sequential;
    pub(crate) mod server;
    pub(crate) mod shrink;
    pub(crate) mod time;
    pub(crate) mod transitions;
    pub(crate) mod unseen;
    pub(crate) mod view;
    pub(crate) mod wire;
}

mod support;

#[test]
fn no_booking_comes_to_anything_else_than_the_model_says() {
    hammer::shrink::runs("bookings", 2000, 500, 0);
}

#[test]
fn every_transition_is_as_its_table_says() {
    hammer::server::ready();
    support::run(hammer::transitions::every_transition_is_as_its_table_says());
}

#[test]
fn no_interleaving_breaks_what_must_hold() {
    hammer::server::ready();
    let (seed, operations) = hammer::shrink::settings(6000);
    support::run(hammer::concurrent::many_at_once(seed, operations));
}

#[test]
fn a_payment_that_is_not_seen_is_not_overlooked() {
    hammer::server::ready();
    support::run(hammer::unseen::a_payment_that_is_not_seen_is_not_overlooked());
}

#[test]
fn a_family_that_is_just_handed_on_is_left_to_whom_it_went() {
    hammer::server::ready();
    support::run(hammer::unseen::a_family_that_is_just_handed_on_is_left_to_whom_it_went());
}

#[test]
fn no_payment_comes_to_anything_else_than_the_model_says() {
    hammer::shrink::runs("money", 2000, 500, 60);
}
