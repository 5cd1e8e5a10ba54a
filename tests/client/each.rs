//! Every function of Momni and of Family Groups is called once: its statement is one that the server takes, its arguments are
//! sent and its answer is read, or it is refused for a reason of its own.

use crate::support::{MAJORS, execute, run};
use crate::world::{migrated, root, url};
use std::collections::BTreeSet;

/// What the server says of a statement that does not fit what it names.
const MISMATCH: [&str; 12] = [
    "0A000", "22P02", "22P03", "25006", "25P02", "26000", "42601", "42703", "42804", "42883",
    "42P01", "42P18",
];

/// Functions are called by those who may, each in a transaction of its own.
macro_rules! each {
    ($krate:ident, $name:literal, $claims:ident, { $($client:ident $role:ident $area:ident::$function:ident($($argument:expr),* $(,)?);)* }) => {{
        let mut called = BTreeSet::new();
        $({
            let user = $client.as_user(&$claims($krate::Role::$role));
            let done = $krate::$area::$function(&user $(, $argument)*).await;
            let name = concat!(stringify!($area), "::", stringify!($function));
            if let Err(error) = done {
                let error = $krate::Error::from(error);
                let code = error.sqlstate().unwrap_or_else(|| panic!("{name}: {error:?}"));
                assert!(!MISMATCH.contains(&code), "{name}: {error:?}");
                eprintln!("{name}: {error}");
            } else {
                eprintln!("{name}: done");
            }
            called.insert(name.to_owned());
        })*
        assert_eq!(called, offered($name), "each function is called");
    }};
}

/// The functions of a client crate, as it says itself.
fn offered(folder: &str) -> BTreeSet<String> {
    let text = std::fs::read_to_string(root().join(folder).join("interface.json")).unwrap();
    let interface: serde_json::Value = serde_json::from_str(&text).unwrap();
    interface["functions"].as_object().unwrap().keys().cloned().collect()
}

