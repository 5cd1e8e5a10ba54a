-- Somebody who waits for a time that has come, or for a host of the own family; or an offer that is not what its booking is.
-- broken by: update app.waitlist_entries set status = 'passed' where status = 'taken' or status = 'offered'
select e.id, e.status
from app.waitlist_entries e
left join app.bookings b on b.id = e.booking_id
where e.status = 'waiting' and e.starts_at <= e.updated_at or app.hosts_for_itself(e.host_id, e.family_id)
  or (e.status = 'offered') <> (b.status = 'held') or e.status = 'taken' and b.status in ('held', 'expired') and b.accepted_at is null
    and not exists (select from app.booking_events v where v.booking_id = b.id and v.to_status = 'requested')
  or e.status = 'passed' and exists (select from app.booking_events v where v.booking_id = b.id and v.to_status <> 'held' and v.to_status <> 'expired')
  or (b.host_id, b.family_id, b.during) <> (e.host_id, e.family_id, e.during)
  or not exists (select from app.waitlist_children c where c.entry_id = e.id)
