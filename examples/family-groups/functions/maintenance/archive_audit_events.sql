declare
  v_ids bigint[];
begin
  if p_older_than < interval '30 days' then
    raise exception 'events stay in the log for thirty days at least' using errcode = '22023';
  end if;
  -- One archive job at a time: the second finds nothing to do rather than the same events.
  if not pg_try_advisory_xact_lock(hashtextextended('maintenance.archive_audit_events', 0)) then
    return 0;
  end if;
  select array_agg(d.id) into v_ids
  from (
    select e.id from audit.events e where e.occurred_at < now() - p_older_than order by e.occurred_at limit p_limit
  ) d;
  if v_ids is null then
    return 0;
  end if;
  -- Two statements: the trigger that lets an event go looks for its copy, which a single one could not yet see.
  insert into audit.events_archive (
    id, occurred_at, transaction_id, actor_id, actor_role, login, action, relation, row_id, family_id, old_values,
    new_values
  )
  select e.id, e.occurred_at, e.transaction_id, e.actor_id, e.actor_role, e.login, e.action, e.relation, e.row_id,
    e.family_id, e.old_values, e.new_values
  from audit.events e
  where e.id = any (v_ids);
  delete from audit.events e where e.id = any (v_ids);
  return cardinality(v_ids);
end
