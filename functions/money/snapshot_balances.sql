declare
  last_entry bigint;
  taken integer;
begin
  -- What is seen at another level may be of before the lock, and entries that were on their way then would be passed over for good.
  if current_setting('transaction_isolation') <> 'read committed' then
    return 0;
  end if;
  for attempt in 1..50 loop
    exit when pg_try_advisory_xact_lock(hashtextextended('momni: ledger', 0));
    if attempt = 50 then
      return 0;
    end if;
    perform pg_sleep(0.02);
  end loop;
  select coalesce(max(e.id), 0) into last_entry from app.ledger_entries e;

  insert into app.ledger_snapshots as s (account_id, through, balance)
  select e.account_id, last_entry, coalesce(max(s.balance), 0) + sum(e.amount)
  from app.ledger_entries e
  left join app.ledger_snapshots s on s.account_id = e.account_id
  where e.id > coalesce(s.through, 0)
  group by e.account_id
  having count(*) >= snapshot_balances.least
  limit snapshot_balances.batch
  on conflict on constraint ledger_snapshots_pkey
    do update set through = excluded.through, balance = excluded.balance, taken_at = now();
  get diagnostics taken = row_count;
  return taken;
end
