declare
  dispute app.disputes;
  intent app.payment_intents;
  unsent uuid;
begin
  select d.* into dispute from app.disputes d where d.id = end_dispute.dispute_id;
  -- The booking first, since its other payments may be given back, too; then the payment, as everybody does.
  perform app.lock_booking((select p.booking_id from app.payment_intents p where p.id = dispute.intent_id));
  select p.* into intent from app.payment_intents p where p.id = dispute.intent_id for no key update;
  select d.* into dispute from app.disputes d where d.id = dispute.id for no key update;
  if dispute.status in ('upheld', 'rejected', 'withdrawn') then
    return;
  end if;
  update app.disputes d set
    status = case when end_dispute.upheld then 'upheld'::api.dispute_status else 'rejected' end,
    decided_at = end_dispute.occurred_at
  where d.id = dispute.id;
  if end_dispute.upheld then
    perform app.post('dispute_lost', dispute.id, intent.currency, array[
      row('dispute_losses', null, null, dispute.amount),
      row('disputed', null, dispute.provider, -dispute.amount)
    ]::app.ledger_line[], null, end_dispute.occurred_at);
    -- What was to be given back beside it, of the payment or of what was paid twice, the payer has from their bank, and it is not sent.
    for unsent in
      select r.id from app.refunds r
      where r.intent_id = intent.id and r.status = 'pending'
        and case when dispute.over_surplus then r.cause = 'surplus' and r.attempt_id = dispute.attempt_id else r.cause <> 'surplus' end
      order by r.created_at desc, r.id
    loop
      exit when not dispute.over_surplus and (select app.left_of_payment(p) >= 0 from app.payment_intents p where p.id = intent.id);
      perform app.end_refund(unsent, false, 'disputed', end_dispute.occurred_at);
    end loop;
  else
    perform app.post('dispute_won', dispute.id, intent.currency, array[
      row('provider_clearing', null, dispute.provider, dispute.amount),
      row('disputed', null, dispute.provider, -dispute.amount)
    ]::app.ledger_line[], dispute.provider_reference, end_dispute.occurred_at);
  end if;
  if dispute.over_surplus then
    return;
  end if;
  if not end_dispute.upheld then
    update app.payment_intents p set disputed_amount = p.disputed_amount - dispute.amount where p.id = intent.id;
  end if;
  -- A booking that was called off meanwhile found nothing left to be given back, or less of another payment for it.
  perform app.refund_called_off(intent.booking_id);
end
