declare
  v_after timestamptz;
begin
  perform internal.require_family(p_family_id, 'api.list_family_documents');
  if p_after is not null then
    select d.created_at into v_after from app.family_documents d where d.id = p_after and d.family_id = p_family_id;
    if not found then
      raise exception 'document not found' using errcode = 'P0002';
    end if;
  end if;
  return query
  select d.id, d.title::text, d.storage_key::text, d.media_type::text, d.byte_size, d.visibility, d.uploaded_by,
    d.assigned_to, d.created_at
  from app.family_documents d
  where d.family_id = p_family_id
    and (v_after is null or d.created_at < v_after or (d.created_at = v_after and d.id > p_after))
  order by d.created_at desc, d.id
  limit least(greatest(p_limit, 1), 200);
end
