begin
  return query
  select 'active_memberships', t.name::text, count(fm.id)
  from app.subscription_tiers t
  left join app.families f on f.subscription_tier_id = t.id and f.status = 'active'
  left join app.family_memberships fm on fm.family_id = f.id and fm.status = 'active'
  group by t.name;

  return query
  select 'new_memberships', t.name::text, count(fm.id)
  from app.subscription_tiers t
  left join app.families f on f.subscription_tier_id = t.id
  left join app.family_memberships fm on fm.family_id = f.id and fm.joined_at >= p_since
  group by t.name;

  return query
  select 'families_over_limit', t.name::text, count(u.family_id)
  from app.subscription_tiers t
  left join app.families f on f.subscription_tier_id = t.id and f.status <> 'archived'
  left join lateral internal.family_limits(f.id) l on true
  left join app.family_usage u
    on u.family_id = f.id
    and (
      u.member_count > l.max_family_members
      or u.document_count > l.max_documents
      or u.storage_bytes > l.max_storage_bytes
    )
  group by t.name;

  return query
  select 'invitations', s.status::text, count(i.id)
  from unnest(enum_range(null::app.invitation_status)) s (status)
  left join app.family_invitations i on i.status = s.status and i.created_at >= p_since
  group by s.status;

  return query
  select 'default_family_switches', 'all', count(*)
  from audit.events e
  where e.relation = 'app.family_memberships'
    and e.action = 'UPDATE'
    and e.occurred_at >= p_since
    and e.new_values ->> 'is_default_family' = 'true'
    and not e.new_values ? 'status';
end
