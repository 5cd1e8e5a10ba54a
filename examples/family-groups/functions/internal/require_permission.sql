declare
  v_status app.family_status;
begin
  perform internal.require_caller();
  select f.status into v_status from app.families f where f.id = p_family_id;
  if not found then
    raise exception 'family not found' using errcode = 'P0002';
  end if;
  if internal.is_system_admin() then
    perform internal.note_administrator_access(p_family_id, p_what);
    return;
  end if;
  if p_family_id = any (array(select internal.my_families_with(p_permission, p_scope))) then
    return;
  end if;
  if v_status <> 'active'
    and exists (select 1 from app.permissions p where p.key = p_permission and p.changes_data)
  then
    raise exception 'the family is %', v_status using errcode = 'FG001';
  end if;
  raise exception 'your role in this family does not allow %', p_permission using errcode = '42501';
end
