//! The client crate: that of Momni, that of Family Groups, and one with every type and every form of function, against real
//! servers; and how it is made.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "client/conversions.rs"]
mod conversions;
#[path = "client/each.rs"]
mod each;
#[path = "client/families.rs"]
mod families;
#[path = "client/forms.rs"]
mod forms;
#[path = "client/sessions.rs"]
mod sessions;
#[path = "client/shapes.rs"]
mod shapes;
#[path = "client/stale.rs"]
mod stale;
#[path = "client/tls.rs"]
mod tls;
#[path = "client/types.rs"]
mod types;
#[path = "client/values.rs"]
mod values;
#[path = "client/world.rs"]
mod world;

mod support;

/// Each test runs on every server.
macro_rules! tests {
    ($($module:ident :: $name:ident),* $(,)?) => {
        $(#[test]
        fn $name() {
            // What a debug build keeps of a long future is more than a thread of tests has room for.
            let run = || {
                for world in world::every() {
                    eprintln!("PostgreSQL {}", world.major);
                    support::run($module::$name(&world));
                }
            };
            let thread = std::thread::Builder::new().stack_size(64 << 20).spawn(run).unwrap();
            thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        })*
    };
}

tests! {
    families::kinds_are_called_with_their_keys,
    families::a_request_is_known_by_an_argument,
    families::errors_have_names,
    families::functions_in_sql_have_the_errors_of_constraints,
    families::who_may_not_call_is_told_so_by_no_function,
    families::pages_are_one_stream,
    families::batches_are_one_statement,
    families::rows_of_a_table_are_its_type,
    forms::every_form_is_called,
    forms::what_is_left_out_has_its_default,
    forms::sixteen_hundred_columns_are_read,
    shapes::a_shape_is_a_struct,
    shapes::the_server_keeps_a_shape,
    sessions::nobody_is_called_for_without_claims,
    sessions::a_transaction_is_all_or_nothing,
    sessions::whoever_meets_another_is_run_again,
    sessions::a_call_that_is_dropped_leaves_nothing_open,
    sessions::rows_come_as_they_are_read,
    sessions::calls_are_sent_together,
    sessions::notifications_come,
    sessions::a_connection_that_was_lost_is_made_anew,
    sessions::errors_show_no_values,
    sessions::a_migration_beneath_is_noticed,
    sessions::differences_are_told,
    sessions::what_is_not_said_is_not_set,
    types::every_type_comes_back,
    types::xml_comes_back,
    conversions::what_other_crates_have_is_the_same,
    conversions::what_other_crates_have_not_is_refused,
}
