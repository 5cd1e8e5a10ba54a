//! Momni, the project in the root folder: its committed migrations, applied to real servers by the tool's own path, and
//! what the database then does and refuses.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "momni/administrators.rs"]
mod administrators;
#[path = "momni/catalog.rs"]
mod catalog;
#[path = "momni/declared.rs"]
mod declared;
#[path = "momni/families.rs"]
mod families;
#[path = "momni/isolation.rs"]
mod isolation;
#[path = "momni/outbox.rs"]
mod outbox;
#[path = "momni/plans.rs"]
mod plans;
#[path = "momni/profiles.rs"]
mod profiles;
#[path = "momni/requirements.rs"]
mod requirements;
#[path = "momni/roles.rs"]
mod roles;
#[path = "momni/seed.rs"]
mod seed;
#[path = "momni/server.rs"]
mod server;
#[path = "momni/session.rs"]
mod session;
#[path = "momni/world.rs"]
#[allow(dead_code, reason = "shared with the attacks")]
mod world;

mod support;

/// Each test runs on every server, against the database that the tests share, or against one of its own.
macro_rules! tests {
    ($on:ident: $($module:ident :: $name:ident),* $(,)?) => {
        $(#[test]
        fn $name() {
            for world in server::$on() {
                eprintln!("PostgreSQL {}", world.major);
                support::run($module::$name(&world));
            }
        })*
    };
}

tests! { shared:
    roles::registration_makes_a_member_once,
    roles::two_registrations_at_once_make_one_account,
    roles::a_grant_replaces_and_leaves_a_trail,
    roles::roles_do_not_stack_even_for_the_operator,
    roles::two_grants_at_once_leave_one_role,
    roles::two_inserts_at_once_leave_one_role,
    roles::administrators_who_dismiss_each_other_leave_one,
    roles::nobody_changes_their_own_role,
    roles::a_token_counts_only_while_the_table_agrees,
    roles::the_first_administrator_is_the_operators_to_appoint_once,
    roles::the_trail_is_append_only,
    roles::capabilities_do_not_cross_areas,
    administrators::each_role_has_its_capabilities_and_no_other,
    administrators::administrators_do_not_take_part,
    administrators::a_community_administrator_manages_users,
    administrators::a_financial_administrator_manages_no_users,
    administrators::each_administrator_reads_their_own_trail,
    families::a_user_makes_and_joins_many_families,
    families::the_creator_books_for_every_member_and_others_do_not,
    families::bookings_are_for_members_of_the_family,
    families::the_creator_stays_a_member_by_a_foreign_key,
    families::whoever_has_closed_a_family_may_close_their_account,
    families::a_family_is_not_handed_to_somebody_who_is_leaving,
    families::an_invitation_is_good_once,
    families::one_code_at_two_sessions_lets_one_in,
    families::children_have_records_of_their_own,
    families::what_is_deleted_stays,
    profiles::a_personal_profile_is_shown_as_far_as_its_owner_says,
    profiles::a_profile_is_changed_by_its_owner_and_keeps_its_form,
    profiles::a_family_profile_is_shown_as_far_as_its_creator_says,
    profiles::an_address_is_for_those_who_need_it,
    isolation::what_belongs_to_a_family_is_nothing_to_others,
    isolation::a_member_reads_the_family_and_changes_only_themselves,
    isolation::a_code_that_is_spent_opens_nothing,
    isolation::administrators_do_not_manage_themselves,
    isolation::every_table_is_in_this_test,
    catalog::only_the_authenticator_logs_in_and_becomes_only_clients,
    catalog::no_role_of_a_client_touches_a_table,
    catalog::clients_hold_nothing_but_execute_on_functions_of_api,
    catalog::each_role_executes_what_is_written_down,
    catalog::secure_functions_are_secure,
    catalog::policies_bind_everybody_and_are_asked_once,
    catalog::every_foreign_key_has_an_index,
    catalog::everything_is_explained,
    requirements::requirements_name_what_is_there,
    requirements::guides_name_what_is_there,
    requirements::every_foreign_key_says_what_becomes_of_its_rows,
}

tests! { own:
    outbox::events_reach_each_consumer_once_and_in_the_order_of_their_key,
    roles::two_first_administrators_at_once_are_one,
}
