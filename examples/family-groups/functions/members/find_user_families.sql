begin
  perform internal.require_caller();
  if p_user_id is distinct from auth.uid() then
    if not internal.is_system_admin() then
      raise exception 'you can ask for your own families only' using errcode = '42501';
    end if;
    perform internal.note_administrator_access(null, 'api.find_user_families');
  end if;
  return query
  select f.id, f.name::text, f.description, f.timezone::text, f.locale::text, f.settings, st.name::text,
    f.subscription_status, fm.role_id, r.type, fm.is_default_family, f.owner_id = fm.user_id
  from app.families f
  join app.family_memberships fm on f.id = fm.family_id
  join app.roles r on fm.role_id = r.id
  join app.subscription_tiers st on st.id = f.subscription_tier_id
  where fm.user_id = p_user_id and fm.status = 'active' and f.status = 'active'
  order by fm.is_default_family desc, f.name, f.id;
end
