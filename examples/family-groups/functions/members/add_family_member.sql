declare
  v_role uuid := internal.role_id_of(p_role);
  v_id uuid;
begin
  perform internal.require_permission(p_family_id, 'members.manage', 'api.add_family_member');
  if not internal.user_exists(p_user_id) then
    raise exception 'user not found' using errcode = 'P0002';
  end if;
  if not internal.may_assign_role(p_family_id, v_role) then
    raise exception 'the role % is not yours to give', p_role using errcode = '42501';
  end if;
  insert into app.family_memberships (
    family_id, user_id, role_id, relationship, display_name, joined_via, invited_by, access_starts_at, access_ends_at
  )
  values (
    p_family_id, p_user_id, v_role, p_relationship, p_display_name, 'added', auth.uid(), p_access_starts_at,
    p_access_ends_at
  )
  on conflict on constraint family_memberships_family_id_user_id_key do nothing
  returning id into v_id;
  if not found then
    raise exception 'this user belongs to the family or has left it' using errcode = 'FG008', hint = 'Invite them.';
  end if;
  return v_id;
end
