//! The example `examples/family-groups`: its committed migrations, applied to real servers by the tool's own path, and what
//! the database then does and refuses.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "family_groups/codes.rs"]
mod codes;
#[path = "family_groups/defaults.rs"]
mod defaults;
#[path = "family_groups/invitations.rs"]
mod invitations;
#[path = "family_groups/limits.rs"]
mod limits;
#[path = "family_groups/members.rs"]
mod members;
#[path = "family_groups/server.rs"]
mod server;
#[path = "family_groups/session.rs"]
mod session;
mod support;
#[path = "family_groups/windows.rs"]
mod windows;
#[path = "family_groups/world.rs"]
mod world;

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
    limits::a_family_has_no_more_members_than_its_plan,
    limits::two_sessions_do_not_pass_the_limit_of_members,
    limits::a_place_is_free_again_when_the_first_session_gives_up,
    limits::a_smaller_plan_and_a_new_member_do_not_pass_each_other,
    limits::a_family_over_its_limits_keeps_what_it_has,
    limits::late_and_repeated_billing_events_change_nothing,
    limits::documents_and_their_bytes_are_limited,
    limits::two_sessions_do_not_pass_the_limit_of_storage,
    limits::an_owner_has_no_more_families_than_their_best_plan,
    limits::two_sessions_do_not_pass_the_limit_of_families,
    limits::features_are_those_of_the_plan,
    invitations::an_invitation_is_accepted_once,
    invitations::of_two_sessions_with_one_token_one_gets_in,
    invitations::an_invitation_ends,
    invitations::only_the_owner_of_the_address_answers,
    invitations::an_invitation_is_declined_for_good,
    invitations::an_invitation_is_taken_back,
    invitations::who_may_no_longer_invite_leaves_no_invitation,
    invitations::nobody_invites_above_themselves,
    invitations::a_full_or_sleeping_family_takes_nobody_in,
    invitations::the_token_is_stored_nowhere,
    codes::codes_have_their_form_and_differ,
    codes::a_code_lets_in_as_a_viewer,
    codes::a_code_ends,
    defaults::the_first_family_is_the_default,
    defaults::only_a_family_that_one_can_enter_is_a_default,
    defaults::a_default_goes_with_its_membership,
    defaults::two_sessions_leave_one_default,
    defaults::two_first_families_at_once_leave_one_default,
    defaults::preferences_are_ones_own_and_have_their_form,
    windows::a_helper_gets_in_only_while_a_window_is_open,
    windows::other_roles_can_have_a_window_and_need_none,
    windows::a_window_that_is_offered_comes_with_the_membership,
    windows::the_job_ends_what_is_over_and_frees_the_place,
    members::a_member_is_added_once_and_by_a_coordinator,
    members::nobody_gives_or_takes_a_role_above_their_own,
    members::a_member_changes_only_what_is_theirs,
    members::a_member_is_suspended_reinstated_and_removed,
    members::the_owner_stays_a_coordinator,
    members::the_new_owner_and_their_removal_do_not_pass_each_other,
    members::a_family_is_changed_by_its_coordinators,
    members::addresses_are_for_those_who_may_see_them,
    members::an_account_is_erased_with_what_is_its_own,
}

tests! { own:
    codes::a_code_that_is_taken_is_drawn_again,
    codes::two_sessions_that_draw_the_same_code_get_two,
}
