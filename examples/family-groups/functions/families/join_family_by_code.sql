declare
  v_family uuid;
begin
  perform internal.require_caller();
  select f.id into v_family
  from app.families f
  where f.invite_code = upper(translate(p_code, ' -', ''))
    and (f.invite_code_expires_at is null or f.invite_code_expires_at > now());
  if not found or not internal.family_has_feature(v_family, 'invite_codes') then
    raise exception 'this invite code is not valid' using errcode = 'FG006';
  end if;
  return internal.enrol_caller(v_family, internal.role_id_of('viewer'), 'code', p_display_name => p_display_name);
end
