-- A booking that was paid, by what it stands at, without a payment.
-- broken by: delete from app.payment_intents where id = (select min(p.id::text) from app.payment_intents p join app.bookings b on b.id = p.booking_id where b.status = 'completed')::uuid
select b.id, b.status
from app.bookings b
where b.status in ('confirmed', 'in_progress', 'completed', 'no_show') and b.price > 0
  and not exists (select from app.payment_intents p where p.booking_id = b.id and p.status = 'captured')
