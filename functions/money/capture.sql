declare
  intent app.payment_intents;
  attempt app.payment_attempts;
begin
  select p.* into intent from app.payment_intents p where p.id = capture.intent_id;
  select a.* into attempt from app.payment_attempts a where a.id = capture.attempt_id;

  if attempt.id is not null then
    update app.payment_attempts a set status = 'captured', captured_at = capture.occurred_at where a.id = attempt.id;
  end if;
  -- Before any account is locked, since it takes the turn of the host. Where the stay cannot get longer any more, the wish has run out,
  -- and with it the payment is called off.
  if intent.extension_id is not null and intent.status not in ('captured', 'canceled') and not app.extension_paid(intent.extension_id) then
    select p.* into intent from app.payment_intents p where p.id = intent.id;
  end if;
  if attempt.id is not null then
    if intent.status in ('captured', 'canceled') then
      perform app.post('payment_captured', attempt.id, intent.currency, array[
        row('provider_clearing', null, attempt.provider, attempt.amount),
        row('refunds_in_transit', null, attempt.provider, -attempt.amount)
      ]::app.ledger_line[], attempt.provider_reference, capture.occurred_at);
      insert into app.refunds (intent_id, attempt_id, cause, reason, amount, host_amount, fee_amount, tax_amount,
        surplus_amount, provider_amount)
      values (intent.id, attempt.id, 'surplus', 'It was paid or called off already.', attempt.amount, 0, 0, 0,
        attempt.amount, attempt.amount);
      return;
    end if;
    -- Another attempt may run by now; what it brings is too much.
    update app.payment_attempts a set status = 'canceled'
    where a.intent_id = intent.id and a.id <> attempt.id and a.status in ('started', 'processing', 'authorized');
    -- An attempt that had failed was begun before credit was put towards the payment, and pays all of it: the credit is the payer's again.
    if attempt.amount <> intent.amount - intent.credit_amount then
      perform app.return_credit(intent.id);
      update app.payment_intents p set credit_amount = 0 where p.id = intent.id;
      intent.credit_amount := 0;
    end if;
  end if;

  if intent.status = 'canceled' then
    return;
  end if;

  perform app.post('payment_captured', coalesce(attempt.id, intent.id), intent.currency, array[
    row('provider_clearing', null, attempt.provider, attempt.amount),
    row('credit_reserved', null, null, intent.credit_amount),
    row('host_held', intent.host_id, null, -intent.host_amount),
    row('platform_fees', null, null, -intent.fee_amount),
    row('tax_payable', null, null, -intent.tax_amount)
  ]::app.ledger_line[], attempt.provider_reference, capture.occurred_at);
  update app.payment_intents p set status = 'captured', captured_at = capture.occurred_at where p.id = intent.id;
  insert into app.payment_holds (intent_id, release_at)
  values (intent.id, intent.stay_ends_at + make_interval(days => intent.hold_days));
  -- A booking that does not wait for it any more, whatever became of it, is given back.
  if intent.extension_id is null and not app.booking_paid(intent.booking_id) then
    perform app.begin_refund(intent.id, intent.amount, 'cancellation', 'The booking does not take place.');
  end if;
end
