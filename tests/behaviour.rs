//! What Momni demands, requirement by requirement: the function that does it is called through the generated client, as who
//! may and as who may not. `docs/requirements.md` names these tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "behaviour/homes.rs"]
mod homes;
#[path = "behaviour/people.rs"]
mod people;
#[path = "behaviour/world.rs"]
mod world;

mod support;

macro_rules! tests {
    ($($module:ident :: $name:ident),* $(,)?) => {
        $(#[test]
        fn $name() {
            // What a debug build keeps of a long future is more than a thread of tests has room for.
            let run = || support::run($module::$name(&world::World::open()));
            let thread = std::thread::Builder::new().stack_size(64 << 20).spawn(run).unwrap();
            thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        })*
    };
}

tests! {
    people::a_grant_replaces_the_role_and_is_on_record,
    people::a_financial_administrator_orders_money_and_manages_nobody,
    people::a_community_administrator_manages_people_and_no_money,
    people::a_user_belongs_to_many_families,
    people::a_user_creates_many_families_and_hands_one_on,
    people::the_creator_books_for_every_member_and_nobody_else_does,
    people::profiles_are_shown_as_far_as_their_owners_say,
    people::who_has_not_registered_takes_no_part,
}
