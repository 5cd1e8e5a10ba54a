declare
  v_user uuid := internal.require_caller();
  v_family uuid := gen_random_uuid();
begin
  insert into app.families (id, name, description, owner_id, timezone, locale)
  values (v_family, p_name, p_description, v_user, p_timezone, p_locale);
  insert into app.family_memberships (family_id, user_id, role_id, joined_via)
  values (v_family, v_user, internal.role_id_of('family_coordinator'), 'created');
  perform internal.assign_invite_code(v_family);
  return v_family;
end
