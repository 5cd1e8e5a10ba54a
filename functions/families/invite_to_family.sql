begin
  if invite_to_family.family_id <> all (array(select auth.managed_families())) then
    raise sqlstate 'P0002';
  end if;
  if invite_to_family.kind = 'child' then
    raise sqlstate '22023';
  end if;

  invitation_id := gen_random_uuid();
  -- Two random uuids hold 244 random bits; their digest spreads them over the 192 that are kept: 32 letters.
  code := translate(
    encode(substring(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) for 24), 'base64'),
    '+/', '-_');
  expires_at := now() + invite_to_family.valid_for;
  insert into app.family_invitations (id, family_id, kind, code_digest, invited_by, expires_at)
  values (
    invitation_id, invite_to_family.family_id, invite_to_family.kind, sha256(convert_to(code, 'UTF8')),
    auth.member_id(), expires_at
  );
  return next;
end
