declare
  v_invitation app.family_invitations;
begin
  perform internal.require_caller();
  select i.* into v_invitation
  from app.family_invitations i
  where i.invitation_token_hash = internal.token_hash(p_token);
  if not found then
    raise exception 'this invitation is not valid' using errcode = 'FG006';
  end if;
  if v_invitation.invited_email is distinct from internal.my_verified_email() then
    raise exception 'this invitation is for another e-mail address, or yours is not confirmed' using errcode = 'FG007';
  end if;
  if v_invitation.status <> 'pending' then
    raise exception 'this invitation is %', v_invitation.status using errcode = 'FG006';
  end if;
  if v_invitation.expires_at <= now() then
    raise exception 'this invitation is over' using errcode = 'FG016', hint = 'Ask for a new one.';
  end if;
  -- Row locks obey the policy for UPDATE, which shows pending invitations only: after waiting for another session that
  -- used the token there is nothing to lock.
  select i.* into v_invitation
  from app.family_invitations i
  where i.invitation_token_hash = internal.token_hash(p_token) and i.status = 'pending'
  for no key update;
  if not found then
    raise exception 'this invitation was used' using errcode = 'FG006';
  end if;
  return v_invitation;
end
