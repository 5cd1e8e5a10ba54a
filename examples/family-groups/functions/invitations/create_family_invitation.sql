declare
  v_email text := lower(btrim(p_email));
  v_role uuid := internal.role_id_of(p_role);
  v_token text := internal.random_token();
  v_id uuid;
  v_expires_at timestamptz := now() + p_valid_for;
begin
  perform internal.require_permission(p_family_id, 'invitations.manage', 'api.create_family_invitation');
  if not internal.may_assign_role(p_family_id, v_role) then
    raise exception 'the role % is not yours to give', p_role using errcode = '42501';
  end if;
  if exists (
    select 1
    from app.family_memberships fm
    join auth.users u on u.id = fm.user_id
    where fm.family_id = p_family_id and fm.status = 'active' and u.email = v_email
  ) then
    raise exception 'this address belongs to a member' using errcode = 'FG008';
  end if;
  if not internal.family_has_room(p_family_id) then
    raise exception 'the plan of this family allows no further member'
      using errcode = 'FG002', hint = 'Remove a member or choose a larger plan.';
  end if;
  -- One that is over and that the clean-up has not yet met must not stand in the way.
  update app.family_invitations i
  set status = 'expired'
  where i.family_id = p_family_id and i.invited_email = v_email and i.status = 'pending' and i.expires_at <= now();

  insert into app.family_invitations (
    family_id, invited_email, invited_by, role_id, relationship, personal_message, invitation_token_hash, expires_at,
    access_starts_at, access_ends_at
  )
  values (
    p_family_id, v_email, auth.uid(), v_role, p_relationship, p_message, internal.token_hash(v_token), v_expires_at,
    p_access_starts_at, p_access_ends_at
  )
  on conflict (family_id, invited_email) where status = 'pending' do nothing
  returning id into v_id;
  if not found then
    raise exception 'this address has a pending invitation' using errcode = 'FG015', hint = 'Send that one again.';
  end if;
  return query select v_id, v_token, v_expires_at;
end
