-- A child that was in two places at once, also where it is over by now.
-- broken by: insert into app.booking_children (booking_id, member_id, child_id, age_group, price_per_hour, host_id, during, occupied, status) select gen_random_uuid(), member_id, child_id, age_group, price_per_hour, host_id, during, occupied, status from app.booking_children where status = 'completed' limit 1
select c.child_id, c.during, o.during
from app.booking_children c
join app.booking_children o on o.child_id = c.child_id and o.booking_id > c.booking_id and o.during && c.during
where c.status in ('confirmed', 'in_progress', 'completed') and o.status in ('confirmed', 'in_progress', 'completed')