#[test]
fn every_function_of_momni_is_called() {
    const UUID: momni_client::values::Uuid = momni_client::values::Uuid::from_u128(7);
    let claims =
        |role| momni_client::Claims::new(role).subject(UUID).with("email", "ann@example.org");
    for major in MAJORS {
        let target = migrated(major, "momni_each", &root());
        run(async {
            let client = momni_client::Client::new(&url(&target, "momni_authenticator")).unwrap();
            assert_eq!(client.differences().await.unwrap(), []);
            let ann = client.as_user(&claims(momni_client::Role::MomniMember));
            momni_client::accounts::register(&ann, "Ann").await.unwrap();
            let params =
                momni_client::families::CreateFamilyParams::builder().name("Lovelace").build();
            let family = momni_client::families::create_family(&ann, &params).await.unwrap();
            each! { momni_client, "client", claims, {
                client MomniMember accounts::get_my_account();
                client MomniMember accounts::get_my_address();
                client MomniMember accounts::get_my_profile();
                client MomniMember accounts::get_profile(momni_client::ids::UserId(UUID));
                client MomniMember accounts::register("x");
                client MomniMember accounts::set_my_address(&momni_client::accounts::SetMyAddressParams::builder().line1("x").locality("x").country("DE").line2("x").region("x").postal_code("x").phone("+4930123456").build());
                client MomniMember accounts::update_my_profile(&momni_client::accounts::UpdateMyProfileParams::builder().display_name("x").bio("x").languages(vec!["x".to_owned()]).visibility(momni_client::types::Visibility::Private).build());
                client MomniCommunityAdministrator administration::grant_role(momni_client::ids::UserId(UUID), momni_client::types::UserRole::Member, "x");
                client MomniCommunityAdministrator administration::list_changes(&momni_client::administration::ListChangesParams::builder().of_table("x").of_row(momni_client::values::Json::of(&true).unwrap()).by_user(UUID).before_id(1).page_size(1).build());
                client MomniMember administration::list_role_changes(&momni_client::administration::ListRoleChangesParams::builder().of_user(UUID).before_id(1).page_size(1).build());
                client MomniCommunityAdministrator administration::reinstate_user(momni_client::ids::UserId(UUID), "x");
                client MomniCommunityAdministrator administration::search_users(&momni_client::administration::SearchUsersParams::builder().beginning("x").with_status(momni_client::types::AccountStatus::Active).after_registered_at("2030-02-28T00:00:00Z".parse::<momni_client::values::Timestamptz>().unwrap()).after_id(UUID).page_size(1).build());
                client MomniMember families::accept_invitation("x");
                client MomniMember families::add_child(family, "x", "2020-02-29".parse::<momni_client::values::Date>().unwrap());
                client MomniMember families::change_member_kind(UUID, momni_client::types::MemberKind::Parent);
                client MomniMember families::create_family(&momni_client::families::CreateFamilyParams::builder().name("x").kind(momni_client::types::MemberKind::Parent).build());
                client MomniMember families::get_family(family);
                client MomniMember families::get_family_address(family);
                client MomniMember families::get_family_profile(family);
                client MomniMember families::invite_to_family(&momni_client::families::InviteToFamilyParams::builder().family_id(family).kind(momni_client::types::MemberKind::Parent).valid_for(momni_client::values::Interval::from_days(3)).build());
                client MomniMember families::list_family_invitations(family);
                client MomniMember families::list_family_members(&momni_client::families::ListFamilyMembersParams::builder().family_id(family).after_id(UUID).page_size(1).build());
                client MomniMember families::list_my_families(&momni_client::families::ListMyFamiliesParams::builder().after_name("x").after_id(UUID).page_size(1).build());
                client MomniMember families::may_book_for(family);
                client MomniMember families::rename_family(family, "x");
                client MomniMember families::set_family_address(&momni_client::families::SetFamilyAddressParams::builder().family_id(family).line1("x").locality("x").country("DE").line2("x").region("x").postal_code("x").phone("+4930123456").build());
                client MomniMember families::update_child(&momni_client::families::UpdateChildParams::builder().child_id(momni_client::ids::ChildId(UUID)).given_name("x").birth_date("2020-02-29".parse::<momni_client::values::Date>().unwrap()).build());
                client MomniMember families::update_family_profile(&momni_client::families::UpdateFamilyProfileParams::builder().family_id(family).display_name("x").about("x").languages(vec!["x".to_owned()]).visibility(momni_client::types::Visibility::Private).build());
                client MomniMember accounts::close_my_account(&momni_client::accounts::CloseMyAccountParams::builder().reason("x").build());
                client MomniMember accounts::remove_my_address();
                client MomniCommunityAdministrator administration::revoke_role(momni_client::ids::UserId(UUID), "x");
                client MomniCommunityAdministrator administration::suspend_user(momni_client::ids::UserId(UUID), "x");
                client MomniMember families::close_family(family);
                client MomniMember families::leave_family(family);
                client MomniMember families::remove_family_address(family);
                client MomniMember families::remove_family_member(UUID);
                client MomniMember families::revoke_invitation(UUID);
                client MomniMember families::transfer_family(family, momni_client::ids::UserId(UUID));
            }}
        });
    }
}

