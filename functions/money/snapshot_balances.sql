declare
  last_entry bigint;
  touched uuid[];
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

  -- Only accounts to which something was posted since the last run are looked at, each by its own entries: those of accounts that never
  -- have so many are not read each time, while nobody can post.
  touched := array(
    select distinct e.account_id from app.ledger_entries e
    where e.id > (select coalesce(max(s.through), 0) from app.ledger_snapshots s)
  );
  insert into app.ledger_snapshots as s (account_id, through, balance)
  select a.id, last_entry, coalesce(k.balance, 0) + since.amount
  from app.ledger_accounts a
  left join app.ledger_snapshots k on k.account_id = a.id
  cross join lateral (
    select count(*) as entries, sum(e.amount) as amount
    from app.ledger_entries e
    where e.account_id = a.id and e.currency = a.currency and e.id > coalesce(k.through, 0)
  ) since
  where a.id = any (touched) and since.entries >= snapshot_balances.least
  order by since.entries desc
  limit snapshot_balances.batch
  on conflict on constraint ledger_snapshots_pkey
    do update set through = excluded.through, balance = excluded.balance, taken_at = now();
  get diagnostics taken = row_count;
  return taken;
end
