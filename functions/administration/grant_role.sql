declare
  me uuid := auth.require('grant_roles');
begin
  -- One change of a role at a time: two administrators who dismiss each other at the same moment would leave none. Who
  -- waited here may have lost the role meanwhile, so the question is asked again.
  perform pg_advisory_xact_lock(hashtextextended('momni: roles', 0));
  perform auth.require('grant_roles');

  if grant_role.user_id = me then
    raise exception using errcode = '42501', message = 'You may not change your own role.';
  end if;
  if btrim(grant_role.reason) = '' or grant_role.reason is null then
    raise exception using errcode = '22023', message = 'A change of role needs a reason.';
  end if;
  if grant_role.role is null then
    raise exception using errcode = '22023', message = 'Which role is not said.';
  end if;
  if not exists (select from app.users u where u.id = grant_role.user_id and u.open) then
    raise exception using errcode = 'P0002', message = 'There is no such user with an open account.';
  end if;

  update app.user_roles ur set role = grant_role.role, reason = grant_role.reason
  where ur.user_id = grant_role.user_id and ur.role <> grant_role.role;
end
