declare
  before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) else '{}' end;
  after jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) else '{}' end;
  changed text[];
  row_key text;
  old_values jsonb;
  new_values jsonb;
  values_salt bytea;
  address inet := auth.client_address();
  address_salt bytea;
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

  if tg_nargs > 3 then
    row_key := jsonb_build_object(tg_argv[3], coalesce(after -> tg_argv[3], before -> tg_argv[3]))::text;
  else
    select jsonb_object_agg(a.attname, coalesce(before -> a.attname::text, after -> a.attname::text))::text
    into row_key
    from pg_index i
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey::int2[])
    where i.indrelid = tg_relid and i.indisprimary;
  end if;

  if tg_argv[1] = 'values' then
    values_salt := uuid_send(gen_random_uuid());
    if tg_op <> 'INSERT' then
      old_values := (select jsonb_object_agg(c, before -> c) from unnest(changed) c);
    end if;
    if tg_op <> 'DELETE' then
      new_values := (select jsonb_object_agg(c, after -> c) from unnest(changed) c);
    end if;
  end if;

  if address is not null then
    address_salt := uuid_send(gen_random_uuid());
  end if;

  insert into audit.changes
    (area, table_name, row_key, operation, columns, old_values, new_values, person_id, values_salt, values_digest,
     client_address, address_salt, address_digest, changed_by, database_role)
  values (
    tg_argv[0]::api.area,
    tg_table_schema || '.' || tg_table_name,
    row_key,
    lower(tg_op)::api.change_operation,
    changed,
    old_values,
    new_values,
    (coalesce(nullif(after, '{}'), before) ->> tg_argv[2])::uuid,
    values_salt,
    audit.salted(values_salt, jsonb_build_array(old_values, new_values)),
    address,
    address_salt,
    audit.salted(address_salt, to_jsonb(host(address))),
    auth.claimed_user(),
    auth.session_role()
  );
  return null;
end
