//! What Momni demands, requirement by requirement: the function that does it is called through the generated client, as who
//! may and as who may not. `docs/requirements.md` names these tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "behaviour/bookings.rs"]
mod bookings;
#[path = "behaviour/due.rs"]
mod due;
#[path = "behaviour/guard.rs"]
mod guard;
#[path = "behaviour/homes.rs"]
mod homes;
#[path = "behaviour/hosting.rs"]
mod hosting;
#[path = "behaviour/journey.rs"]
mod journey;
#[path = "behaviour/money.rs"]
mod money;
#[path = "behaviour/outbox.rs"]
mod outbox;
#[path = "behaviour/people.rs"]
mod people;
#[path = "behaviour/safety.rs"]
mod safety;
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
    hosting::a_host_is_booked_when_they_say_that_they_are_there,
    hosting::a_host_is_booked_only_once_verified,
    hosting::recurring_times_are_those_of_the_clock_of_the_house,
    bookings::a_booking_goes_its_way_and_no_other,
    bookings::no_place_is_given_twice,
    bookings::what_nobody_answers_runs_out,
    bookings::who_waits_is_served_in_order,
    bookings::families_book_together,
    bookings::cancelling_costs_what_the_terms_said,
    bookings::a_host_acknowledges_what_a_child_needs,
    bookings::a_code_is_guessed_a_few_times,
    due::stays_end_though_nobody_says_so,
    due::a_group_that_does_not_ask_lets_go,
    due::an_invitation_runs_out,
    due::holds_and_suspensions_end_by_themselves,
    due::a_review_is_shown_after_two_weeks,
    money::a_payment_is_made_once_and_the_books_balance,
    money::a_host_is_paid_after_the_stay,
    money::refunds_are_bounded_and_large_ones_take_two,
    money::what_is_not_due_goes_back_by_itself,
    money::a_longer_stay_is_paid_first,
    money::a_longer_stay_that_is_not_paid_runs_out,
    money::what_others_are_about_to_write_is_not_passed_over,
    money::a_dispute_is_heard_and_decided,
    money::tax_documents_tell_what_a_host_took,
    money::an_insurance_counts_once_it_is_verified,
    journey::from_signing_up_to_the_payout,
    journey::each_family_of_a_group_pays_its_own,
    safety::a_background_check_ends_and_is_renewed,
    safety::an_identity_is_proven_once,
    safety::insurance_papers_are_the_hosts_own,
    safety::whom_to_call_is_known_to_who_has_the_child,
    safety::who_is_blocked_sees_and_books_nothing,
    safety::an_incident_is_reported_handled_and_closed,
    safety::an_incident_that_lies_is_escalated,
    safety::host_and_family_review_each_other,
    safety::warnings_count_until_they_are_cleared,
    safety::behaviour_is_on_record_and_fades,
    safety::a_suspension_is_appealed_to_another,
    safety::a_host_who_is_shut_out_appeals,
    guard::the_login_of_the_api_touches_no_table,
    guard::a_token_counts_while_it_is_good,
    guard::with_anothers_keys_nothing_is_seen,
    guard::what_is_deleted_is_gone_and_stays_on_record,
    guard::deeds_are_on_record_in_partitions,
    guard::lists_come_in_pages_without_gaps,
    guard::everybody_gets_what_is_known_of_them,
    outbox::a_booking_is_told_once_and_in_order,
    outbox::whoever_listens_hears_of_it,
}
