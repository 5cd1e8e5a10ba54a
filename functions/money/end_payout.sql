declare
  payout app.payouts;
  was_paid boolean;
begin
  select p.* into payout from app.payouts p where p.id = end_payout.payout_id for no key update;
  was_paid := payout.status = 'paid';
  if not app.money_may_become('payout', payout.status::text, case when end_payout.arrived then 'paid' else 'failed' end) then
    return;
  end if;
  update app.payouts p set
    status = case when end_payout.arrived then 'paid'::api.payout_status else 'failed' end,
    failure_code = case when not end_payout.arrived then coalesce(end_payout.failure_code, 'unknown') end,
    ended_at = end_payout.occurred_at
  where p.id = payout.id;

  if end_payout.arrived then
    perform app.post('payout_arrived', payout.id, payout.currency, array[
      row('payouts_in_transit', null, payout.provider, payout.amount),
      row('provider_clearing', null, payout.provider, -payout.amount)
    ]::app.ledger_line[], payout.provider_reference, end_payout.occurred_at);
    return;
  end if;
  perform app.post('payout_failed', payout.id, payout.currency,
    app.host_gets(payout.host_id, payout.currency, payout.amount) || array[
      row(case when was_paid then 'provider_clearing'::api.ledger_purpose else 'payouts_in_transit' end, null, payout.provider,
        payout.amount)
    ]::app.ledger_line[], case when was_paid then payout.provider_reference end, end_payout.occurred_at);
  -- Nothing more goes there until the host has seen to it.
  update app.payout_accounts a set open = false
  where a.host_id = payout.host_id and a.provider_reference = payout.account_reference;
end
