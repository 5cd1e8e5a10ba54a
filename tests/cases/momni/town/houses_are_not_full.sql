-- An exclusive house with two families at once that are not one group, also where it is over by now.
-- broken by: insert into app.bookings (id, host_id, family_id, during, occupied, status, currency, cancellation_policy) select gen_random_uuid(), host_id, family_id, during, occupied, status, currency, cancellation_policy from app.bookings where status = 'completed' and exclusive limit 1
select b.id, o.id
from app.bookings b
join app.bookings o on o.host_id = b.host_id and o.id > b.id and o.occupied && b.occupied and (o.exclusive or b.exclusive) and o.party_key <> b.party_key
where b.status in ('confirmed', 'in_progress', 'completed') and o.status in ('confirmed', 'in_progress', 'completed')
