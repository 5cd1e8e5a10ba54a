begin
  if new.id <> old.id then
    raise exception 'the key of a family does not change' using errcode = 'FG014';
  end if;
  new.archived_at := case when new.status = 'archived' then coalesce(old.archived_at, now()) end;
  -- The other roles that may write here have policies and column privileges that say all. A statement of its own: the
  -- right to call a function is checked for the whole expression, also for a part that is not reached.
  if current_user <> 'fg_definer' then
    return new;
  end if;
  if internal.is_system_admin() then
    return new;
  end if;
  if new.owner_id <> old.owner_id and old.owner_id <> auth.uid() then
    raise exception 'only the owner can give a family away' using errcode = '42501';
  end if;
  if new.status <> old.status and (old.status, new.status) <> ('active', 'archived') then
    raise exception 'a family that is % becomes % by an administrator only', old.status, new.status
      using errcode = '42501';
  end if;
  return new;
end
