-- A booking without children, or one with a child that is not of the age, or costs another price, than is said.
-- broken by: update app.children set birth_date = birth_date - 3000 where id = (select min(child_id::text) from app.booking_children)::uuid
select b.id
from app.bookings b
join app.hosts h on h.id = b.host_id
left join app.booking_children c on c.booking_id = b.id
left join app.children k on k.id = c.child_id
left join app.family_members m on m.id = c.member_id
left join lateral age((b.starts_at at time zone h.time_zone)::date, k.birth_date) a on true
left join app.age_groups g on g.months @> (extract(year from a) * 12 + extract(month from a))::integer
left join app.host_capacities p on p.host_id = b.host_id and p.age_group = g.age_group and p.places > 0
where (c.age_group, c.price_per_hour, m.family_id, m.child_id) is distinct from (g.age_group, p.price_per_hour, b.family_id, c.child_id)
  or c.booking_id is null
