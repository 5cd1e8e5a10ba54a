declare
  me uuid := auth.claimed_user();
  address text := auth.claimed_email();
begin
  if me is null then
    raise sqlstate '42501';
  end if;

  -- Of two sessions that register at once, the second waits here and finds the account.
  insert into app.users (id, email) values (me, address) on conflict do nothing;
  if found then
    insert into app.user_roles (user_id, role, reason) values (me, 'member', 'registered');
    insert into app.personal_profiles (user_id, display_name) values (me, register.display_name);
    return me;
  end if;

  if not exists (select from app.users u where u.id = me and u.open) then
    raise sqlstate 'MM001';
  end if;
  update app.users u set email = address where u.id = me and address is not null and u.email is distinct from address;
  return me;
end
