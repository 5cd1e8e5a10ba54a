declare
  kept record;
  old record;
  month timestamptz;
  part text;
  done integer := 0;
begin
  -- One at a time: two would both find that a partition is missing.
  perform pg_advisory_xact_lock(hashtextextended('momni: partitions', 0));
  for kept in
    select t.schema, t.name, t.column, t.keep
    from (values
      ('app', 'behaviour_events', 'at', interval '24 months'),
      -- Nobody drops a deed or a change.
      ('audit', 'calls', 'called_at', null),
      ('audit', 'changes', 'changed_at', null)
    ) t (schema, name, "column", keep)
  loop
    for month in
      select generate_series(date_trunc('month', now()), now() + make_interval(months => keep_partitions.months), '1 month')
    loop
      part := format('%s_%s', kept.name, to_char(month, 'YYYY_MM'));
      continue when to_regclass(format('%I.%I', kept.schema, part)) is not null;
      begin
        execute format('create table %I.%I partition of %I.%I for values from (%L) to (%L)',
          kept.schema, part, kept.schema, kept.name, month, month + interval '1 month');
      exception when check_violation or invalid_object_definition then
        -- Rows of this month lie in the default partition, whose owner does not see them, as row security is forced; or a partition
        -- that was declared has this month.
        continue;
      end;
      -- Nobody is given anything on it; this also binds whoever is given something by mistake.
      execute format('alter table %I.%I enable row level security, force row level security', kept.schema, part);
      execute format('create trigger %I before truncate on %I.%I for each statement execute function audit.refuse_change()',
        part || '_no_truncate', kept.schema, part);
      done := done + 1;
    end loop;

    for old in
      select c.relname
      from pg_inherits i
      join pg_class c on c.oid = i.inhrelid
      where i.inhparent = to_regclass(format('%I.%I', kept.schema, kept.name))
        and c.relname ~ ('^' || kept.name || '_[0-9]{4}_[0-9]{2}$')
        and to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month' < now() - kept.keep
    loop
      execute format('drop table %I.%I', kept.schema, old.relname);
      done := done + 1;
    end loop;
  end loop;
  return done;
end
