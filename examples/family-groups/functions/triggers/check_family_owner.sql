declare
  v_row constant jsonb := to_jsonb(new);
  v_family constant uuid := coalesce(v_row ->> 'family_id', v_row ->> 'id')::uuid;
begin
  if exists (
    select 1
    from app.families f
    where f.id = v_family
      and f.status <> 'archived'
      and not exists (
        select 1
        from app.family_memberships fm
        join app.roles r on r.id = fm.role_id
        where fm.family_id = f.id
          and fm.user_id = f.owner_id
          and fm.status = 'active'
          and r.type = 'family_coordinator'
          and fm.access_starts_at is null
          and fm.access_ends_at is null
      )
  ) then
    raise exception 'the owner of a family is an active coordinator of it'
      using errcode = 'FG012', hint = 'Give the family to another coordinator first.';
  end if;
  return null;
end
