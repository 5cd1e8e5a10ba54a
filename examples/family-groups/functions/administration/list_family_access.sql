begin
  perform internal.require_administrator();
  perform internal.note_administrator_access(p_family_id, 'api.list_family_access');
  return query
  select a.user_id, a.family_id, a.family_name::text, a.role_type, a.role_priority, a.subscription_tier::text,
    a.access_currently_valid, a.refreshed_at
  from internal.all_family_access() a
  where (p_family_id is null or a.family_id = p_family_id)
    and (p_user_id is null or a.user_id = p_user_id)
    and (p_after_user is null or (a.user_id, a.family_id) > (p_after_user, p_after_family))
  order by a.user_id, a.family_id
  limit least(greatest(p_limit, 1), 1000);
end
