-- A booking whose history does not lead from its beginning to where it stands, goes back in time, or went where nobody may bring it.
-- broken by: delete from app.booking_events where id = (select max(id) from app.booking_events where to_status = 'accepted')
select b.id, b.status, array_agg(e.to_status order by e.id)
from app.bookings b
left join (
  select e.*, lag(e.to_status) over w as before, lag(e.at) over w as earlier, lag(e.during) over w as shorter, lead(e.id) over w is null as is_last
  from app.booking_events e
  window w as (partition by e.booking_id order by e.id)
) e on e.booking_id = b.id
group by b.id
having not bool_and(
    e.from_status is not distinct from e.before and e.at >= coalesce(e.earlier, b.created_at) and e.during <@ b.during and (not e.is_last or e.during = b.during)
    and (e.during = coalesce(e.shorter, e.during) or e.from_status = e.to_status)
    and (e.from_status is null and e.to_status = 'held' or e.from_status = e.to_status and upper(e.during) > upper(e.shorter) or exists (
      select from app.booking_transitions t where (t.from_status, t.to_status, t.party) = (e.from_status, e.to_status, e.party)))
    and (e.actor is null) = (e.party = 'system')
    and (not e.is_last or (e.to_status, e.party) = (b.status, b.moved_by))
  ) is not distinct from true
  or count(e.id) = 0
