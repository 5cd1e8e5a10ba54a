declare
  attempt app.payment_attempts;
  intent app.payment_intents;
  dispute uuid;
  over_surplus boolean;
begin
  select a.* into attempt from app.payment_attempts a where a.id = dispute_reported.attempt_id;
  select p.* into intent from app.payment_intents p where p.id = attempt.intent_id for no key update;
  if exists (
    select from app.disputes d
    where d.provider = attempt.provider and d.provider_reference = dispute_reported.provider_reference
  ) then
    return null;
  end if;
  if dispute_reported.amount is null or dispute_reported.amount not between 1 and attempt.amount
    or upper(dispute_reported.currency) is distinct from intent.currency or dispute_reported.provider_reference is null
  then
    return format('Disputed is %s %s, and paid was %s %s.', dispute_reported.amount, upper(dispute_reported.currency),
      attempt.amount, intent.currency);
  end if;

  update app.disputes d set status = 'withdrawn', decided_at = dispute_reported.occurred_at,
    decision = 'The bank of the payer decides.'
  where d.intent_id = intent.id and d.status in ('open', 'answered', 'lapsed') and d.origin = 'payer';
  -- What was paid twice is given back whole, and is no part of the payment.
  over_surplus := exists (select from app.refunds r where r.attempt_id = attempt.id and r.cause = 'surplus');
  insert into app.disputes as d
    (intent_id, origin, provider, provider_reference, amount, reason, evidence_due_at, opened_at, over_surplus,
    attempt_id)
  values (intent.id, 'provider', attempt.provider, dispute_reported.provider_reference, dispute_reported.amount,
    coalesce(dispute_reported.reason, 'unknown'),
    coalesce(dispute_reported.due_at, dispute_reported.occurred_at + make_interval(days => intent.dispute_days)),
    dispute_reported.occurred_at, over_surplus, attempt.id)
  on conflict do nothing
  returning d.id into dispute;
  if dispute is null then
    return 'Another dispute over the payment is under way at the provider.';
  end if;
  if not over_surplus then
    update app.payment_intents p set disputed_amount = p.disputed_amount + dispute_reported.amount where p.id = intent.id;
  end if;
  perform app.post('dispute_opened', dispute, intent.currency, array[
    row('disputed', null, attempt.provider, dispute_reported.amount),
    row('provider_clearing', null, attempt.provider, -dispute_reported.amount)
  ]::app.ledger_line[], dispute_reported.provider_reference, dispute_reported.occurred_at);
  return null;
end
