declare
  intent app.payment_intents;
  started uuid;
begin
  perform app.lock_booking((select p.booking_id from app.payment_intents p where p.id = start_attempt.intent_id));
  select p.* into intent from app.payment_intents p where p.id = start_attempt.intent_id for no key update;
  if intent.status is distinct from 'open' and intent.status is distinct from 'processing' then
    raise sqlstate 'MM304';
  end if;
  update app.payment_attempts a set status = 'canceled'
  where a.intent_id = intent.id and a.status in ('started', 'processing', 'authorized');

  if intent.credit_amount = intent.amount then
    perform app.capture(intent.id, null, now());
    -- The stay cannot get longer any more.
    if (select p.status <> 'captured' from app.payment_intents p where p.id = intent.id) then
      raise sqlstate 'MM304';
    end if;
    return null;
  end if;
  if exists (select from app.payment_providers p where p.provider = start_attempt.provider and not p.open) then
    raise sqlstate '23503';
  end if;
  -- Always: who has read the payment before at repeatable read, and sees no attempt, is told by this to try again.
  update app.payment_intents p set status = 'open' where p.id = intent.id;
  insert into app.payment_attempts as a (intent_id, provider, amount)
  values (intent.id, start_attempt.provider, intent.amount - intent.credit_amount)
  returning a.id into started;
  return started;
end
