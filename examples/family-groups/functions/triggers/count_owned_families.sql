declare
  v_owner uuid;
  v_delta integer;
  v_count integer;
  v_limit integer;
begin
  -- The old owner first loses the family, then the new one gets it. They are the same where only the status changed.
  if tg_op <> 'INSERT' and old.status <> 'archived' then
    update app.user_usage u
    set owned_families = u.owned_families - 1, changed_at = now()
    where u.user_id = old.owner_id;
  end if;
  if tg_op = 'DELETE' or new.status = 'archived' then
    return null;
  end if;
  v_owner := new.owner_id;
  insert into app.user_usage as u (user_id, owned_families)
  values (v_owner, 1)
  on conflict on constraint user_usage_pkey
    do update set owned_families = u.owned_families + 1, changed_at = now()
  returning u.owned_families into v_count;

  v_delta := case when tg_op = 'INSERT' or old.status = 'archived' or old.owner_id <> new.owner_id then 1 else 0 end;
  if v_delta = 1 then
    select max(l.max_families) into v_limit
    from app.families f
    cross join lateral internal.family_limits(f.id) l
    where f.owner_id = v_owner and f.status <> 'archived';
    if v_count > v_limit then
      raise exception 'this plan allows an owner at most % families', v_limit
        using errcode = 'FG005', hint = 'Archive a family or choose a larger plan.';
    end if;
  end if;
  return null;
end
