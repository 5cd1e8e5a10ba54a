-- A record of the trail without its digest, or of a stay that did not go there; or a fault that the trail finds itself.
-- broken by: update audit.changes set new_values = '{"status": "held"}' where operation = 'update'
select 'changes' as trail, c.id
from audit.changes c
where c.values_digest <> sha256(c.values_salt || convert_to(jsonb_build_array(c.old_values, c.new_values)::text, 'UTF8'))
  or c.table_name = 'app.bookings' and not exists (
    select from app.booking_events e
    where e.booking_id = (c.row_key::jsonb ->> 'id')::uuid and e.at = c.changed_at and e.to_status::text = c.new_values ->> 'status')
union all
select 'calls', c.id
from audit.calls c
where c.values_digest <> sha256(c.values_salt || convert_to(jsonb_build_array(c.arguments, c.answer)::text, 'UTF8'))
