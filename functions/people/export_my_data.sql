declare
  me uuid := auth.user_id();
  -- What was written as an account that became one with this one stands under the key of that.
  keys uuid[] := array(select auth.my_keys());
  host uuid;
  families uuid[] := array(select auth.my_families());
  -- What is shown to nobody any more is the caller's all the same.
  ended jsonb := coalesce((select jsonb_object_agg(d.section, d.items) from app.ended_data() d), '{}');
begin
  select h.id into host from app.hosts h where h.user_id = me;

  return query
    select 'account', coalesce(jsonb_agg(x.row), '[]') from (
      select jsonb_build_object('id', u.id, 'email', u.email, 'status', u.status, 'status_reason', u.status_reason, 'role', ur.role,
        'role_since', ur.granted_at, 'registered_at', u.created_at)
      from app.users u join app.user_roles ur on ur.user_id = u.id where u.id = me
      union all
      select jsonb_build_object('merge', m.id, 'from', m.from_user, 'into', m.into_user, 'status', m.status, 'reason', m.decision_reason)
      from app.account_merges m where m.from_user = me or m.into_user = me
    ) x (row);
  return query
    select 'profile', coalesce(jsonb_agg(x.row), '[]') from (
      select to_jsonb(p) - 'user_id' from app.personal_profiles p where p.user_id = me
      union all
      select to_jsonb(a) - 'user_id' from app.personal_addresses a where a.user_id = me
    ) x (row);
  return query
    select 'families', coalesce(jsonb_agg(x.row), '[]') || coalesce(ended -> 'families', '[]') from (
      select jsonb_build_object('family', f.id, 'name', f.name, 'kind', m.kind, 'joined_at', m.created_at, 'left_at', m.deleted_at,
        'creator', f.creator_id = me)
      from app.family_members m left join app.families f on f.id = m.family_id where m.user_id = me
      union all
      select to_jsonb(p) from app.family_profiles p where p.family_id = any (families)
      union all
      select to_jsonb(a) from app.family_addresses a where a.family_id = any (families)
      union all
      select jsonb_build_object('invitation', i.id, 'family', i.family_id, 'kind', i.kind, 'expires_at', i.expires_at, 'accepted_at', i.accepted_at)
      from app.family_invitations i where i.invited_by = me
    ) x (row);
  return query
    select 'children', coalesce(jsonb_agg(x.row), '[]') || coalesce(ended -> 'children', '[]') from (
      select to_jsonb(c) from app.children c where c.id = any (array(select auth.my_wards()))
      union all
      select jsonb_build_object('child', q.child_id, 'kind', q.kind, 'severity', q.severity, 'title', q.title, 'instructions', q.instructions)
      from app.child_requirements q where q.child_id = any (array(select auth.my_wards())) and q.deleted_at is null
      union all
      select to_jsonb(r) - 'confirmed_by' - 'deleted_by' from app.child_relations r where r.child_id = any (array(select auth.my_wards()))
      union all
      select to_jsonb(p) from app.pickup_permissions p where p.child_id = any (array(select auth.my_wards()))
      union all
      select to_jsonb(e) from app.emergency_contacts e where e.family_id = any (array(select auth.guarded_families()))
    ) x (row);
  return query
    select 'host', coalesce(jsonb_agg(x.row), '[]') || coalesce(ended -> 'host', '[]') from (
      select to_jsonb(h) from app.hosts h where h.id = host
      union all
      select to_jsonb(p) from app.host_profiles p where p.host_id = host
      union all
      select to_jsonb(a) from app.host_addresses a where a.host_id = host
      union all
      select to_jsonb(t) from app.host_terms t where t.host_id = host
      union all
      select to_jsonb(c) from app.host_capacities c where c.host_id = host
      union all
      select to_jsonb(r) from app.availability_rules r where r.host_id = host
      union all
      select to_jsonb(e) from app.availability_exceptions e where e.host_id = host
    ) x (row);
  return query
    select 'verifications', coalesce(jsonb_agg(x.row), '[]') || coalesce(ended -> 'verifications', '[]') from (
      select to_jsonb(v) - 'number_digest' - 'decided_by' from app.identity_verifications v where v.user_id = me
      union all
      select to_jsonb(d) from app.identity_documents d where d.user_id = me
      union all
      select to_jsonb(b) - 'decided_by' from app.background_checks b where b.user_id = me
      union all
      select to_jsonb(i) - 'decided_by' from app.host_insurances i where i.host_id = host
      union all
      select to_jsonb(d) from app.insurance_documents d where d.host_id = host
    ) x (row);
  return query
    select 'bookings', coalesce(jsonb_agg(x.row), '[]') || coalesce(ended -> 'bookings', '[]') from (
      select jsonb_build_object('booking', b.id, 'host', b.host_id, 'family', b.family_id, 'booked_by_me', b.booked_by = me, 'during', b.during,
        'status', b.status, 'note', case when b.id <> all (array(select auth.stays_kept_from())) then b.note end,
        'price', b.price, 'fee', b.fee, 'currency', b.currency, 'made_at', b.created_at)
      from app.bookings b where b.host_id = host or b.booked_by = me or b.family_id = any (array(select auth.created_families()))
      union all
      select jsonb_build_object('waiting', w.id, 'host', w.host_id, 'family', w.family_id, 'during', w.during, 'status', w.status)
      from app.waitlist_entries w where w.requested_by = me
      union all
      select jsonb_build_object('group', g.id, 'name', g.name, 'host', g.host_id, 'family', g.family_id, 'during', g.during, 'status', g.status)
      from app.booking_groups g where g.family_id = any (array(select auth.created_families()))
    ) x (row);
  return query
    select 'money', coalesce(jsonb_agg(x.row), '[]') || coalesce(ended -> 'money', '[]') from (
      select jsonb_build_object('payment', p.id, 'booking', p.booking_id, 'extension', p.extension_id, 'amount', p.amount, 'currency', p.currency, 'status', p.status,
        'captured_at', p.captured_at)
      from app.payment_intents p where p.payer_id = me or p.host_id = host
      union all
      select jsonb_build_object('refund', r.id, 'payment', r.intent_id, 'amount', r.amount, 'cause', r.cause, 'status', r.status)
      from app.refunds r where r.intent_id = any (array(select auth.my_payments()))
      union all
      select jsonb_build_object('credit', c.id, 'amount', c.amount, 'remaining', c.remaining, 'currency', c.currency)
      from app.credits c where c.user_id = me
      union all
      select jsonb_build_object('payout', p.id, 'amount', p.amount, 'currency', p.currency, 'made_at', p.created_at)
      from app.payouts p where p.host_id = host
      union all
      select to_jsonb(a) from app.payout_accounts a where a.host_id = host
      union all
      select jsonb_build_object('dispute', d.id, 'payment', d.intent_id, 'amount', d.amount, 'reason', d.reason, 'status', d.status,
        'opened_at', d.opened_at, 'decision', d.decision)
      from app.disputes d where d.opened_by = any (keys)
      union all
      select jsonb_build_object('evidence', e.id, 'dispute', e.dispute_id, 'statement', e.statement, 'document', e.document_reference,
        'submitted_at', e.submitted_at)
      from app.dispute_evidence e where e.submitted_by = any (keys)
      union all
      select jsonb_build_object('tax_document', t.id, 'country', t.country, 'year', t.year, 'form', t.form, 'currency', t.currency,
        'gross_amount', t.gross_amount, 'fee_amount', t.fee_amount, 'refunded_amount', t.refunded_amount, 'reportable', t.reportable)
      from app.tax_documents t where t.host_id = host
    ) x (row);
  return query
    select 'incidents', coalesce(jsonb_agg(x.row), '[]') from (
      select jsonb_build_object('incident', i.id, 'kind', i.kind, 'summary', i.summary, 'description', i.description,
        'occurred_at', i.occurred_at, 'place', i.place, 'status', i.status, 'resolution', i.resolution)
      from app.incidents i where i.reporter_id = me
      union all
      select jsonb_build_object('incident', s.incident_id, 'statement', s.body, 'at', s.at)
      from app.incident_events s where s.actor_id = any (keys) and s.kind = 'statement'
      union all
      select jsonb_build_object('incident', p.incident_id, 'named', coalesce(p.user_id, p.child_id, p.host_id), 'part', p.part, 'note', p.note)
      from app.incident_people p where p.added_by = any (keys)
      union all
      select jsonb_build_object('incident', f.incident_id, 'file', f.storage_key, 'description', f.description, 'at', f.added_at)
      from app.incident_evidence f where f.added_by = any (keys)
    ) x (row);
  return query
    select 'reviews', coalesce(jsonb_agg(jsonb_build_object('booking', r.booking_id, 'about', r.direction, 'by_me', r.author_id = any (keys), 'rating', r.rating,
      'body', r.body, 'reply', case when r.reply_withheld_at is null or r.replied_by = any (keys) then r.reply end, 'written_at', r.created_at,
      'visible_at', r.visible_at, 'withheld', r.withheld_at is not null, 'withhold_reason', case when r.author_id = any (keys) then r.withhold_reason end,
      'reply_withheld', r.reply_withheld_at is not null,
      'reply_withhold_reason', case when r.replied_by = any (keys) then r.reply_withhold_reason end)), '[]')
    from (
      select w.* from app.reviews w where w.author_id = any (keys)
      union all
      select h.* from app.reviews h where h.host_id = host and h.direction = 'of_host' and h.visible_at is not null
      union all
      select f.* from app.reviews f
      where f.family_id = any (array(select auth.created_families())) and f.direction = 'of_family' and f.visible_at is not null
    ) r;
  return query
    select 'suspensions', coalesce(jsonb_agg(x.row), '[]') from (
      select jsonb_build_object('host', s.host_id, 'reason', s.reason, 'since', s.created_at, 'until', s.until, 'lifted_at', s.lifted_at) from app.suspensions s
      where s.user_id = any (keys)
      union all
      select jsonb_build_object('statement', a.statement, 'status', a.status) from app.suspension_appeals a
      join app.suspensions s on s.id = a.suspension_id and s.user_id = any (keys)
    ) x (row);
  return query
    select 'blocks', coalesce(jsonb_agg(jsonb_build_object('user', b.blocked_id, 'since', b.created_at)), '[]') from app.user_blocks b where b.blocker_id = me and b.live;
  return query
    select 'trail', coalesce(jsonb_agg(jsonb_build_object('at', c.changed_at, 'from', c.from_role, 'to', c.to_role, 'reason', c.reason)), '[]')
    from audit.role_changes c where c.user_id = any (keys);
end
