declare
  v_family uuid;
  v_token text := internal.random_token();
  v_expires_at timestamptz := now() + interval '7 days';
begin
  perform internal.require_caller();
  select i.family_id into v_family from app.family_invitations i where i.id = p_invitation_id;
  if not found then
    raise exception 'invitation not found' using errcode = 'P0002';
  end if;
  perform internal.require_permission(v_family, 'invitations.manage', 'api.resend_family_invitation');
  update app.family_invitations i
  set invitation_token_hash = internal.token_hash(v_token), expires_at = v_expires_at, last_sent_at = now(),
    sent_count = i.sent_count + 1
  where i.id = p_invitation_id and i.status = 'pending';
  if not found then
    raise exception 'this invitation is not pending' using errcode = 'FG006';
  end if;
  return query select p_invitation_id, v_token, v_expires_at;
end
