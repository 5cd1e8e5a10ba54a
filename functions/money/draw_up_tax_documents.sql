declare
  drawn integer;
begin
  if not exists (
    select from app.tax_rules r where r.country = draw_up_tax_documents.country and r.year = draw_up_tax_documents.year
  ) then
    raise sqlstate 'MM312';
  end if;
  perform pg_advisory_xact_lock(hashtextextended(
    'momni: taxes ' || draw_up_tax_documents.country || draw_up_tax_documents.year, 0));
  with asked as (
    select r.*,
      make_timestamptz(r.year, 1, 1, 0, 0, 0, r.time_zone) as begins_at,
      make_timestamptz(r.year + 1, 1, 1, 0, 0, 0, r.time_zone) as ends_at
    from app.tax_rules r
    where r.country = draw_up_tax_documents.country and r.year = draw_up_tax_documents.year
  ), taken as (
    select a.form, p.host_id, p.currency, count(*)::integer as payments, sum(p.amount)::bigint as gross,
      sum(p.fee_amount + p.tax_amount)::bigint as fees, 0::bigint as refunded
    from asked a
    join app.payment_intents p on p.country = a.country and p.captured_at >= a.begins_at and p.captured_at < a.ends_at
    group by a.form, p.host_id, p.currency
    union all
    select a.form, p.host_id, p.currency, 0, 0, 0, sum(r.host_amount)::bigint
    from asked a
    join app.payment_intents p on p.country = a.country
    join app.refunds r on r.intent_id = p.id and r.created_at >= a.begins_at and r.created_at < a.ends_at and r.host_amount > 0
    group by a.form, p.host_id, p.currency
  ), summed as (
    select t.form, t.host_id, t.currency, sum(t.payments)::integer as payments, sum(t.gross)::bigint as gross,
      sum(t.fees)::bigint as fees, sum(t.refunded)::bigint as refunded
    from taken t
    group by t.form, t.host_id, t.currency
  )
  insert into app.tax_documents (host_id, country, year, form, currency, version, payments, gross_amount, fee_amount,
    refunded_amount, reportable)
  select s.host_id, a.country, a.year, s.form, s.currency, coalesce(last.version, 0) + 1, s.payments, s.gross, s.fees, s.refunded,
    s.currency <> a.currency or s.gross >= a.least_amount and s.payments >= a.least_payments
  from summed s
  join asked a on a.form = s.form
  left join lateral (
    select d.version, d.payments, d.gross_amount, d.fee_amount, d.refunded_amount, d.reportable
    from app.tax_documents d
    where d.host_id = s.host_id and d.country = a.country and d.year = a.year and d.form = s.form and d.currency = s.currency
    order by d.version desc
    limit 1
  ) last on true
  where (last.payments, last.gross_amount::bigint, last.fee_amount::bigint, last.refunded_amount::bigint, last.reportable)
    is distinct from (s.payments, s.gross, s.fees, s.refunded,
      s.currency <> a.currency or s.gross >= a.least_amount and s.payments >= a.least_payments);
  get diagnostics drawn = row_count;
  return drawn;
end
