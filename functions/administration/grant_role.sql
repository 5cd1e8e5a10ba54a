declare
  me uuid := auth.require('grant_roles');
begin
  -- One change of a role at a time: two administrators who dismiss each other at the same moment would leave none. Who
  -- waited here may have lost the role meanwhile, so the question is asked again.
  perform pg_advisory_xact_lock(hashtextextended('momni: roles', 0));
  perform auth.require('grant_roles');

  if grant_role.user_id = me then
    raise sqlstate '42501';
  end if;
  -- The account before its role, as whoever shuts an account does.
  perform from app.users u where u.id = grant_role.user_id and u.open for key share;
  if not found then
    raise sqlstate 'P0002';
  end if;

  if grant_role.role <> 'member' then
    -- Nobody would hand the children over: neither a host nor a creator of a family acts as an administrator.
    update app.hosts h set status = 'paused' where h.user_id = grant_role.user_id and h.status = 'listed';
    if auth.has_stays(grant_role.user_id) then
      raise sqlstate 'MM008';
    end if;
  end if;

  update app.user_roles ur set role = grant_role.role, reason = grant_role.reason
  where ur.user_id = grant_role.user_id and ur.role <> grant_role.role;
end
