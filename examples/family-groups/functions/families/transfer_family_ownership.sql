begin
  perform internal.require_permission(p_family_id, 'family.update', 'api.transfer_family_ownership');
  if not internal.is_system_admin() and not p_family_id = any (array(select internal.families_i_own())) then
    raise exception 'only the owner can give a family away' using errcode = '42501';
  end if;
  if not exists (
    select 1
    from app.family_memberships fm
    join app.roles r on r.id = fm.role_id
    where fm.family_id = p_family_id
      and fm.user_id = p_user_id
      and fm.status = 'active'
      and r.type = 'family_coordinator'
      and fm.access_starts_at is null
      and fm.access_ends_at is null
  ) then
    raise exception 'the new owner must be an active coordinator of the family' using errcode = 'FG012';
  end if;
  update app.families f set owner_id = p_user_id where f.id = p_family_id;
end
