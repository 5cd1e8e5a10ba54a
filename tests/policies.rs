//! Policies in short on real servers: the project of `docs/policies.md`, generated and migrated by the program, and asked as
//! its callers ask it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "policies/plans.rs"]
mod plans;
#[path = "policies/rows.rs"]
mod rows;
#[path = "policies/world.rs"]
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
    rows::a_family_is_seen_by_its_members,
    rows::who_left_sees_nothing,
    rows::a_row_is_seen_as_its_column_says,
    rows::a_row_is_its_owners_and_stays_so,
    rows::what_is_required_takes_away,
    rows::the_owner_of_the_tables_is_bound_too,
    rows::nobody_else_calls_the_function,
    rows::a_policy_for_everybody_on_the_members_does_not_recurse,
    plans::what_a_policy_asks_is_computed_once_and_looked_for_in_an_index,
    plans::names_of_columns_may_change,
}

/// What is written in short gives the rules of `check` nothing to say of speed, recursion and forgotten checks.
#[test]
fn check_is_content() {
    let folder = tempfile::tempdir().unwrap();
    world::write_project(folder.path());
    let ran = support::momni_db(folder.path(), &["check"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let said = format!("{}{}", ran.stdout, ran.stderr);
    for rule in [
        "policy-calls-per-row",
        "unindexed-policy-column",
        "recursive-policy",
        "policy-without-check",
        "policy-without-grant",
        "row-security-off",
        "row-security-not-forced",
        "definer-",
        "idle-policy",
    ] {
        assert!(!said.contains(rule), "{said}");
    }
}
