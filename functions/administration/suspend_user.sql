declare
  host uuid;
begin
  perform auth.require('manage_users');
  -- The lock of api.grant_role: a role must not be given while its holder is shut out.
  perform pg_advisory_xact_lock(hashtextextended('momni: roles', 0));
  perform auth.require('manage_users');

  if exists (select from app.user_roles ur where ur.user_id = suspend_user.user_id and ur.role <> 'member') then
    raise sqlstate 'MM007';
  end if;

  if suspend_user.incident_id is not null and not auth.may_handle(suspend_user.incident_id) then
    raise sqlstate 'P0002';
  end if;
  if suspend_user.until <= now() then
    raise sqlstate 'MM504';
  end if;

  -- A suspension takes the place of the one before. The unique index makes a second administrator wait here.
  perform app.lift_suspension(suspend_user.user_id, null, 'Another suspension took its place.');
  update app.users u set status = 'suspended', status_reason = suspend_user.reason
  -- A closed account is shut, too: by that the document of its holder is remembered when it is erased.
  where u.id = suspend_user.user_id and u.erased_at is null and u.merged_into is null;
  if not found then
    raise sqlstate 'P0002';
  end if;
  insert into app.suspensions (user_id, reason, incident_id, imposed_by, until)
  values (
    suspend_user.user_id, suspend_user.reason, suspend_user.incident_id, auth.user_id(), suspend_user.until
  );
  -- No child is brought to who is shut out. In this order, as api.suspend_host.
  host := auth.host_of(suspend_user.user_id);
  if host is not null then
    perform app.cancel_bookings_of_host(host, 'The host is not available any more.');
  end if;
end
