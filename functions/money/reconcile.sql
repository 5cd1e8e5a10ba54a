declare
  midnight timestamptz := reconcile.day::timestamp at time zone 'UTC';
  seen record;
  run bigint;
begin
  -- One at a time: two would keep the same differences.
  perform pg_advisory_xact_lock(hashtextextended('momni: reconciliation', 0));
  with asked as (
    select l.reference from app.settlement_lines l
    where l.provider = reconcile.provider and l.settled_on = reconcile.day and l.kind <> 'fee'
    union
    select t.reference
    from app.ledger_transactions t
    join app.ledger_entries e on e.transaction_id = t.id
    join app.ledger_accounts a on a.id = e.account_id
    where t.occurred_at >= midnight and t.occurred_at < midnight + interval '1 day' and t.reference is not null
      and a.purpose = 'provider_clearing' and a.provider = reconcile.provider
  ), booked as (
    select t.reference, e.currency, sum(e.amount)::bigint as amount
    from asked
    join app.ledger_transactions t on t.reference = asked.reference
    join app.ledger_entries e on e.transaction_id = t.id
    join app.ledger_accounts a on a.id = e.account_id
    where a.purpose = 'provider_clearing' and a.provider = reconcile.provider
    group by t.reference, e.currency
  ), settled as (
    select l.reference, l.currency, sum(l.amount)::bigint as amount
    from asked
    join app.settlement_lines l on l.reference = asked.reference
    where l.provider = reconcile.provider and l.kind <> 'fee'
    group by l.reference, l.currency
  ), both_sides as (
    select coalesce(b.reference, s.reference) as reference, coalesce(b.currency, s.currency) as currency,
      b.amount as ledger_amount, s.amount as provider_amount
    from booked b
    full join settled s on s.reference = b.reference and s.currency = b.currency
  )
  -- What there was of the day is counted in the same statement: nothing comes between that and what is compared.
  select count(*)::integer as compared,
    array_agg(distinct b.reference) as compared_references,
    (
      select count(*)::integer from app.settlement_lines l
      where l.provider = reconcile.provider and l.settled_on = reconcile.day
    ) as lines,
    (
      select count(*)::integer from app.ledger_transactions t
      where t.occurred_at >= midnight and t.occurred_at < midnight + interval '1 day'
    ) as postings,
    array_agg(row(b.reference, b.currency, b.ledger_amount, b.provider_amount)::app.settlement_difference order by b.reference)
      filter (where coalesce(b.ledger_amount, 0) <> coalesce(b.provider_amount, 0)) as differing
  into seen
  from both_sides b;

  insert into app.reconciliation_runs as r (provider, day, compared, differences, lines, postings)
  values (reconcile.provider, reconcile.day, seen.compared, coalesce(cardinality(seen.differing), 0), seen.lines, seen.postings)
  returning r.id into run;
  -- Sums are over all days, so this run is the last word on its references, whichever day they were found on before.
  update app.reconciliation_differences d set resolution = 'Compared again by run ' || run || '.', resolved_at = now()
  where d.resolved_at is null and d.reference = any (seen.compared_references)
    and exists (select from app.reconciliation_runs r where r.id = d.run_id and r.provider = reconcile.provider);
  -- What somebody has said of the same sums still holds.
  insert into app.reconciliation_differences
    (run_id, reference, currency, kind, ledger_amount, provider_amount, resolution, resolved_by, resolved_at)
  select run, d.reference, d.currency,
    case
      when d.ledger_amount is null then 'not_in_ledger'::api.difference_kind
      when d.provider_amount is null then 'not_at_provider'
      else 'amount'
    end,
    d.ledger_amount, d.provider_amount, explained.resolution, explained.resolved_by, explained.resolved_at
  from unnest(seen.differing) d
  left join lateral (
    select e.resolution, e.resolved_by, e.resolved_at
    from app.reconciliation_differences e
    join app.reconciliation_runs r on r.id = e.run_id
    where e.reference = d.reference and e.currency = d.currency and r.provider = reconcile.provider and e.resolved_by is not null
      and e.ledger_amount is not distinct from d.ledger_amount and e.provider_amount is not distinct from d.provider_amount
    order by e.id desc
    limit 1
  ) explained on true;
  return coalesce(cardinality(seen.differing), 0);
end
