declare
  attempt app.payment_attempts;
  intent app.payment_intents;
  becomes api.attempt_status;
begin
  select a.* into attempt from app.payment_attempts a where a.id = payment_reported.attempt_id;
  perform app.lock_booking((select p.booking_id from app.payment_intents p where p.id = attempt.intent_id));
  -- The payment, as everybody does; then the attempt as it is now.
  select p.* into intent from app.payment_intents p where p.id = attempt.intent_id for no key update;
  select a.* into attempt from app.payment_attempts a where a.id = payment_reported.attempt_id for no key update;

  becomes := case payment_reported.meaning
    when 'payment_processing' then 'processing'::api.attempt_status
    when 'payment_authorized' then 'authorized'
    when 'payment_captured' then 'captured'
    when 'payment_failed' then 'failed'
    else 'canceled'
  end;
  if not app.money_may_become('attempt', attempt.status::text, becomes::text) then
    return null;
  end if;
  if becomes = 'captured' then
    if payment_reported.amount is distinct from attempt.amount
      or upper(payment_reported.currency) is distinct from intent.currency
    then
      return format('Paid is %s %s, and not %s %s.', payment_reported.amount, upper(payment_reported.currency),
        attempt.amount, intent.currency);
    end if;
    perform app.capture(intent.id, attempt.id, payment_reported.occurred_at);
    return null;
  end if;

  update app.payment_attempts a set
    status = becomes,
    failure_code = case when becomes = 'failed' then left(coalesce(payment_reported.detail, 'unknown'), 100) end
  where a.id = attempt.id;
  -- This attempt was the one that ran, since one that has ended may only be captured.
  update app.payment_intents p set
    status = case becomes when 'processing' then 'processing'::api.payment_status when 'authorized' then 'authorized' else 'open' end
  where p.id = intent.id;
  return null;
end
