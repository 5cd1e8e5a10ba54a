declare
  c_secret constant text[] := array[
    'email', 'display_name', 'invited_email', 'personal_message', 'invite_code', 'invitation_token_hash'
  ];
  v_old jsonb;
  v_new jsonb;
  v_row jsonb;
  v_key text;
begin
  if tg_op <> 'INSERT' then
    v_old := to_jsonb(old);
  end if;
  if tg_op <> 'DELETE' then
    v_new := to_jsonb(new);
  end if;
  v_row := coalesce(v_new, v_old);

  if tg_op = 'UPDATE' then
    select jsonb_object_agg(o.key, o.value), jsonb_object_agg(o.key, v_new -> o.key)
    into v_old, v_new
    from jsonb_each(v_old) o
    where o.value is distinct from v_new -> o.key and o.key <> 'updated_at';
    if v_old is null then
      return null;
    end if;
  end if;

  foreach v_key in array c_secret loop
    if v_old ->> v_key is not null then
      v_old := jsonb_set(v_old, array[v_key], '"[redacted]"');
    end if;
    if v_new ->> v_key is not null then
      v_new := jsonb_set(v_new, array[v_key], '"[redacted]"');
    end if;
  end loop;

  insert into audit.events (actor_id, actor_role, action, relation, row_id, family_id, old_values, new_values)
  values (
    auth.uid(),
    auth.role(),
    tg_op,
    tg_table_schema || '.' || tg_table_name,
    v_row ->> 'id',
    case when tg_table_name = 'families' then v_row ->> 'id' else v_row ->> 'family_id' end::uuid,
    v_old,
    v_new
  );
  return null;
end
