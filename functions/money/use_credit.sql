declare
  intent app.payment_intents;
  credit record;
  left_over bigint := use_credit.amount::bigint;
begin
  select p.* into intent from app.payment_intents p where p.id = use_credit.intent_id for no key update;
  if intent.status is distinct from 'open' or intent.credit_amount > 0 or exists (
    select from app.payment_attempts a
    where a.intent_id = intent.id and a.status in ('started', 'processing', 'authorized')
  ) then
    raise sqlstate 'MM304';
  end if;
  if use_credit.amount > intent.amount then
    raise sqlstate 'MM302';
  end if;
  -- Locks the account, and with it all credit of the payer.
  perform app.post('credit_reserved', intent.id, intent.currency, array[
    row('user_credit', intent.payer_id, null, use_credit.amount),
    row('credit_reserved', null, null, -use_credit.amount)
  ]::app.ledger_line[]);
  for credit in
    select c.id, c.remaining
    from app.credits c
    where c.user_id = intent.payer_id and c.currency = intent.currency and c.remaining > 0
      and (c.expires_at is null or c.expires_at > now())
    order by c.expires_at, c.id
    for no key update
  loop
    exit when left_over = 0;
    update app.credits c set remaining = c.remaining - least(c.remaining, left_over) where c.id = credit.id;
    insert into app.credit_uses (credit_id, intent_id, amount) values (credit.id, intent.id, least(credit.remaining, left_over));
    left_over := left_over - least(credit.remaining, left_over);
  end loop;
  -- What is left has expired, and only the job has not been there yet.
  if left_over > 0 then
    raise sqlstate 'MM303';
  end if;
  update app.payment_intents p set credit_amount = use_credit.amount where p.id = intent.id;
end
