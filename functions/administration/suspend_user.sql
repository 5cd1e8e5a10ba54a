begin
  perform auth.require('manage_users');
  -- The lock of api.grant_role: a role must not be given while its holder is shut out.
  perform pg_advisory_xact_lock(hashtextextended('momni: roles', 0));
  perform auth.require('manage_users');

  if exists (select from app.user_roles ur where ur.user_id = suspend_user.user_id and ur.role <> 'member') then
    raise sqlstate 'MM007';
  end if;

  update app.users u set status = 'suspended', status_reason = suspend_user.reason
  where u.id = suspend_user.user_id and u.deleted_at is null;
  if not found then
    raise sqlstate 'P0002';
  end if;
end
