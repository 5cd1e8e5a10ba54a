declare
  v app.identity_verifications;
  proof bytea := decode(decide_identity.number_digest, 'hex');
begin
  select i.* into v from app.identity_verifications i
  where i.id = decide_identity.verification_id and i.user_id <> auth.user_id()
  for no key update;
  if not found then
    raise sqlstate 'P0002';
  end if;

  if decide_identity.verdict = 'clear' then
    if proof is null then
      raise sqlstate '22023';
    end if;
    if v.document_expires_on < current_date then
      raise sqlstate 'MM114';
    end if;
    if not decide_identity.despite_failure and exists (
      select from app.identity_verifications f
      where f.number_digest = proof and f.document_country = v.document_country and f.document_kind = v.document_kind
        and f.status = 'failed' and f.user_id <> v.user_id
    ) then
      raise sqlstate 'MM116';
    end if;
  end if;

  update app.identity_verifications i
  set status = decide_identity.verdict, decision_reason = decide_identity.reason,
    number_digest = coalesce(proof, i.number_digest),
    valid_until = case when decide_identity.verdict = 'clear' then least(
      -- Good to the end of its last day, wherever that ends last.
      coalesce((v.document_expires_on + 1)::timestamp at time zone 'UTC' + interval '12 hours', 'infinity'),
      auth.good_until('identity', coalesce((select h.country from app.hosts h where h.user_id = v.user_id), v.document_country))
    ) end
  where i.id = v.id;
  update app.identity_documents d set purge_after = now() + interval '90 days'
  where d.verification_id = v.id and d.deleted_at is null and d.purge_after is null
    and decide_identity.verdict in ('clear', 'failed');
  if decide_identity.verdict = 'failed' then
    perform app.cancel_stays_of_failed(v.user_id);
  end if;
end
