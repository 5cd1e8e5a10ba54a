begin
  perform internal.require_family(p_family_id, 'api.get_family_members');
  return query
  select fm.id, fm.user_id, u.email::text, coalesce(fm.display_name, u.display_name)::text, fm.relationship::text,
    r.name::text, r.type, fm.joined_at,
    internal.access_is_valid(fm.access_starts_at, fm.access_ends_at, r.requires_access_window, now())
  from app.family_memberships fm
  -- A user whose account the caller may not see is a member all the same.
  left join auth.users u on fm.user_id = u.id
  join app.roles r on fm.role_id = r.id
  where fm.family_id = p_family_id and fm.status = 'active'
  order by r.priority desc, fm.joined_at, fm.id;
end
