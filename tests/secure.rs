//! Secure functions on real servers: the project of `docs/secure.md` and `tests/secure/project`, generated and migrated by
//! the program, and called as PostgREST calls it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "secure/bodies.rs"]
mod bodies;
#[path = "secure/kinds.rs"]
mod kinds;
#[path = "secure/pages.rs"]
mod pages;
#[path = "secure/places.rs"]
mod places;
#[path = "secure/requests.rs"]
mod requests;
#[path = "secure/world.rs"]
mod world;

mod support;

/// Each test runs on every server.
macro_rules! tests {
    ($($module:ident :: $name:ident),* $(,)?) => {
        $(#[test]
        fn $name() {
            for world in world::shared() {
                eprintln!("PostgreSQL {}", world.major);
                support::run($module::$name(&world));
            }
        })*
    };
}

tests! {
    bodies::nobody_else_calls_it,
    bodies::a_session_and_its_token_must_hold_what_is_required,
    bodies::claims_of_every_form_open_nothing,
    bodies::arguments_are_as_they_must_be,
    bodies::a_guard_that_does_not_hold_ends_the_call,
    bodies::errors_speak_as_declared,
    bodies::calls_beyond_the_limit_are_refused,
    bodies::a_call_is_recorded_without_its_secrets,
    bodies::nothing_of_the_callers_is_run_with_the_owners_rights,
    kinds::a_row_is_added_read_and_changed,
    kinds::a_change_of_another_version_is_refused,
    kinds::what_is_deleted_is_not_seen_until_it_is_restored,
    kinds::rows_of_others_are_no_rows,
    pages::pages_go_forth_and_back,
    pages::filters_narrow_the_list,
    pages::filters_look_into_arrays_and_ranges,
    pages::a_bad_cursor_is_refused,
    requests::a_repeated_request_is_answered_and_not_done_again,
    requests::an_answer_is_kept_for_whom_the_caller_was,
    requests::two_sessions_with_one_key_do_it_once,
    requests::the_first_session_gives_up_and_the_second_does_it,
    requests::every_form_of_answer_is_kept,
    requests::a_key_is_the_callers_own_and_expires,
}
