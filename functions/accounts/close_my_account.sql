declare
  me uuid := auth.require('take_part');
  host uuid := auth.my_host();
begin
  if exists (select from auth.created_families()) then
    raise sqlstate 'MM005';
  end if;

  -- A family that was closed keeps the membership of its creator: a foreign key asks for it.
  update app.family_members m set deleted_at = now(), deleted_by = me
  where m.user_id = me and m.live
    and not exists (select from app.families f where f.id = m.family_id and f.creator_id = me);
  update app.personal_addresses a set deleted_at = now(), deleted_by = me
  where a.user_id = me and a.deleted_at is null;
  -- From here on the caller is nobody.
  update app.users u set deleted_at = now(), deleted_by = me, status_reason = nullif(btrim(close_my_account.reason), '') where u.id = me;
  -- Nobody takes the children in any more. It costs the families nothing.
  if host is not null then
    perform app.cancel_bookings_of_host(host, 'The host is not available any more.');
  end if;
end
