declare
  intent app.payment_intents;
  attempt app.payment_attempts;
  refund uuid;
  after bigint;
  host bigint;
  fee bigint;
  tax bigint;
  excess bigint;
  by_provider bigint;
begin
  select p.* into intent from app.payment_intents p where p.id = begin_refund.intent_id for no key update;
  if intent.status is distinct from 'captured' then
    raise sqlstate 'MM304';
  end if;
  if begin_refund.amount = 0 or begin_refund.amount > app.left_of_payment(intent) then
    raise sqlstate 'MM302';
  end if;
  after := intent.refunded_host + intent.refunded_fee + intent.refunded_tax + begin_refund.amount;

  -- What each share has borne after this refund is its part of all that is given back, rounded down; the host bears the
  -- rest. What the share of the host does not have, the fee bears, and then the tax.
  fee := floor(intent.fee_amount::numeric * after / intent.amount)::bigint - intent.refunded_fee;
  tax := floor(intent.tax_amount::numeric * after / intent.amount)::bigint - intent.refunded_tax;
  fee := greatest(least(fee, begin_refund.amount), 0);
  tax := greatest(least(tax, begin_refund.amount - fee), 0);
  host := begin_refund.amount - fee - tax;
  excess := greatest(host + intent.refunded_host + intent.charged_host - intent.host_amount, 0);
  host := host - excess;
  fee := fee + least(excess, intent.fee_amount - intent.refunded_fee - fee);
  tax := begin_refund.amount - host - fee;

  by_provider := case when begin_refund.as_credit then 0 else
    least(begin_refund.amount,
      greatest(intent.amount - intent.credit_amount - intent.refunded_by_provider - intent.disputed_amount, 0)) end;
  if by_provider > 0 then
    select a.* into attempt from app.payment_attempts a
    where a.intent_id = intent.id and a.status = 'captured'
      and not exists (select from app.refunds r where r.attempt_id = a.id and r.cause = 'surplus');
  end if;

  update app.payment_intents p set
    refunded_host = p.refunded_host + host,
    refunded_fee = p.refunded_fee + fee,
    refunded_tax = p.refunded_tax + tax,
    refunded_by_provider = p.refunded_by_provider + by_provider
  where p.id = intent.id;
  insert into app.refunds as r (intent_id, attempt_id, order_id, cause, reason, amount, host_amount, fee_amount, tax_amount,
    provider_amount, status, ended_at)
  values (intent.id, attempt.id, begin_refund.order_id, begin_refund.cause, begin_refund.reason, begin_refund.amount,
    host, fee, tax, by_provider,
    case when by_provider = 0 then 'arrived'::api.refund_status else 'pending' end, case when by_provider = 0 then now() end)
  returning r.id into refund;
  perform app.post('refund_begun', refund, intent.currency, app.host_lines(intent.id, host) || array[
    row('platform_fees', null, null, fee),
    row('tax_payable', null, null, tax),
    row('refunds_in_transit', null, attempt.provider, -by_provider),
    row('user_credit', intent.payer_id, null, by_provider - begin_refund.amount)
  ]::app.ledger_line[]);
  if by_provider < begin_refund.amount then
    insert into app.credits (user_id, currency, amount, remaining, cause, reason, refund_id)
    values (intent.payer_id, intent.currency, begin_refund.amount - by_provider, begin_refund.amount - by_provider, 'refund',
      begin_refund.reason, refund);
  end if;
  return refund;
end
