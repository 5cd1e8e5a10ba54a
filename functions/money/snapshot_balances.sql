declare
  cut app.ledger_cuts;
  taken integer := 0;
begin
  -- One job at a time; a second one has nothing to do.
  select c.* into cut from app.ledger_cuts c for update skip locked;
  if cut.through is not null and pg_snapshot_xmin(pg_current_snapshot()) >= cut.fence then
    insert into app.ledger_snapshots as s (account_id, through, balance)
    select e.account_id, cut.through, coalesce(max(s.balance), 0) + sum(e.amount)
    from app.ledger_entries e
    left join app.ledger_snapshots s on s.account_id = e.account_id
    where e.id > coalesce(s.through, 0) and e.id <= cut.through
    group by e.account_id
    having count(*) >= snapshot_balances.least
    limit snapshot_balances.batch
    on conflict on constraint ledger_snapshots_pkey
      do update set through = excluded.through, balance = excluded.balance, taken_at = now();
    get diagnostics taken = row_count;
  elsif cut.through is not null and cut.fence <= pg_snapshot_xmax(pg_current_snapshot()) then
    -- Somebody who ran then still runs.
    return 0;
  end if;

  -- A fence ahead of every transaction is one of another cluster, from before a dump was restored: it is put up anew.
  insert into app.ledger_cuts as c (through, fence)
  select coalesce(max(e.id), 0), pg_snapshot_xmax(pg_current_snapshot()) from app.ledger_entries e
  on conflict on constraint ledger_cuts_pkey do update set through = excluded.through, fence = excluded.fence;
  return taken;
end
