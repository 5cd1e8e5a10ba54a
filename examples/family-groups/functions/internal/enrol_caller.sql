declare
  v_user uuid := internal.require_caller();
  v_id uuid;
  v_status app.membership_status;
begin
  select fm.id, fm.status into v_id, v_status
  from app.family_memberships fm
  where fm.family_id = p_family_id and fm.user_id = v_user;

  if not found then
    insert into app.family_memberships (
      family_id, user_id, role_id, display_name, relationship, joined_via, invited_by, invitation_id, access_starts_at,
      access_ends_at
    )
    values (
      p_family_id, v_user, p_role_id, p_display_name, p_relationship, p_joined_via, p_invited_by, p_invitation_id,
      p_access_starts_at, p_access_ends_at
    )
    on conflict on constraint family_memberships_family_id_user_id_key do nothing
    returning id into v_id;
    if not found then
      raise exception 'you belong to this family already' using errcode = 'FG008';
    end if;
    return v_id;
  end if;

  if v_status = 'active' then
    raise exception 'you belong to this family already' using errcode = 'FG008';
  elsif v_status = 'suspended' or (v_status = 'removed' and p_joined_via <> 'invitation') then
    raise exception 'your membership of this family is %', v_status
      using errcode = '42501', hint = 'Ask a coordinator of the family.';
  end if;
  update app.family_memberships fm
  set status = 'active', status_reason = null, role_id = p_role_id, joined_via = p_joined_via, joined_at = now(),
    invited_by = p_invited_by, invitation_id = p_invitation_id, access_starts_at = p_access_starts_at,
    access_ends_at = p_access_ends_at, access_reason = null,
    display_name = coalesce(p_display_name, fm.display_name), relationship = coalesce(p_relationship, fm.relationship)
  where fm.id = v_id and fm.status in ('left', 'expired', 'removed');
  if not found then
    raise exception 'you belong to this family already' using errcode = 'FG008';
  end if;
  return v_id;
end
