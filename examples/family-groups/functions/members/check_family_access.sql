begin
  perform internal.require_caller();
  if p_user_id is distinct from auth.uid() then
    if not internal.is_system_admin()
      and not p_family_id = any (array(select internal.my_families_with('members.manage')))
    then
      raise exception 'you can ask for yourself and for families that you manage' using errcode = '42501';
    end if;
    perform internal.note_administrator_access(p_family_id, 'api.check_family_access');
  end if;
  return exists (
    select 1
    from app.family_memberships fm
    join app.families f on f.id = fm.family_id
    join app.roles r on r.id = fm.role_id
    where fm.user_id = p_user_id
      and fm.family_id = p_family_id
      and fm.status = 'active'
      and f.status = 'active'
      and internal.access_is_valid(fm.access_starts_at, fm.access_ends_at, r.requires_access_window, now())
  );
end
