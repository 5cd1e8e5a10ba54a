-- An incident whose timeline does not lead to where it stands, or goes back in time.
-- broken by: delete from app.incident_events where id = (select max(id) from app.incident_events where kind = 'status_changed')
select i.id, i.status
from app.incidents i
left join (
  select e.*, lag(e.at) over w as earlier,
    lag(e.to_value) over (partition by e.incident_id, e.kind order by e.id) as before
  from app.incident_events e
  window w as (partition by e.incident_id order by e.id)
) e on e.incident_id = i.id
group by i.id
having not bool_and(e.at >= coalesce(e.earlier, i.created_at)
    and (e.kind <> 'status_changed' or e.from_value = coalesce(e.before, 'reported') and exists (
      select from app.incident_transitions t where (t.from_status::text, t.to_status::text) = (e.from_value, e.to_value))))
  or coalesce((array_agg(e.to_value order by e.id desc) filter (where e.kind = 'status_changed'))[1], 'reported') <> i.status::text
  or (array_agg(e.to_value order by e.id desc) filter (where e.kind = 'assigned'))[1] is distinct from i.assigned_to::text
