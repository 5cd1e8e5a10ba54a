declare
  posted bigint;
  accounts uuid[];
  amounts bigint[];
begin
  -- For app.snapshot_balances, which needs a moment in which nobody has this.
  perform pg_advisory_xact_lock_shared(hashtextextended('momni: ledger', 0));
  insert into app.ledger_transactions as t (kind, source, reference, occurred_at, note)
  values (post.kind, post.source, post.reference, coalesce(post.occurred_at, now()), post.note)
  returning t.id into posted;

  select
    array_agg(app.account(l.purpose, post.currency, l.whose, l.provider) order by l.line),
    array_agg(l.amount order by l.line)
  into accounts, amounts
  from unnest(post.lines) with ordinality l (purpose, whose, provider, amount, line)
  where l.amount <> 0;

  update app.ledger_accounts a set draws = a.draws + 1
  where a.id in (
    select a.id
    from app.ledger_accounts a
    join app.ledger_purposes p on p.purpose = a.purpose
    join (
      select l.account, sum(l.amount) as amount from unnest(accounts, amounts) l (account, amount) group by l.account
    ) drawn on drawn.account = a.id
    where p.guarded and drawn.amount <> 0 and (drawn.amount > 0) = (p.kind = 'liability')
    order by a.id
    for no key update of a
  );

  insert into app.ledger_entries (transaction_id, account_id, currency, amount)
  select posted, l.account, post.currency, l.amount
  from unnest(accounts, amounts) with ordinality l (account, amount, line)
  order by l.line;

  if exists (
    select
    from app.ledger_accounts a
    join app.ledger_purposes p on p.purpose = a.purpose
    where a.id = any (accounts) and p.guarded
      and case when p.kind = 'liability' then app.balance(a.id) > 0 else app.balance(a.id) < 0 end
  ) then
    raise sqlstate 'MM303';
  end if;
  return posted;
end
