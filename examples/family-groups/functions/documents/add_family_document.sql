declare
  v_id uuid;
begin
  perform internal.require_permission(p_family_id, 'documents.write', 'api.add_family_document', 'individual');
  if p_assigned_to is not null and not exists (
    select 1
    from app.family_memberships fm
    where fm.family_id = p_family_id and fm.user_id = p_assigned_to and fm.status = 'active'
  ) then
    raise exception 'member not found' using errcode = 'P0002';
  end if;
  insert into app.family_documents (
    family_id, uploaded_by, assigned_to, title, storage_key, media_type, byte_size, visibility
  )
  values (
    p_family_id, auth.uid(), p_assigned_to, p_title, p_storage_key, p_media_type, p_byte_size, p_visibility
  )
  returning id into v_id;
  return v_id;
end
