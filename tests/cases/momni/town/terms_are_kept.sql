-- A stay that the host's terms do not allow, with a host of the own family, or from before there was such a host or family.
-- broken by: update app.host_terms set buffer = buffer + interval '1 minute' where host_id = (select min(host_id::text) from app.bookings)::uuid
select b.id
from app.bookings b
join app.hosts h on h.id = b.host_id
join app.families f on f.id = b.family_id
join app.host_terms t on t.host_id = b.host_id
where b.ends_at - b.starts_at not between t.minimum_stay and t.maximum_stay
  or (b.buffer, b.exclusive, b.cancellation_policy) is distinct from (t.buffer, t.exclusive, t.cancellation_policy)
  or b.created_at < greatest(h.created_at, f.created_at) or b.currency <> h.currency
  or app.hosts_for_itself(h.id, f.id)
