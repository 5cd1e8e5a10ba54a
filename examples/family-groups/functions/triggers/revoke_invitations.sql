begin
  if new.status = 'active' and exists (
    select 1
    from app.roles r
    join app.role_permissions rp on rp.role_type = r.type
    where r.id = new.role_id and rp.permission_key = 'invitations.manage' and rp.scope >= 'family'
  ) then
    return null;
  end if;
  update app.family_invitations i
  set status = 'revoked', responded_at = now()
  where i.family_id = new.family_id and i.invited_by = new.user_id and i.status = 'pending';
  return null;
end
