declare
  drawn uuid := gen_random_uuid();
  host record;
  payable bigint;
  total bigint := 0::bigint;
  payouts integer := 0;
  payout uuid;
begin
  for host in
    select a.id as account, a.host_id, p.provider_reference
    from app.ledger_accounts a
    join app.payout_accounts p on p.host_id = a.host_id
    where a.purpose = 'host_payable' and a.currency = draw_up_payouts.currency
      and p.provider = draw_up_payouts.provider and p.open
      and exists (
        select from app.hosts h
        join app.users u on u.id = h.user_id
        where h.id = a.host_id and h.status <> 'suspended' and u.status <> 'suspended')
    order by a.id
    for no key update of a skip locked
  loop
    payable := -app.balance(host.account);
    continue when payable < greatest(draw_up_payouts.least, 1);
    insert into app.payouts as p (batch_id, host_id, provider, account_reference, amount, currency)
    values (drawn, host.host_id, draw_up_payouts.provider, host.provider_reference, payable, draw_up_payouts.currency)
    returning p.id into payout;
    perform app.post('payout_begun', payout, draw_up_payouts.currency, array[
      row('host_payable', host.host_id, null, payable),
      row('payouts_in_transit', null, draw_up_payouts.provider, -payable)
    ]::app.ledger_line[]);
    total := total + payable;
    payouts := payouts + 1;
  end loop;
  if payouts = 0 then
    return null;
  end if;
  insert into app.payout_batches (id, provider, currency, amount, payouts)
  values (drawn, draw_up_payouts.provider, draw_up_payouts.currency, total, payouts);
  return drawn;
end
