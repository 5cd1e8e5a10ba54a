declare
  before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) else '{}' end;
  after jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) else '{}' end;
  changed text[];
  row_key text;
begin
  -- updated_at follows from the rest. An INSERT lists the columns that were given something.
  changed := array(
    select v.key
    from jsonb_each(before || after) v
    where nullif(before -> v.key, 'null') is distinct from nullif(after -> v.key, 'null')
      and v.key <> 'updated_at'
    order by v.key
  );
  if tg_op = 'UPDATE' and cardinality(changed) = 0 then
    return null;
  end if;

  select jsonb_object_agg(a.attname, coalesce(before -> a.attname::text, after -> a.attname::text))::text
  into row_key
  from pg_index i
  join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey::int2[])
  where i.indrelid = tg_relid and i.indisprimary;

  insert into audit.changes
    (area, table_name, row_key, operation, columns, old_values, new_values, changed_by, database_role)
  values (
    tg_argv[0]::api.area,
    tg_table_schema || '.' || tg_table_name,
    row_key,
    lower(tg_op)::api.change_operation,
    changed,
    case when tg_argv[1] = 'values' and tg_op <> 'INSERT' then
      (select jsonb_object_agg(c, before -> c) from unnest(changed) c) end,
    case when tg_argv[1] = 'values' and tg_op <> 'DELETE' then
      (select jsonb_object_agg(c, after -> c) from unnest(changed) c) end,
    auth.claimed_user(),
    auth.session_role()
  );
  return null;
end
