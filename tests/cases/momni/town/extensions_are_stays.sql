-- A stay that is not as long as the host agreed, or a wish that is open after the stay.
-- broken by: update app.booking_extensions set ends_at = ends_at + interval '1 minute' where status = 'accepted'
select x.id, x.status
from app.booking_extensions x
join app.bookings b on b.id = x.booking_id
where (b.host_id, b.family_id) <> (x.host_id, x.family_id)
  or x.status = 'accepted' and (x.ends_at <> b.ends_at or not exists (
    select from app.booking_events e where e.booking_id = b.id and e.from_status = e.to_status and e.at = x.updated_at and upper(e.during) = x.ends_at))
  or x.status = 'requested' and not b.occupying
