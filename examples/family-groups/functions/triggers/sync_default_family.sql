begin
  if new.is_default_family then
    perform internal.lock_user(new.user_id);
    update app.user_family_preferences p
    set default_family_id = new.family_id
    where p.user_id = new.user_id and p.default_family_id is distinct from new.family_id;
  elsif tg_op = 'UPDATE' and old.is_default_family then
    update app.user_family_preferences p
    set default_family_id = null
    where p.user_id = new.user_id and p.default_family_id = new.family_id;
  end if;
  return null;
end
