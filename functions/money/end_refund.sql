declare
  refund app.refunds;
  intent app.payment_intents;
  attempt app.payment_attempts;
  was_arrived boolean;
  covered bigint := 0::bigint;
  credited bigint;
begin
  -- The booking first, since its other payments may be given back, too; then the payment, as everybody does.
  perform app.lock_booking((
    select p.booking_id from app.refunds r join app.payment_intents p on p.id = r.intent_id where r.id = end_refund.refund_id));
  select p.* into intent from app.payment_intents p
  where p.id = (select r.intent_id from app.refunds r where r.id = end_refund.refund_id) for no key update;
  select r.* into refund from app.refunds r where r.id = end_refund.refund_id for no key update;
  if not app.money_may_become('refund', refund.status::text, case when end_refund.arrived then 'arrived' else 'failed' end) then
    return;
  end if;
  was_arrived := refund.status = 'arrived';
  select a.* into attempt from app.payment_attempts a where a.id = refund.attempt_id;
  -- What the bank of the payer took back beside it the payer has already. What was paid twice is no part of what is left.
  if not end_refund.arrived then
    covered := least(refund.provider_amount, case when refund.cause = 'surplus' then (
        select coalesce(sum(d.amount), 0)::bigint from app.disputes d
        where d.attempt_id = refund.attempt_id and d.over_surplus and d.status <> 'rejected')
      else greatest(-app.left_of_payment(intent), 0) end);
  end if;

  update app.refunds r set
    status = case when end_refund.arrived then 'arrived'::api.refund_status else 'failed' end,
    failure_code = case when not end_refund.arrived then coalesce(end_refund.failure_code, 'unknown') end,
    covered_amount = covered,
    ended_at = end_refund.occurred_at
  where r.id = refund.id;
  if end_refund.arrived then
    perform app.post('refund_arrived', refund.id, intent.currency, array[
      row('refunds_in_transit', null, attempt.provider, refund.provider_amount),
      row('provider_clearing', null, attempt.provider, -refund.provider_amount)
    ]::app.ledger_line[], refund.provider_reference, end_refund.occurred_at);
    return;
  end if;
  credited := refund.provider_amount - covered;
  perform app.post('refund_failed', refund.id, intent.currency, array[
    row(case when was_arrived then 'provider_clearing'::api.ledger_purpose else 'refunds_in_transit' end, null, attempt.provider,
      refund.provider_amount),
    row('dispute_losses', null, null, -covered),
    row('user_credit', intent.payer_id, null, -credited)
  ]::app.ledger_line[], case when was_arrived then refund.provider_reference end, end_refund.occurred_at);
  if covered > 0 and refund.cause <> 'surplus' then
    update app.payment_intents p set disputed_amount = p.disputed_amount - covered where p.id = intent.id;
  end if;
  if credited > 0 then
    -- A part of it may have become credit when it began.
    insert into app.credits as c (user_id, currency, amount, remaining, cause, reason, refund_id)
    values (intent.payer_id, intent.currency, credited, credited, 'refund', refund.reason, refund.id)
    on conflict on constraint credits_refund_id_key do update
      set amount = c.amount + excluded.amount, remaining = c.remaining + excluded.remaining;
  end if;
  -- Where the booking was called off, less of another payment was given back for it. Of what was not sent app.end_dispute sees to that.
  if covered > 0 and refund.cause <> 'surplus' and refund.status <> 'pending' then
    perform app.refund_called_off(intent.booking_id);
  end if;
end
