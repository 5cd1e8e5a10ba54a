declare
  booking app.bookings;
begin
  perform app.wait_turn(b.host_id) from app.bookings b where b.id = recount.booking_id;

  update app.bookings b set price = (
    -- Rounded half up to the minor unit, once for the whole stay.
    select coalesce(round(sum(c.price_per_hour) * extract(epoch from upper(b.during) - lower(b.during)) / 3600), 0)
    from app.booking_children c where c.booking_id = b.id
  )
  where b.id = recount.booking_id
  returning b.* into strict booking;
  if not booking.occupying or not recount.takes_more then
    return;
  end if;

  if exists (
    select from app.bookings o
    where o.host_id = booking.host_id and o.occupying and o.occupied && booking.occupied
      and o.party_key <> booking.party_key and (o.exclusive or booking.exclusive)
  ) then
    raise exception using errcode = 'MM204', message = 'The host has not enough places at that time.';
  end if;

  if exists (
    with there as (
      select c.age_group, c.occupied
      from app.booking_children c
      -- Where several bookings end in one statement, those who wait are asked before the last copies have followed.
      join app.bookings b on b.id = c.booking_id and b.occupying
      where c.host_id = booking.host_id and c.occupying and c.occupied && booking.occupied
    ),
    moments as (
      select distinct greatest(lower(t.occupied), lower(booking.occupied)) as moment from there t
    ),
    counts as (
      -- Without a group it is all of them together.
      select m.moment, t.age_group, count(*) as children
      from moments m
      join there t on t.occupied @> m.moment
      group by grouping sets ((m.moment), (m.moment, t.age_group))
    )
    select from counts n
    where n.age_group is null
        and n.children > (select t.places from app.host_terms t where t.host_id = booking.host_id)
      or n.age_group in (select c.age_group from app.booking_children c where c.booking_id = booking.id)
        and n.children > (
          select p.places from app.host_capacities p
          where p.host_id = booking.host_id and p.age_group = n.age_group)
  ) then
    raise exception using errcode = 'MM204', message = 'The host has not enough places at that time.';
  end if;
end
