-- A review about what is not over, that was written too late, or that is not shown when it is to be.
-- broken by: update app.reviews set visible_at = null where visible_at is not null
select r.id
from app.reviews r
join app.bookings b on b.id = r.booking_id
left join app.reviews o on o.booking_id = r.booking_id and o.direction <> r.direction
where b.status not in ('completed', 'no_show') or r.closes_at <> b.ends_at + interval '14 days'
  or (r.host_id, r.family_id) is distinct from (b.host_id, b.family_id)
  or r.created_at < b.ends_at
  or o.id is not null and r.visible_at is distinct from least(greatest(r.created_at, o.created_at), r.closes_at)
  or r.author_id <> case r.direction when 'of_host' then (select f.creator_id from app.families f where f.id = b.family_id)
    else (select h.user_id from app.hosts h where h.id = b.host_id) end
