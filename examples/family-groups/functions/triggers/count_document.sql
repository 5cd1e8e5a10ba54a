declare
  v_family uuid := case when tg_op = 'DELETE' then old.family_id else new.family_id end;
  v_documents integer := 0;
  v_bytes bigint := 0::bigint;
  v_usage app.family_usage;
  v_max_documents integer;
  v_max_bytes bigint;
begin
  if tg_op <> 'INSERT' then
    v_documents := v_documents - 1;
    v_bytes := v_bytes - old.byte_size;
  end if;
  if tg_op <> 'DELETE' then
    v_documents := v_documents + 1;
    v_bytes := v_bytes + new.byte_size;
  end if;
  update app.family_usage u
  set document_count = u.document_count + v_documents, storage_bytes = u.storage_bytes + v_bytes, changed_at = now()
  where u.family_id = v_family
  returning u.* into v_usage;
  if v_documents <= 0 and v_bytes <= 0 then
    return null;
  end if;
  select l.max_documents, l.max_storage_bytes into v_max_documents, v_max_bytes
  from internal.family_limits(v_family) l;
  if v_documents > 0 and v_usage.document_count > v_max_documents then
    raise exception 'the plan of this family allows at most % documents', v_max_documents
      using errcode = 'FG004', hint = 'Delete a document or choose a larger plan.';
  end if;
  if v_usage.storage_bytes > v_max_bytes then
    raise exception 'the plan of this family allows at most % bytes of documents', v_max_bytes
      using errcode = 'FG003', hint = 'Delete a document or choose a larger plan.';
  end if;
  return null;
end
