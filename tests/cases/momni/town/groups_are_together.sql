-- A group without a booking of the family that gathers, whose bookings are of another time or host, or that has not gone where they have.
-- broken by: update app.booking_groups set during = tstzrange(lower(during), upper(during) + interval '1 hour')
select g.id, g.status
from app.booking_groups g
where not exists (select from app.bookings b where b.group_id = g.id and b.family_id = g.family_id)
  or exists (
    select from app.bookings b
    where b.group_id = g.id and ((b.host_id, b.during) <> (g.host_id, g.during) or (g.status = 'gathering') <> (b.status = 'held')
      or (g.status = 'requested') <> exists (select from app.booking_events e where e.booking_id = b.id and e.to_status = 'requested')))
