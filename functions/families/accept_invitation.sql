declare
  me uuid := auth.require('take_part');
  family uuid;
begin
  -- Policies let a row be seen and used by whoever presents its code: this is how it is presented.
  perform set_config('momni.presented_code', coalesce(accept_invitation.code, ''), true);
  family := auth.invited_family();
  if family is null then
    raise sqlstate 'MM003';
  end if;
  if family = any (array(select auth.my_families())) then
    raise sqlstate 'MM004';
  end if;

  insert into app.family_members (family_id, kind, user_id) values (family, auth.invited_kind(), me);
  -- Of two sessions with one code, the second waits here and finds it used: it loses its membership with the error.
  update app.family_invitations i set accepted_at = now(), accepted_by = me
  where i.code_digest = auth.presented_code() and i.accepted_at is null and i.deleted_at is null;
  if not found then
    raise sqlstate 'MM003';
  end if;
  perform set_config('momni.presented_code', '', true);
  return family;
end
