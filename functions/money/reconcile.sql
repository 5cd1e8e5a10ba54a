declare
  midnight timestamptz := reconcile.day::timestamp at time zone 'UTC';
  compared integer;
  differing app.settlement_difference[];
  run bigint;
begin
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
  select count(*)::integer as compared,
    array_agg(row(b.reference, b.currency, b.ledger_amount, b.provider_amount)::app.settlement_difference order by b.reference)
      filter (where coalesce(b.ledger_amount, 0) <> coalesce(b.provider_amount, 0)) as differing
  into compared, differing
  from both_sides b;

  insert into app.reconciliation_runs as r (provider, day, compared, differences)
  values (reconcile.provider, reconcile.day, compared, coalesce(cardinality(differing), 0))
  returning r.id into run;
  insert into app.reconciliation_differences (run_id, reference, currency, kind, ledger_amount, provider_amount)
  select run, d.reference, d.currency,
    case
      when d.ledger_amount is null then 'not_in_ledger'::api.difference_kind
      when d.provider_amount is null then 'not_at_provider'
      else 'amount'
    end,
    d.ledger_amount, d.provider_amount
  from unnest(differing) d;
  return coalesce(cardinality(differing), 0);
end
