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

/// Runs what is more than a test's stack holds, unoptimized: a call of each of hundreds of functions in one.
fn with_a_large_stack(what: fn()) {
    let thread = std::thread::Builder::new().stack_size(256 << 20).spawn(what).unwrap();
    if let Err(panic) = thread.join() {
        std::panic::resume_unwind(panic);
    }
}

#[test]
fn every_function_of_momni_is_called() {
    with_a_large_stack(call_momni);
}

fn call_momni() {
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
                client MomniCommunityAdministrator audit::list_calls(&momni_client::audit::ListCallsParams::builder().of_action("x").of_caller(UUID).sort("x").after("x").before("x").page_size(1).build());
                client MomniMember bookings::accept_booking(momni_client::ids::BookingId(UUID));
                client MomniMember bookings::accept_booking_group(momni_client::ids::BookingGroupId(UUID));
                client MomniMember bookings::accept_extension(UUID);
                client MomniMember bookings::acknowledge_requirement(momni_client::ids::BookingId(UUID), momni_client::ids::ChildRequirementId(UUID), 1);
                client MomniMember bookings::add_availability_exception(momni_client::types::ExceptionKind::Closed, "2030-02-28T00:00:00".parse::<momni_client::values::Timestamp>().unwrap(), "2030-02-28T00:00:00".parse::<momni_client::values::Timestamp>().unwrap());
                client MomniMember bookings::add_availability_rule(&momni_client::bookings::AddAvailabilityRuleParams::builder().starts_at("2030-02-28T00:00:00".parse::<momni_client::values::Timestamp>().unwrap()).ends_at("2030-02-28T00:00:00".parse::<momni_client::values::Timestamp>().unwrap()).rule("x").build());
                client MomniMember bookings::add_child_requirement(&momni_client::bookings::AddChildRequirementParams::builder().child_id(momni_client::ids::ChildId(UUID)).kind(momni_client::types::RequirementKind::Allergy).severity(momni_client::types::RequirementSeverity::Mild).title("x").instructions("x").build());
                client MomniMember bookings::cancel_booking(&momni_client::bookings::CancelBookingParams::builder().booking_id(momni_client::ids::BookingId(UUID)).reason("x").build());
                client MomniMember bookings::cancel_booking_group(momni_client::ids::BookingGroupId(UUID));
                client MomniMember bookings::change_availability_rule(&momni_client::bookings::ChangeAvailabilityRuleParams::builder().id(momni_client::ids::AvailabilityRuleId(UUID)).starts_at("2030-02-28T00:00:00".parse::<momni_client::values::Timestamp>().unwrap()).ends_at("2030-02-28T00:00:00".parse::<momni_client::values::Timestamp>().unwrap()).rule("x").clear(vec!["x".to_owned()]).build());
                client MomniMember bookings::change_child_requirement(&momni_client::bookings::ChangeChildRequirementParams::builder().id(momni_client::ids::ChildRequirementId(UUID)).revision(1).kind(momni_client::types::RequirementKind::Allergy).severity(momni_client::types::RequirementSeverity::Mild).title("x").instructions("x").build());
                client MomniMember bookings::check_in(momni_client::ids::BookingId(UUID), "x");
                client MomniMember bookings::check_out(momni_client::ids::BookingId(UUID), "x");
                client MomniMember bookings::create_booking_group(&momni_client::bookings::CreateBookingGroupParams::builder().family_id(family).host_id(momni_client::ids::HostId(UUID)).starts_at("2030-02-28T00:00:00Z".parse::<momni_client::values::Timestamptz>().unwrap()).ends_at("2030-02-28T00:00:00Z".parse::<momni_client::values::Timestamptz>().unwrap()).member_ids(vec![momni_client::ids::FamilyMemberId(UUID)]).name("x").open_for(momni_client::values::Interval::from_days(3)).build());
                client MomniMember bookings::get_booking(momni_client::ids::BookingId(UUID));
                client MomniMember bookings::get_booking_address(momni_client::ids::BookingId(UUID));
                client MomniMember bookings::get_host_terms(momni_client::ids::HostId(UUID));
                client MomniMember bookings::hold_booking(&momni_client::bookings::HoldBookingParams::builder().family_id(family).host_id(momni_client::ids::HostId(UUID)).starts_at("2030-02-28T00:00:00Z".parse::<momni_client::values::Timestamptz>().unwrap()).ends_at("2030-02-28T00:00:00Z".parse::<momni_client::values::Timestamptz>().unwrap()).member_ids(vec![momni_client::ids::FamilyMemberId(UUID)]).build());
                client MomniMember bookings::host_calendar(&momni_client::bookings::HostCalendarParams::builder().host_id(momni_client::ids::HostId(UUID)).since("2030-02-28T00:00:00Z".parse::<momni_client::values::Timestamptz>().unwrap()).build());
                client MomniMember bookings::join_booking_group("x", family, vec![momni_client::ids::FamilyMemberId(UUID)]);
                client MomniMember bookings::join_waitlist(&momni_client::bookings::JoinWaitlistParams::builder().family_id(family).host_id(momni_client::ids::HostId(UUID)).starts_at("2030-02-28T00:00:00Z".parse::<momni_client::values::Timestamptz>().unwrap()).ends_at("2030-02-28T00:00:00Z".parse::<momni_client::values::Timestamptz>().unwrap()).member_ids(vec![momni_client::ids::FamilyMemberId(UUID)]).build());
                client MomniMember bookings::list_acknowledgements(momni_client::ids::BookingId(UUID));
                client MomniMember bookings::list_booking_children(momni_client::ids::BookingId(UUID));
                client MomniMember bookings::list_booking_events(momni_client::ids::BookingId(UUID));
                client MomniMember bookings::list_bookings(&momni_client::bookings::ListBookingsParams::builder().by_family_id(family).by_host_id(momni_client::ids::HostId(UUID)).by_status(momni_client::types::BookingStatus::Held).since("2030-02-28T00:00:00Z".parse::<momni_client::values::Timestamptz>().unwrap()).until("2030-02-28T00:00:00Z".parse::<momni_client::values::Timestamptz>().unwrap()).sort("x").after("x").before("x").page_size(1).build());
                client MomniMember bookings::list_cancellation_policies();
                client MomniMember bookings::list_child_requirements(momni_client::ids::ChildId(UUID));
                client MomniMember bookings::list_extensions(momni_client::ids::BookingId(UUID));
                client MomniMember bookings::list_group_bookings(momni_client::ids::BookingGroupId(UUID));
                client MomniMember bookings::list_host_capacities(momni_client::ids::HostId(UUID));
                client MomniMember bookings::list_my_availability_exceptions(&momni_client::bookings::ListMyAvailabilityExceptionsParams::builder().sort("x").after("x").before("x").page_size(1).build());
                client MomniMember bookings::list_my_availability_rules(&momni_client::bookings::ListMyAvailabilityRulesParams::builder().sort("x").after("x").before("x").page_size(1).build());
                client MomniMember bookings::list_waitlist(family);
                client MomniMember bookings::make_handover_code(momni_client::ids::BookingId(UUID), momni_client::types::HandoverKind::CheckIn);
                client MomniMember bookings::quote_booking(&momni_client::bookings::QuoteBookingParams::builder().host_id(momni_client::ids::HostId(UUID)).starts_at("2030-02-28T00:00:00Z".parse::<momni_client::values::Timestamptz>().unwrap()).ends_at("2030-02-28T00:00:00Z".parse::<momni_client::values::Timestamptz>().unwrap()).children(vec![momni_client::types::AgeGroup::Infant]).build());
                client MomniMember bookings::quote_cancellation(momni_client::ids::BookingId(UUID));
                client MomniMember bookings::read_requirements(momni_client::ids::BookingId(UUID));
                client MomniMember bookings::request_booking(&momni_client::bookings::RequestBookingParams::builder().booking_id(momni_client::ids::BookingId(UUID)).note("x").build());
                client MomniMember bookings::request_booking_group(momni_client::ids::BookingGroupId(UUID));
                client MomniMember bookings::request_extension(momni_client::ids::BookingId(UUID), "2030-02-28T00:00:00Z".parse::<momni_client::values::Timestamptz>().unwrap());
                client MomniMember bookings::search_hosts(&momni_client::bookings::SearchHostsParams::builder().latitude(momni_client::values::Numeric::from(1)).longitude(momni_client::values::Numeric::from(1)).radius_km(momni_client::values::Numeric::from(1)).starts_at("2030-02-28T00:00:00Z".parse::<momni_client::values::Timestamptz>().unwrap()).ends_at("2030-02-28T00:00:00Z".parse::<momni_client::values::Timestamptz>().unwrap()).children(vec![momni_client::types::AgeGroup::Infant]).after_metres(1).after_host_id(UUID).page_size(1).build());
                client MomniMember bookings::set_my_capacity(momni_client::types::AgeGroup::Infant, 1, 1);
                client MomniMember bookings::set_my_host_terms(&momni_client::bookings::SetMyHostTermsParams::builder().places(1).exclusive(true).buffer(momni_client::values::Interval::from_days(3)).minimum_notice(momni_client::values::Interval::from_days(3)).minimum_stay(momni_client::values::Interval::from_days(3)).maximum_stay(momni_client::values::Interval::from_days(3)).cancellation_policy(momni_client::ids::CancellationPolicyId("x".to_owned())).build());
                client MomniMember bookings::withdraw_extension(UUID);
                client MomniMember families::accept_invitation("x");
                client MomniMember families::add_child(family, "x", "2020-02-29".parse::<momni_client::values::Date>().unwrap());
                client MomniMember families::add_child_relation(&momni_client::families::AddChildRelationParams::builder().child_id(momni_client::ids::ChildId(UUID)).relation(momni_client::types::ChildRelation::Mother).user_id(momni_client::ids::UserId(UUID)).name(momni_client::types::PersonName("x".into())).custody(momni_client::types::Custody::Sole).note("x").build());
                client MomniMember families::allow_pickup(&momni_client::families::AllowPickupParams::builder().child_id(momni_client::ids::ChildId(UUID)).user_id(momni_client::ids::UserId(UUID)).name(momni_client::types::PersonName("x".into())).phone(momni_client::types::PhoneNumber("x".into())).during(momni_client::values::Range::Empty).note("x").build());
                client MomniMember families::change_member_kind(momni_client::ids::FamilyMemberId(UUID), momni_client::types::MemberKind::Parent);
                client MomniCommunityAdministrator families::confirm_custody(UUID, "x");
                client MomniMember families::create_family(&momni_client::families::CreateFamilyParams::builder().name("x").kind(momni_client::types::MemberKind::Parent).build());
                client MomniMember families::get_family(family);
                client MomniMember families::get_family_address(family);
                client MomniMember families::get_family_profile(family);
                client MomniMember families::invite_to_family(&momni_client::families::InviteToFamilyParams::builder().family_id(family).kind(momni_client::types::MemberKind::Parent).valid_for(momni_client::values::Interval::from_days(3)).build());
                client MomniCommunityAdministrator families::lift_custody(UUID, "x");
                client MomniMember families::list_child_relations(&momni_client::families::ListChildRelationsParams::builder().child_id(momni_client::ids::ChildId(UUID)).sort("x").after("x").before("x").page_size(1).build());
                client MomniCommunityAdministrator families::list_custody_claims(&momni_client::families::ListCustodyClaimsParams::builder().sort("x").after("x").before("x").page_size(1).build());
                client MomniMember families::list_family_invitations(family);
                client MomniMember families::list_family_members(&momni_client::families::ListFamilyMembersParams::builder().family_id(family).after_id(UUID).page_size(1).build());
                client MomniMember families::list_my_families(&momni_client::families::ListMyFamiliesParams::builder().after_name("x").after_id(UUID).page_size(1).build());
                client MomniMember families::list_pickup_people(&momni_client::families::ListPickupPeopleParams::builder().child_id(momni_client::ids::ChildId(UUID)).at("2030-02-28T00:00:00Z".parse::<momni_client::values::Timestamptz>().unwrap()).build());
                client MomniMember families::may_book_for(family);
                client MomniMember families::rename_family(family, "x");
                client MomniMember families::set_family_address(&momni_client::families::SetFamilyAddressParams::builder().family_id(family).line1("x").locality("x").country("DE").line2("x").region("x").postal_code("x").phone("+4930123456").build());
                client MomniMember families::update_child(&momni_client::families::UpdateChildParams::builder().child_id(momni_client::ids::ChildId(UUID)).given_name("x").birth_date("2020-02-29".parse::<momni_client::values::Date>().unwrap()).build());
                client MomniMember families::update_family_profile(&momni_client::families::UpdateFamilyProfileParams::builder().family_id(family).display_name("x").about("x").languages(vec!["x".to_owned()]).visibility(momni_client::types::Visibility::Private).build());
                client MomniMember hosting::become_host("x", "DE", "x");
                client MomniMember hosting::get_host(momni_client::ids::HostId(UUID));
                client MomniMember hosting::get_my_host();
                client MomniMember hosting::get_my_host_address();
                client MomniMember hosting::list_hosts(&momni_client::hosting::ListHostsParams::builder().country("DE").speaking("x").child_age(1).south(momni_client::values::Numeric::from(1)).north(momni_client::values::Numeric::from(1)).west(momni_client::values::Numeric::from(1)).east(momni_client::values::Numeric::from(1)).after_since("2030-02-28T00:00:00Z".parse::<momni_client::values::Timestamptz>().unwrap()).after_id(UUID).page_size(1).build());
                client MomniMember hosting::list_my_host();
                client MomniMember hosting::pause_my_host();
                client MomniCommunityAdministrator hosting::reinstate_host(momni_client::ids::HostId(UUID), "x");
                client MomniMember hosting::set_my_host_address(&momni_client::hosting::SetMyHostAddressParams::builder().line1("x").locality("x").country("DE").line2("x").region("x").postal_code("x").phone("+4930123456").latitude(momni_client::values::Numeric::from(1)).longitude(momni_client::values::Numeric::from(1)).build());
                client MomniMember hosting::stop_hosting();
                client MomniMember hosting::update_my_host(&momni_client::hosting::UpdateMyHostParams::builder().time_zone("x").country("DE").currency("x").build());
                client MomniMember hosting::update_my_host_profile(&momni_client::hosting::UpdateMyHostProfileParams::builder().headline("x").about("x").languages(vec!["x".to_owned()]).youngest(1).oldest(1).visibility(momni_client::types::Visibility::Private).build());
                client MomniMember money::add_dispute_evidence(&momni_client::money::AddDisputeEvidenceParams::builder().dispute_id(momni_client::ids::DisputeId(UUID)).statement("x").document_reference("x").build());
                client MomniFinancialAdministrator money::adjust_ledger(&momni_client::money::AdjustLedgerParams::builder().debit(momni_client::types::LedgerPurpose::ProviderClearing).credit(momni_client::types::LedgerPurpose::ProviderClearing).amount(1).currency("x").reason("x").provider("x").build());
                client MomniFinancialAdministrator money::approve_money_order(momni_client::ids::MoneyOrderId(UUID));
                client MomniFinancialAdministrator money::charge_dispute(momni_client::ids::DisputeId(UUID), 1, "x");
                client MomniFinancialAdministrator money::decide_dispute(momni_client::ids::DisputeId(UUID), true, "x");
                client MomniFinancialAdministrator money::draw_up_payouts(&momni_client::money::DrawUpPayoutsParams::builder().currency("x").reason("x").provider("x").minimum(1).build());
                client MomniFinancialAdministrator money::draw_up_tax_documents("DE", 1);
                client MomniMember money::family_statement(&momni_client::money::FamilyStatementParams::builder().family_id(family).month("2020-02-29".parse::<momni_client::values::Date>().unwrap()).time_zone("x").after_at("2030-02-28T00:00:00Z".parse::<momni_client::values::Timestamptz>().unwrap()).after_id(UUID).page_size(1).build());
                client MomniMember money::get_payment(UUID);
                client MomniMember money::get_payout_account(momni_client::ids::HostId(UUID));
                client MomniFinancialAdministrator money::grant_credit(&momni_client::money::GrantCreditParams::builder().user_id(momni_client::ids::UserId(UUID)).amount(1).currency("x").reason("x").expires_at("2030-02-28T00:00:00Z".parse::<momni_client::values::Timestamptz>().unwrap()).build());
                client MomniMember money::host_statement(&momni_client::money::HostStatementParams::builder().month("2020-02-29".parse::<momni_client::values::Date>().unwrap()).time_zone("x").after_id(1).page_size(1).build());
                client MomniMember money::list_credits(&momni_client::money::ListCreditsParams::builder().by_user_id(momni_client::ids::UserId(UUID)).by_currency(momni_client::types::CurrencyCode("x".into())).sort("x").after("x").before("x").page_size(1).build());
                client MomniMember money::list_dispute_evidence(&momni_client::money::ListDisputeEvidenceParams::builder().by_dispute_id(momni_client::ids::DisputeId(UUID)).sort("x").after("x").before("x").page_size(1).build());
                client MomniMember money::list_disputes(&momni_client::money::ListDisputesParams::builder().by_intent_id(momni_client::ids::PaymentIntentId(UUID)).by_status(momni_client::types::DisputeStatus::Open).by_origin(momni_client::types::DisputeOrigin::Payer).sort("x").after("x").before("x").page_size(1).build());
                client MomniFinancialAdministrator money::list_ledger_entries(&momni_client::money::ListLedgerEntriesParams::builder().by_account_id(momni_client::ids::LedgerAccountId(UUID)).by_transaction_id(momni_client::ids::LedgerTransactionId(1)).sort("x").after("x").before("x").page_size(1).build());
                client MomniFinancialAdministrator money::list_ledger_transactions(&momni_client::money::ListLedgerTransactionsParams::builder().by_kind(momni_client::types::PostingKind::PaymentCaptured).by_source(UUID).by_reference("x").sort("x").after("x").before("x").page_size(1).build());
                client MomniFinancialAdministrator money::list_money_orders(&momni_client::money::ListMoneyOrdersParams::builder().by_status(momni_client::types::MoneyOrderStatus::Pending).by_deed(momni_client::types::MoneyDeed::Refund).by_requested_by(momni_client::ids::UserId(UUID)).by_intent_id(momni_client::ids::PaymentIntentId(UUID)).by_user_id(momni_client::ids::UserId(UUID)).sort("x").after("x").before("x").page_size(1).build());
                client MomniMember money::list_my_balances();
                client MomniMember money::list_payments(&momni_client::money::ListPaymentsParams::builder().by_booking_id(momni_client::ids::BookingId(UUID)).by_family_id(family).by_host_id(momni_client::ids::HostId(UUID)).by_status(momni_client::types::PaymentStatus::Open).sort("x").after("x").before("x").page_size(1).build());
                client MomniMember money::list_payouts(&momni_client::money::ListPayoutsParams::builder().by_batch_id(momni_client::ids::PayoutBatchId(UUID)).by_host_id(momni_client::ids::HostId(UUID)).by_status(momni_client::types::PayoutStatus::DrawnUp).sort("x").after("x").before("x").page_size(1).build());
                client MomniFinancialAdministrator money::list_provider_events(&momni_client::money::ListProviderEventsParams::builder().by_status(momni_client::types::ProviderEventStatus::Waiting).by_event_type("x").sort("x").after("x").before("x").page_size(1).build());
                client MomniFinancialAdministrator money::list_reconciliation_differences(&momni_client::money::ListReconciliationDifferencesParams::builder().by_run_id(momni_client::ids::ReconciliationRunId(1)).by_reference("x").sort("x").after("x").before("x").page_size(1).build());
                client MomniFinancialAdministrator money::list_reconciliation_runs(&momni_client::money::ListReconciliationRunsParams::builder().by_provider("x").by_day("2020-02-29".parse::<momni_client::values::Date>().unwrap()).sort("x").after("x").before("x").page_size(1).build());
                client MomniMember money::list_refunds(&momni_client::money::ListRefundsParams::builder().by_intent_id(momni_client::ids::PaymentIntentId(UUID)).by_status(momni_client::types::RefundStatus::Pending).sort("x").after("x").before("x").page_size(1).build());
                client MomniMember money::list_tax_documents(&momni_client::money::ListTaxDocumentsParams::builder().by_host_id(momni_client::ids::HostId(UUID)).by_country(momni_client::types::CountryCode("x".into())).by_year(1).by_reportable(true).sort("x").after("x").before("x").page_size(1).build());
                client MomniMember money::open_dispute(UUID, 1, "x");
                client MomniMember money::pay_booking(momni_client::ids::BookingId(UUID));
                client MomniFinancialAdministrator money::reconcile_day(&momni_client::money::ReconcileDayParams::builder().day("2020-02-29".parse::<momni_client::values::Date>().unwrap()).provider("x").build());
                client MomniFinancialAdministrator money::refund_payment(&momni_client::money::RefundPaymentParams::builder().payment_id(UUID).amount(1).reason("x").as_credit(true).build());
                client MomniFinancialAdministrator money::resolve_difference(1, "x");
                client MomniMember money::start_payment(&momni_client::money::StartPaymentParams::builder().payment_id(UUID).provider("x").build());
                client MomniFinancialAdministrator money::trial_balance();
                client MomniMember money::use_credit(UUID, 1);
                client MomniMember money::withdraw_dispute(momni_client::ids::DisputeId(UUID));
                client MomniFinancialAdministrator money::withdraw_money_order(momni_client::ids::MoneyOrderId(UUID));
                client MomniMember people::agree_to_account_merge("x");
                client MomniCommunityAdministrator people::decide_account_merge(UUID, true, "x");
                client MomniMember people::export_my_data();
                client MomniCommunityAdministrator people::list_account_merges(&momni_client::people::ListAccountMergesParams::builder().by_status(momni_client::types::MergeStatus::Offered).sort("x").after("x").before("x").page_size(1).build());
                client MomniMember people::offer_account_merge();
                client MomniMember people::withdraw_account_merge();
                client MomniMember reviews::change_review(&momni_client::reviews::ChangeReviewParams::builder().id(momni_client::ids::ReviewId(UUID)).rating(1).body("x").clear(vec!["x".to_owned()]).build());
                client MomniMember reviews::get_family_rating(family);
                client MomniMember reviews::get_host_rating(momni_client::ids::HostId(UUID));
                client MomniMember reviews::list_family_reviews(&momni_client::reviews::ListFamilyReviewsParams::builder().family_id(family).sort("x").after("x").before("x").page_size(1).build());
                client MomniMember reviews::list_host_reviews(&momni_client::reviews::ListHostReviewsParams::builder().host_id(momni_client::ids::HostId(UUID)).sort("x").after("x").before("x").page_size(1).build());
                client MomniMember reviews::list_my_reviews(&momni_client::reviews::ListMyReviewsParams::builder().sort("x").after("x").before("x").page_size(1).build());
                client MomniCommunityAdministrator reviews::list_reviews(&momni_client::reviews::ListReviewsParams::builder().by_author_id(momni_client::ids::UserId(UUID)).sort("x").after("x").before("x").page_size(1).build());
                client MomniCommunityAdministrator reviews::release_review(momni_client::ids::ReviewId(UUID));
                client MomniMember reviews::reply_to_review(momni_client::ids::ReviewId(UUID), "x");
                client MomniCommunityAdministrator reviews::withhold_review(momni_client::ids::ReviewId(UUID), "x");
                client MomniMember reviews::write_review(&momni_client::reviews::WriteReviewParams::builder().booking_id(momni_client::ids::BookingId(UUID)).rating(1).body("x").build());
                client MomniMember trust::add_emergency_contact(&momni_client::trust::AddEmergencyContactParams::builder().family_id(family).name(momni_client::types::PersonName("x".into())).relation("x").phone(momni_client::types::PhoneNumber("x".into())).child_id(momni_client::ids::ChildId(UUID)).other_phone(momni_client::types::PhoneNumber("x".into())).languages(vec![momni_client::types::LanguageTag("x".into())]).priority(1).note("x").build());
                client MomniMember trust::add_incident_evidence(&momni_client::trust::AddIncidentEvidenceParams::builder().incident_id(momni_client::ids::IncidentId(UUID)).storage_key("x").sha256(vec![1]).media_type("x").size_bytes(1).description("x").build());
                client MomniCommunityAdministrator trust::add_incident_note(&momni_client::trust::AddIncidentNoteParams::builder().incident_id(momni_client::ids::IncidentId(UUID)).body("x").shared(true).build());
                client MomniMember trust::add_incident_person(&momni_client::trust::AddIncidentPersonParams::builder().incident_id(momni_client::ids::IncidentId(UUID)).part(momni_client::types::IncidentPart::Subject).user_id(momni_client::ids::UserId(UUID)).child_id(momni_client::ids::ChildId(UUID)).host_id(momni_client::ids::HostId(UUID)).note("x").build());
                client MomniMember trust::add_incident_statement(momni_client::ids::IncidentId(UUID), "x");
                client MomniMember trust::appeal_suspension("x");
                client MomniCommunityAdministrator trust::assign_incident(momni_client::ids::IncidentId(UUID), Some(momni_client::ids::UserId(UUID)));
                client MomniMember trust::block_user(momni_client::ids::UserId(UUID));
                client MomniCommunityAdministrator trust::clear_safety_flag(UUID, "x");
                client MomniCommunityAdministrator trust::decide_appeal(UUID, true, "x");
                client MomniMember trust::get_incident(momni_client::ids::IncidentId(UUID));
                client MomniMember trust::get_my_suspension();
                client MomniCommunityAdministrator trust::get_safety_score(momni_client::ids::UserId(UUID));
                client MomniCommunityAdministrator trust::hold_host(&momni_client::trust::HoldHostParams::builder().host_id(momni_client::ids::HostId(UUID)).reason("x").incident_id(momni_client::ids::IncidentId(UUID)).until("2030-02-28T00:00:00Z".parse::<momni_client::values::Timestamptz>().unwrap()).build());
                client MomniCommunityAdministrator trust::lift_host_hold(momni_client::ids::HostId(UUID), "x");
                client MomniCommunityAdministrator trust::list_appeals(&momni_client::trust::ListAppealsParams::builder().by_status(momni_client::types::AppealStatus::Open).sort("x").after("x").before("x").page_size(1).build());
                client MomniCommunityAdministrator trust::list_behaviour(&momni_client::trust::ListBehaviourParams::builder().user_id(momni_client::ids::UserId(UUID)).sort("x").after("x").before("x").page_size(1).build());
                client MomniMember trust::list_emergency_contacts(&momni_client::trust::ListEmergencyContactsParams::builder().family_id(family).by_child_id(momni_client::ids::ChildId(UUID)).sort("x").after("x").before("x").page_size(1).build());
                client MomniCommunityAdministrator trust::list_host_holds(&momni_client::trust::ListHostHoldsParams::builder().by_host_id(momni_client::ids::HostId(UUID)).sort("x").after("x").before("x").page_size(1).build());
                client MomniMember trust::list_incident_events(&momni_client::trust::ListIncidentEventsParams::builder().incident_id(momni_client::ids::IncidentId(UUID)).sort("x").after("x").before("x").page_size(1).build());
                client MomniMember trust::list_incident_evidence(&momni_client::trust::ListIncidentEvidenceParams::builder().incident_id(momni_client::ids::IncidentId(UUID)).sort("x").after("x").before("x").page_size(1).build());
                client MomniMember trust::list_incident_people(&momni_client::trust::ListIncidentPeopleParams::builder().incident_id(momni_client::ids::IncidentId(UUID)).sort("x").after("x").before("x").page_size(1).build());
                client MomniCommunityAdministrator trust::list_incidents(&momni_client::trust::ListIncidentsParams::builder().by_status(momni_client::types::IncidentStatus::Reported).by_severity(momni_client::types::IncidentSeverity::Low).by_kind(momni_client::types::IncidentKind::Injury).by_assigned_to(momni_client::ids::UserId(UUID)).by_reporter_id(momni_client::ids::UserId(UUID)).sort("x").after("x").before("x").page_size(1).build());
                client MomniMember trust::list_my_blocks(&momni_client::trust::ListMyBlocksParams::builder().sort("x").after("x").before("x").page_size(1).build());
                client MomniMember trust::list_my_incidents(&momni_client::trust::ListMyIncidentsParams::builder().sort("x").after("x").before("x").page_size(1).build());
                client MomniCommunityAdministrator trust::list_safety_flags(&momni_client::trust::ListSafetyFlagsParams::builder().user_id(momni_client::ids::UserId(UUID)).sort("x").after("x").before("x").page_size(1).build());
                client MomniCommunityAdministrator trust::list_suspensions(&momni_client::trust::ListSuspensionsParams::builder().by_user_id(momni_client::ids::UserId(UUID)).sort("x").after("x").before("x").page_size(1).build());
                client MomniCommunityAdministrator trust::raise_safety_flag(&momni_client::trust::RaiseSafetyFlagParams::builder().user_id(momni_client::ids::UserId(UUID)).kind(momni_client::types::SafetyFlagKind::UnderInvestigation).weight(1).reason("x").as_host(true).incident_id(momni_client::ids::IncidentId(UUID)).expires_at("2030-02-28T00:00:00Z".parse::<momni_client::values::Timestamptz>().unwrap()).build());
                client MomniCommunityAdministrator trust::read_incident_contacts(momni_client::ids::IncidentId(UUID), "x");
                client MomniMember trust::report_incident(&momni_client::trust::ReportIncidentParams::builder().kind(momni_client::types::IncidentKind::Injury).severity(momni_client::types::IncidentSeverity::Low).summary("x").description("x").occurred_at("2030-02-28T00:00:00Z".parse::<momni_client::values::Timestamptz>().unwrap()).place("x").family_id(family).booking_id(momni_client::ids::BookingId(UUID)).build());
                client MomniCommunityAdministrator trust::set_incident_severity(momni_client::ids::IncidentId(UUID), momni_client::types::IncidentSeverity::Low);
                client MomniCommunityAdministrator trust::set_incident_status(&momni_client::trust::SetIncidentStatusParams::builder().incident_id(momni_client::ids::IncidentId(UUID)).status(momni_client::types::IncidentStatus::Reported).resolution("x").build());
                client MomniMember trust::unblock_user(momni_client::ids::UserId(UUID));
                client MomniMember trust::update_emergency_contact(&momni_client::trust::UpdateEmergencyContactParams::builder().id(momni_client::ids::EmergencyContactId(UUID)).updated_at("2030-02-28T00:00:00Z".parse::<momni_client::values::Timestamptz>().unwrap()).name(momni_client::types::PersonName("x".into())).relation("x").phone(momni_client::types::PhoneNumber("x".into())).other_phone(momni_client::types::PhoneNumber("x".into())).languages(vec![momni_client::types::LanguageTag("x".into())]).priority(1).note("x").clear(vec!["x".to_owned()]).build());
                client MomniMember verification::add_identity_document(&momni_client::verification::AddIdentityDocumentParams::builder().verification_id(momni_client::ids::IdentityVerificationId(UUID)).part(momni_client::types::DocumentPart::Front).storage_key("x").digest("x").size(1).media_type("x").build());
                client MomniMember verification::add_insurance_document(&momni_client::verification::AddInsuranceDocumentParams::builder().insurance_id(momni_client::ids::HostInsuranceId(UUID)).storage_key("x").digest("x").size(1).media_type("x").build());
                client MomniCommunityAdministrator verification::decide_background_check(UUID, momni_client::types::VerificationStatus::Requested, "x");
                client MomniCommunityAdministrator verification::decide_identity(&momni_client::verification::DecideIdentityParams::builder().verification_id(momni_client::ids::IdentityVerificationId(UUID)).verdict(momni_client::types::VerificationStatus::Requested).reason("x").number_digest("x").build());
                client MomniCommunityAdministrator verification::decide_insurance(momni_client::ids::HostInsuranceId(UUID), momni_client::types::VerificationStatus::Requested, "x");
                client MomniCommunityAdministrator verification::list_background_checks(&momni_client::verification::ListBackgroundChecksParams::builder().by_status(momni_client::types::VerificationStatus::Requested).by_user_id(momni_client::ids::UserId(UUID)).sort("x").after("x").before("x").page_size(1).build());
                client MomniCommunityAdministrator verification::list_identity_documents(momni_client::ids::IdentityVerificationId(UUID));
                client MomniCommunityAdministrator verification::list_identity_verifications(&momni_client::verification::ListIdentityVerificationsParams::builder().by_status(momni_client::types::VerificationStatus::Requested).by_user_id(momni_client::ids::UserId(UUID)).sort("x").after("x").before("x").page_size(1).build());
                client MomniCommunityAdministrator verification::list_insurance_documents(momni_client::ids::HostInsuranceId(UUID));
                client MomniCommunityAdministrator verification::list_insurances(&momni_client::verification::ListInsurancesParams::builder().by_status(momni_client::types::VerificationStatus::Requested).by_host_id(momni_client::ids::HostId(UUID)).sort("x").after("x").before("x").page_size(1).build());
                client MomniMember verification::list_my_demands(&momni_client::verification::ListMyDemandsParams::builder().during(momni_client::values::Range::Empty).build());
                client MomniMember verification::list_my_identity_documents();
                client MomniMember verification::list_my_insurances();
                client MomniMember verification::list_my_verifications();
                client MomniMember verification::request_background_check("DE", true);
                client MomniCommunityAdministrator verification::review_identity(momni_client::ids::IdentityVerificationId(UUID));
                client MomniCommunityAdministrator verification::review_insurance(momni_client::ids::HostInsuranceId(UUID));
                client MomniCommunityAdministrator verification::send_background_check(UUID, "x", "x");
                client MomniMember verification::submit_identity(&momni_client::verification::SubmitIdentityParams::builder().document_kind(momni_client::types::IdentityDocumentKind::Passport).document_country("x").document_expires_on("2020-02-29".parse::<momni_client::values::Date>().unwrap()).build());
                client MomniMember verification::submit_insurance(&momni_client::verification::SubmitInsuranceParams::builder().insurer("x").policy_number("x").covers(momni_client::values::Range::Empty).amount(1).currency("x").build());
                client MomniMember verification::withdraw_background_check(UUID);
                client MomniMember verification::withdraw_identity(momni_client::ids::IdentityVerificationId(UUID));
                client MomniMember verification::withdraw_insurance(momni_client::ids::HostInsuranceId(UUID));
                client MomniMember accounts::close_my_account(&momni_client::accounts::CloseMyAccountParams::builder().reason("x").build());
                client MomniMember accounts::remove_my_address();
                client MomniCommunityAdministrator administration::revoke_role(momni_client::ids::UserId(UUID), "x");
                client MomniCommunityAdministrator administration::suspend_user(&momni_client::administration::SuspendUserParams::builder().user_id(momni_client::ids::UserId(UUID)).reason("x").until("2030-02-28T00:00:00Z".parse::<momni_client::values::Timestamptz>().unwrap()).incident_id(momni_client::ids::IncidentId(UUID)).build());
                client MomniMember bookings::decline_booking(&momni_client::bookings::DeclineBookingParams::builder().booking_id(momni_client::ids::BookingId(UUID)).reason("x").build());
                client MomniMember bookings::decline_extension(UUID);
                client MomniMember bookings::leave_waitlist(momni_client::ids::WaitlistEntryId(UUID));
                client MomniMember bookings::remove_availability_exception(momni_client::ids::AvailabilityExceptionId(UUID));
                client MomniMember bookings::remove_availability_rule(momni_client::ids::AvailabilityRuleId(UUID));
                client MomniMember bookings::remove_child_requirement(momni_client::ids::ChildRequirementId(UUID));
                client MomniMember families::close_family(family);
                client MomniMember families::leave_family(family);
                client MomniMember families::remove_child_relation(momni_client::ids::ChildRelationId(UUID));
                client MomniMember families::remove_family_address(family);
                client MomniMember families::remove_family_member(momni_client::ids::FamilyMemberId(UUID));
                client MomniMember families::revoke_invitation(UUID);
                client MomniMember families::revoke_pickup(UUID);
                client MomniMember families::transfer_family(family, momni_client::ids::UserId(UUID));
                client MomniCommunityAdministrator hosting::suspend_host(momni_client::ids::HostId(UUID), "x");
                client MomniFinancialAdministrator money::decline_money_order(momni_client::ids::MoneyOrderId(UUID), "x");
                client MomniMember trust::remove_emergency_contact(momni_client::ids::EmergencyContactId(UUID));
                client MomniMember verification::remove_identity_document(UUID);
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
