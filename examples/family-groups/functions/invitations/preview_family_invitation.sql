begin
  return query
  select f.name::text, r.name::text, i.personal_message,
    case when i.status = 'pending' and i.expires_at <= now() then 'expired' else i.status end,
    i.expires_at
  from app.family_invitations i
  join app.families f on f.id = i.family_id
  join app.roles r on r.id = i.role_id
  where i.invitation_token_hash = internal.token_hash(p_token);
  if not found then
    raise exception 'this invitation is not valid' using errcode = 'FG006';
  end if;
end
