-- A payment that does not stand where its booking stands, is of another price, or is shared out otherwise than app.quote says.
-- broken by: update app.payment_intents set host_amount = host_amount - 1, fee_amount = fee_amount + 1 where id = (select min(id::text) from app.payment_intents)::uuid
select p.id, b.status, p.status
from app.payment_intents p
join app.bookings b on b.id = p.booking_id
cross join app.quote(b.price, p.country, (p.created_at at time zone 'UTC')::date) q
where p.amount <> b.price
  or (p.fee_amount, p.tax_amount, p.host_amount) is distinct from (q.fee_amount, q.tax_amount, q.host_amount)
  or p.stay_ends_at <> b.ends_at
  or (p.status = 'captured') <> (b.status in ('confirmed', 'in_progress', 'completed', 'no_show', 'cancelled'))
  or p.refunded_host + p.refunded_fee + p.refunded_tax <> case when b.status = 'cancelled' then b.price - b.fee else 0 end
  or p.refunded_host + p.refunded_fee + p.refunded_tax <> (select coalesce(sum(r.amount), 0) from app.refunds r where r.intent_id = p.id)
  or p.status = 'captured' and p.amount <> p.credit_amount + (
    select coalesce(sum(a.amount), 0) from app.payment_attempts a where a.intent_id = p.id and a.status = 'captured')
  or p.credit_amount <> (select coalesce(sum(u.amount), 0) from app.credit_uses u where u.intent_id = p.id)