#[test]
fn every_function_of_family_groups_is_called() {
    const UUID: family_groups_client::values::Uuid =
        family_groups_client::values::Uuid::from_u128(7);
    let claims = |role: family_groups_client::Role| {
        let claims = family_groups_client::Claims::new(role).subject(UUID);
        claims.with("email", "ann@example.org").with("aal", "aal2")
    };
    for major in MAJORS {
        let target = migrated(major, "family_groups_each", &root().join("examples/family-groups"));
        let uuid = UUID;
        execute(
            &target,
            &format!("insert into auth.users (id, email) values ('{uuid}', 'ann@example.org')"),
        );
        run(async {
            let client =
                family_groups_client::Client::new(&url(&target, "fg_authenticator")).unwrap();
            let worker = family_groups_client::Client::new(&url(&target, "fg_worker")).unwrap();
            assert_eq!(client.differences().await.unwrap(), []);
            let ann = client.as_user(&claims(family_groups_client::Role::FgMember));
            let params = family_groups_client::families::CreateFamilyParams::builder()
                .name("Lovelace")
                .build();
            let family =
                family_groups_client::families::create_family(&ann, &params).await.unwrap();
            each! { family_groups_client, "examples/family-groups/client", claims, {
                client FgAdministrator administration::grant_system_role(&family_groups_client::administration::GrantSystemRoleParams::builder().user_id(family_groups_client::ids::UserId(UUID)).expires_at("2030-02-28T00:00:00Z".parse::<family_groups_client::values::Timestamptz>().unwrap()).build());
                client FgAdministrator administration::list_family_access(&family_groups_client::administration::ListFamilyAccessParams::builder().family_id(family).user_id(family_groups_client::ids::UserId(UUID)).after_user(UUID).after_family(UUID).limit(1).build());
                client FgMember administration::list_family_audit(&family_groups_client::administration::ListFamilyAuditParams::builder().family_id(family).before(1).limit(1).build());
                client FgAdministrator administration::set_family_status(family, family_groups_client::types::FamilyStatus::Active, "x");
                client FgMember documents::add_family_document(&family_groups_client::documents::AddFamilyDocumentParams::builder().family_id(family).title("x").storage_key("x").byte_size(1).media_type("x").visibility(family_groups_client::types::DocumentVisibility::Family).assigned_to(UUID).build());
                client FgMember documents::assign_family_document(UUID, Some(family_groups_client::ids::UserId(UUID)));
                client FgMember documents::list_family_documents(&family_groups_client::documents::ListFamilyDocumentsParams::builder().family_id(family).after(UUID).limit(1).build());
                client FgMember families::create_family(&family_groups_client::families::CreateFamilyParams::builder().name("x").timezone("Europe/Berlin").locale("en").description("x").build());
                client FgMember families::generate_family_invite_code(family);
                client FgMember families::get_family_invite_code(family);
                client FgMember families::join_family_by_code(&family_groups_client::families::JoinFamilyByCodeParams::builder().code("x").display_name("x").build());
                client FgMember families::update_family(&family_groups_client::families::UpdateFamilyParams::builder().family_id(family).name("x").description("x").timezone("Europe/Berlin").locale("en").settings(family_groups_client::values::Json::of(&true).unwrap()).build());
                client FgMember invitations::accept_family_invitation(&family_groups_client::invitations::AcceptFamilyInvitationParams::builder().token("x").display_name("x").build());
                client FgMember invitations::create_family_invitation(&family_groups_client::invitations::CreateFamilyInvitationParams::builder().family_id(family).email("somebody@example.org").role(family_groups_client::types::RoleType::SystemAdmin).relationship("x").message("x").valid_for(family_groups_client::values::Interval::from_days(3)).access_starts_at("2030-02-28T00:00:00Z".parse::<family_groups_client::values::Timestamptz>().unwrap()).access_ends_at("2030-02-28T00:00:00Z".parse::<family_groups_client::values::Timestamptz>().unwrap()).build());
                client FgMember invitations::list_family_invitations(&family_groups_client::invitations::ListFamilyInvitationsParams::builder().family_id(family).status(family_groups_client::types::InvitationStatus::Pending).build());
                client FgMember invitations::list_my_invitations();
                client FgMember invitations::preview_family_invitation("x");
                client FgMember invitations::resend_family_invitation(family_groups_client::ids::FamilyInvitationId(UUID));
                worker FgWorker maintenance::expire_invitations(&family_groups_client::maintenance::ExpireInvitationsParams::builder().limit(1).build());
                worker FgWorker maintenance::expire_memberships(&family_groups_client::maintenance::ExpireMembershipsParams::builder().limit(1).build());
                worker FgWorker maintenance::index_usage();
                worker FgWorker maintenance::key_metrics(&family_groups_client::maintenance::KeyMetricsParams::builder().since("2030-02-28T00:00:00Z".parse::<family_groups_client::values::Timestamptz>().unwrap()).build());
                worker FgWorker maintenance::refresh_user_family_access();
                client FgMember members::add_family_member(&family_groups_client::members::AddFamilyMemberParams::builder().family_id(family).user_id(family_groups_client::ids::UserId(UUID)).role(family_groups_client::types::RoleType::SystemAdmin).relationship("x").display_name("x").access_starts_at("2030-02-28T00:00:00Z".parse::<family_groups_client::values::Timestamptz>().unwrap()).access_ends_at("2030-02-28T00:00:00Z".parse::<family_groups_client::values::Timestamptz>().unwrap()).build());
                client FgMember members::change_family_member_role(family, family_groups_client::ids::UserId(UUID), family_groups_client::types::RoleType::SystemAdmin);
                client FgMember members::check_family_access(family_groups_client::ids::UserId(UUID), family);
                client FgMember members::family_has_feature(family, "x");
                client FgMember members::find_user_families(&family_groups_client::members::FindUserFamiliesParams::builder().user_id(family_groups_client::ids::UserId(UUID)).build());
                client FgMember members::get_family_members(family);
                client FgMember members::get_subscription_limits(family);
                client FgMember members::list_roles();
                client FgMember members::list_subscription_tiers();
                client FgMember members::reinstate_family_member(family, family_groups_client::ids::UserId(UUID));
                client FgMember members::set_default_family(family);
                client FgMember members::set_temporary_access(&family_groups_client::members::SetTemporaryAccessParams::builder().family_id(family).user_id(family_groups_client::ids::UserId(UUID)).starts_at("2030-02-28T00:00:00Z".parse::<family_groups_client::values::Timestamptz>().unwrap()).ends_at("2030-02-28T00:00:00Z".parse::<family_groups_client::values::Timestamptz>().unwrap()).reason("x").build());
                client FgMember members::update_my_membership(&family_groups_client::members::UpdateMyMembershipParams::builder().family_id(family).display_name("x").relationship("x").preferences(family_groups_client::values::Json::of(&true).unwrap()).build());
                client FgMember members::validate_family_limits(family);
                client FgMember preferences::get_my_preferences();
                client FgMember preferences::update_my_preferences(&family_groups_client::preferences::UpdateMyPreferencesParams::builder().email_notifications_enabled(true).push_notifications_enabled(true).sms_notifications_enabled(true).digest_frequency(family_groups_client::types::DigestFrequency::Never).quiet_hours_start("07:00:00".parse::<family_groups_client::values::Time>().unwrap()).quiet_hours_end("07:00:00".parse::<family_groups_client::values::Time>().unwrap()).timezone("Europe/Berlin").locale("en").theme(family_groups_client::types::ColorTheme::System).font_scale(family_groups_client::values::Numeric::from(1)).high_contrast(true).reduce_motion(true).screen_reader(true).build());
                client FgService service::apply_subscription(&family_groups_client::service::ApplySubscriptionParams::builder().family_id(family).event_at("2030-02-28T00:00:00Z".parse::<family_groups_client::values::Timestamptz>().unwrap()).tier("basic").status(family_groups_client::types::SubscriptionStatus::Trialing).billing_period(family_groups_client::types::BillingPeriod::Free).stripe_customer_id("x").stripe_subscription_id("x").started_at("2030-02-28T00:00:00Z".parse::<family_groups_client::values::Timestamptz>().unwrap()).ends_at("2030-02-28T00:00:00Z".parse::<family_groups_client::values::Timestamptz>().unwrap()).trial_ends_at("2030-02-28T00:00:00Z".parse::<family_groups_client::values::Timestamptz>().unwrap()).build());
                client FgService service::sync_user(&family_groups_client::service::SyncUserParams::builder().user_id(family_groups_client::ids::UserId(UUID)).email("somebody@example.org").email_confirmed(true).display_name("x").build());
                client FgAdministrator administration::revoke_system_role(family_groups_client::ids::UserId(UUID));
                client FgMember documents::delete_family_document(UUID);
                client FgMember families::archive_family(&family_groups_client::families::ArchiveFamilyParams::builder().family_id(family).reason("x").build());
                client FgMember families::disable_family_invite_code(family);
                client FgMember families::transfer_family_ownership(family, family_groups_client::ids::UserId(UUID));
                client FgMember invitations::decline_family_invitation("x");
                client FgMember invitations::revoke_family_invitation(family_groups_client::ids::FamilyInvitationId(UUID));
                worker FgWorker maintenance::archive_audit_events(&family_groups_client::maintenance::ArchiveAuditEventsParams::builder().older_than(family_groups_client::values::Interval::from_days(3)).limit(1).build());
                worker FgWorker maintenance::purge_archived_families(&family_groups_client::maintenance::PurgeArchivedFamiliesParams::builder().older_than(family_groups_client::values::Interval::from_days(3)).limit(1).build());
                worker FgWorker maintenance::purge_invitations(&family_groups_client::maintenance::PurgeInvitationsParams::builder().older_than(family_groups_client::values::Interval::from_days(3)).limit(1).build());
                client FgMember members::leave_family(family);
                client FgMember members::remove_family_member(&family_groups_client::members::RemoveFamilyMemberParams::builder().family_id(family).user_id(family_groups_client::ids::UserId(UUID)).reason("x").build());
                client FgMember members::suspend_family_member(&family_groups_client::members::SuspendFamilyMemberParams::builder().family_id(family).user_id(family_groups_client::ids::UserId(UUID)).reason("x").build());
                client FgService service::remove_user(family_groups_client::ids::UserId(UUID));
            }}
        });
    }
}
