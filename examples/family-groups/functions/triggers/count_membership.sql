declare
  v_family uuid := case when tg_op = 'DELETE' then old.family_id else new.family_id end;
  v_delta integer := 0;
  v_count integer;
  v_limit integer;
  v_status app.family_status;
begin
  if tg_op <> 'INSERT' and old.status = 'active' then
    v_delta := v_delta - 1;
  end if;
  if tg_op <> 'DELETE' and new.status = 'active' then
    v_delta := v_delta + 1;
  end if;
  -- Changed even by nothing: check_family_owner relies on two changes of members in a family waiting for each other.
  update app.family_usage u
  set member_count = u.member_count + v_delta, changed_at = now()
  where u.family_id = v_family
  returning u.member_count into v_count;
  if v_delta > 0 then
    -- Read after the counter was changed: a suspension or another plan that came first is seen.
    select f.status into v_status from app.families f where f.id = v_family;
    if v_status <> 'active' then
      raise exception 'the family is %', v_status using errcode = 'FG001';
    end if;
    select l.max_family_members into v_limit from internal.family_limits(v_family) l;
    if v_count > v_limit then
      raise exception 'the plan of this family allows at most % members', v_limit
        using errcode = 'FG002', hint = 'Remove a member or choose a larger plan.';
    end if;
  end if;
  return null;
end
