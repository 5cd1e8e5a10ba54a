declare
  refund app.refunds;
  intent app.payment_intents;
  attempt app.payment_attempts;
begin
  select r.* into refund from app.refunds r where r.id = end_refund.refund_id for no key update;
  if refund.status in ('arrived', 'failed') then
    return;
  end if;
  select p.* into intent from app.payment_intents p where p.id = refund.intent_id;
  select a.* into attempt from app.payment_attempts a where a.id = refund.attempt_id;

  update app.refunds r set
    status = case when end_refund.arrived then 'arrived'::api.refund_status else 'failed' end,
    failure_code = case when not end_refund.arrived then coalesce(end_refund.failure_code, 'unknown') end,
    ended_at = end_refund.occurred_at
  where r.id = refund.id;
  if end_refund.arrived then
    perform app.post('refund_arrived', refund.id, intent.currency, array[
      row('refunds_in_transit', null, attempt.provider, refund.provider_amount),
      row('provider_clearing', null, attempt.provider, -refund.provider_amount)
    ]::app.ledger_line[], refund.provider_reference, end_refund.occurred_at);
    return;
  end if;
  perform app.post('refund_failed', refund.id, intent.currency, array[
    row('refunds_in_transit', null, attempt.provider, refund.provider_amount),
    row('user_credit', intent.payer_id, null, -refund.provider_amount)
  ]::app.ledger_line[], null, end_refund.occurred_at);
  -- A part of it may have become credit when it began.
  insert into app.credits as c (user_id, currency, amount, remaining, cause, reason, refund_id)
  values (intent.payer_id, intent.currency, refund.provider_amount, refund.provider_amount, 'refund', refund.reason, refund.id)
  on conflict on constraint credits_refund_id_key do update
    set amount = c.amount + excluded.amount, remaining = c.remaining + excluded.remaining;
end
