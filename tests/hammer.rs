//! Momni's bookings and money under random operations: one after the other against a model in Rust, and many at once against
//! what must hold of all rows. `SEED` repeats a run, `OPERATIONS` makes it longer.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod hammer {
    pub(crate) mod compare;
    pub(crate) mod draw;
    pub(crate) mod model;
    pub(crate) mod operation;
    pub(crate) mod random;
    pub(crate) mod scene;
    pub(crate) mod sequential;
    pub(crate) mod server;
    pub(crate) mod shrink;
    pub(crate) mod time;
    pub(crate) mod transitions;
    pub(crate) mod wire;
}

mod support;

#[test]
fn no_operation_comes_to_anything_else_than_the_model_says() {
    hammer::shrink::runs("bookings", 4000, 500);
}

#[test]
fn every_transition_is_as_its_table_says() {
    hammer::server::ready();
    support::run(hammer::transitions::every_transition_is_as_its_table_says());
}
