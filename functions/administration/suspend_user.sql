begin
  perform auth.require('manage_users');
  -- The lock of api.grant_role: a role must not be given while its holder is shut out.
  perform pg_advisory_xact_lock(hashtextextended('momni: roles', 0));
  perform auth.require('manage_users');

  if btrim(suspend_user.reason) = '' or suspend_user.reason is null then
    raise exception using errcode = '22023', message = 'To suspend a user needs a reason.';
  end if;
  if exists (select from app.user_roles ur where ur.user_id = suspend_user.user_id and ur.role <> 'member') then
    raise exception using
      errcode = 'MM007',
      message = 'The account of an administrator cannot be suspended.',
      hint = 'Take the role back first, by api.revoke_role.';
  end if;

  update app.users u set status = 'suspended', status_reason = suspend_user.reason
  where u.id = suspend_user.user_id and u.deleted_at is null;
  if not found then
    raise exception using errcode = 'P0002', message = 'There is no such user.';
  end if;
end
