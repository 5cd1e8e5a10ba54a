//! The example `examples/family-groups`: its committed migrations, applied to real servers by the tool's own path, and what
//! the database then does and refuses.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "family_groups/administrators.rs"]
mod administrators;
#[path = "family_groups/audit.rs"]
mod audit;
#[path = "family_groups/catalog.rs"]
mod catalog;
#[path = "family_groups/codes.rs"]
mod codes;
#[path = "family_groups/declared.rs"]
mod declared;
#[path = "family_groups/defaults.rs"]
mod defaults;
#[path = "family_groups/document.rs"]
mod document;
#[path = "family_groups/documents.rs"]
mod documents;
#[path = "family_groups/invitations.rs"]
mod invitations;
#[path = "family_groups/isolation.rs"]
mod isolation;
#[path = "family_groups/limits.rs"]
mod limits;
#[path = "family_groups/maintenance.rs"]
mod maintenance;
#[path = "family_groups/members.rs"]
mod members;
#[path = "family_groups/queries.rs"]
mod queries;
#[path = "family_groups/reference.rs"]
mod reference;
#[path = "family_groups/requirements.rs"]
mod requirements;
#[path = "family_groups/server.rs"]
mod server;
#[path = "family_groups/session.rs"]
mod session;
mod support;
#[path = "family_groups/tour.rs"]
mod tour;
#[path = "family_groups/windows.rs"]
mod windows;
#[path = "family_groups/world.rs"]
mod world;

/// Each test runs on every server, against the database that the tests share, or against one of its own.
macro_rules! tests {
    ($on:ident: $($module:ident :: $name:ident),* $(,)?) => {
        $(#[test]
        fn $name() {
            let _turn = server::turn();
            for world in server::$on() {
                eprintln!("PostgreSQL {}", world.major);
                support::run($module::$name(&world));
            }
        })*
    };
}

tests! { shared:
    administrators::token_and_table_must_agree,
    administrators::only_a_global_role_is_held_without_a_family,
    administrators::every_look_of_an_administrator_is_logged,
    administrators::an_administrator_suspends_and_restores,
    audit::every_change_is_logged_with_who_and_what,
    audit::secrets_and_addresses_are_not_in_the_log,
    audit::the_log_is_append_only,
    audit::a_family_reads_its_own_log_in_pages,
    catalog::roles_are_no_more_than_they_must_be,
    catalog::each_role_executes_what_is_written_down,
    catalog::secure_functions_are_secure,
    catalog::policies_bind_everybody_and_are_asked_once,
    catalog::policies_are_planned_as_init_plans,
    catalog::the_indexes_of_the_document_are_there,
    catalog::every_foreign_key_has_an_index,
    catalog::everything_is_explained,
    codes::codes_have_their_form_and_differ,
    codes::a_code_lets_in_as_a_viewer,
    codes::a_code_ends,
    defaults::the_first_family_is_the_default,
    defaults::only_a_family_that_one_can_enter_is_a_default,
    defaults::a_default_goes_with_its_membership,
    defaults::two_sessions_leave_one_default,
    defaults::two_first_families_at_once_leave_one_default,
    defaults::preferences_are_ones_own_and_have_their_form,
    documents::who_sees_a_document_is_a_matter_of_scope,
    documents::who_files_and_deletes_is_a_matter_of_scope,
    documents::documents_come_in_pages,
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
    isolation::rows_of_one_family_are_nothing_to_others,
    isolation::nobody_enrols_another,
    isolation::every_table_is_in_this_test,
    isolation::no_role_of_a_client_touches_a_table,
    isolation::functions_keep_families_apart,
    isolation::a_hidden_family_and_none_are_the_same,
    isolation::every_function_is_in_this_test,
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
    members::a_member_is_added_once_and_by_a_coordinator,
    members::nobody_gives_or_takes_a_role_above_their_own,
    members::a_member_changes_only_what_is_theirs,
    members::a_member_is_suspended_reinstated_and_removed,
    members::the_owner_stays_a_coordinator,
    members::the_new_owner_and_their_removal_do_not_pass_each_other,
    members::a_family_is_changed_by_its_coordinators,
    members::addresses_are_for_those_who_may_see_them,
    members::an_account_is_erased_with_what_is_its_own,
    queries::the_four_patterns_answer_as_the_documents_queries_do,
    queries::check_family_access_answers_as_a_fresh_view_does,
    queries::readers_go_on_while_the_view_is_refreshed,
    reference::there_are_nine_roles,
    reference::members_choose_from_eight,
    reference::there_are_three_tiers,
    reference::a_family_begins_on_the_free_tier_whoever_makes_it,
    requirements::requirements_name_what_is_there,
    tour::what_the_planner_inlines_says_what_it_should,
    windows::a_helper_gets_in_only_while_a_window_is_open,
    windows::other_roles_can_have_a_window_and_need_none,
    windows::a_window_that_is_offered_comes_with_the_membership,
    windows::the_job_ends_what_is_over_and_frees_the_place,
}

tests! { own:
    codes::a_code_that_is_taken_is_drawn_again,
    codes::two_sessions_that_draw_the_same_code_get_two,
    audit::old_events_move_to_the_archive_and_young_ones_stay,
    maintenance::invitations_expire_and_are_purged,
    maintenance::two_workers_do_not_wait_for_each_other,
    maintenance::archived_families_are_purged_with_all_that_is_theirs,
    maintenance::metrics_count_what_happened,
    queries::the_view_is_as_old_as_its_refresh_and_decides_nothing,
    queries::a_view_that_was_never_filled_is_filled,
    tour::every_function_is_called,
    declared::the_migrated_database_is_what_was_declared,
    document::its_policy_on_families_compares_the_inner_table_with_itself,
    document::its_policy_on_memberships_recurses,
    document::its_policy_for_coordinators_opens_every_family_to_them,
}
