begin
  if tg_op = 'INSERT' then
    if not exists (select 1 from app.roles r where r.id = new.role_id and r.scope <> 'global') then
      raise exception 'a role of global scope is not held by membership' using errcode = 'FG011';
    end if;
    if new.status <> 'pending' then
      raise exception 'an invitation begins pending' using errcode = 'FG006';
    end if;
    return new;
  end if;
  if (new.id, new.family_id, new.invited_email, new.role_id) is distinct from
    (old.id, old.family_id, old.invited_email, old.role_id)
  then
    raise exception 'an invitation stays with its family, address and role' using errcode = 'FG014';
  end if;
  if old.status <> 'pending' and new.status <> old.status then
    raise exception 'this invitation is %', old.status using errcode = 'FG006';
  end if;
  if new.status <> 'pending' then
    new.responded_at := coalesce(new.responded_at, now());
  end if;
  return new;
end
