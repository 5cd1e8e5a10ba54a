declare
  v_code text;
begin
  for v_attempt in 1..10 loop
    v_code := internal.random_invite_code();
    begin
      update app.families f
      set invite_code = v_code, invite_code_expires_at = null
      where f.id = p_family_id;
      if not found then
        raise exception 'your role in this family does not allow family.update' using errcode = '42501';
      end if;
      return v_code;
    exception when unique_violation then
      null; -- taken: drawn again
    end;
  end loop;
  raise exception 'no free invite code was found' using errcode = 'FG009', hint = 'Try again.';
end
