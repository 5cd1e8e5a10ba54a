declare
  v_was_default boolean := false;
begin
  if tg_op = 'UPDATE' then
    v_was_default := old.is_default_family;
  end if;
  if new.is_default_family and not v_was_default then
    perform internal.lock_user(new.user_id);
    update app.user_family_preferences p
    set default_family_id = new.family_id
    where p.user_id = new.user_id;
  elsif v_was_default and not new.is_default_family then
    update app.user_family_preferences p
    set default_family_id = null
    where p.user_id = new.user_id and p.default_family_id = new.family_id;
  end if;
  return null;
end
