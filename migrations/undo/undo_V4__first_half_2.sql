-- momni-db: undoes adaa7a726c099eee72c4504ff57ec7673cf7a6727350e32ee2bc26ee5fc5db85
-- momni-db: loses alter rows app.role_capabilities: rows are deleted
-- momni-db: loses alter rows app.capabilities: rows are deleted
-- momni-db: loses drop column app.users.erased_at: its values are lost
-- momni-db: loses drop column app.users.merged_into: its values are lost
-- momni-db: loses drop column audit.changes.address_digest: its values are lost
-- momni-db: loses drop column audit.changes.address_salt: its values are lost
-- momni-db: loses drop column audit.changes.client_address: its values are lost
-- momni-db: loses drop column audit.changes.person_id: its values are lost
-- momni-db: loses drop column audit.changes.values_digest: its values are lost
-- momni-db: loses drop column audit.changes.values_salt: its values are lost
-- momni-db: loses drop table app.account_merges: its rows are lost
-- momni-db: loses drop table app.age_groups: its rows are lost
-- momni-db: loses drop table app.availability_exceptions: its rows are lost
-- momni-db: loses drop table app.availability_rules: its rows are lost
-- momni-db: loses drop table app.background_checks: its rows are lost
-- momni-db: loses drop table app.behaviour_events_rest: its rows are lost
-- momni-db: loses drop table app.behaviour_weights: its rows are lost
-- momni-db: loses drop table app.booking_children: its rows are lost
-- momni-db: loses drop table app.booking_events: its rows are lost
-- momni-db: loses drop table app.booking_extensions: its rows are lost
-- momni-db: loses drop table app.booking_groups: its rows are lost
-- momni-db: loses drop table app.booking_settings: its rows are lost
-- momni-db: loses drop table app.booking_transitions: its rows are lost
-- momni-db: loses drop table app.bookings: its rows are lost
-- momni-db: loses drop table app.cancellation_policies: its rows are lost
-- momni-db: loses drop table app.cancellation_tiers: its rows are lost
-- momni-db: loses drop table app.child_relations: its rows are lost
-- momni-db: loses drop table app.child_requirements: its rows are lost
-- momni-db: loses drop table app.credit_uses: its rows are lost
-- momni-db: loses drop table app.credits: its rows are lost
-- momni-db: loses drop table app.currencies: its rows are lost
-- momni-db: loses drop table app.dispute_evidence: its rows are lost
-- momni-db: loses drop table app.disputes: its rows are lost
-- momni-db: loses drop table app.emergency_contacts: its rows are lost
-- momni-db: loses drop table app.extension_transitions: its rows are lost
-- momni-db: loses drop table app.external_identities: its rows are lost
-- momni-db: loses drop table app.family_ratings: its rows are lost
-- momni-db: loses drop table app.fee_schedules: its rows are lost
-- momni-db: loses drop table app.group_transitions: its rows are lost
-- momni-db: loses drop table app.handover_codes: its rows are lost
-- momni-db: loses drop table app.host_addresses: its rows are lost
-- momni-db: loses drop table app.host_capacities: its rows are lost
-- momni-db: loses drop table app.host_cells: its rows are lost
-- momni-db: loses drop table app.host_holds: its rows are lost
-- momni-db: loses drop table app.host_insurances: its rows are lost
-- momni-db: loses drop table app.host_profiles: its rows are lost
-- momni-db: loses drop table app.host_ratings: its rows are lost
-- momni-db: loses drop table app.host_terms: its rows are lost
-- momni-db: loses drop table app.host_turns: its rows are lost
-- momni-db: loses drop table app.hosts: its rows are lost
-- momni-db: loses drop table app.identity_documents: its rows are lost
-- momni-db: loses drop table app.identity_verifications: its rows are lost
-- momni-db: loses drop table app.incident_deadlines: its rows are lost
-- momni-db: loses drop table app.incident_events: its rows are lost
-- momni-db: loses drop table app.incident_evidence: its rows are lost
-- momni-db: loses drop table app.incident_people: its rows are lost
-- momni-db: loses drop table app.incident_transitions: its rows are lost
-- momni-db: loses drop table app.incidents: its rows are lost
-- momni-db: loses drop table app.insurance_documents: its rows are lost
-- momni-db: loses drop table app.ledger_accounts: its rows are lost
-- momni-db: loses drop table app.ledger_entries: its rows are lost
-- momni-db: loses drop table app.ledger_purposes: its rows are lost
-- momni-db: loses drop table app.ledger_snapshots: its rows are lost
-- momni-db: loses drop table app.ledger_transactions: its rows are lost
-- momni-db: loses drop table app.money_deeds: its rows are lost
-- momni-db: loses drop table app.money_limits: its rows are lost
-- momni-db: loses drop table app.money_orders: its rows are lost
-- momni-db: loses drop table app.money_transitions: its rows are lost
-- momni-db: loses drop table app.open_times: its rows are lost
-- momni-db: loses drop table app.outbox_consumers: its rows are lost
-- momni-db: loses drop table app.outbox_events: its rows are lost
-- momni-db: loses drop table app.outbox_topics: its rows are lost
-- momni-db: loses drop table app.payment_attempts: its rows are lost
-- momni-db: loses drop table app.payment_holds: its rows are lost
-- momni-db: loses drop table app.payment_intents: its rows are lost
-- momni-db: loses drop table app.payment_providers: its rows are lost
-- momni-db: loses drop table app.payout_accounts: its rows are lost
-- momni-db: loses drop table app.payout_batches: its rows are lost
-- momni-db: loses drop table app.payouts: its rows are lost
-- momni-db: loses drop table app.personal_data: its rows are lost
-- momni-db: loses drop table app.pickup_permissions: its rows are lost
-- momni-db: loses drop table app.provider_event_types: its rows are lost
-- momni-db: loses drop table app.provider_events: its rows are lost
-- momni-db: loses drop table app.rate_limits: its rows are lost
-- momni-db: loses drop table app.rating_changes: its rows are lost
-- momni-db: loses drop table app.reconciliation_differences: its rows are lost
-- momni-db: loses drop table app.reconciliation_runs: its rows are lost
-- momni-db: loses drop table app.refunds: its rows are lost
-- momni-db: loses drop table app.requests: its rows are lost
-- momni-db: loses drop table app.requirement_acknowledgements: its rows are lost
-- momni-db: loses drop table app.reviews: its rows are lost
-- momni-db: loses drop table app.safety_flags: its rows are lost
-- momni-db: loses drop table app.settlement_lines: its rows are lost
-- momni-db: loses drop table app.suspension_appeals: its rows are lost
-- momni-db: loses drop table app.suspensions: its rows are lost
-- momni-db: loses drop table app.tax_documents: its rows are lost
-- momni-db: loses drop table app.tax_rules: its rows are lost
-- momni-db: loses drop table app.user_blocks: its rows are lost
-- momni-db: loses drop table app.verification_demands: its rows are lost
-- momni-db: loses drop table app.verification_reminders: its rows are lost
-- momni-db: loses drop table app.verification_renewals: its rows are lost
-- momni-db: loses drop table app.verification_transitions: its rows are lost
-- momni-db: loses drop table app.waitlist_children: its rows are lost
-- momni-db: loses drop table app.waitlist_entries: its rows are lost
-- momni-db: loses drop table app.waitlist_transitions: its rows are lost
-- momni-db: loses drop table audit.calls_rest: its rows are lost
-- momni-db: loses drop table audit.erasures: its rows are lost
-- momni-db: loses drop table audit.seals: its rows are lost
-- momni-db: loses drop extension btree_gist: tables of its own go along
-- Generated by momni-db and proven with its migration. `momni-db undo` runs it.
--
-- Undo of V4: first half 2
--   alter 23 functions
--   alter 2 rows
--   change owner of 1 function
--   comment on 24 functions
--   comment on 1 table
--   comment on 2 columns
--   comment on 1 policy
--   create 1 function
--   create 1 trigger
--   drop 1 schema
--   drop 1 extension
--   drop 50 enums
--   drop 5 domains
--   drop 3 composite types
--   drop 402 functions
--   drop 100 tables
--   drop 8 columns
--   drop 175 constraints
--   drop 1 trigger
--   drop 45 policies
--   grant on 1 schema
--   grant on 7 default privileges
--   grant on 1 function
--   make again 6 triggers
--   make again 2 policies
--   revoke on 5 schemas
--   revoke on 5 functions
--   revoke on 1 table
--   revoke on 58 columns
--   drop policy app.booking_children.booking_children_add
--   drop policy app.booking_children.booking_children_read
--   drop policy app.booking_events.booking_events_read
--   drop policy app.booking_extensions.booking_extensions_ask
--   drop policy app.children.children_bookings
--   drop policy app.children.children_keeper
--   drop policy app.children.children_merge
--   drop policy app.children.children_read_hosted
--   drop policy app.families.families_keeper
--   drop policy app.families.families_merge
--   drop policy app.family_addresses.family_addresses_keeper
--   drop policy app.family_invitations.family_invitations_expire
--   drop policy app.family_invitations.family_invitations_read_due
--   drop policy app.family_members.family_members_bookings
--   drop policy app.family_members.family_members_keeper
--   drop policy app.family_members.family_members_merge
--   drop policy app.family_profiles.family_profiles_bookings
--   drop policy app.family_profiles.family_profiles_keeper
--   make again policy app.family_profiles.family_profiles_read
--   drop policy app.handover_codes.handover_codes_make
--   drop policy app.handover_codes.handover_codes_make_again
--   drop policy app.handover_codes.handover_codes_read
--   drop policy app.handover_codes.handover_codes_use
--   drop policy app.host_capacities.host_capacities_read
--   drop policy app.host_insurances.host_insurances_decide
--   drop policy app.host_profiles.host_profiles_read_listed
--   drop policy app.host_terms.host_terms_read
--   drop policy app.identity_documents.identity_documents_add
--   drop policy app.incidents.incidents_report
--   drop policy app.insurance_documents.insurance_documents_add
--   drop policy app.personal_addresses.personal_addresses_keeper
--   drop policy app.personal_profiles.personal_profiles_keeper
--   make again policy app.personal_profiles.personal_profiles_read_shared
--   drop policy app.requirement_acknowledgements.requirement_acknowledgements_add
--   drop policy app.requirement_acknowledgements.requirement_acknowledgements_read
--   drop policy app.roles.roles_issuer
--   drop policy app.suspension_appeals.suspension_appeals_appeal
--   drop policy app.suspension_appeals.suspension_appeals_read_own
--   drop policy app.user_roles.user_roles_issuer
--   drop policy app.users.users_issuer
--   drop policy app.users.users_keeper
--   drop policy app.users.users_merge
--   drop policy app.users.users_read_suspended
--   drop policy app.users.users_reinstate
--   drop policy app.waitlist_children.waitlist_children_add
--   drop policy audit.changes.changes_erase
--   drop policy audit.changes.changes_seal
--   make again trigger app.children.children_audit
--   make again trigger app.families.families_audit
--   make again trigger app.family_members.family_members_audit
--   make again trigger app.family_profiles.family_profiles_audit
--   make again trigger app.personal_profiles.personal_profiles_audit
--   make again trigger app.users.users_audit
--   drop trigger audit.changes.changes_keep
--   alter rows app.role_capabilities
--   alter rows app.capabilities
--   drop constraint app.account_merges.account_merges_decided_by_fkey
--   drop constraint app.account_merges.account_merges_from_user_fkey
--   drop constraint app.account_merges.account_merges_into_user_fkey
--   drop constraint app.availability_exceptions.availability_exceptions_deleted_by_fkey
--   drop constraint app.availability_exceptions.availability_exceptions_host_id_fkey
--   drop constraint app.availability_rules.availability_rules_deleted_by_fkey
--   drop constraint app.availability_rules.availability_rules_host_id_fkey
--   drop constraint app.background_checks.background_checks_decided_by_fkey
--   drop constraint app.background_checks.background_checks_user_id_fkey
--   drop constraint app.behaviour_events.behaviour_events_user_id_fkey
--   drop constraint app.booking_children.booking_children_age_group_fkey
--   drop constraint app.booking_children.booking_children_booking_fkey
--   drop constraint app.booking_children.booking_children_child_id_fkey
--   drop constraint app.booking_children.booking_children_member_id_fkey
--   drop constraint app.booking_events.booking_events_booking_id_fkey
--   drop constraint app.booking_extensions.booking_extensions_booking_id_fkey
--   drop constraint app.booking_extensions.booking_extensions_family_id_fkey
--   drop constraint app.booking_extensions.booking_extensions_host_id_fkey
--   drop constraint app.booking_groups.booking_groups_family_id_fkey
--   drop constraint app.booking_groups.booking_groups_host_id_fkey
--   drop constraint app.bookings.bookings_booked_by_fkey
--   drop constraint app.bookings.bookings_cancellation_policy_fkey
--   drop constraint app.bookings.bookings_family_id_fkey
--   drop constraint app.bookings.bookings_group_id_fkey
--   drop constraint app.bookings.bookings_host_id_fkey
--   drop constraint app.cancellation_tiers.cancellation_tiers_policy_fkey
--   drop constraint app.child_relations.child_relations_child_id_fkey
--   drop constraint app.child_relations.child_relations_confirmed_by_fkey
--   drop constraint app.child_relations.child_relations_deleted_by_fkey
--   drop constraint app.child_relations.child_relations_user_id_fkey
--   drop constraint app.child_requirements.child_requirements_child_id_fkey
--   drop constraint app.child_requirements.child_requirements_deleted_by_fkey
--   drop constraint app.credit_uses.credit_uses_credit_id_fkey
--   drop constraint app.credit_uses.credit_uses_intent_id_fkey
--   drop constraint app.credits.credits_currency_fkey
--   drop constraint app.credits.credits_order_id_fkey
--   drop constraint app.credits.credits_refund_id_fkey
--   drop constraint app.credits.credits_user_id_fkey
--   drop constraint app.dispute_evidence.dispute_evidence_dispute_id_fkey
--   drop constraint app.dispute_evidence.dispute_evidence_submitted_by_fkey
--   drop constraint app.disputes.disputes_decided_by_fkey
--   drop constraint app.disputes.disputes_intent_id_fkey
--   drop constraint app.disputes.disputes_opened_by_fkey
--   drop constraint app.disputes.disputes_provider_fkey
--   drop constraint app.emergency_contacts.emergency_contacts_child_id_fkey
--   drop constraint app.emergency_contacts.emergency_contacts_deleted_by_fkey
--   drop constraint app.emergency_contacts.emergency_contacts_family_id_fkey
--   drop constraint app.family_ratings.family_ratings_family_id_fkey
--   drop constraint app.handover_codes.handover_codes_booking_id_fkey
--   drop constraint app.host_addresses.host_addresses_deleted_by_fkey
--   drop constraint app.host_addresses.host_addresses_host_id_fkey
--   drop constraint app.host_capacities.host_capacities_age_group_fkey
--   drop constraint app.host_capacities.host_capacities_host_id_fkey
--   drop constraint app.host_cells.host_cells_host_id_fkey
--   drop constraint app.host_holds.host_holds_host_id_fkey
--   drop constraint app.host_holds.host_holds_incident_id_fkey
--   drop constraint app.host_holds.host_holds_lifted_by_fkey
--   drop constraint app.host_holds.host_holds_placed_by_fkey
--   drop constraint app.host_insurances.host_insurances_decided_by_fkey
--   drop constraint app.host_insurances.host_insurances_host_id_fkey
--   drop constraint app.host_profiles.host_profiles_host_id_fkey
--   drop constraint app.host_ratings.host_ratings_host_id_fkey
--   drop constraint app.host_terms.host_terms_cancellation_policy_fkey
--   drop constraint app.host_terms.host_terms_host_id_fkey
--   drop constraint app.host_turns.host_turns_host_id_fkey
--   drop constraint app.hosts.hosts_account_fkey
--   drop constraint app.hosts.hosts_deleted_by_fkey
--   drop constraint app.identity_documents.identity_documents_deleted_by_fkey
--   drop constraint app.identity_documents.identity_documents_verification_fkey
--   drop constraint app.identity_verifications.identity_verifications_decided_by_fkey
--   drop constraint app.identity_verifications.identity_verifications_user_id_fkey
--   drop constraint app.incident_events.incident_events_actor_id_fkey
--   drop constraint app.incident_events.incident_events_incident_id_fkey
--   drop constraint app.incident_evidence.incident_evidence_added_by_fkey
--   drop constraint app.incident_evidence.incident_evidence_incident_id_fkey
--   drop constraint app.incident_people.incident_people_added_by_fkey
--   drop constraint app.incident_people.incident_people_child_id_fkey
--   drop constraint app.incident_people.incident_people_host_id_fkey
--   drop constraint app.incident_people.incident_people_incident_id_fkey
--   drop constraint app.incident_people.incident_people_user_id_fkey
--   drop constraint app.incidents.incidents_assigned_to_fkey
--   drop constraint app.incidents.incidents_booking_id_fkey
--   drop constraint app.incidents.incidents_family_id_fkey
--   drop constraint app.incidents.incidents_reporter_id_fkey
--   drop constraint app.insurance_documents.insurance_documents_deleted_by_fkey
--   drop constraint app.insurance_documents.insurance_documents_insurance_fkey
--   drop constraint app.ledger_accounts.ledger_accounts_currency_fkey
--   drop constraint app.ledger_accounts.ledger_accounts_host_id_fkey
--   drop constraint app.ledger_accounts.ledger_accounts_provider_fkey
--   drop constraint app.ledger_accounts.ledger_accounts_purpose_fkey
--   drop constraint app.ledger_accounts.ledger_accounts_user_id_fkey
--   drop constraint app.ledger_entries.ledger_entries_account_fkey
--   drop constraint app.ledger_entries.ledger_entries_transaction_id_fkey
--   drop constraint app.ledger_snapshots.ledger_snapshots_account_id_fkey
--   drop constraint app.money_deeds.money_deeds_capability_fkey
--   drop constraint app.money_limits.money_limits_currency_fkey
--   drop constraint app.money_limits.money_limits_deed_fkey
--   drop constraint app.money_orders.money_orders_batch_id_fkey
--   drop constraint app.money_orders.money_orders_currency_fkey
--   drop constraint app.money_orders.money_orders_decided_by_fkey
--   drop constraint app.money_orders.money_orders_deed_fkey
--   drop constraint app.money_orders.money_orders_dispute_id_fkey
--   drop constraint app.money_orders.money_orders_intent_id_fkey
--   drop constraint app.money_orders.money_orders_provider_fkey
--   drop constraint app.money_orders.money_orders_requested_by_fkey
--   drop constraint app.money_orders.money_orders_user_id_fkey
--   drop constraint app.open_times.open_times_host_id_fkey
--   drop constraint app.outbox_consumers.outbox_consumers_topic_fkey
--   drop constraint app.outbox_events.outbox_events_topic_fkey
--   drop constraint app.payment_attempts.payment_attempts_intent_id_fkey
--   drop constraint app.payment_attempts.payment_attempts_provider_fkey
--   drop constraint app.payment_holds.payment_holds_intent_id_fkey
--   drop constraint app.payment_intents.payment_intents_booking_id_fkey
--   drop constraint app.payment_intents.payment_intents_currency_fkey
--   drop constraint app.payment_intents.payment_intents_family_id_fkey
--   drop constraint app.payment_intents.payment_intents_host_id_fkey
--   drop constraint app.payment_intents.payment_intents_payer_id_fkey
--   drop constraint app.payout_accounts.payout_accounts_host_id_fkey
--   drop constraint app.payout_accounts.payout_accounts_provider_fkey
--   drop constraint app.payout_batches.payout_batches_currency_fkey
--   drop constraint app.payout_batches.payout_batches_provider_fkey
--   drop constraint app.payouts.payouts_batch_fkey
--   drop constraint app.payouts.payouts_currency_fkey
--   drop constraint app.payouts.payouts_host_id_fkey
--   drop constraint app.payouts.payouts_provider_fkey
--   drop constraint app.pickup_permissions.pickup_permissions_child_id_fkey
--   drop constraint app.pickup_permissions.pickup_permissions_deleted_by_fkey
--   drop constraint app.pickup_permissions.pickup_permissions_given_by_fkey
--   drop constraint app.pickup_permissions.pickup_permissions_user_id_fkey
--   drop constraint app.provider_event_types.provider_event_types_provider_fkey
--   drop constraint app.provider_events.provider_events_provider_fkey
--   drop constraint app.rating_changes.rating_changes_family_id_fkey
--   drop constraint app.rating_changes.rating_changes_host_id_fkey
--   drop constraint app.reconciliation_differences.reconciliation_differences_resolved_by_fkey
--   drop constraint app.reconciliation_differences.reconciliation_differences_run_id_fkey
--   drop constraint app.reconciliation_runs.reconciliation_runs_provider_fkey
--   drop constraint app.refunds.refunds_attempt_id_fkey
--   drop constraint app.refunds.refunds_intent_id_fkey
--   drop constraint app.refunds.refunds_order_id_fkey
--   drop constraint app.requirement_acknowledgements.requirement_acknowledgements_booking_id_fkey
--   drop constraint app.requirement_acknowledgements.requirement_acknowledgements_requirement_id_fkey
--   drop constraint app.reviews.reviews_author_id_fkey
--   drop constraint app.reviews.reviews_booking_id_fkey
--   drop constraint app.reviews.reviews_family_id_fkey
--   drop constraint app.reviews.reviews_host_id_fkey
--   drop constraint app.reviews.reviews_withheld_by_fkey
--   drop constraint app.safety_flags.safety_flags_cleared_by_fkey
--   drop constraint app.safety_flags.safety_flags_host_id_fkey
--   drop constraint app.safety_flags.safety_flags_incident_id_fkey
--   drop constraint app.safety_flags.safety_flags_raised_by_fkey
--   drop constraint app.safety_flags.safety_flags_user_id_fkey
--   drop constraint app.settlement_lines.settlement_lines_currency_fkey
--   drop constraint app.settlement_lines.settlement_lines_provider_fkey
--   drop constraint app.suspension_appeals.suspension_appeals_decided_by_fkey
--   drop constraint app.suspension_appeals.suspension_appeals_suspension_fkey
--   drop constraint app.suspensions.suspensions_imposed_by_fkey
--   drop constraint app.suspensions.suspensions_incident_id_fkey
--   drop constraint app.suspensions.suspensions_lifted_by_fkey
--   drop constraint app.suspensions.suspensions_user_id_fkey
--   drop constraint app.tax_documents.tax_documents_host_id_fkey
--   drop constraint app.tax_documents.tax_documents_rule_fkey
--   drop constraint app.tax_rules.tax_rules_currency_fkey
--   drop constraint app.user_blocks.user_blocks_blocked_id_fkey
--   drop constraint app.user_blocks.user_blocks_blocker_id_fkey
--   drop constraint app.user_blocks.user_blocks_deleted_by_fkey
--   drop constraint app.users.users_erased_check
--   drop constraint app.users.users_merged_into_fkey
--   drop constraint app.verification_reminders.verification_reminders_renewal_id_fkey
--   drop constraint app.verification_renewals.verification_renewals_user_id_fkey
--   drop constraint app.waitlist_children.waitlist_children_entry_id_fkey
--   drop constraint app.waitlist_children.waitlist_children_member_id_fkey
--   drop constraint app.waitlist_entries.waitlist_entries_booking_id_fkey
--   drop constraint app.waitlist_entries.waitlist_entries_family_id_fkey
--   drop constraint app.waitlist_entries.waitlist_entries_host_id_fkey
--   drop constraint app.waitlist_entries.waitlist_entries_requested_by_fkey
--   drop column app.users.erased_at
--   drop column app.users.merged_into
--   drop column audit.changes.address_digest
--   drop column audit.changes.address_salt
--   drop column audit.changes.client_address
--   drop column audit.changes.person_id
--   drop column audit.changes.values_digest
--   drop column audit.changes.values_salt
--   drop table app.account_merges
--   drop table app.age_groups
--   drop table app.availability_exceptions
--   drop table app.availability_rules
--   drop table app.background_checks
--   drop table app.behaviour_events_rest
--   drop table app.behaviour_events
--   drop table app.behaviour_weights
--   drop table app.booking_children
--   drop table app.booking_events
--   drop table app.booking_extensions
--   drop table app.booking_groups
--   drop table app.booking_settings
--   drop table app.booking_transitions
--   drop table app.bookings
--   drop table app.cancellation_policies
--   drop table app.cancellation_tiers
--   drop table app.child_relations
--   drop table app.child_requirements
--   drop table app.credit_uses
--   drop table app.credits
--   drop table app.currencies
--   drop table app.dispute_evidence
--   drop table app.disputes
--   drop table app.emergency_contacts
--   drop table app.extension_transitions
--   drop table app.external_identities
--   drop table app.family_ratings
--   drop table app.fee_schedules
--   drop table app.group_transitions
--   drop table app.handover_codes
--   drop table app.host_addresses
--   drop table app.host_capacities
--   drop table app.host_cells
--   drop table app.host_holds
--   drop table app.host_insurances
--   drop table app.host_profiles
--   drop table app.host_ratings
--   drop table app.host_terms
--   drop table app.host_turns
--   drop table app.hosts
--   drop table app.identity_documents
--   drop table app.identity_verifications
--   drop table app.incident_deadlines
--   drop table app.incident_events
--   drop table app.incident_evidence
--   drop table app.incident_people
--   drop table app.incident_transitions
--   drop table app.incidents
--   drop table app.insurance_documents
--   drop table app.ledger_accounts
--   drop table app.ledger_entries
--   drop table app.ledger_purposes
--   drop table app.ledger_snapshots
--   drop table app.ledger_transactions
--   drop table app.money_deeds
--   drop table app.money_limits
--   drop table app.money_orders
--   drop table app.money_transitions
--   drop table app.open_times
--   drop table app.outbox_consumers
--   drop table app.outbox_events
--   drop table app.outbox_topics
--   drop table app.payment_attempts
--   drop table app.payment_holds
--   drop table app.payment_intents
--   drop table app.payment_providers
--   drop table app.payout_accounts
--   drop table app.payout_batches
--   drop table app.payouts
--   drop table app.personal_data
--   drop table app.pickup_permissions
--   drop table app.provider_event_types
--   drop table app.provider_events
--   drop table app.rate_limits
--   drop table app.rating_changes
--   drop table app.reconciliation_differences
--   drop table app.reconciliation_runs
--   drop table app.refunds
--   drop table app.requests
--   drop table app.requirement_acknowledgements
--   drop table app.reviews
--   drop table app.safety_flags
--   drop table app.settlement_lines
--   drop table app.suspension_appeals
--   drop table app.suspensions
--   drop table app.tax_documents
--   drop table app.tax_rules
--   drop table app.user_blocks
--   drop table app.verification_demands
--   drop table app.verification_reminders
--   drop table app.verification_renewals
--   drop table app.verification_transitions
--   drop table app.waitlist_children
--   drop table app.waitlist_entries
--   drop table app.waitlist_transitions
--   drop table audit.calls_rest
--   drop table audit.calls
--   drop table audit.erasures
--   drop function api.accept_booking(uuid)
--   drop function api.accept_booking_body(uuid)
--   drop function api.accept_booking_group(uuid)
--   drop function api.accept_extension(uuid)
--   drop function api.acknowledge_requirement(uuid, uuid, integer)
--   drop function api.add_availability_exception(api.exception_kind, timestamp without time zone, timestamp without time zone)
--   drop function api.add_availability_rule(timestamp without time zone, timestamp without time zone, text)
--   drop function api.add_child_relation(uuid, api.child_relation, uuid, app.person_name, api.custody, text)
--   drop function api.add_child_requirement(uuid, api.requirement_kind, api.requirement_severity, text, text)
--   drop function api.add_dispute_evidence(uuid, text, text)
--   drop function api.add_dispute_evidence_body(uuid, text, text)
--   drop function api.add_emergency_contact(uuid, app.person_name, text, app.phone_number, uuid, app.phone_number, app.language_tag[], smallint, text)
--   drop function api.add_identity_document(uuid, api.document_part, text, text, integer, text)
--   drop function api.add_incident_evidence(uuid, text, bytea, text, bigint, text)
--   drop function api.add_incident_note(uuid, text, boolean)
--   drop function api.add_incident_person(uuid, api.incident_part, uuid, uuid, uuid, text)
--   drop function api.add_incident_statement(uuid, text)
--   drop function api.add_insurance_document(uuid, text, text, integer, text)
--   drop function api.adjust_ledger(api.ledger_purpose, api.ledger_purpose, bigint, text, text, text)
--   drop function api.adjust_ledger_body(api.ledger_purpose, api.ledger_purpose, bigint, text, text, text)
--   drop function api.agree_to_account_merge(text)
--   drop function api.allow_pickup(uuid, uuid, app.person_name, app.phone_number, tstzrange, text)
--   drop function api.appeal_suspension(text)
--   drop function api.approve_money_order(uuid)
--   drop function api.assign_incident(uuid, uuid)
--   drop function api.become_host(text, text, text)
--   drop function api.block_user(uuid)
--   drop function api.cancel_booking(uuid, text)
--   drop function api.cancel_booking_body(uuid, text)
--   drop function api.cancel_booking_group(uuid)
--   drop function api.change_availability_rule(uuid, timestamp without time zone, timestamp without time zone, text, text[])
--   drop function api.change_child_requirement(uuid, integer, api.requirement_kind, api.requirement_severity, text, text)
--   drop function api.change_review(uuid, smallint, text, text[])
--   drop function api.charge_dispute(uuid, bigint, text)
--   drop function api.charge_dispute_body(uuid, bigint, text)
--   drop function api.check_in(uuid, text)
--   drop function api.check_in_body(uuid, text)
--   drop function api.check_out(uuid, text)
--   drop function api.check_out_body(uuid, text)
--   drop function api.clear_safety_flag(uuid, text)
--   drop function api.confirm_custody(uuid, text)
--   drop function api.create_booking_group(uuid, uuid, timestamp with time zone, timestamp with time zone, uuid[], text, interval)
--   drop function api.decide_account_merge(uuid, boolean, text)
--   drop function api.decide_appeal(uuid, boolean, text)
--   drop function api.decide_background_check(uuid, api.verification_status, text)
--   drop function api.decide_dispute(uuid, boolean, text)
--   drop function api.decide_identity(uuid, api.verification_status, text, text)
--   drop function api.decide_insurance(uuid, api.verification_status, text)
--   drop function api.decline_booking(uuid, text)
--   drop function api.decline_extension(uuid)
--   drop function api.decline_money_order(uuid, text)
--   drop function api.draw_up_payouts(text, text, text, bigint)
--   drop function api.draw_up_payouts_body(text, text, text, bigint)
--   drop function api.draw_up_tax_documents(text, smallint)
--   drop function api.draw_up_tax_documents_body(text, smallint)
--   drop function api.export_my_data()
--   drop function api.family_statement(uuid, date, text, timestamp with time zone, uuid, integer)
--   drop function api.get_booking(uuid)
--   drop function api.get_booking_address(uuid)
--   drop function api.get_family_rating(uuid)
--   drop function api.get_host(uuid)
--   drop function api.get_host_rating(uuid)
--   drop function api.get_host_terms(uuid)
--   drop function api.get_incident(uuid)
--   drop function api.get_my_host()
--   drop function api.get_my_host_address()
--   drop function api.get_my_suspension()
--   drop function api.get_payment(uuid)
--   drop function api.get_payout_account(uuid)
--   drop function api.get_safety_score(uuid)
--   drop function api.grant_credit(uuid, bigint, text, text, timestamp with time zone)
--   drop function api.grant_credit_body(uuid, bigint, text, text, timestamp with time zone)
--   drop function api.hold_booking(uuid, uuid, timestamp with time zone, timestamp with time zone, uuid[])
--   drop function api.hold_booking_body(uuid, uuid, timestamp with time zone, timestamp with time zone, uuid[])
--   drop function api.hold_host(uuid, text, uuid, timestamp with time zone)
--   drop function api.hold_host_body(uuid, text, uuid, timestamp with time zone)
--   drop function api.host_calendar(uuid, timestamp with time zone)
--   drop function api.host_statement(date, text, bigint, integer)
--   drop function api.join_booking_group(text, uuid, uuid[])
--   drop function api.join_waitlist(uuid, uuid, timestamp with time zone, timestamp with time zone, uuid[])
--   drop function api.leave_waitlist(uuid)
--   drop function api.lift_custody(uuid, text)
--   drop function api.lift_host_hold(uuid, text)
--   drop function api.list_account_merges(api.merge_status, text, text, text, integer)
--   drop function api.list_acknowledgements(uuid)
--   drop function api.list_appeals(api.appeal_status, text, text, text, integer)
--   drop function api.list_background_checks(api.verification_status, uuid, text, text, text, integer)
--   drop function api.list_behaviour(uuid, text, text, text, integer)
--   drop function api.list_booking_children(uuid)
--   drop function api.list_booking_events(uuid)
--   drop function api.list_bookings(uuid, uuid, api.booking_status, timestamp with time zone, timestamp with time zone, text, text, text, integer)
--   drop function api.list_calls(text, uuid, text, text, text, integer)
--   drop function api.list_cancellation_policies()
--   drop function api.list_child_relations(uuid, text, text, text, integer)
--   drop function api.list_child_requirements(uuid)
--   drop function api.list_credits(uuid, app.currency_code, text, text, text, integer)
--   drop function api.list_custody_claims(text, text, text, integer)
--   drop function api.list_dispute_evidence(uuid, text, text, text, integer)
--   drop function api.list_disputes(uuid, api.dispute_status, api.dispute_origin, text, text, text, integer)
--   drop function api.list_emergency_contacts(uuid, uuid, text, text, text, integer)
--   drop function api.list_extensions(uuid)
--   drop function api.list_family_reviews(uuid, text, text, text, integer)
--   drop function api.list_group_bookings(uuid)
--   drop function api.list_host_capacities(uuid)
--   drop function api.list_host_holds(uuid, text, text, text, integer)
--   drop function api.list_host_reviews(uuid, text, text, text, integer)
--   drop function api.list_hosts(text, text, integer, numeric, numeric, numeric, numeric, timestamp with time zone, uuid, integer)
--   drop function api.list_identity_documents(uuid)
--   drop function api.list_identity_verifications(api.verification_status, uuid, text, text, text, integer)
--   drop function api.list_incident_events(uuid, text, text, text, integer)
--   drop function api.list_incident_evidence(uuid, text, text, text, integer)
--   drop function api.list_incident_people(uuid, text, text, text, integer)
--   drop function api.list_incidents(api.incident_status, api.incident_severity, api.incident_kind, uuid, uuid, text, text, text, integer)
--   drop function api.list_insurance_documents(uuid)
--   drop function api.list_insurances(api.verification_status, uuid, text, text, text, integer)
--   drop function api.list_ledger_entries(uuid, bigint, text, text, text, integer)
--   drop function api.list_ledger_transactions(api.posting_kind, uuid, text, text, text, text, integer)
--   drop function api.list_money_orders(api.money_order_status, api.money_deed, uuid, uuid, uuid, text, text, text, integer)
--   drop function api.list_my_availability_exceptions(text, text, text, integer)
--   drop function api.list_my_availability_rules(text, text, text, integer)
--   drop function api.list_my_balances()
--   drop function api.list_my_blocks(text, text, text, integer)
--   drop function api.list_my_demands(tstzrange)
--   drop function api.list_my_host()
--   drop function api.list_my_identity_documents()
--   drop function api.list_my_incidents(text, text, text, integer)
--   drop function api.list_my_insurances()
--   drop function api.list_my_reviews(text, text, text, integer)
--   drop function api.list_my_verifications()
--   drop function api.list_payments(uuid, uuid, uuid, api.payment_status, text, text, text, integer)
--   drop function api.list_payouts(uuid, uuid, api.payout_status, text, text, text, integer)
--   drop function api.list_pickup_people(uuid, timestamp with time zone)
--   drop function api.list_provider_events(api.provider_event_status, text, text, text, text, integer)
--   drop function api.list_reconciliation_differences(bigint, text, text, text, text, integer)
--   drop function api.list_reconciliation_runs(text, date, text, text, text, integer)
--   drop function api.list_refunds(uuid, api.refund_status, text, text, text, integer)
--   drop function api.list_reviews(uuid, text, text, text, integer)
--   drop function api.list_safety_flags(uuid, text, text, text, integer)
--   drop function api.list_suspensions(uuid, text, text, text, integer)
--   drop function api.list_tax_documents(uuid, app.country_code, smallint, boolean, text, text, text, integer)
--   drop function api.list_waitlist(uuid)
--   drop function api.make_handover_code(uuid, api.handover_kind)
--   drop function api.offer_account_merge()
--   drop function api.open_dispute(uuid, bigint, text)
--   drop function api.open_dispute_body(uuid, bigint, text)
--   drop function api.pause_my_host()
--   drop function api.pay_booking(uuid)
--   drop function api.pay_booking_body(uuid)
--   drop function api.quote_booking(uuid, timestamp with time zone, timestamp with time zone, api.age_group[])
--   drop function api.quote_cancellation(uuid)
--   drop function api.raise_safety_flag(uuid, api.safety_flag_kind, smallint, text, boolean, uuid, timestamp with time zone)
--   drop function api.raise_safety_flag_body(uuid, api.safety_flag_kind, smallint, text, boolean, uuid, timestamp with time zone)
--   drop function api.read_incident_contacts(uuid, text)
--   drop function api.read_requirements(uuid)
--   drop function api.reconcile_day(date, text)
--   drop function api.reconcile_day_body(date, text)
--   drop function api.refund_payment(uuid, bigint, text, boolean)
--   drop function api.refund_payment_body(uuid, bigint, text, boolean)
--   drop function api.reinstate_host(uuid, text)
--   drop function api.release_review(uuid)
--   drop function api.remove_availability_exception(uuid)
--   drop function api.remove_availability_rule(uuid)
--   drop function api.remove_child_relation(uuid)
--   drop function api.remove_child_requirement(uuid)
--   drop function api.remove_emergency_contact(uuid)
--   drop function api.remove_identity_document(uuid)
--   drop function api.reply_to_review(uuid, text)
--   drop function api.report_incident(api.incident_kind, api.incident_severity, text, text, timestamp with time zone, text, uuid, uuid)
--   drop function api.report_incident_body(api.incident_kind, api.incident_severity, text, text, timestamp with time zone, text, uuid, uuid)
--   drop function api.request_background_check(text, boolean)
--   drop function api.request_booking(uuid, text)
--   drop function api.request_booking_group(uuid)
--   drop function api.request_extension(uuid, timestamp with time zone)
--   drop function api.resolve_difference(bigint, text)
--   drop function api.review_identity(uuid)
--   drop function api.review_insurance(uuid)
--   drop function api.revoke_pickup(uuid)
--   drop function api.search_hosts(numeric, numeric, numeric, timestamp with time zone, timestamp with time zone, api.age_group[], integer, uuid, integer)
--   drop function api.send_background_check(uuid, text, text)
--   drop function api.set_incident_severity(uuid, api.incident_severity)
--   drop function api.set_incident_status(uuid, api.incident_status, text)
--   drop function api.set_my_capacity(api.age_group, smallint, bigint)
--   drop function api.set_my_host_address(text, text, text, text, text, text, text, numeric, numeric)
--   drop function api.set_my_host_terms(smallint, boolean, interval, interval, interval, interval, text)
--   drop function api.start_payment(uuid, text)
--   drop function api.start_payment_body(uuid, text)
--   drop function api.stop_hosting()
--   drop function api.submit_identity(api.identity_document_kind, text, date)
--   drop function api.submit_insurance(text, text, tstzrange, bigint, text)
--   drop function api.suspend_host(uuid, text)
--   drop function api.suspend_user(uuid, text, timestamp with time zone, uuid)
--   drop function api.trial_balance()
--   drop function api.unblock_user(uuid)
--   drop function api.update_emergency_contact(uuid, timestamp with time zone, app.person_name, text, app.phone_number, app.phone_number, app.language_tag[], smallint, text, text[])
--   drop function api.update_my_host(text, text, text)
--   drop function api.update_my_host_profile(text, text, text[], integer, integer, api.visibility)
--   drop function api.use_credit(uuid, bigint)
--   drop function api.withdraw_account_merge()
--   drop function api.withdraw_background_check(uuid)
--   drop function api.withdraw_dispute(uuid)
--   drop function api.withdraw_extension(uuid)
--   drop function api.withdraw_identity(uuid)
--   drop function api.withdraw_insurance(uuid)
--   drop function api.withdraw_money_order(uuid)
--   drop function api.withhold_review(uuid, text)
--   drop function api.write_review(uuid, smallint, text)
--   drop function app.account(api.ledger_purpose, app.currency_code, uuid, text)
--   drop function app.add_credit(uuid, app.currency_code, app.minor_units, api.credit_cause, text, timestamp with time zone, uuid)
--   drop function app.add_evidence(uuid, uuid, text, text)
--   drop function app.all_acknowledged(uuid)
--   drop function app.apply_provider_event(text, text)
--   drop function app.apply_provider_events(integer)
--   drop function app.area_changed()
--   drop function app.attempt_cancel_sent(uuid)
--   drop function app.attempt_sent(uuid, text)
--   drop function app.attempts_to_cancel(integer)
--   drop function app.attempts_to_send(integer)
--   drop function app.balance(uuid)
--   drop function app.balances_of(uuid, uuid)
--   drop function app.begin_refund(uuid, app.minor_units, api.refund_cause, text, boolean, uuid)
--   drop function app.begin_request(text, text, text, bytea, interval)
--   drop function app.book_in_group(uuid, uuid, uuid, uuid[])
--   drop function app.booking_paid(uuid)
--   drop function app.bookings_of_group(uuid)
--   drop function app.calendar_changed()
--   drop function app.calendar_of(uuid, tstzrange)
--   drop function app.call_off(uuid)
--   drop function app.cancel_bookings_of_host(uuid, text)
--   drop function app.cancel_payment(uuid)
--   drop function app.cancel_unverified_stays(interval, integer)
--   drop function app.cancellation_fee(text, bigint, timestamp with time zone, timestamp with time zone, timestamp with time zone)
--   drop function app.capture(uuid, uuid, timestamp with time zone)
--   drop function app.carry_out(uuid)
--   drop function app.cell_of(numeric, numeric)
--   drop function app.cells_near(numeric, numeric, numeric)
--   drop function app.charge_dispute(uuid, app.minor_units)
--   drop function app.clock_changed()
--   drop function app.complete_stays(integer)
--   drop function app.count_ratings(integer)
--   drop function app.decide_dispute(uuid, api.dispute_status, uuid, text)
--   drop function app.dispute_answered(uuid)
--   drop function app.dispute_reported(uuid, text, bigint, text, text, timestamp with time zone, timestamp with time zone)
--   drop function app.disputes_to_answer(integer)
--   drop function app.draw_up_payouts(text, app.currency_code, bigint)
--   drop function app.draw_up_tax_documents(app.country_code, smallint)
--   drop function app.end_dispute(uuid, boolean, timestamp with time zone)
--   drop function app.end_payout(uuid, boolean, text, timestamp with time zone)
--   drop function app.end_refund(uuid, boolean, text, timestamp with time zone)
--   drop function app.end_request(text, text, text, jsonb)
--   drop function app.erase_closed_accounts(integer)
--   drop function app.escalate_incidents(integer)
--   drop function app.expire_bookings(integer)
--   drop function app.expire_credits(integer)
--   drop function app.expire_groups(integer)
--   drop function app.expire_suspensions(integer)
--   drop function app.expire_verifications(integer)
--   drop function app.extend_booking(uuid, timestamp with time zone)
--   drop function app.extensions_over()
--   drop function app.file_purged(text)
--   drop function app.files_to_purge(integer)
--   drop function app.find_hosts(numeric, numeric, numeric, tstzrange, api.age_group[], integer, uuid, integer)
--   drop function app.follow_booking()
--   drop function app.forget_provider_events(interval, integer)
--   drop function app.forget_requests(integer)
--   drop function app.group_by_code(text)
--   drop function app.handover_digest(uuid, api.handover_kind, text)
--   drop function app.has_places(uuid, tstzrange, api.age_group[])
--   drop function app.host_gets(uuid, app.currency_code, bigint)
--   drop function app.host_lines(uuid, bigint)
--   drop function app.host_lines_of_month(uuid, timestamp with time zone, timestamp with time zone, bigint, integer)
--   drop function app.hosts_for_itself(uuid, uuid)
--   drop function app.import_settlement_line(text, text, api.settlement_kind, text, bigint, app.minor_units, app.currency_code, date)
--   drop function app.instant(timestamp without time zone, text)
--   drop function app.judge_money_order()
--   drop function app.keep_incident()
--   drop function app.keep_ledger_balanced()
--   drop function app.keep_money_transitions()
--   drop function app.keep_partitions(integer)
--   drop function app.keep_renewals(integer)
--   drop function app.keep_review()
--   drop function app.keep_transitions()
--   drop function app.keep_verification()
--   drop function app.lapse_disputes(integer)
--   drop function app.lay_out_calendar(uuid)
--   drop function app.lay_out_calendars(integer)
--   drop function app.lift_host_holds(integer)
--   drop function app.lift_suspension(uuid, text)
--   drop function app.link_identity(uuid, text, text)
--   drop function app.lock_booking(uuid)
--   drop function app.locked_balance(api.ledger_purpose, app.currency_code, uuid)
--   drop function app.mark_no_shows(integer)
--   drop function app.merge_accounts(uuid, uuid)
--   drop function app.metres_between(numeric, numeric, numeric, numeric)
--   drop function app.money_may_become(api.money_subject, text, text)
--   drop function app.move_due_bookings(api.booking_status[], api.booking_status, integer)
--   drop function app.move_group(uuid, api.booking_status)
--   drop function app.move_stay(uuid, timestamp with time zone)
--   drop function app.note_rating_change()
--   drop function app.occurrences(text, timestamp without time zone, timestamp without time zone, text, tstzrange)
--   drop function app.open_dispute(uuid, uuid, app.minor_units, text)
--   drop function app.open_payment(uuid, uuid, uuid, uuid, app.minor_units, app.currency_code, timestamp with time zone)
--   drop function app.pass_events(text, bigint)
--   drop function app.payment_reported(uuid, api.money_event, bigint, text, text, timestamp with time zone)
--   drop function app.payout_sent(uuid, text)
--   drop function app.payouts_to_send(integer)
--   drop function app.places_left(uuid, tstzrange)
--   drop function app.places_released()
--   drop function app.post(api.posting_kind, uuid, app.currency_code, app.ledger_line[], text, timestamp with time zone, text)
--   drop function app.prepare_booking()
--   drop function app.prepare_booking_child()
--   drop function app.prepare_review()
--   drop function app.price_of(uuid, tstzrange, api.age_group[])
--   drop function app.promote_waitlist(integer)
--   drop function app.promote_waitlist_of(uuid)
--   drop function app.publish(text, text, text, jsonb)
--   drop function app.quote(app.minor_units, app.country_code, date)
--   drop function app.receive_provider_event(text, text, text, timestamp with time zone, jsonb)
--   drop function app.reconcile(text, date)
--   drop function app.reconcile_days()
--   drop function app.record_background_check(text, text, api.verification_status, timestamp with time zone)
--   drop function app.record_behaviour(uuid, api.behaviour_kind, uuid)
--   drop function app.record_booking_event()
--   drop function app.record_conduct()
--   drop function app.record_incident()
--   drop function app.record_incident_addition()
--   drop function app.recount(uuid)
--   drop function app.recount_added_children()
--   drop function app.recount_booking()
--   drop function app.refund_booking(uuid, app.minor_units, text)
--   drop function app.refund_sent(uuid, text)
--   drop function app.refunds_to_send(integer)
--   drop function app.refuse_stay(uuid, tstzrange, uuid)
--   drop function app.refuse_time(uuid, tstzrange, uuid)
--   drop function app.release_holds(integer)
--   drop function app.return_credit(uuid)
--   drop function app.reveal_both()
--   drop function app.reveal_reviews(integer)
--   drop function app.seal_ledger_transaction()
--   drop function app.set_payout_account(uuid, text, text)
--   drop function app.sign_in(text, text)
--   drop function app.snapshot_balances(integer, integer)
--   drop function app.start_attempt(uuid, text)
--   drop function app.take_events(text, integer)
--   drop function app.take_reminders(integer)
--   drop function app.take_turn(uuid)
--   drop function app.trim_outbox(integer)
--   drop function app.unlink_identity(uuid, text, text)
--   drop function app.use_credit(uuid, app.minor_units)
--   drop function app.use_handover_code(uuid, api.handover_kind, text)
--   drop function app.wait_turn(uuid)
--   drop function app.waiting_ahead(uuid)
--   drop function app.wilson(numeric, numeric)
--   drop function app.withdraw_expired_invitations(integer)
--   drop function app.within_limit(text, integer, interval)
--   drop function audit.erase_person(uuid)
--   drop function audit.keep_trail()
--   drop function audit.record(text, jsonb, jsonb)
--   drop function audit.record_digests(api.trail, xid8, xid8, bigint)
--   drop function audit.salted(bytea, jsonb)
--   drop function audit.seal()
--   drop function audit.seal_digest(audit.seals)
--   drop table audit.seals
--   drop function audit.verify(date)
--   drop function auth.answers_for(uuid, uuid)
--   drop function auth.are_blocked(uuid, uuid)
--   drop function auth.blocked_families()
--   drop function auth.blocked_users()
--   drop function auth.blocked_with(uuid)
--   drop function auth.booking_parties(jsonb)
--   drop function auth.client_address()
--   drop function auth.erasable_children()
--   drop function auth.erasable_families()
--   drop function auth.erasable_hosts()
--   drop function auth.erasable_users()
--   drop function auth.families_at_risk()
--   drop function auth.good_until(api.verification_kind, text)
--   drop function auth.holds_what_stays(uuid)
--   drop function auth.host_of(uuid)
--   drop function auth.idempotency_key()
--   drop function auth.incidents_about(uuid)
--   drop function auth.incidents_about_me()
--   drop function auth.is_bookable(uuid, tstzrange, uuid)
--   drop function auth.is_child_of(uuid, uuid)
--   drop function auth.may_be_assigned(uuid, uuid)
--   drop function auth.may_handle(uuid)
--   drop function auth.may_pick_up(uuid, uuid, timestamp with time zone)
--   drop function auth.merging_users()
--   drop function auth.money_deeds()
--   drop function auth.must_know_children(uuid)
--   drop function auth.my_host()
--   drop function auth.my_hosted_children()
--   drop function auth.my_hosted_families()
--   drop function auth.my_incidents()
--   drop function auth.my_payments()
--   drop function auth.my_visited_hosts()
--   drop function auth.reporter_of(uuid)
--   drop function auth.review_terms(uuid)
--   drop function auth.safety_score(uuid)
--   drop function auth.subjects_of(uuid)
--   drop function auth.unmet_demands(uuid, tstzrange)
--   drop function auth.verified_until(uuid, api.verification_kind)
--   drop function auth.was_host_and_family(uuid)
--   drop composite type app.ledger_line
--   drop composite type app.settlement_difference
--   drop domain app.currency_code
--   drop domain app.minor_units
--   drop domain app.recurrence_rule
--   drop function app.parse_recurrence(text)
--   drop composite type app.recurrence
--   drop domain app.time_span
--   drop domain app.time_zone
--   drop enum api.age_group
--   drop enum api.appeal_status
--   drop enum api.attempt_status
--   drop enum api.behaviour_kind
--   drop enum api.booking_status
--   drop enum api.child_relation
--   drop enum api.credit_cause
--   drop enum api.custody
--   drop enum api.difference_kind
--   drop enum api.dispute_origin
--   drop enum api.dispute_status
--   drop enum api.document_part
--   drop enum api.exception_kind
--   drop enum api.extension_status
--   drop enum api.group_status
--   drop enum api.handover_kind
--   drop enum api.host_status
--   drop enum api.identity_document_kind
--   drop enum api.incident_event
--   drop enum api.incident_kind
--   drop enum api.incident_part
--   drop enum api.incident_severity
--   drop enum api.incident_status
--   drop enum api.ledger_account_kind
--   drop enum api.ledger_owner
--   drop enum api.ledger_purpose
--   drop enum api.merge_status
--   drop enum api.money_deed
--   drop enum api.money_event
--   drop enum api.money_order_status
--   drop enum api.money_subject
--   drop enum api.party
--   drop enum api.payment_status
--   drop enum api.payout_status
--   drop enum api.posting_kind
--   drop enum api.provider_event_status
--   drop enum api.refund_cause
--   drop enum api.refund_status
--   drop enum api.requirement_kind
--   drop enum api.requirement_severity
--   drop enum api.review_direction
--   drop enum api.safety_flag_kind
--   drop enum api.safety_flag_source
--   drop enum api.settlement_kind
--   drop enum api.trail
--   drop enum api.verification_actor
--   drop enum api.verification_kind
--   drop enum api.verification_status
--   drop enum api.waitlist_status
--   drop enum app.erasure
--   drop extension btree_gist
--   drop schema extensions
--   alter function api.accept_invitation(text)
--   alter function api.add_child(uuid, text, date)
--   alter function api.change_member_kind(uuid, api.member_kind)
--   alter function api.close_family(uuid)
--   alter function api.close_my_account(text)
--   alter function api.create_family(text, api.member_kind)
--   alter function api.grant_role(uuid, api.user_role, text)
--   alter function api.invite_to_family(uuid, api.member_kind, interval)
--   alter function api.leave_family(uuid)
--   alter function api.register(text)
--   alter function api.reinstate_user(uuid, text)
--   alter function api.remove_family_member(uuid)
--   alter function api.rename_family(uuid, text)
--   alter function api.revoke_invitation(uuid)
--   alter function api.revoke_role(uuid, text)
--   alter function api.set_family_address(uuid, text, text, text, text, text, text, text)
--   alter function api.set_my_address(text, text, text, text, text, text, text)
--   alter function api.transfer_family(uuid, uuid)
--   alter function api.update_child(uuid, text, date)
--   alter function api.update_family_profile(uuid, text, text, text[], api.visibility)
--   alter function api.update_my_profile(text, text, text[], api.visibility)
--   alter function audit.record_change()
--   alter function auth.invited_family()
-- Locks:
--   app.account_merges: ACCESS EXCLUSIVE
--   app.age_groups: ACCESS EXCLUSIVE
--   app.availability_exceptions: ACCESS EXCLUSIVE
--   app.availability_rules: ACCESS EXCLUSIVE
--   app.background_checks: ACCESS EXCLUSIVE
--   app.behaviour_events: ACCESS EXCLUSIVE
--   app.behaviour_events_rest: ACCESS EXCLUSIVE
--   app.behaviour_weights: ACCESS EXCLUSIVE
--   app.booking_children: ACCESS EXCLUSIVE
--   app.booking_events: ACCESS EXCLUSIVE
--   app.booking_extensions: ACCESS EXCLUSIVE
--   app.booking_groups: ACCESS EXCLUSIVE
--   app.booking_settings: ACCESS EXCLUSIVE
--   app.booking_transitions: ACCESS EXCLUSIVE
--   app.bookings: ACCESS EXCLUSIVE
--   app.cancellation_policies: ACCESS EXCLUSIVE
--   app.cancellation_tiers: ACCESS EXCLUSIVE
--   app.capabilities: ACCESS EXCLUSIVE, some rows are written
--   app.child_relations: ACCESS EXCLUSIVE
--   app.child_requirements: ACCESS EXCLUSIVE
--   app.children: ACCESS EXCLUSIVE
--   app.credit_uses: ACCESS EXCLUSIVE
--   app.credits: ACCESS EXCLUSIVE
--   app.currencies: ACCESS EXCLUSIVE
--   app.dispute_evidence: ACCESS EXCLUSIVE
--   app.disputes: ACCESS EXCLUSIVE
--   app.emergency_contacts: ACCESS EXCLUSIVE
--   app.extension_transitions: ACCESS EXCLUSIVE
--   app.external_identities: ACCESS EXCLUSIVE
--   app.families: ACCESS EXCLUSIVE
--   app.family_addresses: ACCESS EXCLUSIVE
--   app.family_invitations: ACCESS EXCLUSIVE
--   app.family_members: ACCESS EXCLUSIVE
--   app.family_profiles: ACCESS EXCLUSIVE
--   app.family_ratings: ACCESS EXCLUSIVE
--   app.fee_schedules: ACCESS EXCLUSIVE
--   app.group_transitions: ACCESS EXCLUSIVE
--   app.handover_codes: ACCESS EXCLUSIVE
--   app.host_addresses: ACCESS EXCLUSIVE
--   app.host_capacities: ACCESS EXCLUSIVE
--   app.host_cells: ACCESS EXCLUSIVE
--   app.host_holds: ACCESS EXCLUSIVE
--   app.host_insurances: ACCESS EXCLUSIVE
--   app.host_profiles: ACCESS EXCLUSIVE
--   app.host_ratings: ACCESS EXCLUSIVE
--   app.host_terms: ACCESS EXCLUSIVE
--   app.host_turns: ACCESS EXCLUSIVE
--   app.hosts: ACCESS EXCLUSIVE
--   app.identity_documents: ACCESS EXCLUSIVE
--   app.identity_verifications: ACCESS EXCLUSIVE
--   app.incident_deadlines: ACCESS EXCLUSIVE
--   app.incident_events: ACCESS EXCLUSIVE
--   app.incident_evidence: ACCESS EXCLUSIVE
--   app.incident_people: ACCESS EXCLUSIVE
--   app.incident_transitions: ACCESS EXCLUSIVE
--   app.incidents: ACCESS EXCLUSIVE
--   app.insurance_documents: ACCESS EXCLUSIVE
--   app.ledger_accounts: ACCESS EXCLUSIVE
--   app.ledger_entries: ACCESS EXCLUSIVE
--   app.ledger_purposes: ACCESS EXCLUSIVE
--   app.ledger_snapshots: ACCESS EXCLUSIVE
--   app.ledger_transactions: ACCESS EXCLUSIVE
--   app.money_deeds: ACCESS EXCLUSIVE, some rows are written
--   app.money_limits: ACCESS EXCLUSIVE
--   app.money_orders: ACCESS EXCLUSIVE
--   app.money_transitions: ACCESS EXCLUSIVE
--   app.open_times: ACCESS EXCLUSIVE
--   app.outbox_consumers: ACCESS EXCLUSIVE
--   app.outbox_events: ACCESS EXCLUSIVE
--   app.outbox_topics: ACCESS EXCLUSIVE
--   app.payment_attempts: ACCESS EXCLUSIVE
--   app.payment_holds: ACCESS EXCLUSIVE
--   app.payment_intents: ACCESS EXCLUSIVE
--   app.payment_providers: ACCESS EXCLUSIVE
--   app.payout_accounts: ACCESS EXCLUSIVE
--   app.payout_batches: ACCESS EXCLUSIVE
--   app.payouts: ACCESS EXCLUSIVE
--   app.personal_addresses: ACCESS EXCLUSIVE
--   app.personal_data: ACCESS EXCLUSIVE
--   app.personal_profiles: ACCESS EXCLUSIVE
--   app.pickup_permissions: ACCESS EXCLUSIVE
--   app.provider_event_types: ACCESS EXCLUSIVE
--   app.provider_events: ACCESS EXCLUSIVE
--   app.rate_limits: ACCESS EXCLUSIVE
--   app.rating_changes: ACCESS EXCLUSIVE
--   app.reconciliation_differences: ACCESS EXCLUSIVE
--   app.reconciliation_runs: ACCESS EXCLUSIVE
--   app.refunds: ACCESS EXCLUSIVE
--   app.requests: ACCESS EXCLUSIVE
--   app.requirement_acknowledgements: ACCESS EXCLUSIVE
--   app.reviews: ACCESS EXCLUSIVE
--   app.role_capabilities: ROW EXCLUSIVE, some rows are written
--   app.roles: ACCESS EXCLUSIVE, some rows are written
--   app.safety_flags: ACCESS EXCLUSIVE
--   app.settlement_lines: ACCESS EXCLUSIVE
--   app.suspension_appeals: ACCESS EXCLUSIVE
--   app.suspensions: ACCESS EXCLUSIVE
--   app.tax_documents: ACCESS EXCLUSIVE
--   app.tax_rules: ACCESS EXCLUSIVE
--   app.user_blocks: ACCESS EXCLUSIVE
--   app.user_roles: ACCESS EXCLUSIVE
--   app.users: ACCESS EXCLUSIVE
--   app.verification_demands: ACCESS EXCLUSIVE
--   app.verification_reminders: ACCESS EXCLUSIVE
--   app.verification_renewals: ACCESS EXCLUSIVE
--   app.verification_transitions: ACCESS EXCLUSIVE
--   app.waitlist_children: ACCESS EXCLUSIVE
--   app.waitlist_entries: ACCESS EXCLUSIVE
--   app.waitlist_transitions: ACCESS EXCLUSIVE
--   audit.calls: ACCESS EXCLUSIVE
--   audit.calls_rest: ACCESS EXCLUSIVE
--   audit.changes: ACCESS EXCLUSIVE
--   audit.erasures: ACCESS EXCLUSIVE
--   audit.seals: ACCESS EXCLUSIVE
-- Hazards:
--   breaks_client: drop column app.users.erased_at: what names it fails
--   breaks_client: drop column app.users.merged_into: what names it fails
--   breaks_client: drop column audit.changes.address_digest: what names it fails
--   breaks_client: drop column audit.changes.address_salt: what names it fails
--   breaks_client: drop column audit.changes.client_address: what names it fails
--   breaks_client: drop column audit.changes.person_id: what names it fails
--   breaks_client: drop column audit.changes.values_digest: what names it fails
--   breaks_client: drop column audit.changes.values_salt: what names it fails
--   breaks_client: drop composite type app.ledger_line: what names it fails
--   breaks_client: drop composite type app.recurrence: what names it fails
--   breaks_client: drop composite type app.settlement_difference: what names it fails
--   breaks_client: drop domain app.currency_code: what names it fails
--   breaks_client: drop domain app.minor_units: what names it fails
--   breaks_client: drop domain app.recurrence_rule: what names it fails
--   breaks_client: drop domain app.time_span: what names it fails
--   breaks_client: drop domain app.time_zone: what names it fails
--   breaks_client: drop enum api.age_group: what names it fails
--   breaks_client: drop enum api.appeal_status: what names it fails
--   breaks_client: drop enum api.attempt_status: what names it fails
--   breaks_client: drop enum api.behaviour_kind: what names it fails
--   breaks_client: drop enum api.booking_status: what names it fails
--   breaks_client: drop enum api.child_relation: what names it fails
--   breaks_client: drop enum api.credit_cause: what names it fails
--   breaks_client: drop enum api.custody: what names it fails
--   breaks_client: drop enum api.difference_kind: what names it fails
--   breaks_client: drop enum api.dispute_origin: what names it fails
--   breaks_client: drop enum api.dispute_status: what names it fails
--   breaks_client: drop enum api.document_part: what names it fails
--   breaks_client: drop enum api.exception_kind: what names it fails
--   breaks_client: drop enum api.extension_status: what names it fails
--   breaks_client: drop enum api.group_status: what names it fails
--   breaks_client: drop enum api.handover_kind: what names it fails
--   breaks_client: drop enum api.host_status: what names it fails
--   breaks_client: drop enum api.identity_document_kind: what names it fails
--   breaks_client: drop enum api.incident_event: what names it fails
--   breaks_client: drop enum api.incident_kind: what names it fails
--   breaks_client: drop enum api.incident_part: what names it fails
--   breaks_client: drop enum api.incident_severity: what names it fails
--   breaks_client: drop enum api.incident_status: what names it fails
--   breaks_client: drop enum api.ledger_account_kind: what names it fails
--   breaks_client: drop enum api.ledger_owner: what names it fails
--   breaks_client: drop enum api.ledger_purpose: what names it fails
--   breaks_client: drop enum api.merge_status: what names it fails
--   breaks_client: drop enum api.money_deed: what names it fails
--   breaks_client: drop enum api.money_event: what names it fails
--   breaks_client: drop enum api.money_order_status: what names it fails
--   breaks_client: drop enum api.money_subject: what names it fails
--   breaks_client: drop enum api.party: what names it fails
--   breaks_client: drop enum api.payment_status: what names it fails
--   breaks_client: drop enum api.payout_status: what names it fails
--   breaks_client: drop enum api.posting_kind: what names it fails
--   breaks_client: drop enum api.provider_event_status: what names it fails
--   breaks_client: drop enum api.refund_cause: what names it fails
--   breaks_client: drop enum api.refund_status: what names it fails
--   breaks_client: drop enum api.requirement_kind: what names it fails
--   breaks_client: drop enum api.requirement_severity: what names it fails
--   breaks_client: drop enum api.review_direction: what names it fails
--   breaks_client: drop enum api.safety_flag_kind: what names it fails
--   breaks_client: drop enum api.safety_flag_source: what names it fails
--   breaks_client: drop enum api.settlement_kind: what names it fails
--   breaks_client: drop enum api.trail: what names it fails
--   breaks_client: drop enum api.verification_actor: what names it fails
--   breaks_client: drop enum api.verification_kind: what names it fails
--   breaks_client: drop enum api.verification_status: what names it fails
--   breaks_client: drop enum api.waitlist_status: what names it fails
--   breaks_client: drop enum app.erasure: what names it fails
--   breaks_client: drop function api.accept_booking(uuid): what names it fails
--   breaks_client: drop function api.accept_booking_body(uuid): what names it fails
--   breaks_client: drop function api.accept_booking_group(uuid): what names it fails
--   breaks_client: drop function api.accept_extension(uuid): what names it fails
--   breaks_client: drop function api.acknowledge_requirement(uuid, uuid, integer): what names it fails
--   breaks_client: drop function api.add_availability_exception(api.exception_kind, timestamp without time zone, timestamp without time zone): what names it fails
--   breaks_client: drop function api.add_availability_rule(timestamp without time zone, timestamp without time zone, text): what names it fails
--   breaks_client: drop function api.add_child_relation(uuid, api.child_relation, uuid, app.person_name, api.custody, text): what names it fails
--   breaks_client: drop function api.add_child_requirement(uuid, api.requirement_kind, api.requirement_severity, text, text): what names it fails
--   breaks_client: drop function api.add_dispute_evidence(uuid, text, text): what names it fails
--   breaks_client: drop function api.add_dispute_evidence_body(uuid, text, text): what names it fails
--   breaks_client: drop function api.add_emergency_contact(uuid, app.person_name, text, app.phone_number, uuid, app.phone_number, app.language_tag[], smallint, text): what names it fails
--   breaks_client: drop function api.add_identity_document(uuid, api.document_part, text, text, integer, text): what names it fails
--   breaks_client: drop function api.add_incident_evidence(uuid, text, bytea, text, bigint, text): what names it fails
--   breaks_client: drop function api.add_incident_note(uuid, text, boolean): what names it fails
--   breaks_client: drop function api.add_incident_person(uuid, api.incident_part, uuid, uuid, uuid, text): what names it fails
--   breaks_client: drop function api.add_incident_statement(uuid, text): what names it fails
--   breaks_client: drop function api.add_insurance_document(uuid, text, text, integer, text): what names it fails
--   breaks_client: drop function api.adjust_ledger(api.ledger_purpose, api.ledger_purpose, bigint, text, text, text): what names it fails
--   breaks_client: drop function api.adjust_ledger_body(api.ledger_purpose, api.ledger_purpose, bigint, text, text, text): what names it fails
--   breaks_client: drop function api.agree_to_account_merge(text): what names it fails
--   breaks_client: drop function api.allow_pickup(uuid, uuid, app.person_name, app.phone_number, tstzrange, text): what names it fails
--   breaks_client: drop function api.appeal_suspension(text): what names it fails
--   breaks_client: drop function api.approve_money_order(uuid): what names it fails
--   breaks_client: drop function api.assign_incident(uuid, uuid): what names it fails
--   breaks_client: drop function api.become_host(text, text, text): what names it fails
--   breaks_client: drop function api.block_user(uuid): what names it fails
--   breaks_client: drop function api.cancel_booking(uuid, text): what names it fails
--   breaks_client: drop function api.cancel_booking_body(uuid, text): what names it fails
--   breaks_client: drop function api.cancel_booking_group(uuid): what names it fails
--   breaks_client: drop function api.change_availability_rule(uuid, timestamp without time zone, timestamp without time zone, text, text[]): what names it fails
--   breaks_client: drop function api.change_child_requirement(uuid, integer, api.requirement_kind, api.requirement_severity, text, text): what names it fails
--   breaks_client: drop function api.change_review(uuid, smallint, text, text[]): what names it fails
--   breaks_client: drop function api.charge_dispute(uuid, bigint, text): what names it fails
--   breaks_client: drop function api.charge_dispute_body(uuid, bigint, text): what names it fails
--   breaks_client: drop function api.check_in(uuid, text): what names it fails
--   breaks_client: drop function api.check_in_body(uuid, text): what names it fails
--   breaks_client: drop function api.check_out(uuid, text): what names it fails
--   breaks_client: drop function api.check_out_body(uuid, text): what names it fails
--   breaks_client: drop function api.clear_safety_flag(uuid, text): what names it fails
--   breaks_client: drop function api.confirm_custody(uuid, text): what names it fails
--   breaks_client: drop function api.create_booking_group(uuid, uuid, timestamp with time zone, timestamp with time zone, uuid[], text, interval): what names it fails
--   breaks_client: drop function api.decide_account_merge(uuid, boolean, text): what names it fails
--   breaks_client: drop function api.decide_appeal(uuid, boolean, text): what names it fails
--   breaks_client: drop function api.decide_background_check(uuid, api.verification_status, text): what names it fails
--   breaks_client: drop function api.decide_dispute(uuid, boolean, text): what names it fails
--   breaks_client: drop function api.decide_identity(uuid, api.verification_status, text, text): what names it fails
--   breaks_client: drop function api.decide_insurance(uuid, api.verification_status, text): what names it fails
--   breaks_client: drop function api.decline_booking(uuid, text): what names it fails
--   breaks_client: drop function api.decline_extension(uuid): what names it fails
--   breaks_client: drop function api.decline_money_order(uuid, text): what names it fails
--   breaks_client: drop function api.draw_up_payouts(text, text, text, bigint): what names it fails
--   breaks_client: drop function api.draw_up_payouts_body(text, text, text, bigint): what names it fails
--   breaks_client: drop function api.draw_up_tax_documents(text, smallint): what names it fails
--   breaks_client: drop function api.draw_up_tax_documents_body(text, smallint): what names it fails
--   breaks_client: drop function api.export_my_data(): what names it fails
--   breaks_client: drop function api.family_statement(uuid, date, text, timestamp with time zone, uuid, integer): what names it fails
--   breaks_client: drop function api.get_booking(uuid): what names it fails
--   breaks_client: drop function api.get_booking_address(uuid): what names it fails
--   breaks_client: drop function api.get_family_rating(uuid): what names it fails
--   breaks_client: drop function api.get_host(uuid): what names it fails
--   breaks_client: drop function api.get_host_rating(uuid): what names it fails
--   breaks_client: drop function api.get_host_terms(uuid): what names it fails
--   breaks_client: drop function api.get_incident(uuid): what names it fails
--   breaks_client: drop function api.get_my_host(): what names it fails
--   breaks_client: drop function api.get_my_host_address(): what names it fails
--   breaks_client: drop function api.get_my_suspension(): what names it fails
--   breaks_client: drop function api.get_payment(uuid): what names it fails
--   breaks_client: drop function api.get_payout_account(uuid): what names it fails
--   breaks_client: drop function api.get_safety_score(uuid): what names it fails
--   breaks_client: drop function api.grant_credit(uuid, bigint, text, text, timestamp with time zone): what names it fails
--   breaks_client: drop function api.grant_credit_body(uuid, bigint, text, text, timestamp with time zone): what names it fails
--   breaks_client: drop function api.hold_booking(uuid, uuid, timestamp with time zone, timestamp with time zone, uuid[]): what names it fails
--   breaks_client: drop function api.hold_booking_body(uuid, uuid, timestamp with time zone, timestamp with time zone, uuid[]): what names it fails
--   breaks_client: drop function api.hold_host(uuid, text, uuid, timestamp with time zone): what names it fails
--   breaks_client: drop function api.hold_host_body(uuid, text, uuid, timestamp with time zone): what names it fails
--   breaks_client: drop function api.host_calendar(uuid, timestamp with time zone): what names it fails
--   breaks_client: drop function api.host_statement(date, text, bigint, integer): what names it fails
--   breaks_client: drop function api.join_booking_group(text, uuid, uuid[]): what names it fails
--   breaks_client: drop function api.join_waitlist(uuid, uuid, timestamp with time zone, timestamp with time zone, uuid[]): what names it fails
--   breaks_client: drop function api.leave_waitlist(uuid): what names it fails
--   breaks_client: drop function api.lift_custody(uuid, text): what names it fails
--   breaks_client: drop function api.lift_host_hold(uuid, text): what names it fails
--   breaks_client: drop function api.list_account_merges(api.merge_status, text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_acknowledgements(uuid): what names it fails
--   breaks_client: drop function api.list_appeals(api.appeal_status, text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_background_checks(api.verification_status, uuid, text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_behaviour(uuid, text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_booking_children(uuid): what names it fails
--   breaks_client: drop function api.list_booking_events(uuid): what names it fails
--   breaks_client: drop function api.list_bookings(uuid, uuid, api.booking_status, timestamp with time zone, timestamp with time zone, text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_calls(text, uuid, text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_cancellation_policies(): what names it fails
--   breaks_client: drop function api.list_child_relations(uuid, text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_child_requirements(uuid): what names it fails
--   breaks_client: drop function api.list_credits(uuid, app.currency_code, text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_custody_claims(text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_dispute_evidence(uuid, text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_disputes(uuid, api.dispute_status, api.dispute_origin, text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_emergency_contacts(uuid, uuid, text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_extensions(uuid): what names it fails
--   breaks_client: drop function api.list_family_reviews(uuid, text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_group_bookings(uuid): what names it fails
--   breaks_client: drop function api.list_host_capacities(uuid): what names it fails
--   breaks_client: drop function api.list_host_holds(uuid, text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_host_reviews(uuid, text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_hosts(text, text, integer, numeric, numeric, numeric, numeric, timestamp with time zone, uuid, integer): what names it fails
--   breaks_client: drop function api.list_identity_documents(uuid): what names it fails
--   breaks_client: drop function api.list_identity_verifications(api.verification_status, uuid, text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_incident_events(uuid, text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_incident_evidence(uuid, text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_incident_people(uuid, text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_incidents(api.incident_status, api.incident_severity, api.incident_kind, uuid, uuid, text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_insurance_documents(uuid): what names it fails
--   breaks_client: drop function api.list_insurances(api.verification_status, uuid, text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_ledger_entries(uuid, bigint, text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_ledger_transactions(api.posting_kind, uuid, text, text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_money_orders(api.money_order_status, api.money_deed, uuid, uuid, uuid, text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_my_availability_exceptions(text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_my_availability_rules(text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_my_balances(): what names it fails
--   breaks_client: drop function api.list_my_blocks(text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_my_demands(tstzrange): what names it fails
--   breaks_client: drop function api.list_my_host(): what names it fails
--   breaks_client: drop function api.list_my_identity_documents(): what names it fails
--   breaks_client: drop function api.list_my_incidents(text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_my_insurances(): what names it fails
--   breaks_client: drop function api.list_my_reviews(text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_my_verifications(): what names it fails
--   breaks_client: drop function api.list_payments(uuid, uuid, uuid, api.payment_status, text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_payouts(uuid, uuid, api.payout_status, text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_pickup_people(uuid, timestamp with time zone): what names it fails
--   breaks_client: drop function api.list_provider_events(api.provider_event_status, text, text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_reconciliation_differences(bigint, text, text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_reconciliation_runs(text, date, text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_refunds(uuid, api.refund_status, text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_reviews(uuid, text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_safety_flags(uuid, text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_suspensions(uuid, text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_tax_documents(uuid, app.country_code, smallint, boolean, text, text, text, integer): what names it fails
--   breaks_client: drop function api.list_waitlist(uuid): what names it fails
--   breaks_client: drop function api.make_handover_code(uuid, api.handover_kind): what names it fails
--   breaks_client: drop function api.offer_account_merge(): what names it fails
--   breaks_client: drop function api.open_dispute(uuid, bigint, text): what names it fails
--   breaks_client: drop function api.open_dispute_body(uuid, bigint, text): what names it fails
--   breaks_client: drop function api.pause_my_host(): what names it fails
--   breaks_client: drop function api.pay_booking(uuid): what names it fails
--   breaks_client: drop function api.pay_booking_body(uuid): what names it fails
--   breaks_client: drop function api.quote_booking(uuid, timestamp with time zone, timestamp with time zone, api.age_group[]): what names it fails
--   breaks_client: drop function api.quote_cancellation(uuid): what names it fails
--   breaks_client: drop function api.raise_safety_flag(uuid, api.safety_flag_kind, smallint, text, boolean, uuid, timestamp with time zone): what names it fails
--   breaks_client: drop function api.raise_safety_flag_body(uuid, api.safety_flag_kind, smallint, text, boolean, uuid, timestamp with time zone): what names it fails
--   breaks_client: drop function api.read_incident_contacts(uuid, text): what names it fails
--   breaks_client: drop function api.read_requirements(uuid): what names it fails
--   breaks_client: drop function api.reconcile_day(date, text): what names it fails
--   breaks_client: drop function api.reconcile_day_body(date, text): what names it fails
--   breaks_client: drop function api.refund_payment(uuid, bigint, text, boolean): what names it fails
--   breaks_client: drop function api.refund_payment_body(uuid, bigint, text, boolean): what names it fails
--   breaks_client: drop function api.reinstate_host(uuid, text): what names it fails
--   breaks_client: drop function api.release_review(uuid): what names it fails
--   breaks_client: drop function api.remove_availability_exception(uuid): what names it fails
--   breaks_client: drop function api.remove_availability_rule(uuid): what names it fails
--   breaks_client: drop function api.remove_child_relation(uuid): what names it fails
--   breaks_client: drop function api.remove_child_requirement(uuid): what names it fails
--   breaks_client: drop function api.remove_emergency_contact(uuid): what names it fails
--   breaks_client: drop function api.remove_identity_document(uuid): what names it fails
--   breaks_client: drop function api.reply_to_review(uuid, text): what names it fails
--   breaks_client: drop function api.report_incident(api.incident_kind, api.incident_severity, text, text, timestamp with time zone, text, uuid, uuid): what names it fails
--   breaks_client: drop function api.report_incident_body(api.incident_kind, api.incident_severity, text, text, timestamp with time zone, text, uuid, uuid): what names it fails
--   breaks_client: drop function api.request_background_check(text, boolean): what names it fails
--   breaks_client: drop function api.request_booking(uuid, text): what names it fails
--   breaks_client: drop function api.request_booking_group(uuid): what names it fails
--   breaks_client: drop function api.request_extension(uuid, timestamp with time zone): what names it fails
--   breaks_client: drop function api.resolve_difference(bigint, text): what names it fails
--   breaks_client: drop function api.review_identity(uuid): what names it fails
--   breaks_client: drop function api.review_insurance(uuid): what names it fails
--   breaks_client: drop function api.revoke_pickup(uuid): what names it fails
--   breaks_client: drop function api.search_hosts(numeric, numeric, numeric, timestamp with time zone, timestamp with time zone, api.age_group[], integer, uuid, integer): what names it fails
--   breaks_client: drop function api.send_background_check(uuid, text, text): what names it fails
--   breaks_client: drop function api.set_incident_severity(uuid, api.incident_severity): what names it fails
--   breaks_client: drop function api.set_incident_status(uuid, api.incident_status, text): what names it fails
--   breaks_client: drop function api.set_my_capacity(api.age_group, smallint, bigint): what names it fails
--   breaks_client: drop function api.set_my_host_address(text, text, text, text, text, text, text, numeric, numeric): what names it fails
--   breaks_client: drop function api.set_my_host_terms(smallint, boolean, interval, interval, interval, interval, text): what names it fails
--   breaks_client: drop function api.start_payment(uuid, text): what names it fails
--   breaks_client: drop function api.start_payment_body(uuid, text): what names it fails
--   breaks_client: drop function api.stop_hosting(): what names it fails
--   breaks_client: drop function api.submit_identity(api.identity_document_kind, text, date): what names it fails
--   breaks_client: drop function api.submit_insurance(text, text, tstzrange, bigint, text): what names it fails
--   breaks_client: drop function api.suspend_host(uuid, text): what names it fails
--   breaks_client: drop function api.suspend_user(uuid, text, timestamp with time zone, uuid): what names it fails
--   breaks_client: drop function api.trial_balance(): what names it fails
--   breaks_client: drop function api.unblock_user(uuid): what names it fails
--   breaks_client: drop function api.update_emergency_contact(uuid, timestamp with time zone, app.person_name, text, app.phone_number, app.phone_number, app.language_tag[], smallint, text, text[]): what names it fails
--   breaks_client: drop function api.update_my_host(text, text, text): what names it fails
--   breaks_client: drop function api.update_my_host_profile(text, text, text[], integer, integer, api.visibility): what names it fails
--   breaks_client: drop function api.use_credit(uuid, bigint): what names it fails
--   breaks_client: drop function api.withdraw_account_merge(): what names it fails
--   breaks_client: drop function api.withdraw_background_check(uuid): what names it fails
--   breaks_client: drop function api.withdraw_dispute(uuid): what names it fails
--   breaks_client: drop function api.withdraw_extension(uuid): what names it fails
--   breaks_client: drop function api.withdraw_identity(uuid): what names it fails
--   breaks_client: drop function api.withdraw_insurance(uuid): what names it fails
--   breaks_client: drop function api.withdraw_money_order(uuid): what names it fails
--   breaks_client: drop function api.withhold_review(uuid, text): what names it fails
--   breaks_client: drop function api.write_review(uuid, smallint, text): what names it fails
--   breaks_client: drop function app.account(api.ledger_purpose, app.currency_code, uuid, text): what names it fails
--   breaks_client: drop function app.add_credit(uuid, app.currency_code, app.minor_units, api.credit_cause, text, timestamp with time zone, uuid): what names it fails
--   breaks_client: drop function app.add_evidence(uuid, uuid, text, text): what names it fails
--   breaks_client: drop function app.all_acknowledged(uuid): what names it fails
--   breaks_client: drop function app.apply_provider_event(text, text): what names it fails
--   breaks_client: drop function app.apply_provider_events(integer): what names it fails
--   breaks_client: drop function app.area_changed(): what names it fails
--   breaks_client: drop function app.attempt_cancel_sent(uuid): what names it fails
--   breaks_client: drop function app.attempt_sent(uuid, text): what names it fails
--   breaks_client: drop function app.attempts_to_cancel(integer): what names it fails
--   breaks_client: drop function app.attempts_to_send(integer): what names it fails
--   breaks_client: drop function app.balance(uuid): what names it fails
--   breaks_client: drop function app.balances_of(uuid, uuid): what names it fails
--   breaks_client: drop function app.begin_refund(uuid, app.minor_units, api.refund_cause, text, boolean, uuid): what names it fails
--   breaks_client: drop function app.begin_request(text, text, text, bytea, interval): what names it fails
--   breaks_client: drop function app.book_in_group(uuid, uuid, uuid, uuid[]): what names it fails
--   breaks_client: drop function app.booking_paid(uuid): what names it fails
--   breaks_client: drop function app.bookings_of_group(uuid): what names it fails
--   breaks_client: drop function app.calendar_changed(): what names it fails
--   breaks_client: drop function app.calendar_of(uuid, tstzrange): what names it fails
--   breaks_client: drop function app.call_off(uuid): what names it fails
--   breaks_client: drop function app.cancel_bookings_of_host(uuid, text): what names it fails
--   breaks_client: drop function app.cancel_payment(uuid): what names it fails
--   breaks_client: drop function app.cancel_unverified_stays(interval, integer): what names it fails
--   breaks_client: drop function app.cancellation_fee(text, bigint, timestamp with time zone, timestamp with time zone, timestamp with time zone): what names it fails
--   breaks_client: drop function app.capture(uuid, uuid, timestamp with time zone): what names it fails
--   breaks_client: drop function app.carry_out(uuid): what names it fails
--   breaks_client: drop function app.cell_of(numeric, numeric): what names it fails
--   breaks_client: drop function app.cells_near(numeric, numeric, numeric): what names it fails
--   breaks_client: drop function app.charge_dispute(uuid, app.minor_units): what names it fails
--   breaks_client: drop function app.clock_changed(): what names it fails
--   breaks_client: drop function app.complete_stays(integer): what names it fails
--   breaks_client: drop function app.count_ratings(integer): what names it fails
--   breaks_client: drop function app.decide_dispute(uuid, api.dispute_status, uuid, text): what names it fails
--   breaks_client: drop function app.dispute_answered(uuid): what names it fails
--   breaks_client: drop function app.dispute_reported(uuid, text, bigint, text, text, timestamp with time zone, timestamp with time zone): what names it fails
--   breaks_client: drop function app.disputes_to_answer(integer): what names it fails
--   breaks_client: drop function app.draw_up_payouts(text, app.currency_code, bigint): what names it fails
--   breaks_client: drop function app.draw_up_tax_documents(app.country_code, smallint): what names it fails
--   breaks_client: drop function app.end_dispute(uuid, boolean, timestamp with time zone): what names it fails
--   breaks_client: drop function app.end_payout(uuid, boolean, text, timestamp with time zone): what names it fails
--   breaks_client: drop function app.end_refund(uuid, boolean, text, timestamp with time zone): what names it fails
--   breaks_client: drop function app.end_request(text, text, text, jsonb): what names it fails
--   breaks_client: drop function app.erase_closed_accounts(integer): what names it fails
--   breaks_client: drop function app.escalate_incidents(integer): what names it fails
--   breaks_client: drop function app.expire_bookings(integer): what names it fails
--   breaks_client: drop function app.expire_credits(integer): what names it fails
--   breaks_client: drop function app.expire_groups(integer): what names it fails
--   breaks_client: drop function app.expire_suspensions(integer): what names it fails
--   breaks_client: drop function app.expire_verifications(integer): what names it fails
--   breaks_client: drop function app.extend_booking(uuid, timestamp with time zone): what names it fails
--   breaks_client: drop function app.extensions_over(): what names it fails
--   breaks_client: drop function app.file_purged(text): what names it fails
--   breaks_client: drop function app.files_to_purge(integer): what names it fails
--   breaks_client: drop function app.find_hosts(numeric, numeric, numeric, tstzrange, api.age_group[], integer, uuid, integer): what names it fails
--   breaks_client: drop function app.follow_booking(): what names it fails
--   breaks_client: drop function app.forget_provider_events(interval, integer): what names it fails
--   breaks_client: drop function app.forget_requests(integer): what names it fails
--   breaks_client: drop function app.group_by_code(text): what names it fails
--   breaks_client: drop function app.handover_digest(uuid, api.handover_kind, text): what names it fails
--   breaks_client: drop function app.has_places(uuid, tstzrange, api.age_group[]): what names it fails
--   breaks_client: drop function app.host_gets(uuid, app.currency_code, bigint): what names it fails
--   breaks_client: drop function app.host_lines(uuid, bigint): what names it fails
--   breaks_client: drop function app.host_lines_of_month(uuid, timestamp with time zone, timestamp with time zone, bigint, integer): what names it fails
--   breaks_client: drop function app.hosts_for_itself(uuid, uuid): what names it fails
--   breaks_client: drop function app.import_settlement_line(text, text, api.settlement_kind, text, bigint, app.minor_units, app.currency_code, date): what names it fails
--   breaks_client: drop function app.instant(timestamp without time zone, text): what names it fails
--   breaks_client: drop function app.judge_money_order(): what names it fails
--   breaks_client: drop function app.keep_incident(): what names it fails
--   breaks_client: drop function app.keep_ledger_balanced(): what names it fails
--   breaks_client: drop function app.keep_money_transitions(): what names it fails
--   breaks_client: drop function app.keep_partitions(integer): what names it fails
--   breaks_client: drop function app.keep_renewals(integer): what names it fails
--   breaks_client: drop function app.keep_review(): what names it fails
--   breaks_client: drop function app.keep_transitions(): what names it fails
--   breaks_client: drop function app.keep_verification(): what names it fails
--   breaks_client: drop function app.lapse_disputes(integer): what names it fails
--   breaks_client: drop function app.lay_out_calendar(uuid): what names it fails
--   breaks_client: drop function app.lay_out_calendars(integer): what names it fails
--   breaks_client: drop function app.lift_host_holds(integer): what names it fails
--   breaks_client: drop function app.lift_suspension(uuid, text): what names it fails
--   breaks_client: drop function app.link_identity(uuid, text, text): what names it fails
--   breaks_client: drop function app.lock_booking(uuid): what names it fails
--   breaks_client: drop function app.locked_balance(api.ledger_purpose, app.currency_code, uuid): what names it fails
--   breaks_client: drop function app.mark_no_shows(integer): what names it fails
--   breaks_client: drop function app.merge_accounts(uuid, uuid): what names it fails
--   breaks_client: drop function app.metres_between(numeric, numeric, numeric, numeric): what names it fails
--   breaks_client: drop function app.money_may_become(api.money_subject, text, text): what names it fails
--   breaks_client: drop function app.move_due_bookings(api.booking_status[], api.booking_status, integer): what names it fails
--   breaks_client: drop function app.move_group(uuid, api.booking_status): what names it fails
--   breaks_client: drop function app.move_stay(uuid, timestamp with time zone): what names it fails
--   breaks_client: drop function app.note_rating_change(): what names it fails
--   breaks_client: drop function app.occurrences(text, timestamp without time zone, timestamp without time zone, text, tstzrange): what names it fails
--   breaks_client: drop function app.open_dispute(uuid, uuid, app.minor_units, text): what names it fails
--   breaks_client: drop function app.open_payment(uuid, uuid, uuid, uuid, app.minor_units, app.currency_code, timestamp with time zone): what names it fails
--   breaks_client: drop function app.parse_recurrence(text): what names it fails
--   breaks_client: drop function app.pass_events(text, bigint): what names it fails
--   breaks_client: drop function app.payment_reported(uuid, api.money_event, bigint, text, text, timestamp with time zone): what names it fails
--   breaks_client: drop function app.payout_sent(uuid, text): what names it fails
--   breaks_client: drop function app.payouts_to_send(integer): what names it fails
--   breaks_client: drop function app.places_left(uuid, tstzrange): what names it fails
--   breaks_client: drop function app.places_released(): what names it fails
--   breaks_client: drop function app.post(api.posting_kind, uuid, app.currency_code, app.ledger_line[], text, timestamp with time zone, text): what names it fails
--   breaks_client: drop function app.prepare_booking(): what names it fails
--   breaks_client: drop function app.prepare_booking_child(): what names it fails
--   breaks_client: drop function app.prepare_review(): what names it fails
--   breaks_client: drop function app.price_of(uuid, tstzrange, api.age_group[]): what names it fails
--   breaks_client: drop function app.promote_waitlist(integer): what names it fails
--   breaks_client: drop function app.promote_waitlist_of(uuid): what names it fails
--   breaks_client: drop function app.publish(text, text, text, jsonb): what names it fails
--   breaks_client: drop function app.quote(app.minor_units, app.country_code, date): what names it fails
--   breaks_client: drop function app.receive_provider_event(text, text, text, timestamp with time zone, jsonb): what names it fails
--   breaks_client: drop function app.reconcile(text, date): what names it fails
--   breaks_client: drop function app.reconcile_days(): what names it fails
--   breaks_client: drop function app.record_background_check(text, text, api.verification_status, timestamp with time zone): what names it fails
--   breaks_client: drop function app.record_behaviour(uuid, api.behaviour_kind, uuid): what names it fails
--   breaks_client: drop function app.record_booking_event(): what names it fails
--   breaks_client: drop function app.record_conduct(): what names it fails
--   breaks_client: drop function app.record_incident(): what names it fails
--   breaks_client: drop function app.record_incident_addition(): what names it fails
--   breaks_client: drop function app.recount(uuid): what names it fails
--   breaks_client: drop function app.recount_added_children(): what names it fails
--   breaks_client: drop function app.recount_booking(): what names it fails
--   breaks_client: drop function app.refund_booking(uuid, app.minor_units, text): what names it fails
--   breaks_client: drop function app.refund_sent(uuid, text): what names it fails
--   breaks_client: drop function app.refunds_to_send(integer): what names it fails
--   breaks_client: drop function app.refuse_stay(uuid, tstzrange, uuid): what names it fails
--   breaks_client: drop function app.refuse_time(uuid, tstzrange, uuid): what names it fails
--   breaks_client: drop function app.release_holds(integer): what names it fails
--   breaks_client: drop function app.return_credit(uuid): what names it fails
--   breaks_client: drop function app.reveal_both(): what names it fails
--   breaks_client: drop function app.reveal_reviews(integer): what names it fails
--   breaks_client: drop function app.seal_ledger_transaction(): what names it fails
--   breaks_client: drop function app.set_payout_account(uuid, text, text): what names it fails
--   breaks_client: drop function app.sign_in(text, text): what names it fails
--   breaks_client: drop function app.snapshot_balances(integer, integer): what names it fails
--   breaks_client: drop function app.start_attempt(uuid, text): what names it fails
--   breaks_client: drop function app.take_events(text, integer): what names it fails
--   breaks_client: drop function app.take_reminders(integer): what names it fails
--   breaks_client: drop function app.take_turn(uuid): what names it fails
--   breaks_client: drop function app.trim_outbox(integer): what names it fails
--   breaks_client: drop function app.unlink_identity(uuid, text, text): what names it fails
--   breaks_client: drop function app.use_credit(uuid, app.minor_units): what names it fails
--   breaks_client: drop function app.use_handover_code(uuid, api.handover_kind, text): what names it fails
--   breaks_client: drop function app.wait_turn(uuid): what names it fails
--   breaks_client: drop function app.waiting_ahead(uuid): what names it fails
--   breaks_client: drop function app.wilson(numeric, numeric): what names it fails
--   breaks_client: drop function app.withdraw_expired_invitations(integer): what names it fails
--   breaks_client: drop function app.within_limit(text, integer, interval): what names it fails
--   breaks_client: drop function audit.erase_person(uuid): what names it fails
--   breaks_client: drop function audit.keep_trail(): what names it fails
--   breaks_client: drop function audit.record(text, jsonb, jsonb): what names it fails
--   breaks_client: drop function audit.record_digests(api.trail, xid8, xid8, bigint): what names it fails
--   breaks_client: drop function audit.salted(bytea, jsonb): what names it fails
--   breaks_client: drop function audit.seal(): what names it fails
--   breaks_client: drop function audit.seal_digest(audit.seals): what names it fails
--   breaks_client: drop function audit.verify(date): what names it fails
--   breaks_client: drop function auth.answers_for(uuid, uuid): what names it fails
--   breaks_client: drop function auth.are_blocked(uuid, uuid): what names it fails
--   breaks_client: drop function auth.blocked_families(): what names it fails
--   breaks_client: drop function auth.blocked_users(): what names it fails
--   breaks_client: drop function auth.blocked_with(uuid): what names it fails
--   breaks_client: drop function auth.booking_parties(jsonb): what names it fails
--   breaks_client: drop function auth.client_address(): what names it fails
--   breaks_client: drop function auth.erasable_children(): what names it fails
--   breaks_client: drop function auth.erasable_families(): what names it fails
--   breaks_client: drop function auth.erasable_hosts(): what names it fails
--   breaks_client: drop function auth.erasable_users(): what names it fails
--   breaks_client: drop function auth.families_at_risk(): what names it fails
--   breaks_client: drop function auth.good_until(api.verification_kind, text): what names it fails
--   breaks_client: drop function auth.holds_what_stays(uuid): what names it fails
--   breaks_client: drop function auth.host_of(uuid): what names it fails
--   breaks_client: drop function auth.idempotency_key(): what names it fails
--   breaks_client: drop function auth.incidents_about(uuid): what names it fails
--   breaks_client: drop function auth.incidents_about_me(): what names it fails
--   breaks_client: drop function auth.is_bookable(uuid, tstzrange, uuid): what names it fails
--   breaks_client: drop function auth.is_child_of(uuid, uuid): what names it fails
--   breaks_client: drop function auth.may_be_assigned(uuid, uuid): what names it fails
--   breaks_client: drop function auth.may_handle(uuid): what names it fails
--   breaks_client: drop function auth.may_pick_up(uuid, uuid, timestamp with time zone): what names it fails
--   breaks_client: drop function auth.merging_users(): what names it fails
--   breaks_client: drop function auth.money_deeds(): what names it fails
--   breaks_client: drop function auth.must_know_children(uuid): what names it fails
--   breaks_client: drop function auth.my_host(): what names it fails
--   breaks_client: drop function auth.my_hosted_children(): what names it fails
--   breaks_client: drop function auth.my_hosted_families(): what names it fails
--   breaks_client: drop function auth.my_incidents(): what names it fails
--   breaks_client: drop function auth.my_payments(): what names it fails
--   breaks_client: drop function auth.my_visited_hosts(): what names it fails
--   breaks_client: drop function auth.reporter_of(uuid): what names it fails
--   breaks_client: drop function auth.review_terms(uuid): what names it fails
--   breaks_client: drop function auth.safety_score(uuid): what names it fails
--   breaks_client: drop function auth.subjects_of(uuid): what names it fails
--   breaks_client: drop function auth.unmet_demands(uuid, tstzrange): what names it fails
--   breaks_client: drop function auth.verified_until(uuid, api.verification_kind): what names it fails
--   breaks_client: drop function auth.was_host_and_family(uuid): what names it fails
--   breaks_client: drop schema extensions: what names it fails
--   breaks_client: drop table app.account_merges: what names it fails
--   breaks_client: drop table app.age_groups: what names it fails
--   breaks_client: drop table app.availability_exceptions: what names it fails
--   breaks_client: drop table app.availability_rules: what names it fails
--   breaks_client: drop table app.background_checks: what names it fails
--   breaks_client: drop table app.behaviour_events: what names it fails
--   breaks_client: drop table app.behaviour_events_rest: what names it fails
--   breaks_client: drop table app.behaviour_weights: what names it fails
--   breaks_client: drop table app.booking_children: what names it fails
--   breaks_client: drop table app.booking_events: what names it fails
--   breaks_client: drop table app.booking_extensions: what names it fails
--   breaks_client: drop table app.booking_groups: what names it fails
--   breaks_client: drop table app.booking_settings: what names it fails
--   breaks_client: drop table app.booking_transitions: what names it fails
--   breaks_client: drop table app.bookings: what names it fails
--   breaks_client: drop table app.cancellation_policies: what names it fails
--   breaks_client: drop table app.cancellation_tiers: what names it fails
--   breaks_client: drop table app.child_relations: what names it fails
--   breaks_client: drop table app.child_requirements: what names it fails
--   breaks_client: drop table app.credit_uses: what names it fails
--   breaks_client: drop table app.credits: what names it fails
--   breaks_client: drop table app.currencies: what names it fails
--   breaks_client: drop table app.dispute_evidence: what names it fails
--   breaks_client: drop table app.disputes: what names it fails
--   breaks_client: drop table app.emergency_contacts: what names it fails
--   breaks_client: drop table app.extension_transitions: what names it fails
--   breaks_client: drop table app.external_identities: what names it fails
--   breaks_client: drop table app.family_ratings: what names it fails
--   breaks_client: drop table app.fee_schedules: what names it fails
--   breaks_client: drop table app.group_transitions: what names it fails
--   breaks_client: drop table app.handover_codes: what names it fails
--   breaks_client: drop table app.host_addresses: what names it fails
--   breaks_client: drop table app.host_capacities: what names it fails
--   breaks_client: drop table app.host_cells: what names it fails
--   breaks_client: drop table app.host_holds: what names it fails
--   breaks_client: drop table app.host_insurances: what names it fails
--   breaks_client: drop table app.host_profiles: what names it fails
--   breaks_client: drop table app.host_ratings: what names it fails
--   breaks_client: drop table app.host_terms: what names it fails
--   breaks_client: drop table app.host_turns: what names it fails
--   breaks_client: drop table app.hosts: what names it fails
--   breaks_client: drop table app.identity_documents: what names it fails
--   breaks_client: drop table app.identity_verifications: what names it fails
--   breaks_client: drop table app.incident_deadlines: what names it fails
--   breaks_client: drop table app.incident_events: what names it fails
--   breaks_client: drop table app.incident_evidence: what names it fails
--   breaks_client: drop table app.incident_people: what names it fails
--   breaks_client: drop table app.incident_transitions: what names it fails
--   breaks_client: drop table app.incidents: what names it fails
--   breaks_client: drop table app.insurance_documents: what names it fails
--   breaks_client: drop table app.ledger_accounts: what names it fails
--   breaks_client: drop table app.ledger_entries: what names it fails
--   breaks_client: drop table app.ledger_purposes: what names it fails
--   breaks_client: drop table app.ledger_snapshots: what names it fails
--   breaks_client: drop table app.ledger_transactions: what names it fails
--   breaks_client: drop table app.money_deeds: what names it fails
--   breaks_client: drop table app.money_limits: what names it fails
--   breaks_client: drop table app.money_orders: what names it fails
--   breaks_client: drop table app.money_transitions: what names it fails
--   breaks_client: drop table app.open_times: what names it fails
--   breaks_client: drop table app.outbox_consumers: what names it fails
--   breaks_client: drop table app.outbox_events: what names it fails
--   breaks_client: drop table app.outbox_topics: what names it fails
--   breaks_client: drop table app.payment_attempts: what names it fails
--   breaks_client: drop table app.payment_holds: what names it fails
--   breaks_client: drop table app.payment_intents: what names it fails
--   breaks_client: drop table app.payment_providers: what names it fails
--   breaks_client: drop table app.payout_accounts: what names it fails
--   breaks_client: drop table app.payout_batches: what names it fails
--   breaks_client: drop table app.payouts: what names it fails
--   breaks_client: drop table app.personal_data: what names it fails
--   breaks_client: drop table app.pickup_permissions: what names it fails
--   breaks_client: drop table app.provider_event_types: what names it fails
--   breaks_client: drop table app.provider_events: what names it fails
--   breaks_client: drop table app.rate_limits: what names it fails
--   breaks_client: drop table app.rating_changes: what names it fails
--   breaks_client: drop table app.reconciliation_differences: what names it fails
--   breaks_client: drop table app.reconciliation_runs: what names it fails
--   breaks_client: drop table app.refunds: what names it fails
--   breaks_client: drop table app.requests: what names it fails
--   breaks_client: drop table app.requirement_acknowledgements: what names it fails
--   breaks_client: drop table app.reviews: what names it fails
--   breaks_client: drop table app.safety_flags: what names it fails
--   breaks_client: drop table app.settlement_lines: what names it fails
--   breaks_client: drop table app.suspension_appeals: what names it fails
--   breaks_client: drop table app.suspensions: what names it fails
--   breaks_client: drop table app.tax_documents: what names it fails
--   breaks_client: drop table app.tax_rules: what names it fails
--   breaks_client: drop table app.user_blocks: what names it fails
--   breaks_client: drop table app.verification_demands: what names it fails
--   breaks_client: drop table app.verification_reminders: what names it fails
--   breaks_client: drop table app.verification_renewals: what names it fails
--   breaks_client: drop table app.verification_transitions: what names it fails
--   breaks_client: drop table app.waitlist_children: what names it fails
--   breaks_client: drop table app.waitlist_entries: what names it fails
--   breaks_client: drop table app.waitlist_transitions: what names it fails
--   breaks_client: drop table audit.calls: what names it fails
--   breaks_client: drop table audit.calls_rest: what names it fails
--   breaks_client: drop table audit.erasures: what names it fails
--   breaks_client: drop table audit.seals: what names it fails
--   data_loss: alter rows app.capabilities: rows are deleted
--   data_loss: alter rows app.role_capabilities: rows are deleted
--   data_loss: drop column app.users.erased_at: its values are lost
--   data_loss: drop column app.users.merged_into: its values are lost
--   data_loss: drop column audit.changes.address_digest: its values are lost
--   data_loss: drop column audit.changes.address_salt: its values are lost
--   data_loss: drop column audit.changes.client_address: its values are lost
--   data_loss: drop column audit.changes.person_id: its values are lost
--   data_loss: drop column audit.changes.values_digest: its values are lost
--   data_loss: drop column audit.changes.values_salt: its values are lost
--   data_loss: drop extension btree_gist: tables of its own go along
--   data_loss: drop table app.account_merges: its rows are lost
--   data_loss: drop table app.age_groups: its rows are lost
--   data_loss: drop table app.availability_exceptions: its rows are lost
--   data_loss: drop table app.availability_rules: its rows are lost
--   data_loss: drop table app.background_checks: its rows are lost
--   data_loss: drop table app.behaviour_events_rest: its rows are lost
--   data_loss: drop table app.behaviour_weights: its rows are lost
--   data_loss: drop table app.booking_children: its rows are lost
--   data_loss: drop table app.booking_events: its rows are lost
--   data_loss: drop table app.booking_extensions: its rows are lost
--   data_loss: drop table app.booking_groups: its rows are lost
--   data_loss: drop table app.booking_settings: its rows are lost
--   data_loss: drop table app.booking_transitions: its rows are lost
--   data_loss: drop table app.bookings: its rows are lost
--   data_loss: drop table app.cancellation_policies: its rows are lost
--   data_loss: drop table app.cancellation_tiers: its rows are lost
--   data_loss: drop table app.child_relations: its rows are lost
--   data_loss: drop table app.child_requirements: its rows are lost
--   data_loss: drop table app.credit_uses: its rows are lost
--   data_loss: drop table app.credits: its rows are lost
--   data_loss: drop table app.currencies: its rows are lost
--   data_loss: drop table app.dispute_evidence: its rows are lost
--   data_loss: drop table app.disputes: its rows are lost
--   data_loss: drop table app.emergency_contacts: its rows are lost
--   data_loss: drop table app.extension_transitions: its rows are lost
--   data_loss: drop table app.external_identities: its rows are lost
--   data_loss: drop table app.family_ratings: its rows are lost
--   data_loss: drop table app.fee_schedules: its rows are lost
--   data_loss: drop table app.group_transitions: its rows are lost
--   data_loss: drop table app.handover_codes: its rows are lost
--   data_loss: drop table app.host_addresses: its rows are lost
--   data_loss: drop table app.host_capacities: its rows are lost
--   data_loss: drop table app.host_cells: its rows are lost
--   data_loss: drop table app.host_holds: its rows are lost
--   data_loss: drop table app.host_insurances: its rows are lost
--   data_loss: drop table app.host_profiles: its rows are lost
--   data_loss: drop table app.host_ratings: its rows are lost
--   data_loss: drop table app.host_terms: its rows are lost
--   data_loss: drop table app.host_turns: its rows are lost
--   data_loss: drop table app.hosts: its rows are lost
--   data_loss: drop table app.identity_documents: its rows are lost
--   data_loss: drop table app.identity_verifications: its rows are lost
--   data_loss: drop table app.incident_deadlines: its rows are lost
--   data_loss: drop table app.incident_events: its rows are lost
--   data_loss: drop table app.incident_evidence: its rows are lost
--   data_loss: drop table app.incident_people: its rows are lost
--   data_loss: drop table app.incident_transitions: its rows are lost
--   data_loss: drop table app.incidents: its rows are lost
--   data_loss: drop table app.insurance_documents: its rows are lost
--   data_loss: drop table app.ledger_accounts: its rows are lost
--   data_loss: drop table app.ledger_entries: its rows are lost
--   data_loss: drop table app.ledger_purposes: its rows are lost
--   data_loss: drop table app.ledger_snapshots: its rows are lost
--   data_loss: drop table app.ledger_transactions: its rows are lost
--   data_loss: drop table app.money_deeds: its rows are lost
--   data_loss: drop table app.money_limits: its rows are lost
--   data_loss: drop table app.money_orders: its rows are lost
--   data_loss: drop table app.money_transitions: its rows are lost
--   data_loss: drop table app.open_times: its rows are lost
--   data_loss: drop table app.outbox_consumers: its rows are lost
--   data_loss: drop table app.outbox_events: its rows are lost
--   data_loss: drop table app.outbox_topics: its rows are lost
--   data_loss: drop table app.payment_attempts: its rows are lost
--   data_loss: drop table app.payment_holds: its rows are lost
--   data_loss: drop table app.payment_intents: its rows are lost
--   data_loss: drop table app.payment_providers: its rows are lost
--   data_loss: drop table app.payout_accounts: its rows are lost
--   data_loss: drop table app.payout_batches: its rows are lost
--   data_loss: drop table app.payouts: its rows are lost
--   data_loss: drop table app.personal_data: its rows are lost
--   data_loss: drop table app.pickup_permissions: its rows are lost
--   data_loss: drop table app.provider_event_types: its rows are lost
--   data_loss: drop table app.provider_events: its rows are lost
--   data_loss: drop table app.rate_limits: its rows are lost
--   data_loss: drop table app.rating_changes: its rows are lost
--   data_loss: drop table app.reconciliation_differences: its rows are lost
--   data_loss: drop table app.reconciliation_runs: its rows are lost
--   data_loss: drop table app.refunds: its rows are lost
--   data_loss: drop table app.requests: its rows are lost
--   data_loss: drop table app.requirement_acknowledgements: its rows are lost
--   data_loss: drop table app.reviews: its rows are lost
--   data_loss: drop table app.safety_flags: its rows are lost
--   data_loss: drop table app.settlement_lines: its rows are lost
--   data_loss: drop table app.suspension_appeals: its rows are lost
--   data_loss: drop table app.suspensions: its rows are lost
--   data_loss: drop table app.tax_documents: its rows are lost
--   data_loss: drop table app.tax_rules: its rows are lost
--   data_loss: drop table app.user_blocks: its rows are lost
--   data_loss: drop table app.verification_demands: its rows are lost
--   data_loss: drop table app.verification_reminders: its rows are lost
--   data_loss: drop table app.verification_renewals: its rows are lost
--   data_loss: drop table app.verification_transitions: its rows are lost
--   data_loss: drop table app.waitlist_children: its rows are lost
--   data_loss: drop table app.waitlist_entries: its rows are lost
--   data_loss: drop table app.waitlist_transitions: its rows are lost
--   data_loss: drop table audit.calls_rest: its rows are lost
--   data_loss: drop table audit.erasures: its rows are lost
--   data_loss: drop table audit.seals: its rows are lost
--   drops_access: create policy app.family_profiles.family_profiles_read: roles that it binds may reach other rows
--   drops_access: create policy app.personal_profiles.personal_profiles_read_shared: roles that it binds may reach other rows
--   drops_access: drop policy app.booking_children.booking_children_add: roles that it binds may reach fewer rows
--   drops_access: drop policy app.booking_children.booking_children_read: roles that it binds may reach fewer rows
--   drops_access: drop policy app.booking_events.booking_events_read: roles that it binds may reach fewer rows
--   drops_access: drop policy app.booking_extensions.booking_extensions_ask: roles that it binds may reach fewer rows
--   drops_access: drop policy app.children.children_bookings: roles that it binds may reach fewer rows
--   drops_access: drop policy app.children.children_keeper: roles that it binds may reach fewer rows
--   drops_access: drop policy app.children.children_merge: roles that it binds may reach fewer rows
--   drops_access: drop policy app.children.children_read_hosted: roles that it binds may reach fewer rows
--   drops_access: drop policy app.families.families_keeper: roles that it binds may reach fewer rows
--   drops_access: drop policy app.families.families_merge: roles that it binds may reach fewer rows
--   drops_access: drop policy app.family_addresses.family_addresses_keeper: roles that it binds may reach fewer rows
--   drops_access: drop policy app.family_invitations.family_invitations_expire: roles that it binds may reach fewer rows
--   drops_access: drop policy app.family_invitations.family_invitations_read_due: roles that it binds may reach fewer rows
--   drops_access: drop policy app.family_members.family_members_bookings: roles that it binds may reach fewer rows
--   drops_access: drop policy app.family_members.family_members_keeper: roles that it binds may reach fewer rows
--   drops_access: drop policy app.family_members.family_members_merge: roles that it binds may reach fewer rows
--   drops_access: drop policy app.family_profiles.family_profiles_bookings: roles that it binds may reach fewer rows
--   drops_access: drop policy app.family_profiles.family_profiles_keeper: roles that it binds may reach fewer rows
--   drops_access: drop policy app.handover_codes.handover_codes_make: roles that it binds may reach fewer rows
--   drops_access: drop policy app.handover_codes.handover_codes_make_again: roles that it binds may reach fewer rows
--   drops_access: drop policy app.handover_codes.handover_codes_read: roles that it binds may reach fewer rows
--   drops_access: drop policy app.handover_codes.handover_codes_use: roles that it binds may reach fewer rows
--   drops_access: drop policy app.host_capacities.host_capacities_read: roles that it binds may reach fewer rows
--   drops_access: drop policy app.host_insurances.host_insurances_decide: roles that it binds may reach fewer rows
--   drops_access: drop policy app.host_profiles.host_profiles_read_listed: roles that it binds may reach fewer rows
--   drops_access: drop policy app.host_terms.host_terms_read: roles that it binds may reach fewer rows
--   drops_access: drop policy app.identity_documents.identity_documents_add: roles that it binds may reach fewer rows
--   drops_access: drop policy app.incidents.incidents_report: roles that it binds may reach fewer rows
--   drops_access: drop policy app.insurance_documents.insurance_documents_add: roles that it binds may reach fewer rows
--   drops_access: drop policy app.personal_addresses.personal_addresses_keeper: roles that it binds may reach fewer rows
--   drops_access: drop policy app.personal_profiles.personal_profiles_keeper: roles that it binds may reach fewer rows
--   drops_access: drop policy app.requirement_acknowledgements.requirement_acknowledgements_add: roles that it binds may reach fewer rows
--   drops_access: drop policy app.requirement_acknowledgements.requirement_acknowledgements_read: roles that it binds may reach fewer rows
--   drops_access: drop policy app.roles.roles_issuer: roles that it binds may reach fewer rows
--   drops_access: drop policy app.suspension_appeals.suspension_appeals_appeal: roles that it binds may reach fewer rows
--   drops_access: drop policy app.suspension_appeals.suspension_appeals_read_own: roles that it binds may reach fewer rows
--   drops_access: drop policy app.user_roles.user_roles_issuer: roles that it binds may reach fewer rows
--   drops_access: drop policy app.users.users_issuer: roles that it binds may reach fewer rows
--   drops_access: drop policy app.users.users_keeper: roles that it binds may reach fewer rows
--   drops_access: drop policy app.users.users_merge: roles that it binds may reach fewer rows
--   drops_access: drop policy app.users.users_read_suspended: roles that it binds may reach fewer rows
--   drops_access: drop policy app.users.users_reinstate: roles that it binds may reach fewer rows
--   drops_access: drop policy app.waitlist_children.waitlist_children_add: roles that it binds may reach fewer rows
--   drops_access: drop policy audit.changes.changes_erase: roles that it binds may reach fewer rows
--   drops_access: drop policy audit.changes.changes_seal: roles that it binds may reach fewer rows
--   drops_access: revoke on column app.children.birth_date: momni_bookings loses SELECT
--   drops_access: revoke on column app.children.birth_date: momni_keeper loses SELECT, UPDATE
--   drops_access: revoke on column app.children.created_by: momni_keeper loses SELECT, UPDATE
--   drops_access: revoke on column app.children.given_name: momni_keeper loses UPDATE
--   drops_access: revoke on column app.children.id: momni_bookings loses SELECT
--   drops_access: revoke on column app.children.id: momni_keeper loses SELECT
--   drops_access: revoke on column app.families.creator_id: momni_keeper loses SELECT, UPDATE
--   drops_access: revoke on column app.families.id: momni_keeper loses SELECT
--   drops_access: revoke on column app.families.name: momni_keeper loses UPDATE
--   drops_access: revoke on column app.family_addresses.family_id: momni_keeper loses SELECT
--   drops_access: revoke on column app.family_addresses.line1: momni_keeper loses UPDATE
--   drops_access: revoke on column app.family_addresses.line2: momni_keeper loses UPDATE
--   drops_access: revoke on column app.family_addresses.locality: momni_keeper loses UPDATE
--   drops_access: revoke on column app.family_addresses.phone: momni_keeper loses UPDATE
--   drops_access: revoke on column app.family_addresses.postal_code: momni_keeper loses UPDATE
--   drops_access: revoke on column app.family_addresses.region: momni_keeper loses UPDATE
--   drops_access: revoke on column app.family_invitations.accepted_at: momni_jobs loses SELECT
--   drops_access: revoke on column app.family_invitations.deleted_at: momni_jobs loses SELECT, UPDATE
--   drops_access: revoke on column app.family_invitations.expires_at: momni_jobs loses SELECT
--   drops_access: revoke on column app.family_invitations.id: momni_jobs loses SELECT
--   drops_access: revoke on column app.family_members.child_id: momni_bookings loses SELECT
--   drops_access: revoke on column app.family_members.child_id: momni_keeper loses SELECT
--   drops_access: revoke on column app.family_members.deleted_at: momni_keeper loses UPDATE
--   drops_access: revoke on column app.family_members.family_id: momni_bookings loses SELECT
--   drops_access: revoke on column app.family_members.family_id: momni_keeper loses SELECT
--   drops_access: revoke on column app.family_members.id: momni_bookings loses SELECT
--   drops_access: revoke on column app.family_members.live: momni_bookings loses SELECT
--   drops_access: revoke on column app.family_members.live: momni_keeper loses SELECT
--   drops_access: revoke on column app.family_members.user_id: momni_bookings loses SELECT
--   drops_access: revoke on column app.family_members.user_id: momni_keeper loses SELECT, UPDATE
--   drops_access: revoke on column app.family_profiles.about: momni_keeper loses UPDATE
--   drops_access: revoke on column app.family_profiles.display_name: momni_bookings loses SELECT
--   drops_access: revoke on column app.family_profiles.display_name: momni_keeper loses UPDATE
--   drops_access: revoke on column app.family_profiles.family_id: momni_bookings loses SELECT
--   drops_access: revoke on column app.family_profiles.family_id: momni_keeper loses SELECT
--   drops_access: revoke on column app.family_profiles.languages: momni_keeper loses UPDATE
--   drops_access: revoke on column app.personal_addresses.line1: momni_keeper loses UPDATE
--   drops_access: revoke on column app.personal_addresses.line2: momni_keeper loses UPDATE
--   drops_access: revoke on column app.personal_addresses.locality: momni_keeper loses UPDATE
--   drops_access: revoke on column app.personal_addresses.phone: momni_keeper loses UPDATE
--   drops_access: revoke on column app.personal_addresses.postal_code: momni_keeper loses UPDATE
--   drops_access: revoke on column app.personal_addresses.region: momni_keeper loses UPDATE
--   drops_access: revoke on column app.personal_addresses.user_id: momni_keeper loses SELECT
--   drops_access: revoke on column app.personal_profiles.bio: momni_keeper loses UPDATE
--   drops_access: revoke on column app.personal_profiles.display_name: momni_keeper loses UPDATE
--   drops_access: revoke on column app.personal_profiles.languages: momni_keeper loses UPDATE
--   drops_access: revoke on column app.personal_profiles.user_id: momni_keeper loses SELECT
--   drops_access: revoke on column app.personal_profiles.visibility: momni_keeper loses UPDATE
--   drops_access: revoke on column app.roles.database_role: momni_issuer loses SELECT
--   drops_access: revoke on column app.roles.role: momni_issuer loses SELECT
--   drops_access: revoke on column app.user_roles.role: momni_issuer loses SELECT
--   drops_access: revoke on column app.user_roles.user_id: momni_issuer loses SELECT
--   drops_access: revoke on column app.users.deleted_at: momni_keeper loses SELECT, UPDATE
--   drops_access: revoke on column app.users.email: momni_keeper loses UPDATE
--   drops_access: revoke on column app.users.id: momni_issuer loses SELECT
--   drops_access: revoke on column app.users.id: momni_jobs loses SELECT
--   drops_access: revoke on column app.users.id: momni_keeper loses SELECT
--   drops_access: revoke on column app.users.open: momni_issuer loses SELECT
--   drops_access: revoke on column app.users.status: momni_jobs loses SELECT, UPDATE
--   drops_access: revoke on column app.users.status_reason: momni_jobs loses UPDATE
--   drops_access: revoke on column app.users.status_reason: momni_keeper loses UPDATE
--   drops_access: revoke on column audit.changes.changed_by: momni_eraser loses SELECT
--   drops_access: revoke on column audit.changes.new_values: momni_eraser loses SELECT, UPDATE
--   drops_access: revoke on column audit.changes.old_values: momni_eraser loses SELECT, UPDATE
--   drops_access: revoke on column audit.changes.row_key: momni_eraser loses SELECT
--   drops_access: revoke on column audit.changes.table_name: momni_eraser loses SELECT
--   drops_access: revoke on function auth.claimed_user(): momni_bookings loses EXECUTE
--   drops_access: revoke on function auth.claims(): momni_bookings loses EXECUTE
--   drops_access: revoke on function auth.member_id(): momni_bookings loses EXECUTE
--   drops_access: revoke on function auth.session_role(): momni_bookings loses EXECUTE
--   drops_access: revoke on schema api: momni_bookings loses USAGE
--   drops_access: revoke on schema api: momni_bookkeeper loses USAGE
--   drops_access: revoke on schema api: momni_eraser loses USAGE
--   drops_access: revoke on schema api: momni_issuer loses USAGE
--   drops_access: revoke on schema api: momni_jobs loses USAGE
--   drops_access: revoke on schema api: momni_keeper loses USAGE
--   drops_access: revoke on schema api: momni_sealer loses USAGE
--   drops_access: revoke on schema app: momni_auditor loses USAGE
--   drops_access: revoke on schema app: momni_bookings loses USAGE
--   drops_access: revoke on schema app: momni_bookkeeper loses USAGE
--   drops_access: revoke on schema app: momni_consumer loses USAGE
--   drops_access: revoke on schema app: momni_issuer loses USAGE
--   drops_access: revoke on schema app: momni_jobs loses USAGE
--   drops_access: revoke on schema app: momni_keeper loses USAGE
--   drops_access: revoke on schema app: momni_postman loses USAGE
--   drops_access: revoke on schema app: momni_webhook loses USAGE
--   drops_access: revoke on schema audit: momni_eraser loses USAGE
--   drops_access: revoke on schema audit: momni_jobs loses USAGE
--   drops_access: revoke on schema audit: momni_keeper loses USAGE
--   drops_access: revoke on schema audit: momni_sealer loses USAGE
--   drops_access: revoke on schema auth: momni_bookings loses USAGE
--   drops_access: revoke on schema auth: momni_bookkeeper loses USAGE
--   drops_access: revoke on schema auth: momni_jobs loses USAGE
--   drops_access: revoke on schema auth: momni_keeper loses USAGE
--   drops_access: revoke on table audit.changes: momni_sealer loses SELECT
--   widens_access: create policy app.family_profiles.family_profiles_read: roles that it binds may reach other rows
--   widens_access: create policy app.personal_profiles.personal_profiles_read_shared: roles that it binds may reach other rows
--   widens_access: grant on schema api: momni_definer gets CREATE

SET LOCAL search_path = app, pg_temp;
SET LOCAL check_function_bodies = off;

DO $$BEGIN IF NOT pg_has_role('momni_auditor', 'USAGE') THEN GRANT momni_auditor TO CURRENT_USER; END IF; END$$;

DO $$BEGIN IF NOT pg_has_role('momni_bookings', 'USAGE') THEN GRANT momni_bookings TO CURRENT_USER; END IF; END$$;

DO $$BEGIN IF NOT pg_has_role('momni_bookkeeper', 'USAGE') THEN GRANT momni_bookkeeper TO CURRENT_USER; END IF; END$$;

DO $$BEGIN IF NOT pg_has_role('momni_definer', 'USAGE') THEN GRANT momni_definer TO CURRENT_USER; END IF; END$$;

DO $$BEGIN IF NOT pg_has_role('momni_eraser', 'USAGE') THEN GRANT momni_eraser TO CURRENT_USER; END IF; END$$;

DO $$BEGIN IF NOT pg_has_role('momni_guard', 'USAGE') THEN GRANT momni_guard TO CURRENT_USER; END IF; END$$;

DO $$BEGIN IF NOT pg_has_role('momni_issuer', 'USAGE') THEN GRANT momni_issuer TO CURRENT_USER; END IF; END$$;

DO $$BEGIN IF NOT pg_has_role('momni_jobs', 'USAGE') THEN GRANT momni_jobs TO CURRENT_USER; END IF; END$$;

DO $$BEGIN IF NOT pg_has_role('momni_keeper', 'USAGE') THEN GRANT momni_keeper TO CURRENT_USER; END IF; END$$;

DO $$BEGIN IF NOT pg_has_role('momni_owner', 'USAGE') THEN GRANT momni_owner TO CURRENT_USER; END IF; END$$;

DO $$BEGIN IF NOT pg_has_role('momni_postman', 'USAGE') THEN GRANT momni_postman TO CURRENT_USER; END IF; END$$;

DO $$BEGIN IF NOT pg_has_role('momni_sealer', 'USAGE') THEN GRANT momni_sealer TO CURRENT_USER; END IF; END$$;

DROP POLICY booking_children_add ON app.booking_children;

DROP POLICY booking_children_read ON app.booking_children;

DROP POLICY booking_events_read ON app.booking_events;

DROP POLICY booking_extensions_ask ON app.booking_extensions;

DROP POLICY children_bookings ON app.children;

DROP POLICY children_keeper ON app.children;

DROP POLICY children_merge ON app.children;

DROP POLICY children_read_hosted ON app.children;

DROP POLICY families_keeper ON app.families;

DROP POLICY families_merge ON app.families;

DROP POLICY family_addresses_keeper ON app.family_addresses;

DROP POLICY family_invitations_expire ON app.family_invitations;

DROP POLICY family_invitations_read_due ON app.family_invitations;

DROP POLICY family_members_bookings ON app.family_members;

DROP POLICY family_members_keeper ON app.family_members;

DROP POLICY family_members_merge ON app.family_members;

DROP POLICY family_profiles_bookings ON app.family_profiles;

DROP POLICY family_profiles_keeper ON app.family_profiles;

DROP POLICY family_profiles_read ON app.family_profiles;

DROP POLICY handover_codes_make ON app.handover_codes;

DROP POLICY handover_codes_make_again ON app.handover_codes;

DROP POLICY handover_codes_read ON app.handover_codes;

DROP POLICY handover_codes_use ON app.handover_codes;

DROP POLICY host_capacities_read ON app.host_capacities;

DROP POLICY host_insurances_decide ON app.host_insurances;

DROP POLICY host_profiles_read_listed ON app.host_profiles;

DROP POLICY host_terms_read ON app.host_terms;

DROP POLICY identity_documents_add ON app.identity_documents;

DROP POLICY incidents_report ON app.incidents;

DROP POLICY insurance_documents_add ON app.insurance_documents;

DROP POLICY personal_addresses_keeper ON app.personal_addresses;

DROP POLICY personal_profiles_keeper ON app.personal_profiles;

DROP POLICY personal_profiles_read_shared ON app.personal_profiles;

DROP POLICY requirement_acknowledgements_add ON app.requirement_acknowledgements;

DROP POLICY requirement_acknowledgements_read ON app.requirement_acknowledgements;

DROP POLICY roles_issuer ON app.roles;

DROP POLICY suspension_appeals_appeal ON app.suspension_appeals;

DROP POLICY suspension_appeals_read_own ON app.suspension_appeals;

DROP POLICY user_roles_issuer ON app.user_roles;

DROP POLICY users_issuer ON app.users;

DROP POLICY users_keeper ON app.users;

DROP POLICY users_merge ON app.users;

DROP POLICY users_read_suspended ON app.users;

DROP POLICY users_reinstate ON app.users;

DROP POLICY waitlist_children_add ON app.waitlist_children;

DROP POLICY changes_erase ON audit.changes;

DROP POLICY changes_seal ON audit.changes;

DROP TRIGGER children_audit ON app.children;

DROP TRIGGER families_audit ON app.families;

DROP TRIGGER family_members_audit ON app.family_members;

DROP TRIGGER family_profiles_audit ON app.family_profiles;

DROP TRIGGER personal_profiles_audit ON app.personal_profiles;

DROP TRIGGER users_audit ON app.users;

DROP TRIGGER changes_keep ON audit.changes;

DELETE FROM app.role_capabilities WHERE (role::text, capability::text) IN (('community_administrator', 'verify_hosts'));

DELETE FROM app.capabilities WHERE (capability::text) IN (('verify_hosts'));

ALTER TABLE app.account_merges DROP CONSTRAINT account_merges_decided_by_fkey;

ALTER TABLE app.account_merges DROP CONSTRAINT account_merges_from_user_fkey;

ALTER TABLE app.account_merges DROP CONSTRAINT account_merges_into_user_fkey;

ALTER TABLE app.availability_exceptions DROP CONSTRAINT availability_exceptions_deleted_by_fkey;

ALTER TABLE app.availability_exceptions DROP CONSTRAINT availability_exceptions_host_id_fkey;

ALTER TABLE app.availability_rules DROP CONSTRAINT availability_rules_deleted_by_fkey;

ALTER TABLE app.availability_rules DROP CONSTRAINT availability_rules_host_id_fkey;

ALTER TABLE app.background_checks DROP CONSTRAINT background_checks_decided_by_fkey;

ALTER TABLE app.background_checks DROP CONSTRAINT background_checks_user_id_fkey;

ALTER TABLE app.behaviour_events DROP CONSTRAINT behaviour_events_user_id_fkey;

ALTER TABLE app.booking_children DROP CONSTRAINT booking_children_age_group_fkey;

ALTER TABLE app.booking_children DROP CONSTRAINT booking_children_booking_fkey;

ALTER TABLE app.booking_children DROP CONSTRAINT booking_children_child_id_fkey;

ALTER TABLE app.booking_children DROP CONSTRAINT booking_children_member_id_fkey;

ALTER TABLE app.booking_events DROP CONSTRAINT booking_events_booking_id_fkey;

ALTER TABLE app.booking_extensions DROP CONSTRAINT booking_extensions_booking_id_fkey;

ALTER TABLE app.booking_extensions DROP CONSTRAINT booking_extensions_family_id_fkey;

ALTER TABLE app.booking_extensions DROP CONSTRAINT booking_extensions_host_id_fkey;

ALTER TABLE app.booking_groups DROP CONSTRAINT booking_groups_family_id_fkey;

ALTER TABLE app.booking_groups DROP CONSTRAINT booking_groups_host_id_fkey;

ALTER TABLE app.bookings DROP CONSTRAINT bookings_booked_by_fkey;

ALTER TABLE app.bookings DROP CONSTRAINT bookings_cancellation_policy_fkey;

ALTER TABLE app.bookings DROP CONSTRAINT bookings_family_id_fkey;

ALTER TABLE app.bookings DROP CONSTRAINT bookings_group_id_fkey;

ALTER TABLE app.bookings DROP CONSTRAINT bookings_host_id_fkey;

ALTER TABLE app.cancellation_tiers DROP CONSTRAINT cancellation_tiers_policy_fkey;

ALTER TABLE app.child_relations DROP CONSTRAINT child_relations_child_id_fkey;

ALTER TABLE app.child_relations DROP CONSTRAINT child_relations_confirmed_by_fkey;

ALTER TABLE app.child_relations DROP CONSTRAINT child_relations_deleted_by_fkey;

ALTER TABLE app.child_relations DROP CONSTRAINT child_relations_user_id_fkey;

ALTER TABLE app.child_requirements DROP CONSTRAINT child_requirements_child_id_fkey;

ALTER TABLE app.child_requirements DROP CONSTRAINT child_requirements_deleted_by_fkey;

ALTER TABLE app.credit_uses DROP CONSTRAINT credit_uses_credit_id_fkey;

ALTER TABLE app.credit_uses DROP CONSTRAINT credit_uses_intent_id_fkey;

ALTER TABLE app.credits DROP CONSTRAINT credits_currency_fkey;

ALTER TABLE app.credits DROP CONSTRAINT credits_order_id_fkey;

ALTER TABLE app.credits DROP CONSTRAINT credits_refund_id_fkey;

ALTER TABLE app.credits DROP CONSTRAINT credits_user_id_fkey;

ALTER TABLE app.dispute_evidence DROP CONSTRAINT dispute_evidence_dispute_id_fkey;

ALTER TABLE app.dispute_evidence DROP CONSTRAINT dispute_evidence_submitted_by_fkey;

ALTER TABLE app.disputes DROP CONSTRAINT disputes_decided_by_fkey;

ALTER TABLE app.disputes DROP CONSTRAINT disputes_intent_id_fkey;

ALTER TABLE app.disputes DROP CONSTRAINT disputes_opened_by_fkey;

ALTER TABLE app.disputes DROP CONSTRAINT disputes_provider_fkey;

ALTER TABLE app.emergency_contacts DROP CONSTRAINT emergency_contacts_child_id_fkey;

ALTER TABLE app.emergency_contacts DROP CONSTRAINT emergency_contacts_deleted_by_fkey;

ALTER TABLE app.emergency_contacts DROP CONSTRAINT emergency_contacts_family_id_fkey;

ALTER TABLE app.family_ratings DROP CONSTRAINT family_ratings_family_id_fkey;

ALTER TABLE app.handover_codes DROP CONSTRAINT handover_codes_booking_id_fkey;

ALTER TABLE app.host_addresses DROP CONSTRAINT host_addresses_deleted_by_fkey;

ALTER TABLE app.host_addresses DROP CONSTRAINT host_addresses_host_id_fkey;

ALTER TABLE app.host_capacities DROP CONSTRAINT host_capacities_age_group_fkey;

ALTER TABLE app.host_capacities DROP CONSTRAINT host_capacities_host_id_fkey;

ALTER TABLE app.host_cells DROP CONSTRAINT host_cells_host_id_fkey;

ALTER TABLE app.host_holds DROP CONSTRAINT host_holds_host_id_fkey;

ALTER TABLE app.host_holds DROP CONSTRAINT host_holds_incident_id_fkey;

ALTER TABLE app.host_holds DROP CONSTRAINT host_holds_lifted_by_fkey;

ALTER TABLE app.host_holds DROP CONSTRAINT host_holds_placed_by_fkey;

ALTER TABLE app.host_insurances DROP CONSTRAINT host_insurances_decided_by_fkey;

ALTER TABLE app.host_insurances DROP CONSTRAINT host_insurances_host_id_fkey;

ALTER TABLE app.host_profiles DROP CONSTRAINT host_profiles_host_id_fkey;

ALTER TABLE app.host_ratings DROP CONSTRAINT host_ratings_host_id_fkey;

ALTER TABLE app.host_terms DROP CONSTRAINT host_terms_cancellation_policy_fkey;

ALTER TABLE app.host_terms DROP CONSTRAINT host_terms_host_id_fkey;

ALTER TABLE app.host_turns DROP CONSTRAINT host_turns_host_id_fkey;

ALTER TABLE app.hosts DROP CONSTRAINT hosts_account_fkey;

ALTER TABLE app.hosts DROP CONSTRAINT hosts_deleted_by_fkey;

ALTER TABLE app.identity_documents DROP CONSTRAINT identity_documents_deleted_by_fkey;

ALTER TABLE app.identity_documents DROP CONSTRAINT identity_documents_verification_fkey;

ALTER TABLE app.identity_verifications DROP CONSTRAINT identity_verifications_decided_by_fkey;

ALTER TABLE app.identity_verifications DROP CONSTRAINT identity_verifications_user_id_fkey;

ALTER TABLE app.incident_events DROP CONSTRAINT incident_events_actor_id_fkey;

ALTER TABLE app.incident_events DROP CONSTRAINT incident_events_incident_id_fkey;

ALTER TABLE app.incident_evidence DROP CONSTRAINT incident_evidence_added_by_fkey;

ALTER TABLE app.incident_evidence DROP CONSTRAINT incident_evidence_incident_id_fkey;

ALTER TABLE app.incident_people DROP CONSTRAINT incident_people_added_by_fkey;

ALTER TABLE app.incident_people DROP CONSTRAINT incident_people_child_id_fkey;

ALTER TABLE app.incident_people DROP CONSTRAINT incident_people_host_id_fkey;

ALTER TABLE app.incident_people DROP CONSTRAINT incident_people_incident_id_fkey;

ALTER TABLE app.incident_people DROP CONSTRAINT incident_people_user_id_fkey;

ALTER TABLE app.incidents DROP CONSTRAINT incidents_assigned_to_fkey;

ALTER TABLE app.incidents DROP CONSTRAINT incidents_booking_id_fkey;

ALTER TABLE app.incidents DROP CONSTRAINT incidents_family_id_fkey;

ALTER TABLE app.incidents DROP CONSTRAINT incidents_reporter_id_fkey;

ALTER TABLE app.insurance_documents DROP CONSTRAINT insurance_documents_deleted_by_fkey;

ALTER TABLE app.insurance_documents DROP CONSTRAINT insurance_documents_insurance_fkey;

ALTER TABLE app.ledger_accounts DROP CONSTRAINT ledger_accounts_currency_fkey;

ALTER TABLE app.ledger_accounts DROP CONSTRAINT ledger_accounts_host_id_fkey;

ALTER TABLE app.ledger_accounts DROP CONSTRAINT ledger_accounts_provider_fkey;

ALTER TABLE app.ledger_accounts DROP CONSTRAINT ledger_accounts_purpose_fkey;

ALTER TABLE app.ledger_accounts DROP CONSTRAINT ledger_accounts_user_id_fkey;

ALTER TABLE app.ledger_entries DROP CONSTRAINT ledger_entries_account_fkey;

ALTER TABLE app.ledger_entries DROP CONSTRAINT ledger_entries_transaction_id_fkey;

ALTER TABLE app.ledger_snapshots DROP CONSTRAINT ledger_snapshots_account_id_fkey;

ALTER TABLE app.money_deeds DROP CONSTRAINT money_deeds_capability_fkey;

ALTER TABLE app.money_limits DROP CONSTRAINT money_limits_currency_fkey;

ALTER TABLE app.money_limits DROP CONSTRAINT money_limits_deed_fkey;

ALTER TABLE app.money_orders DROP CONSTRAINT money_orders_batch_id_fkey;

ALTER TABLE app.money_orders DROP CONSTRAINT money_orders_currency_fkey;

ALTER TABLE app.money_orders DROP CONSTRAINT money_orders_decided_by_fkey;

ALTER TABLE app.money_orders DROP CONSTRAINT money_orders_deed_fkey;

ALTER TABLE app.money_orders DROP CONSTRAINT money_orders_dispute_id_fkey;

ALTER TABLE app.money_orders DROP CONSTRAINT money_orders_intent_id_fkey;

ALTER TABLE app.money_orders DROP CONSTRAINT money_orders_provider_fkey;

ALTER TABLE app.money_orders DROP CONSTRAINT money_orders_requested_by_fkey;

ALTER TABLE app.money_orders DROP CONSTRAINT money_orders_user_id_fkey;

ALTER TABLE app.open_times DROP CONSTRAINT open_times_host_id_fkey;

ALTER TABLE app.outbox_consumers DROP CONSTRAINT outbox_consumers_topic_fkey;

ALTER TABLE app.outbox_events DROP CONSTRAINT outbox_events_topic_fkey;

ALTER TABLE app.payment_attempts DROP CONSTRAINT payment_attempts_intent_id_fkey;

ALTER TABLE app.payment_attempts DROP CONSTRAINT payment_attempts_provider_fkey;

ALTER TABLE app.payment_holds DROP CONSTRAINT payment_holds_intent_id_fkey;

ALTER TABLE app.payment_intents DROP CONSTRAINT payment_intents_booking_id_fkey;

ALTER TABLE app.payment_intents DROP CONSTRAINT payment_intents_currency_fkey;

ALTER TABLE app.payment_intents DROP CONSTRAINT payment_intents_family_id_fkey;

ALTER TABLE app.payment_intents DROP CONSTRAINT payment_intents_host_id_fkey;

ALTER TABLE app.payment_intents DROP CONSTRAINT payment_intents_payer_id_fkey;

ALTER TABLE app.payout_accounts DROP CONSTRAINT payout_accounts_host_id_fkey;

ALTER TABLE app.payout_accounts DROP CONSTRAINT payout_accounts_provider_fkey;

ALTER TABLE app.payout_batches DROP CONSTRAINT payout_batches_currency_fkey;

ALTER TABLE app.payout_batches DROP CONSTRAINT payout_batches_provider_fkey;

ALTER TABLE app.payouts DROP CONSTRAINT payouts_batch_fkey;

ALTER TABLE app.payouts DROP CONSTRAINT payouts_currency_fkey;

ALTER TABLE app.payouts DROP CONSTRAINT payouts_host_id_fkey;

ALTER TABLE app.payouts DROP CONSTRAINT payouts_provider_fkey;

ALTER TABLE app.pickup_permissions DROP CONSTRAINT pickup_permissions_child_id_fkey;

ALTER TABLE app.pickup_permissions DROP CONSTRAINT pickup_permissions_deleted_by_fkey;

ALTER TABLE app.pickup_permissions DROP CONSTRAINT pickup_permissions_given_by_fkey;

ALTER TABLE app.pickup_permissions DROP CONSTRAINT pickup_permissions_user_id_fkey;

ALTER TABLE app.provider_event_types DROP CONSTRAINT provider_event_types_provider_fkey;

ALTER TABLE app.provider_events DROP CONSTRAINT provider_events_provider_fkey;

ALTER TABLE app.rating_changes DROP CONSTRAINT rating_changes_family_id_fkey;

ALTER TABLE app.rating_changes DROP CONSTRAINT rating_changes_host_id_fkey;

ALTER TABLE app.reconciliation_differences DROP CONSTRAINT reconciliation_differences_resolved_by_fkey;

ALTER TABLE app.reconciliation_differences DROP CONSTRAINT reconciliation_differences_run_id_fkey;

ALTER TABLE app.reconciliation_runs DROP CONSTRAINT reconciliation_runs_provider_fkey;

ALTER TABLE app.refunds DROP CONSTRAINT refunds_attempt_id_fkey;

ALTER TABLE app.refunds DROP CONSTRAINT refunds_intent_id_fkey;

ALTER TABLE app.refunds DROP CONSTRAINT refunds_order_id_fkey;

ALTER TABLE app.requirement_acknowledgements DROP CONSTRAINT requirement_acknowledgements_booking_id_fkey;

ALTER TABLE app.requirement_acknowledgements DROP CONSTRAINT requirement_acknowledgements_requirement_id_fkey;

ALTER TABLE app.reviews DROP CONSTRAINT reviews_author_id_fkey;

ALTER TABLE app.reviews DROP CONSTRAINT reviews_booking_id_fkey;

ALTER TABLE app.reviews DROP CONSTRAINT reviews_family_id_fkey;

ALTER TABLE app.reviews DROP CONSTRAINT reviews_host_id_fkey;

ALTER TABLE app.reviews DROP CONSTRAINT reviews_withheld_by_fkey;

ALTER TABLE app.safety_flags DROP CONSTRAINT safety_flags_cleared_by_fkey;

ALTER TABLE app.safety_flags DROP CONSTRAINT safety_flags_host_id_fkey;

ALTER TABLE app.safety_flags DROP CONSTRAINT safety_flags_incident_id_fkey;

ALTER TABLE app.safety_flags DROP CONSTRAINT safety_flags_raised_by_fkey;

ALTER TABLE app.safety_flags DROP CONSTRAINT safety_flags_user_id_fkey;

ALTER TABLE app.settlement_lines DROP CONSTRAINT settlement_lines_currency_fkey;

ALTER TABLE app.settlement_lines DROP CONSTRAINT settlement_lines_provider_fkey;

ALTER TABLE app.suspension_appeals DROP CONSTRAINT suspension_appeals_decided_by_fkey;

ALTER TABLE app.suspension_appeals DROP CONSTRAINT suspension_appeals_suspension_fkey;

ALTER TABLE app.suspensions DROP CONSTRAINT suspensions_imposed_by_fkey;

ALTER TABLE app.suspensions DROP CONSTRAINT suspensions_incident_id_fkey;

ALTER TABLE app.suspensions DROP CONSTRAINT suspensions_lifted_by_fkey;

ALTER TABLE app.suspensions DROP CONSTRAINT suspensions_user_id_fkey;

ALTER TABLE app.tax_documents DROP CONSTRAINT tax_documents_host_id_fkey;

ALTER TABLE app.tax_documents DROP CONSTRAINT tax_documents_rule_fkey;

ALTER TABLE app.tax_rules DROP CONSTRAINT tax_rules_currency_fkey;

ALTER TABLE app.user_blocks DROP CONSTRAINT user_blocks_blocked_id_fkey;

ALTER TABLE app.user_blocks DROP CONSTRAINT user_blocks_blocker_id_fkey;

ALTER TABLE app.user_blocks DROP CONSTRAINT user_blocks_deleted_by_fkey;

ALTER TABLE app.users DROP CONSTRAINT users_erased_check;

ALTER TABLE app.users DROP CONSTRAINT users_merged_into_fkey;

ALTER TABLE app.verification_reminders DROP CONSTRAINT verification_reminders_renewal_id_fkey;

ALTER TABLE app.verification_renewals DROP CONSTRAINT verification_renewals_user_id_fkey;

ALTER TABLE app.waitlist_children DROP CONSTRAINT waitlist_children_entry_id_fkey;

ALTER TABLE app.waitlist_children DROP CONSTRAINT waitlist_children_member_id_fkey;

ALTER TABLE app.waitlist_entries DROP CONSTRAINT waitlist_entries_booking_id_fkey;

ALTER TABLE app.waitlist_entries DROP CONSTRAINT waitlist_entries_family_id_fkey;

ALTER TABLE app.waitlist_entries DROP CONSTRAINT waitlist_entries_host_id_fkey;

ALTER TABLE app.waitlist_entries DROP CONSTRAINT waitlist_entries_requested_by_fkey;

ALTER TABLE app.users DROP COLUMN erased_at;

ALTER TABLE app.users DROP COLUMN merged_into;

ALTER TABLE audit.changes DROP COLUMN address_digest;

ALTER TABLE audit.changes DROP COLUMN address_salt;

ALTER TABLE audit.changes DROP COLUMN client_address;

ALTER TABLE audit.changes DROP COLUMN person_id;

ALTER TABLE audit.changes DROP COLUMN values_digest;

ALTER TABLE audit.changes DROP COLUMN values_salt;

DROP TABLE app.account_merges;

DROP TABLE app.age_groups;

DROP TABLE app.availability_exceptions;

DROP TABLE app.availability_rules;

DROP TABLE app.background_checks;

DROP TABLE app.behaviour_events_rest;

DROP TABLE app.behaviour_events;

DROP TABLE app.behaviour_weights;

DROP TABLE app.booking_children;

DROP TABLE app.booking_events;

DROP TABLE app.booking_extensions;

DROP TABLE app.booking_groups;

DROP TABLE app.booking_settings;

DROP TABLE app.booking_transitions;

DROP TABLE app.bookings;

DROP TABLE app.cancellation_policies;

DROP TABLE app.cancellation_tiers;

DROP TABLE app.child_relations;

DROP TABLE app.child_requirements;

DROP TABLE app.credit_uses;

DROP TABLE app.credits;

DROP TABLE app.currencies;

DROP TABLE app.dispute_evidence;

DROP TABLE app.disputes;

DROP TABLE app.emergency_contacts;

DROP TABLE app.extension_transitions;

DROP TABLE app.external_identities;

DROP TABLE app.family_ratings;

DROP TABLE app.fee_schedules;

DROP TABLE app.group_transitions;

DROP TABLE app.handover_codes;

DROP TABLE app.host_addresses;

DROP TABLE app.host_capacities;

DROP TABLE app.host_cells;

DROP TABLE app.host_holds;

DROP TABLE app.host_insurances;

DROP TABLE app.host_profiles;

DROP TABLE app.host_ratings;

DROP TABLE app.host_terms;

DROP TABLE app.host_turns;

DROP TABLE app.hosts;

DROP TABLE app.identity_documents;

DROP TABLE app.identity_verifications;

DROP TABLE app.incident_deadlines;

DROP TABLE app.incident_events;

DROP TABLE app.incident_evidence;

DROP TABLE app.incident_people;

DROP TABLE app.incident_transitions;

DROP TABLE app.incidents;

DROP TABLE app.insurance_documents;

DROP TABLE app.ledger_accounts;

DROP TABLE app.ledger_entries;

DROP TABLE app.ledger_purposes;

DROP TABLE app.ledger_snapshots;

DROP TABLE app.ledger_transactions;

DROP TABLE app.money_deeds;

DROP TABLE app.money_limits;

DROP TABLE app.money_orders;

DROP TABLE app.money_transitions;

DROP TABLE app.open_times;

DROP TABLE app.outbox_consumers;

DROP TABLE app.outbox_events;

DROP TABLE app.outbox_topics;

DROP TABLE app.payment_attempts;

DROP TABLE app.payment_holds;

DROP TABLE app.payment_intents;

DROP TABLE app.payment_providers;

DROP TABLE app.payout_accounts;

DROP TABLE app.payout_batches;

DROP TABLE app.payouts;

DROP TABLE app.personal_data;

DROP TABLE app.pickup_permissions;

DROP TABLE app.provider_event_types;

DROP TABLE app.provider_events;

DROP TABLE app.rate_limits;

DROP TABLE app.rating_changes;

DROP TABLE app.reconciliation_differences;

DROP TABLE app.reconciliation_runs;

DROP TABLE app.refunds;

DROP TABLE app.requests;

DROP TABLE app.requirement_acknowledgements;

DROP TABLE app.reviews;

DROP TABLE app.safety_flags;

DROP TABLE app.settlement_lines;

DROP TABLE app.suspension_appeals;

DROP TABLE app.suspensions;

DROP TABLE app.tax_documents;

DROP TABLE app.tax_rules;

DROP TABLE app.user_blocks;

DROP TABLE app.verification_demands;

DROP TABLE app.verification_reminders;

DROP TABLE app.verification_renewals;

DROP TABLE app.verification_transitions;

DROP TABLE app.waitlist_children;

DROP TABLE app.waitlist_entries;

DROP TABLE app.waitlist_transitions;

DROP TABLE audit.calls_rest;

DROP TABLE audit.calls;

DROP TABLE audit.erasures;

DROP ROUTINE api.accept_booking(uuid);

DROP ROUTINE api.accept_booking_body(uuid);

DROP ROUTINE api.accept_booking_group(uuid);

DROP ROUTINE api.accept_extension(uuid);

DROP ROUTINE api.acknowledge_requirement(uuid, uuid, integer);

DROP ROUTINE api.add_availability_exception(api.exception_kind, timestamp without time zone, timestamp without time zone);

DROP ROUTINE api.add_availability_rule(timestamp without time zone, timestamp without time zone, text);

DROP ROUTINE api.add_child_relation(uuid, api.child_relation, uuid, app.person_name, api.custody, text);

DROP ROUTINE api.add_child_requirement(uuid, api.requirement_kind, api.requirement_severity, text, text);

DROP ROUTINE api.add_dispute_evidence(uuid, text, text);

DROP ROUTINE api.add_dispute_evidence_body(uuid, text, text);

DROP ROUTINE api.add_emergency_contact(uuid, app.person_name, text, app.phone_number, uuid, app.phone_number, app.language_tag[], smallint, text);

DROP ROUTINE api.add_identity_document(uuid, api.document_part, text, text, integer, text);

DROP ROUTINE api.add_incident_evidence(uuid, text, bytea, text, bigint, text);

DROP ROUTINE api.add_incident_note(uuid, text, boolean);

DROP ROUTINE api.add_incident_person(uuid, api.incident_part, uuid, uuid, uuid, text);

DROP ROUTINE api.add_incident_statement(uuid, text);

DROP ROUTINE api.add_insurance_document(uuid, text, text, integer, text);

DROP ROUTINE api.adjust_ledger(api.ledger_purpose, api.ledger_purpose, bigint, text, text, text);

DROP ROUTINE api.adjust_ledger_body(api.ledger_purpose, api.ledger_purpose, bigint, text, text, text);

DROP ROUTINE api.agree_to_account_merge(text);

DROP ROUTINE api.allow_pickup(uuid, uuid, app.person_name, app.phone_number, tstzrange, text);

DROP ROUTINE api.appeal_suspension(text);

DROP ROUTINE api.approve_money_order(uuid);

DROP ROUTINE api.assign_incident(uuid, uuid);

DROP ROUTINE api.become_host(text, text, text);

DROP ROUTINE api.block_user(uuid);

DROP ROUTINE api.cancel_booking(uuid, text);

DROP ROUTINE api.cancel_booking_body(uuid, text);

DROP ROUTINE api.cancel_booking_group(uuid);

DROP ROUTINE api.change_availability_rule(uuid, timestamp without time zone, timestamp without time zone, text, text[]);

DROP ROUTINE api.change_child_requirement(uuid, integer, api.requirement_kind, api.requirement_severity, text, text);

DROP ROUTINE api.change_review(uuid, smallint, text, text[]);

DROP ROUTINE api.charge_dispute(uuid, bigint, text);

DROP ROUTINE api.charge_dispute_body(uuid, bigint, text);

DROP ROUTINE api.check_in(uuid, text);

DROP ROUTINE api.check_in_body(uuid, text);

DROP ROUTINE api.check_out(uuid, text);

DROP ROUTINE api.check_out_body(uuid, text);

DROP ROUTINE api.clear_safety_flag(uuid, text);

DROP ROUTINE api.confirm_custody(uuid, text);

DROP ROUTINE api.create_booking_group(uuid, uuid, timestamp with time zone, timestamp with time zone, uuid[], text, interval);

DROP ROUTINE api.decide_account_merge(uuid, boolean, text);

DROP ROUTINE api.decide_appeal(uuid, boolean, text);

DROP ROUTINE api.decide_background_check(uuid, api.verification_status, text);

DROP ROUTINE api.decide_dispute(uuid, boolean, text);

DROP ROUTINE api.decide_identity(uuid, api.verification_status, text, text);

DROP ROUTINE api.decide_insurance(uuid, api.verification_status, text);

DROP ROUTINE api.decline_booking(uuid, text);

DROP ROUTINE api.decline_extension(uuid);

DROP ROUTINE api.decline_money_order(uuid, text);

DROP ROUTINE api.draw_up_payouts(text, text, text, bigint);

DROP ROUTINE api.draw_up_payouts_body(text, text, text, bigint);

DROP ROUTINE api.draw_up_tax_documents(text, smallint);

DROP ROUTINE api.draw_up_tax_documents_body(text, smallint);

DROP ROUTINE api.export_my_data();

DROP ROUTINE api.family_statement(uuid, date, text, timestamp with time zone, uuid, integer);

DROP ROUTINE api.get_booking(uuid);

DROP ROUTINE api.get_booking_address(uuid);

DROP ROUTINE api.get_family_rating(uuid);

DROP ROUTINE api.get_host(uuid);

DROP ROUTINE api.get_host_rating(uuid);

DROP ROUTINE api.get_host_terms(uuid);

DROP ROUTINE api.get_incident(uuid);

DROP ROUTINE api.get_my_host();

DROP ROUTINE api.get_my_host_address();

DROP ROUTINE api.get_my_suspension();

DROP ROUTINE api.get_payment(uuid);

DROP ROUTINE api.get_payout_account(uuid);

DROP ROUTINE api.get_safety_score(uuid);

DROP ROUTINE api.grant_credit(uuid, bigint, text, text, timestamp with time zone);

DROP ROUTINE api.grant_credit_body(uuid, bigint, text, text, timestamp with time zone);

DROP ROUTINE api.hold_booking(uuid, uuid, timestamp with time zone, timestamp with time zone, uuid[]);

DROP ROUTINE api.hold_booking_body(uuid, uuid, timestamp with time zone, timestamp with time zone, uuid[]);

DROP ROUTINE api.hold_host(uuid, text, uuid, timestamp with time zone);

DROP ROUTINE api.hold_host_body(uuid, text, uuid, timestamp with time zone);

DROP ROUTINE api.host_calendar(uuid, timestamp with time zone);

DROP ROUTINE api.host_statement(date, text, bigint, integer);

DROP ROUTINE api.join_booking_group(text, uuid, uuid[]);

DROP ROUTINE api.join_waitlist(uuid, uuid, timestamp with time zone, timestamp with time zone, uuid[]);

DROP ROUTINE api.leave_waitlist(uuid);

DROP ROUTINE api.lift_custody(uuid, text);

DROP ROUTINE api.lift_host_hold(uuid, text);

DROP ROUTINE api.list_account_merges(api.merge_status, text, text, text, integer);

DROP ROUTINE api.list_acknowledgements(uuid);

DROP ROUTINE api.list_appeals(api.appeal_status, text, text, text, integer);

DROP ROUTINE api.list_background_checks(api.verification_status, uuid, text, text, text, integer);

DROP ROUTINE api.list_behaviour(uuid, text, text, text, integer);

DROP ROUTINE api.list_booking_children(uuid);

DROP ROUTINE api.list_booking_events(uuid);

DROP ROUTINE api.list_bookings(uuid, uuid, api.booking_status, timestamp with time zone, timestamp with time zone, text, text, text, integer);

DROP ROUTINE api.list_calls(text, uuid, text, text, text, integer);

DROP ROUTINE api.list_cancellation_policies();

DROP ROUTINE api.list_child_relations(uuid, text, text, text, integer);

DROP ROUTINE api.list_child_requirements(uuid);

DROP ROUTINE api.list_credits(uuid, app.currency_code, text, text, text, integer);

DROP ROUTINE api.list_custody_claims(text, text, text, integer);

DROP ROUTINE api.list_dispute_evidence(uuid, text, text, text, integer);

DROP ROUTINE api.list_disputes(uuid, api.dispute_status, api.dispute_origin, text, text, text, integer);

DROP ROUTINE api.list_emergency_contacts(uuid, uuid, text, text, text, integer);

DROP ROUTINE api.list_extensions(uuid);

DROP ROUTINE api.list_family_reviews(uuid, text, text, text, integer);

DROP ROUTINE api.list_group_bookings(uuid);

DROP ROUTINE api.list_host_capacities(uuid);

DROP ROUTINE api.list_host_holds(uuid, text, text, text, integer);

DROP ROUTINE api.list_host_reviews(uuid, text, text, text, integer);

DROP ROUTINE api.list_hosts(text, text, integer, numeric, numeric, numeric, numeric, timestamp with time zone, uuid, integer);

DROP ROUTINE api.list_identity_documents(uuid);

DROP ROUTINE api.list_identity_verifications(api.verification_status, uuid, text, text, text, integer);

DROP ROUTINE api.list_incident_events(uuid, text, text, text, integer);

DROP ROUTINE api.list_incident_evidence(uuid, text, text, text, integer);

DROP ROUTINE api.list_incident_people(uuid, text, text, text, integer);

DROP ROUTINE api.list_incidents(api.incident_status, api.incident_severity, api.incident_kind, uuid, uuid, text, text, text, integer);

DROP ROUTINE api.list_insurance_documents(uuid);

DROP ROUTINE api.list_insurances(api.verification_status, uuid, text, text, text, integer);

DROP ROUTINE api.list_ledger_entries(uuid, bigint, text, text, text, integer);

DROP ROUTINE api.list_ledger_transactions(api.posting_kind, uuid, text, text, text, text, integer);

DROP ROUTINE api.list_money_orders(api.money_order_status, api.money_deed, uuid, uuid, uuid, text, text, text, integer);

DROP ROUTINE api.list_my_availability_exceptions(text, text, text, integer);

DROP ROUTINE api.list_my_availability_rules(text, text, text, integer);

DROP ROUTINE api.list_my_balances();

DROP ROUTINE api.list_my_blocks(text, text, text, integer);

DROP ROUTINE api.list_my_demands(tstzrange);

DROP ROUTINE api.list_my_host();

DROP ROUTINE api.list_my_identity_documents();

DROP ROUTINE api.list_my_incidents(text, text, text, integer);

DROP ROUTINE api.list_my_insurances();

DROP ROUTINE api.list_my_reviews(text, text, text, integer);

DROP ROUTINE api.list_my_verifications();

DROP ROUTINE api.list_payments(uuid, uuid, uuid, api.payment_status, text, text, text, integer);

DROP ROUTINE api.list_payouts(uuid, uuid, api.payout_status, text, text, text, integer);

DROP ROUTINE api.list_pickup_people(uuid, timestamp with time zone);

DROP ROUTINE api.list_provider_events(api.provider_event_status, text, text, text, text, integer);

DROP ROUTINE api.list_reconciliation_differences(bigint, text, text, text, text, integer);

DROP ROUTINE api.list_reconciliation_runs(text, date, text, text, text, integer);

DROP ROUTINE api.list_refunds(uuid, api.refund_status, text, text, text, integer);

DROP ROUTINE api.list_reviews(uuid, text, text, text, integer);

DROP ROUTINE api.list_safety_flags(uuid, text, text, text, integer);

DROP ROUTINE api.list_suspensions(uuid, text, text, text, integer);

DROP ROUTINE api.list_tax_documents(uuid, app.country_code, smallint, boolean, text, text, text, integer);

DROP ROUTINE api.list_waitlist(uuid);

DROP ROUTINE api.make_handover_code(uuid, api.handover_kind);

DROP ROUTINE api.offer_account_merge();

DROP ROUTINE api.open_dispute(uuid, bigint, text);

DROP ROUTINE api.open_dispute_body(uuid, bigint, text);

DROP ROUTINE api.pause_my_host();

DROP ROUTINE api.pay_booking(uuid);

DROP ROUTINE api.pay_booking_body(uuid);

DROP ROUTINE api.quote_booking(uuid, timestamp with time zone, timestamp with time zone, api.age_group[]);

DROP ROUTINE api.quote_cancellation(uuid);

DROP ROUTINE api.raise_safety_flag(uuid, api.safety_flag_kind, smallint, text, boolean, uuid, timestamp with time zone);

DROP ROUTINE api.raise_safety_flag_body(uuid, api.safety_flag_kind, smallint, text, boolean, uuid, timestamp with time zone);

DROP ROUTINE api.read_incident_contacts(uuid, text);

DROP ROUTINE api.read_requirements(uuid);

DROP ROUTINE api.reconcile_day(date, text);

DROP ROUTINE api.reconcile_day_body(date, text);

DROP ROUTINE api.refund_payment(uuid, bigint, text, boolean);

DROP ROUTINE api.refund_payment_body(uuid, bigint, text, boolean);

DROP ROUTINE api.reinstate_host(uuid, text);

DROP ROUTINE api.release_review(uuid);

DROP ROUTINE api.remove_availability_exception(uuid);

DROP ROUTINE api.remove_availability_rule(uuid);

DROP ROUTINE api.remove_child_relation(uuid);

DROP ROUTINE api.remove_child_requirement(uuid);

DROP ROUTINE api.remove_emergency_contact(uuid);

DROP ROUTINE api.remove_identity_document(uuid);

DROP ROUTINE api.reply_to_review(uuid, text);

DROP ROUTINE api.report_incident(api.incident_kind, api.incident_severity, text, text, timestamp with time zone, text, uuid, uuid);

DROP ROUTINE api.report_incident_body(api.incident_kind, api.incident_severity, text, text, timestamp with time zone, text, uuid, uuid);

DROP ROUTINE api.request_background_check(text, boolean);

DROP ROUTINE api.request_booking(uuid, text);

DROP ROUTINE api.request_booking_group(uuid);

DROP ROUTINE api.request_extension(uuid, timestamp with time zone);

DROP ROUTINE api.resolve_difference(bigint, text);

DROP ROUTINE api.review_identity(uuid);

DROP ROUTINE api.review_insurance(uuid);

DROP ROUTINE api.revoke_pickup(uuid);

DROP ROUTINE api.search_hosts(numeric, numeric, numeric, timestamp with time zone, timestamp with time zone, api.age_group[], integer, uuid, integer);

DROP ROUTINE api.send_background_check(uuid, text, text);

DROP ROUTINE api.set_incident_severity(uuid, api.incident_severity);

DROP ROUTINE api.set_incident_status(uuid, api.incident_status, text);

DROP ROUTINE api.set_my_capacity(api.age_group, smallint, bigint);

DROP ROUTINE api.set_my_host_address(text, text, text, text, text, text, text, numeric, numeric);

DROP ROUTINE api.set_my_host_terms(smallint, boolean, interval, interval, interval, interval, text);

DROP ROUTINE api.start_payment(uuid, text);

DROP ROUTINE api.start_payment_body(uuid, text);

DROP ROUTINE api.stop_hosting();

DROP ROUTINE api.submit_identity(api.identity_document_kind, text, date);

DROP ROUTINE api.submit_insurance(text, text, tstzrange, bigint, text);

DROP ROUTINE api.suspend_host(uuid, text);

DROP ROUTINE api.suspend_user(uuid, text, timestamp with time zone, uuid);

DROP ROUTINE api.trial_balance();

DROP ROUTINE api.unblock_user(uuid);

DROP ROUTINE api.update_emergency_contact(uuid, timestamp with time zone, app.person_name, text, app.phone_number, app.phone_number, app.language_tag[], smallint, text, text[]);

DROP ROUTINE api.update_my_host(text, text, text);

DROP ROUTINE api.update_my_host_profile(text, text, text[], integer, integer, api.visibility);

DROP ROUTINE api.use_credit(uuid, bigint);

DROP ROUTINE api.withdraw_account_merge();

DROP ROUTINE api.withdraw_background_check(uuid);

DROP ROUTINE api.withdraw_dispute(uuid);

DROP ROUTINE api.withdraw_extension(uuid);

DROP ROUTINE api.withdraw_identity(uuid);

DROP ROUTINE api.withdraw_insurance(uuid);

DROP ROUTINE api.withdraw_money_order(uuid);

DROP ROUTINE api.withhold_review(uuid, text);

DROP ROUTINE api.write_review(uuid, smallint, text);

DROP ROUTINE app.account(api.ledger_purpose, app.currency_code, uuid, text);

DROP ROUTINE app.add_credit(uuid, app.currency_code, app.minor_units, api.credit_cause, text, timestamp with time zone, uuid);

DROP ROUTINE app.add_evidence(uuid, uuid, text, text);

DROP ROUTINE app.all_acknowledged(uuid);

DROP ROUTINE app.apply_provider_event(text, text);

DROP ROUTINE app.apply_provider_events(integer);

DROP ROUTINE app.area_changed();

DROP ROUTINE app.attempt_cancel_sent(uuid);

DROP ROUTINE app.attempt_sent(uuid, text);

DROP ROUTINE app.attempts_to_cancel(integer);

DROP ROUTINE app.attempts_to_send(integer);

DROP ROUTINE app.balance(uuid);

DROP ROUTINE app.balances_of(uuid, uuid);

DROP ROUTINE app.begin_refund(uuid, app.minor_units, api.refund_cause, text, boolean, uuid);

DROP ROUTINE app.begin_request(text, text, text, bytea, interval);

DROP ROUTINE app.book_in_group(uuid, uuid, uuid, uuid[]);

DROP ROUTINE app.booking_paid(uuid);

DROP ROUTINE app.bookings_of_group(uuid);

DROP ROUTINE app.calendar_changed();

DROP ROUTINE app.calendar_of(uuid, tstzrange);

DROP ROUTINE app.call_off(uuid);

DROP ROUTINE app.cancel_bookings_of_host(uuid, text);

DROP ROUTINE app.cancel_payment(uuid);

DROP ROUTINE app.cancel_unverified_stays(interval, integer);

DROP ROUTINE app.cancellation_fee(text, bigint, timestamp with time zone, timestamp with time zone, timestamp with time zone);

DROP ROUTINE app.capture(uuid, uuid, timestamp with time zone);

DROP ROUTINE app.carry_out(uuid);

DROP ROUTINE app.cell_of(numeric, numeric);

DROP ROUTINE app.cells_near(numeric, numeric, numeric);

DROP ROUTINE app.charge_dispute(uuid, app.minor_units);

DROP ROUTINE app.clock_changed();

DROP ROUTINE app.complete_stays(integer);

DROP ROUTINE app.count_ratings(integer);

DROP ROUTINE app.decide_dispute(uuid, api.dispute_status, uuid, text);

DROP ROUTINE app.dispute_answered(uuid);

DROP ROUTINE app.dispute_reported(uuid, text, bigint, text, text, timestamp with time zone, timestamp with time zone);

DROP ROUTINE app.disputes_to_answer(integer);

DROP ROUTINE app.draw_up_payouts(text, app.currency_code, bigint);

DROP ROUTINE app.draw_up_tax_documents(app.country_code, smallint);

DROP ROUTINE app.end_dispute(uuid, boolean, timestamp with time zone);

DROP ROUTINE app.end_payout(uuid, boolean, text, timestamp with time zone);

DROP ROUTINE app.end_refund(uuid, boolean, text, timestamp with time zone);

DROP ROUTINE app.end_request(text, text, text, jsonb);

DROP ROUTINE app.erase_closed_accounts(integer);

DROP ROUTINE app.escalate_incidents(integer);

DROP ROUTINE app.expire_bookings(integer);

DROP ROUTINE app.expire_credits(integer);

DROP ROUTINE app.expire_groups(integer);

DROP ROUTINE app.expire_suspensions(integer);

DROP ROUTINE app.expire_verifications(integer);

DROP ROUTINE app.extend_booking(uuid, timestamp with time zone);

DROP ROUTINE app.extensions_over();

DROP ROUTINE app.file_purged(text);

DROP ROUTINE app.files_to_purge(integer);

DROP ROUTINE app.find_hosts(numeric, numeric, numeric, tstzrange, api.age_group[], integer, uuid, integer);

DROP ROUTINE app.follow_booking();

DROP ROUTINE app.forget_provider_events(interval, integer);

DROP ROUTINE app.forget_requests(integer);

DROP ROUTINE app.group_by_code(text);

DROP ROUTINE app.handover_digest(uuid, api.handover_kind, text);

DROP ROUTINE app.has_places(uuid, tstzrange, api.age_group[]);

DROP ROUTINE app.host_gets(uuid, app.currency_code, bigint);

DROP ROUTINE app.host_lines(uuid, bigint);

DROP ROUTINE app.host_lines_of_month(uuid, timestamp with time zone, timestamp with time zone, bigint, integer);

DROP ROUTINE app.hosts_for_itself(uuid, uuid);

DROP ROUTINE app.import_settlement_line(text, text, api.settlement_kind, text, bigint, app.minor_units, app.currency_code, date);

DROP ROUTINE app.instant(timestamp without time zone, text);

DROP ROUTINE app.judge_money_order();

DROP ROUTINE app.keep_incident();

DROP ROUTINE app.keep_ledger_balanced();

DROP ROUTINE app.keep_money_transitions();

DROP ROUTINE app.keep_partitions(integer);

DROP ROUTINE app.keep_renewals(integer);

DROP ROUTINE app.keep_review();

DROP ROUTINE app.keep_transitions();

DROP ROUTINE app.keep_verification();

DROP ROUTINE app.lapse_disputes(integer);

DROP ROUTINE app.lay_out_calendar(uuid);

DROP ROUTINE app.lay_out_calendars(integer);

DROP ROUTINE app.lift_host_holds(integer);

DROP ROUTINE app.lift_suspension(uuid, text);

DROP ROUTINE app.link_identity(uuid, text, text);

DROP ROUTINE app.lock_booking(uuid);

DROP ROUTINE app.locked_balance(api.ledger_purpose, app.currency_code, uuid);

DROP ROUTINE app.mark_no_shows(integer);

DROP ROUTINE app.merge_accounts(uuid, uuid);

DROP ROUTINE app.metres_between(numeric, numeric, numeric, numeric);

DROP ROUTINE app.money_may_become(api.money_subject, text, text);

DROP ROUTINE app.move_due_bookings(api.booking_status[], api.booking_status, integer);

DROP ROUTINE app.move_group(uuid, api.booking_status);

DROP ROUTINE app.move_stay(uuid, timestamp with time zone);

DROP ROUTINE app.note_rating_change();

DROP ROUTINE app.occurrences(text, timestamp without time zone, timestamp without time zone, text, tstzrange);

DROP ROUTINE app.open_dispute(uuid, uuid, app.minor_units, text);

DROP ROUTINE app.open_payment(uuid, uuid, uuid, uuid, app.minor_units, app.currency_code, timestamp with time zone);

DROP ROUTINE app.pass_events(text, bigint);

DROP ROUTINE app.payment_reported(uuid, api.money_event, bigint, text, text, timestamp with time zone);

DROP ROUTINE app.payout_sent(uuid, text);

DROP ROUTINE app.payouts_to_send(integer);

DROP ROUTINE app.places_left(uuid, tstzrange);

DROP ROUTINE app.places_released();

DROP ROUTINE app.post(api.posting_kind, uuid, app.currency_code, app.ledger_line[], text, timestamp with time zone, text);

DROP ROUTINE app.prepare_booking();

DROP ROUTINE app.prepare_booking_child();

DROP ROUTINE app.prepare_review();

DROP ROUTINE app.price_of(uuid, tstzrange, api.age_group[]);

DROP ROUTINE app.promote_waitlist(integer);

DROP ROUTINE app.promote_waitlist_of(uuid);

DROP ROUTINE app.publish(text, text, text, jsonb);

DROP ROUTINE app.quote(app.minor_units, app.country_code, date);

DROP ROUTINE app.receive_provider_event(text, text, text, timestamp with time zone, jsonb);

DROP ROUTINE app.reconcile(text, date);

DROP ROUTINE app.reconcile_days();

DROP ROUTINE app.record_background_check(text, text, api.verification_status, timestamp with time zone);

DROP ROUTINE app.record_behaviour(uuid, api.behaviour_kind, uuid);

DROP ROUTINE app.record_booking_event();

DROP ROUTINE app.record_conduct();

DROP ROUTINE app.record_incident();

DROP ROUTINE app.record_incident_addition();

DROP ROUTINE app.recount(uuid);

DROP ROUTINE app.recount_added_children();

DROP ROUTINE app.recount_booking();

DROP ROUTINE app.refund_booking(uuid, app.minor_units, text);

DROP ROUTINE app.refund_sent(uuid, text);

DROP ROUTINE app.refunds_to_send(integer);

DROP ROUTINE app.refuse_stay(uuid, tstzrange, uuid);

DROP ROUTINE app.refuse_time(uuid, tstzrange, uuid);

DROP ROUTINE app.release_holds(integer);

DROP ROUTINE app.return_credit(uuid);

DROP ROUTINE app.reveal_both();

DROP ROUTINE app.reveal_reviews(integer);

DROP ROUTINE app.seal_ledger_transaction();

DROP ROUTINE app.set_payout_account(uuid, text, text);

DROP ROUTINE app.sign_in(text, text);

DROP ROUTINE app.snapshot_balances(integer, integer);

DROP ROUTINE app.start_attempt(uuid, text);

DROP ROUTINE app.take_events(text, integer);

DROP ROUTINE app.take_reminders(integer);

DROP ROUTINE app.take_turn(uuid);

DROP ROUTINE app.trim_outbox(integer);

DROP ROUTINE app.unlink_identity(uuid, text, text);

DROP ROUTINE app.use_credit(uuid, app.minor_units);

DROP ROUTINE app.use_handover_code(uuid, api.handover_kind, text);

DROP ROUTINE app.wait_turn(uuid);

DROP ROUTINE app.waiting_ahead(uuid);

DROP ROUTINE app.wilson(numeric, numeric);

DROP ROUTINE app.withdraw_expired_invitations(integer);

DROP ROUTINE app.within_limit(text, integer, interval);

DROP ROUTINE audit.erase_person(uuid);

DROP ROUTINE audit.keep_trail();

DROP ROUTINE audit.record(text, jsonb, jsonb);

DROP ROUTINE audit.record_digests(api.trail, xid8, xid8, bigint);

DROP ROUTINE audit.salted(bytea, jsonb);

DROP ROUTINE audit.seal();

DROP ROUTINE audit.seal_digest(audit.seals);

DROP TABLE audit.seals;

DROP ROUTINE audit.verify(date);

DROP ROUTINE auth.answers_for(uuid, uuid);

DROP ROUTINE auth.are_blocked(uuid, uuid);

DROP ROUTINE auth.blocked_families();

DROP ROUTINE auth.blocked_users();

DROP ROUTINE auth.blocked_with(uuid);

DROP ROUTINE auth.booking_parties(jsonb);

DROP ROUTINE auth.client_address();

DROP ROUTINE auth.erasable_children();

DROP ROUTINE auth.erasable_families();

DROP ROUTINE auth.erasable_hosts();

DROP ROUTINE auth.erasable_users();

DROP ROUTINE auth.families_at_risk();

DROP ROUTINE auth.good_until(api.verification_kind, text);

DROP ROUTINE auth.holds_what_stays(uuid);

DROP ROUTINE auth.host_of(uuid);

DROP ROUTINE auth.idempotency_key();

DROP ROUTINE auth.incidents_about(uuid);

DROP ROUTINE auth.incidents_about_me();

DROP ROUTINE auth.is_bookable(uuid, tstzrange, uuid);

DROP ROUTINE auth.is_child_of(uuid, uuid);

DROP ROUTINE auth.may_be_assigned(uuid, uuid);

DROP ROUTINE auth.may_handle(uuid);

DROP ROUTINE auth.may_pick_up(uuid, uuid, timestamp with time zone);

DROP ROUTINE auth.merging_users();

DROP ROUTINE auth.money_deeds();

DROP ROUTINE auth.must_know_children(uuid);

DROP ROUTINE auth.my_host();

DROP ROUTINE auth.my_hosted_children();

DROP ROUTINE auth.my_hosted_families();

DROP ROUTINE auth.my_incidents();

DROP ROUTINE auth.my_payments();

DROP ROUTINE auth.my_visited_hosts();

DROP ROUTINE auth.reporter_of(uuid);

DROP ROUTINE auth.review_terms(uuid);

DROP ROUTINE auth.safety_score(uuid);

DROP ROUTINE auth.subjects_of(uuid);

DROP ROUTINE auth.unmet_demands(uuid, tstzrange);

DROP ROUTINE auth.verified_until(uuid, api.verification_kind);

DROP ROUTINE auth.was_host_and_family(uuid);

DROP TYPE app.ledger_line;

DROP TYPE app.settlement_difference;

DROP DOMAIN app.currency_code;

DROP DOMAIN app.minor_units;

DROP DOMAIN app.recurrence_rule;

DROP ROUTINE app.parse_recurrence(text);

DROP TYPE app.recurrence;

DROP DOMAIN app.time_span;

DROP DOMAIN app.time_zone;

DROP TYPE api.age_group;

DROP TYPE api.appeal_status;

DROP TYPE api.attempt_status;

DROP TYPE api.behaviour_kind;

DROP TYPE api.booking_status;

DROP TYPE api.child_relation;

DROP TYPE api.credit_cause;

DROP TYPE api.custody;

DROP TYPE api.difference_kind;

DROP TYPE api.dispute_origin;

DROP TYPE api.dispute_status;

DROP TYPE api.document_part;

DROP TYPE api.exception_kind;

DROP TYPE api.extension_status;

DROP TYPE api.group_status;

DROP TYPE api.handover_kind;

DROP TYPE api.host_status;

DROP TYPE api.identity_document_kind;

DROP TYPE api.incident_event;

DROP TYPE api.incident_kind;

DROP TYPE api.incident_part;

DROP TYPE api.incident_severity;

DROP TYPE api.incident_status;

DROP TYPE api.ledger_account_kind;

DROP TYPE api.ledger_owner;

DROP TYPE api.ledger_purpose;

DROP TYPE api.merge_status;

DROP TYPE api.money_deed;

DROP TYPE api.money_event;

DROP TYPE api.money_order_status;

DROP TYPE api.money_subject;

DROP TYPE api.party;

DROP TYPE api.payment_status;

DROP TYPE api.payout_status;

DROP TYPE api.posting_kind;

DROP TYPE api.provider_event_status;

DROP TYPE api.refund_cause;

DROP TYPE api.refund_status;

DROP TYPE api.requirement_kind;

DROP TYPE api.requirement_severity;

DROP TYPE api.review_direction;

DROP TYPE api.safety_flag_kind;

DROP TYPE api.safety_flag_source;

DROP TYPE api.settlement_kind;

DROP TYPE api.trail;

DROP TYPE api.verification_actor;

DROP TYPE api.verification_kind;

DROP TYPE api.verification_status;

DROP TYPE api.waitlist_status;

DROP TYPE app.erasure;

ALTER DEFAULT PRIVILEGES FOR ROLE momni_bookkeeper GRANT EXECUTE ON FUNCTIONS TO PUBLIC;

ALTER DEFAULT PRIVILEGES FOR ROLE momni_eraser GRANT EXECUTE ON FUNCTIONS TO PUBLIC;

ALTER DEFAULT PRIVILEGES FOR ROLE momni_issuer GRANT EXECUTE ON FUNCTIONS TO PUBLIC;

ALTER DEFAULT PRIVILEGES FOR ROLE momni_jobs GRANT EXECUTE ON FUNCTIONS TO PUBLIC;

ALTER DEFAULT PRIVILEGES FOR ROLE momni_keeper GRANT EXECUTE ON FUNCTIONS TO PUBLIC;

ALTER DEFAULT PRIVILEGES FOR ROLE momni_postman GRANT EXECUTE ON FUNCTIONS TO PUBLIC;

ALTER DEFAULT PRIVILEGES FOR ROLE momni_sealer GRANT EXECUTE ON FUNCTIONS TO PUBLIC;

DROP EXTENSION btree_gist;

DROP SCHEMA extensions;

REVOKE USAGE ON SCHEMA api FROM momni_bookings, momni_bookkeeper, momni_eraser, momni_issuer, momni_jobs, momni_keeper, momni_sealer;

REVOKE USAGE ON SCHEMA app FROM momni_auditor, momni_bookings, momni_bookkeeper, momni_consumer, momni_issuer, momni_jobs, momni_keeper, momni_postman, momni_webhook;

REVOKE USAGE ON SCHEMA audit FROM momni_eraser, momni_jobs, momni_keeper, momni_sealer;

REVOKE USAGE ON SCHEMA auth FROM momni_bookings, momni_bookkeeper, momni_jobs, momni_keeper;

CREATE OR REPLACE FUNCTION api.accept_invitation(code text)
    RETURNS uuid
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$declare
  me uuid := auth.require('take_part');
  family uuid;
begin
  -- Policies let a row be seen and used by whoever presents its code: this is how it is presented.
  perform set_config('momni.presented_code', coalesce(accept_invitation.code, ''), true);
  family := auth.invited_family();
  if family is null then
    raise exception using errcode = 'MM003', message = 'The invitation is unknown, used, revoked or expired.';
  end if;
  if family = any (array(select auth.my_families())) then
    raise exception using errcode = 'MM004', message = 'You belong to the family already.';
  end if;

  insert into app.family_members (family_id, kind, user_id) values (family, auth.invited_kind(), me);
  -- Of two sessions with one code, the second waits here and finds it used: it loses its membership with the error.
  update app.family_invitations i set accepted_at = now(), accepted_by = me
  where i.code_digest = auth.presented_code() and i.accepted_at is null and i.deleted_at is null;
  if not found then
    raise exception using errcode = 'MM003', message = 'The invitation is unknown, used, revoked or expired.';
  end if;
  perform set_config('momni.presented_code', '', true);
  return family;
end
$function$;

COMMENT ON ROUTINE api.accept_invitation(text) IS 'Joins the family that a code opens, once. Returns its key. Errors - 42501 the caller is no member; MM003 the code is unknown, used, revoked or expired - which of these is not told; MM004 the caller belongs to the family already.';

CREATE OR REPLACE FUNCTION api.add_child(family_id uuid, given_name text, birth_date date)
    RETURNS TABLE(member_id uuid, child_id uuid)
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$begin
  if not auth.may_book_for(add_child.family_id) then
    raise exception using errcode = 'P0002', message = 'There is no such family that you manage.';
  end if;
  if add_child.birth_date > current_date then
    raise exception using errcode = '22023', message = 'The day of birth is in the future.';
  end if;

  -- The caller sees the child once it belongs to the family: so the keys are made here and not returned by the INSERTs.
  child_id := gen_random_uuid();
  member_id := gen_random_uuid();
  insert into app.children (id, given_name, birth_date, created_by)
  values (child_id, add_child.given_name, add_child.birth_date, auth.member_id());
  insert into app.family_members (id, family_id, kind, child_id)
  values (member_id, add_child.family_id, 'child', child_id);
  return next;
end
$function$;

COMMENT ON ROUTINE api.add_child(uuid, text, date) IS 'Makes a child''s record and takes the child into a family. For its creator. Errors - P0002 no family that the caller manages; 22023 the day of birth is in the future; 23514 a value has no proper form.';

CREATE OR REPLACE FUNCTION api.change_member_kind(member_id uuid, kind api.member_kind)
    RETURNS void
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$begin
  if change_member_kind.kind = 'child' then
    raise exception using errcode = '22023', message = 'A user cannot become a child.';
  end if;
  update app.family_members m set kind = change_member_kind.kind
  where m.id = change_member_kind.member_id and m.live and m.user_id is not null
    and m.family_id = any (array(select auth.created_families()));
  if not found then
    raise exception using errcode = 'P0002', message = 'There is no such member of a family that you manage.';
  end if;
end
$function$;

COMMENT ON ROUTINE api.change_member_kind(uuid, api.member_kind) IS 'Changes what a user is to a family. For its creator. Errors - P0002 no such member of a family that the caller manages; 22023 a user cannot become a child, nor a child anything else.';

CREATE OR REPLACE FUNCTION api.close_family(family_id uuid)
    RETURNS void
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$begin
  update app.families f set deleted_at = now(), deleted_by = auth.member_id()
  where f.id = close_family.family_id;
  if not found then
    raise exception using errcode = 'P0002', message = 'There is no such family that you manage.';
  end if;
end
$function$;

COMMENT ON ROUTINE api.close_family(uuid) IS 'Closes a family for all its members. The rows stay. For its creator. Errors - P0002.';

CREATE OR REPLACE FUNCTION api.close_my_account(reason text DEFAULT NULL::text)
    RETURNS void
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$declare
  me uuid := auth.require('take_part');
begin
  if exists (select from auth.created_families()) then
    raise exception using
      errcode = 'MM005',
      message = 'The account still manages families.',
      hint = 'Hand each on to another member, or close it.';
  end if;

  -- A family that was closed keeps the membership of its creator: a foreign key asks for it.
  update app.family_members m set deleted_at = now(), deleted_by = me
  where m.user_id = me and m.live
    and not exists (select from app.families f where f.id = m.family_id and f.creator_id = me);
  update app.personal_addresses a set deleted_at = now(), deleted_by = me
  where a.user_id = me and a.deleted_at is null;
  -- Last: from here on the caller is nobody.
  update app.users u set deleted_at = now(), deleted_by = me, status_reason = close_my_account.reason where u.id = me;
end
$function$;

COMMENT ON ROUTINE api.close_my_account(text) IS 'Closes the caller''s account for good: they leave their families, their profile is shown to nobody, their tokens open nothing. The rows stay. Errors - 42501 the caller is no member; MM005 the caller still manages families.';

CREATE OR REPLACE FUNCTION api.create_family(name text, kind api.member_kind DEFAULT 'parent'::api.member_kind)
    RETURNS uuid
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$declare
  me uuid := auth.require('take_part');
  family uuid := gen_random_uuid();
begin
  if create_family.kind = 'child' then
    raise exception using errcode = '22023', message = 'A creator cannot be a child.';
  end if;
  insert into app.families (id, name, creator_id) values (family, create_family.name, me);
  insert into app.family_members (family_id, kind, user_id) values (family, create_family.kind, me);
  insert into app.family_profiles (family_id, display_name) values (family, create_family.name);
  return family;
end
$function$;

COMMENT ON ROUTINE api.create_family(text, api.member_kind) IS 'Makes a family, with the caller as its creator and first member. Returns its key. Errors - 42501 the caller is no member; 22023 a creator cannot be a child; 23514 the name has no proper form.';

CREATE OR REPLACE FUNCTION api.grant_role(user_id uuid, role api.user_role, reason text)
    RETURNS void
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$declare
  me uuid := auth.require('grant_roles');
begin
  -- One change of a role at a time: two administrators who dismiss each other at the same moment would leave none. Who
  -- waited here may have lost the role meanwhile, so the question is asked again.
  perform pg_advisory_xact_lock(hashtextextended('momni: roles', 0));
  perform auth.require('grant_roles');

  if grant_role.user_id = me then
    raise exception using errcode = '42501', message = 'You may not change your own role.';
  end if;
  if btrim(grant_role.reason) = '' or grant_role.reason is null then
    raise exception using errcode = '22023', message = 'A change of role needs a reason.';
  end if;
  if grant_role.role is null then
    raise exception using errcode = '22023', message = 'Which role is not said.';
  end if;
  if not exists (select from app.users u where u.id = grant_role.user_id and u.open) then
    raise exception using errcode = 'P0002', message = 'There is no such user with an open account.';
  end if;

  update app.user_roles ur set role = grant_role.role, reason = grant_role.reason
  where ur.user_id = grant_role.user_id and ur.role <> grant_role.role;
end
$function$;

COMMENT ON ROUTINE api.grant_role(uuid, api.user_role, text) IS 'Gives a user a role, in place of the one that they hold. For community administrators; nobody changes their own. Every change goes into the trail with its reason; giving the role that a user has changes nothing. Errors - 42501 the caller may not, or the role is their own; P0002 no such user with an open account; 22023 no role or no reason.';

CREATE OR REPLACE FUNCTION api.invite_to_family(family_id uuid, kind api.member_kind, valid_for interval DEFAULT '7 days'::interval)
    RETURNS TABLE(invitation_id uuid, code text, expires_at timestamp with time zone)
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$begin
  if not auth.may_book_for(invite_to_family.family_id) then
    raise exception using errcode = 'P0002', message = 'There is no such family that you manage.';
  end if;
  if invite_to_family.kind = 'child' then
    raise exception using errcode = '22023', message = 'Nobody is invited as a child.', hint = 'Use api.add_child.';
  end if;
  if invite_to_family.valid_for is null
    or invite_to_family.valid_for not between interval '1 minute' and interval '30 days' then
    raise exception using errcode = '22023', message = 'A code lives for a minute to 30 days.';
  end if;

  invitation_id := gen_random_uuid();
  -- Two random uuids hold 244 random bits; their digest spreads them over the 192 that are kept: 32 letters.
  code := translate(
    encode(substring(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) for 24), 'base64'),
    '+/', '-_');
  expires_at := now() + invite_to_family.valid_for;
  insert into app.family_invitations (id, family_id, kind, code_digest, invited_by, expires_at)
  values (
    invitation_id, invite_to_family.family_id, invite_to_family.kind, sha256(convert_to(code, 'UTF8')),
    auth.member_id(), expires_at
  );
  return next;
end
$function$;

COMMENT ON ROUTINE api.invite_to_family(uuid, api.member_kind, interval) IS 'Makes a code that lets one user join a family. For its creator. The code is shown this once; only its digest is kept. Errors - P0002 no family that the caller manages; 22023 nobody is invited as a child, or a code that lives for less than a minute or more than 30 days.';

CREATE OR REPLACE FUNCTION api.leave_family(family_id uuid)
    RETURNS void
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$begin
  if auth.may_book_for(leave_family.family_id) then
    raise exception using
      errcode = 'MM002',
      message = 'The creator cannot leave the family.',
      hint = 'Hand the family on to another member first, or close it.';
  end if;
  update app.family_members m set deleted_at = now(), deleted_by = auth.member_id()
  where m.family_id = leave_family.family_id and m.user_id = auth.member_id() and m.live
    and m.family_id = any (array(select auth.my_families()));
  if not found then
    raise exception using errcode = 'P0002', message = 'There is no such family of yours.';
  end if;
end
$function$;

COMMENT ON ROUTINE api.leave_family(uuid) IS 'Ends the caller''s membership (softly). Errors - P0002 no family of the caller''s; MM002 the creator cannot leave before handing the family on.';

CREATE OR REPLACE FUNCTION api.register(display_name text)
    RETURNS uuid
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$declare
  me uuid := auth.claimed_user();
  address text := auth.claimed_email();
begin
  if me is null then
    raise exception using errcode = '42501', message = 'The token names no user.';
  end if;

  -- Of two sessions that register at once, the second waits here and finds the account.
  insert into app.users (id, email) values (me, address) on conflict do nothing;
  if found then
    insert into app.user_roles (user_id, role, reason) values (me, 'member', 'registered');
    insert into app.personal_profiles (user_id, display_name) values (me, register.display_name);
    return me;
  end if;

  if not exists (select from app.users u where u.id = me and u.open) then
    raise exception using errcode = 'MM001', message = 'The account is suspended or closed.';
  end if;
  update app.users u set email = address where u.id = me and u.email <> address;
  return me;
end
$function$;

COMMENT ON ROUTINE api.register(text) IS 'Makes the caller''s account, or finds it. Safe to call at every sign-in: an existing account keeps its name, and takes on the e-mail address that the token vouches for. A new account is a member''s. Returns the user''s key. Errors - 42501 the token names no user; MM001 the account is suspended or closed; 23514 the name has no proper form.';

CREATE OR REPLACE FUNCTION api.reinstate_user(user_id uuid, reason text)
    RETURNS void
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$begin
  perform auth.require('manage_users');
  if btrim(reinstate_user.reason) = '' or reinstate_user.reason is null then
    raise exception using errcode = '22023', message = 'To reinstate a user needs a reason.';
  end if;
  update app.users u set status = 'active', status_reason = reinstate_user.reason
  where u.id = reinstate_user.user_id and u.status = 'suspended';
  if not found then
    raise exception using errcode = 'P0002', message = 'There is no such suspended user.';
  end if;
end
$function$;

COMMENT ON ROUTINE api.reinstate_user(uuid, text) IS 'Opens a suspended account again. For community administrators. Errors - 42501; P0002 no such suspended user; 22023 no reason.';

CREATE OR REPLACE FUNCTION api.remove_family_member(member_id uuid)
    RETURNS void
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$begin
  if exists (
    select from app.family_members m
    join app.families f on f.id = m.family_id and f.creator_id = m.user_id
    where m.id = remove_family_member.member_id and f.creator_id = auth.member_id() and f.open
  ) then
    raise exception using
      errcode = 'MM002',
      message = 'The creator cannot be removed from the family.',
      hint = 'Hand the family on to another member first, or close it.';
  end if;

  update app.family_members m set deleted_at = now(), deleted_by = auth.member_id()
  where m.id = remove_family_member.member_id and m.live
    and m.family_id = any (array(select auth.created_families()));
  if not found then
    raise exception using errcode = 'P0002', message = 'There is no such member of a family that you manage.';
  end if;
end
$function$;

COMMENT ON ROUTINE api.remove_family_member(uuid) IS 'Takes a member out of a family (softly). For its creator. Errors - P0002 no such member of a family that the caller manages; MM002 the creator cannot be removed.';

CREATE OR REPLACE FUNCTION api.rename_family(family_id uuid, name text)
    RETURNS void
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$begin
  update app.families f set name = rename_family.name where f.id = rename_family.family_id;
  if not found then
    raise exception using errcode = 'P0002', message = 'There is no such family that you manage.';
  end if;
end
$function$;

COMMENT ON ROUTINE api.rename_family(uuid, text) IS 'Changes what the members call their family. For its creator. Errors - P0002; 23514 no proper form.';

CREATE OR REPLACE FUNCTION api.revoke_invitation(invitation_id uuid)
    RETURNS void
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$begin
  update app.family_invitations i set deleted_at = now(), deleted_by = auth.member_id()
  where i.id = revoke_invitation.invitation_id and i.accepted_at is null and i.deleted_at is null;
  if not found then
    raise exception using errcode = 'P0002', message = 'There is no such invitation of yours.';
  end if;
end
$function$;

COMMENT ON ROUTINE api.revoke_invitation(uuid) IS 'Makes a code good for nothing. For the creator of the family. Errors - P0002 no such code that is still good.';

CREATE OR REPLACE FUNCTION api.revoke_role(user_id uuid, reason text)
    RETURNS void
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$begin
  perform api.grant_role(revoke_role.user_id, 'member', revoke_role.reason);
end
$function$;

COMMENT ON ROUTINE api.revoke_role(uuid, text) IS 'Makes a user a member again. For community administrators; nobody changes their own. Errors as of api.grant_role.';

CREATE OR REPLACE FUNCTION api.set_family_address(family_id uuid, line1 text, locality text, country text, line2 text DEFAULT NULL::text, region text DEFAULT NULL::text, postal_code text DEFAULT NULL::text, phone text DEFAULT NULL::text)
    RETURNS void
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$begin
  if not auth.may_book_for(family_id) then
    raise exception using errcode = 'P0002', message = 'There is no such family that you manage.';
  end if;
  insert into app.family_addresses (family_id, phone, line1, line2, locality, region, postal_code, country)
  values (family_id, phone, line1, line2, locality, region, postal_code, country)
  on conflict on constraint family_addresses_pkey do update
  set phone = excluded.phone, line1 = excluded.line1, line2 = excluded.line2, locality = excluded.locality,
    region = excluded.region, postal_code = excluded.postal_code, country = excluded.country,
    deleted_at = null, deleted_by = null;
end
$function$;

COMMENT ON ROUTINE api.set_family_address(uuid, text, text, text, text, text, text, text) IS 'Puts a family''s address in place of the one before. For its creator. Errors - P0002 no family that the caller manages; 23514 a value has no proper form.';

CREATE OR REPLACE FUNCTION api.set_my_address(line1 text, locality text, country text, line2 text DEFAULT NULL::text, region text DEFAULT NULL::text, postal_code text DEFAULT NULL::text, phone text DEFAULT NULL::text)
    RETURNS void
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$begin
  if auth.user_id() is null then
    raise exception using errcode = '42501', message = 'You may not do this.';
  end if;
  insert into app.personal_addresses (user_id, phone, line1, line2, locality, region, postal_code, country)
  values (auth.user_id(), phone, line1, line2, locality, region, postal_code, country)
  on conflict on constraint personal_addresses_pkey do update
  set phone = excluded.phone, line1 = excluded.line1, line2 = excluded.line2, locality = excluded.locality,
    region = excluded.region, postal_code = excluded.postal_code, country = excluded.country,
    deleted_at = null, deleted_by = null;
end
$function$;

COMMENT ON ROUTINE api.set_my_address(text, text, text, text, text, text, text) IS 'Puts the caller''s address in place of the one before. Errors - 42501 the caller has no open account; 23514 a value has no proper form (phone as +4930123456, country as DE).';

CREATE FUNCTION api.suspend_user(user_id uuid, reason text)
    RETURNS void
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$begin
  perform auth.require('manage_users');
  -- The lock of api.grant_role: a role must not be given while its holder is shut out.
  perform pg_advisory_xact_lock(hashtextextended('momni: roles', 0));
  perform auth.require('manage_users');

  if btrim(suspend_user.reason) = '' or suspend_user.reason is null then
    raise exception using errcode = '22023', message = 'To suspend a user needs a reason.';
  end if;
  if exists (select from app.user_roles ur where ur.user_id = suspend_user.user_id and ur.role <> 'member') then
    raise exception using
      errcode = 'MM007',
      message = 'The account of an administrator cannot be suspended.',
      hint = 'Take the role back first, by api.revoke_role.';
  end if;

  update app.users u set status = 'suspended', status_reason = suspend_user.reason
  where u.id = suspend_user.user_id and u.deleted_at is null;
  if not found then
    raise exception using errcode = 'P0002', message = 'There is no such user.';
  end if;
end
$function$;

GRANT CREATE ON SCHEMA api TO momni_definer;

ALTER ROUTINE api.suspend_user(uuid, text) OWNER TO momni_definer;

COMMENT ON ROUTINE api.suspend_user(uuid, text) IS 'Shuts a member''s account: their tokens open nothing and their profile is shown to nobody, until they are reinstated. For community administrators. Errors - 42501; P0002 no such user; 22023 no reason; MM007 an administrator''s account cannot be shut before the role is taken back.';

REVOKE EXECUTE ON ROUTINE api.suspend_user(uuid, text) FROM PUBLIC;

GRANT EXECUTE ON ROUTINE api.suspend_user(uuid, text) TO momni_community_administrator;

CREATE OR REPLACE FUNCTION api.transfer_family(family_id uuid, user_id uuid)
    RETURNS void
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$begin
  if not auth.may_book_for(transfer_family.family_id) then
    raise exception using errcode = 'P0002', message = 'There is no such family that you manage.';
  end if;
  if not auth.can_be_creator(transfer_family.family_id, transfer_family.user_id) then
    raise exception using errcode = 'MM006', message = 'That user cannot take the family over.';
  end if;
  update app.families f set creator_id = transfer_family.user_id where f.id = transfer_family.family_id;
  if not found then
    raise exception using errcode = 'P0002', message = 'There is no such family that you manage.';
  end if;
end
$function$;

COMMENT ON ROUTINE api.transfer_family(uuid, uuid) IS 'Hands a family on: another member becomes its creator, and the caller remains as a member. Errors - P0002 no family that the caller manages; MM006 that user does not belong to it or cannot take part.';

CREATE OR REPLACE FUNCTION api.update_child(child_id uuid, given_name text DEFAULT NULL::text, birth_date date DEFAULT NULL::date)
    RETURNS void
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$begin
  if update_child.birth_date > current_date then
    raise exception using errcode = '22023', message = 'The day of birth is in the future.';
  end if;
  update app.children c
  set given_name = coalesce(update_child.given_name, c.given_name),
    birth_date = coalesce(update_child.birth_date, c.birth_date)
  where c.id = update_child.child_id;
  if not found then
    raise exception using errcode = 'P0002', message = 'There is no such child that you answer for.';
  end if;
end
$function$;

COMMENT ON ROUTINE api.update_child(uuid, text, date) IS 'Corrects a child''s record. What is NULL stays as it is. For the creator, parents and guardians of its families. Errors - P0002 no child that the caller answers for; 22023 the day of birth is in the future.';

CREATE OR REPLACE FUNCTION api.update_family_profile(family_id uuid, display_name text DEFAULT NULL::text, about text DEFAULT NULL::text, languages text[] DEFAULT NULL::text[], visibility api.visibility DEFAULT NULL::api.visibility)
    RETURNS void
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$begin
  update app.family_profiles p
  set display_name = coalesce(update_family_profile.display_name, p.display_name),
    about = coalesce(update_family_profile.about, p.about),
    languages = coalesce(update_family_profile.languages, p.languages),
    visibility = coalesce(update_family_profile.visibility, p.visibility)
  where p.family_id = update_family_profile.family_id;
  if not found then
    raise exception using errcode = 'P0002', message = 'There is no such family that you manage.';
  end if;
end
$function$;

COMMENT ON ROUTINE api.update_family_profile(uuid, text, text, text[], api.visibility) IS 'Changes the profile of a family. What is NULL stays as it is. For its creator. Errors - P0002 no family that the caller manages; 23514 a value has no proper form, or the visibility is private.';

CREATE OR REPLACE FUNCTION api.update_my_profile(display_name text DEFAULT NULL::text, bio text DEFAULT NULL::text, languages text[] DEFAULT NULL::text[], visibility api.visibility DEFAULT NULL::api.visibility)
    RETURNS void
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$begin
  update app.personal_profiles p
  set display_name = coalesce(update_my_profile.display_name, p.display_name),
    bio = coalesce(update_my_profile.bio, p.bio),
    languages = coalesce(update_my_profile.languages, p.languages),
    visibility = coalesce(update_my_profile.visibility, p.visibility)
  where p.user_id = auth.user_id();
  if not found then
    raise exception using errcode = '42501', message = 'You may not do this.';
  end if;
end
$function$;

COMMENT ON ROUTINE api.update_my_profile(text, text, text[], api.visibility) IS 'Changes the caller''s profile. What is NULL stays as it is. Errors - 42501 the caller has no open account; 23514 a value has no proper form.';

CREATE OR REPLACE FUNCTION audit.record_change()
    RETURNS trigger
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$declare
  before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) else '{}' end;
  after jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) else '{}' end;
  changed text[];
  row_key text;
begin
  -- updated_at follows from the rest. An INSERT lists the columns that were given something.
  changed := array(
    select v.key
    from jsonb_each(before || after) v
    where nullif(before -> v.key, 'null') is distinct from nullif(after -> v.key, 'null')
      and v.key <> 'updated_at'
    order by v.key
  );
  if tg_op = 'UPDATE' and cardinality(changed) = 0 then
    return null;
  end if;

  select jsonb_object_agg(a.attname, coalesce(before -> a.attname::text, after -> a.attname::text))::text
  into row_key
  from pg_index i
  join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey::int2[])
  where i.indrelid = tg_relid and i.indisprimary;

  insert into audit.changes
    (area, table_name, row_key, operation, columns, old_values, new_values, changed_by, database_role)
  values (
    tg_argv[0]::api.area,
    tg_table_schema || '.' || tg_table_name,
    row_key,
    lower(tg_op)::api.change_operation,
    changed,
    case when tg_argv[1] = 'values' and tg_op <> 'INSERT' then
      (select jsonb_object_agg(c, before -> c) from unnest(changed) c) end,
    case when tg_argv[1] = 'values' and tg_op <> 'DELETE' then
      (select jsonb_object_agg(c, after -> c) from unnest(changed) c) end,
    auth.claimed_user(),
    auth.session_role()
  );
  return null;
end
$function$;

COMMENT ON ROUTINE audit.record_change() IS 'Trigger of the trait `audited`. Adds what an INSERT, UPDATE or DELETE did to audit.changes. Arguments - the area, and `values` or `names` (names of the changed columns only). An update that changes nothing leaves no record.';

REVOKE EXECUTE ON ROUTINE auth.claimed_user() FROM momni_bookings;

REVOKE EXECUTE ON ROUTINE auth.claims() FROM momni_bookings;

CREATE OR REPLACE FUNCTION auth.invited_family()
    RETURNS uuid
    LANGUAGE plpgsql
    STABLE
    SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$declare
  digest bytea := auth.presented_code();
begin
  return (
    select i.family_id
    from app.family_invitations i
    join app.families f on f.id = i.family_id
    where i.code_digest = digest and f.open
      and i.accepted_at is null and i.deleted_at is null and i.expires_at > now()
  );
end
$function$;

COMMENT ON ROUTINE auth.invited_family() IS 'The family that the presented code still opens. NULL without a good one.';

REVOKE EXECUTE ON ROUTINE auth.member_id() FROM momni_bookings;

REVOKE EXECUTE ON ROUTINE auth.session_role() FROM momni_bookings;

COMMENT ON TABLE audit.changes IS 'Every change of a row of an audited table. Written by the triggers of the trait `audited`.';

REVOKE SELECT ON TABLE audit.changes FROM momni_sealer;

REVOKE SELECT (birth_date) ON TABLE app.children FROM momni_bookings;

REVOKE SELECT (birth_date), UPDATE (birth_date) ON TABLE app.children FROM momni_keeper;

REVOKE SELECT (created_by), UPDATE (created_by) ON TABLE app.children FROM momni_keeper;

REVOKE UPDATE (given_name) ON TABLE app.children FROM momni_keeper;

REVOKE SELECT (id) ON TABLE app.children FROM momni_bookings, momni_keeper;

REVOKE SELECT (creator_id), UPDATE (creator_id) ON TABLE app.families FROM momni_keeper;

REVOKE SELECT (id) ON TABLE app.families FROM momni_keeper;

REVOKE UPDATE (name) ON TABLE app.families FROM momni_keeper;

REVOKE SELECT (family_id) ON TABLE app.family_addresses FROM momni_keeper;

REVOKE UPDATE (line1) ON TABLE app.family_addresses FROM momni_keeper;

REVOKE UPDATE (line2) ON TABLE app.family_addresses FROM momni_keeper;

REVOKE UPDATE (locality) ON TABLE app.family_addresses FROM momni_keeper;

REVOKE UPDATE (phone) ON TABLE app.family_addresses FROM momni_keeper;

REVOKE UPDATE (postal_code) ON TABLE app.family_addresses FROM momni_keeper;

REVOKE UPDATE (region) ON TABLE app.family_addresses FROM momni_keeper;

REVOKE SELECT (accepted_at) ON TABLE app.family_invitations FROM momni_jobs;

REVOKE SELECT (deleted_at), UPDATE (deleted_at) ON TABLE app.family_invitations FROM momni_jobs;

REVOKE SELECT (expires_at) ON TABLE app.family_invitations FROM momni_jobs;

REVOKE SELECT (id) ON TABLE app.family_invitations FROM momni_jobs;

REVOKE SELECT (child_id) ON TABLE app.family_members FROM momni_bookings, momni_keeper;

REVOKE UPDATE (deleted_at) ON TABLE app.family_members FROM momni_keeper;

REVOKE SELECT (family_id) ON TABLE app.family_members FROM momni_bookings, momni_keeper;

REVOKE SELECT (id) ON TABLE app.family_members FROM momni_bookings;

REVOKE SELECT (live) ON TABLE app.family_members FROM momni_bookings, momni_keeper;

REVOKE SELECT (user_id) ON TABLE app.family_members FROM momni_bookings;

REVOKE SELECT (user_id), UPDATE (user_id) ON TABLE app.family_members FROM momni_keeper;

REVOKE UPDATE (about) ON TABLE app.family_profiles FROM momni_keeper;

REVOKE SELECT (display_name) ON TABLE app.family_profiles FROM momni_bookings;

REVOKE UPDATE (display_name) ON TABLE app.family_profiles FROM momni_keeper;

REVOKE SELECT (family_id) ON TABLE app.family_profiles FROM momni_bookings, momni_keeper;

REVOKE UPDATE (languages) ON TABLE app.family_profiles FROM momni_keeper;

REVOKE UPDATE (line1) ON TABLE app.personal_addresses FROM momni_keeper;

REVOKE UPDATE (line2) ON TABLE app.personal_addresses FROM momni_keeper;

REVOKE UPDATE (locality) ON TABLE app.personal_addresses FROM momni_keeper;

REVOKE UPDATE (phone) ON TABLE app.personal_addresses FROM momni_keeper;

REVOKE UPDATE (postal_code) ON TABLE app.personal_addresses FROM momni_keeper;

REVOKE UPDATE (region) ON TABLE app.personal_addresses FROM momni_keeper;

REVOKE SELECT (user_id) ON TABLE app.personal_addresses FROM momni_keeper;

REVOKE UPDATE (bio) ON TABLE app.personal_profiles FROM momni_keeper;

REVOKE UPDATE (display_name) ON TABLE app.personal_profiles FROM momni_keeper;

REVOKE UPDATE (languages) ON TABLE app.personal_profiles FROM momni_keeper;

REVOKE SELECT (user_id) ON TABLE app.personal_profiles FROM momni_keeper;

REVOKE UPDATE (visibility) ON TABLE app.personal_profiles FROM momni_keeper;

REVOKE SELECT (database_role) ON TABLE app.roles FROM momni_issuer;

REVOKE SELECT (role) ON TABLE app.roles FROM momni_issuer;

REVOKE SELECT (role) ON TABLE app.user_roles FROM momni_issuer;

REVOKE SELECT (user_id) ON TABLE app.user_roles FROM momni_issuer;

REVOKE SELECT (deleted_at), UPDATE (deleted_at) ON TABLE app.users FROM momni_keeper;

REVOKE UPDATE (email) ON TABLE app.users FROM momni_keeper;

REVOKE SELECT (id) ON TABLE app.users FROM momni_issuer, momni_jobs, momni_keeper;

REVOKE SELECT (status), UPDATE (status) ON TABLE app.users FROM momni_jobs;

REVOKE SELECT (open) ON TABLE app.users FROM momni_issuer;

REVOKE UPDATE (status_reason) ON TABLE app.users FROM momni_jobs, momni_keeper;

REVOKE SELECT (changed_by) ON TABLE audit.changes FROM momni_eraser;

COMMENT ON COLUMN audit.changes.new_values IS 'Their values after. NULL in a sealed trail.';

REVOKE SELECT (new_values), UPDATE (new_values) ON TABLE audit.changes FROM momni_eraser;

COMMENT ON COLUMN audit.changes.old_values IS 'Their values before. NULL in a sealed trail.';

REVOKE SELECT (old_values), UPDATE (old_values) ON TABLE audit.changes FROM momni_eraser;

REVOKE SELECT (row_key) ON TABLE audit.changes FROM momni_eraser;

REVOKE SELECT (table_name) ON TABLE audit.changes FROM momni_eraser;

CREATE TRIGGER children_audit AFTER INSERT OR UPDATE OR DELETE ON app.children FOR EACH ROW EXECUTE FUNCTION audit.record_change('community', 'values');

CREATE TRIGGER families_audit AFTER INSERT OR UPDATE OR DELETE ON app.families FOR EACH ROW EXECUTE FUNCTION audit.record_change('community', 'values');

CREATE TRIGGER family_members_audit AFTER INSERT OR UPDATE OR DELETE ON app.family_members FOR EACH ROW EXECUTE FUNCTION audit.record_change('community', 'values');

CREATE TRIGGER family_profiles_audit AFTER INSERT OR UPDATE OR DELETE ON app.family_profiles FOR EACH ROW EXECUTE FUNCTION audit.record_change('community', 'values');

CREATE TRIGGER personal_profiles_audit AFTER INSERT OR UPDATE OR DELETE ON app.personal_profiles FOR EACH ROW EXECUTE FUNCTION audit.record_change('community', 'values');

CREATE TRIGGER users_audit AFTER INSERT OR UPDATE OR DELETE ON app.users FOR EACH ROW EXECUTE FUNCTION audit.record_change('community', 'values');

CREATE TRIGGER changes_append_only BEFORE UPDATE OR DELETE ON audit.changes FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();

CREATE POLICY family_profiles_read ON app.family_profiles FOR SELECT TO momni_definer
    USING (((family_id = ANY (ARRAY( SELECT auth.my_families() AS my_families))) OR (family_open AND ((visibility = 'public'::api.visibility) OR ((visibility = 'members'::api.visibility) AND (( SELECT auth.member_id() AS member_id) IS NOT NULL)))) OR ( SELECT auth.can('moderate_content'::api.capability) AS can)));

CREATE POLICY personal_profiles_read_shared ON app.personal_profiles FOR SELECT TO momni_definer
    USING ((account_open AND ((visibility = 'public'::api.visibility) OR ((visibility = 'members'::api.visibility) AND (( SELECT auth.member_id() AS member_id) IS NOT NULL)) OR ((visibility <> 'private'::api.visibility) AND (user_id = ANY (ARRAY( SELECT auth.my_relatives() AS my_relatives)))))));

COMMENT ON POLICY personal_profiles_read_shared ON app.personal_profiles IS 'What its owner shows - to everybody, to members, or to those who share a family.';

REVOKE CREATE ON SCHEMA api FROM momni_definer;
