declare
  due record;
  share bigint;
  released integer := 0;
begin
  for due in
    select p.id, p.host_id, p.currency
    from app.payment_intents p
    where p.id in (
      select h.intent_id
      from app.payment_holds h
      where h.released_at is null and h.release_at <= now() and not app.is_held_back(h.intent_id)
      order by h.release_at, h.intent_id
      limit release_holds.batch
    )
    -- Accounts of hosts are locked on the way, by two jobs in the same order.
    order by p.host_id, p.currency, p.id
    for no key update skip locked
  loop
    -- What was given back meanwhile is seen now that the payment is locked.
    select p.host_amount - p.refunded_host - p.charged_host into share from app.payment_intents p where p.id = due.id;
    update app.payment_holds h set released_at = now()
    where h.intent_id = due.id and h.released_at is null and not app.is_held_back(due.id);
    continue when not found;
    released := released + 1;
    continue when share = 0;

    perform app.post('hold_released', due.id, due.currency,
      app.host_gets(due.host_id, due.currency, share)
        || array[row('host_held', due.host_id, null, share)]::app.ledger_line[]);
  end loop;
  return released;
end
