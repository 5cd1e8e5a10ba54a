declare
  booking app.bookings;
  child uuid;
  born date;
  there interval;
  host uuid;
  creator uuid;
begin
  select b.* into booking from app.bookings b where b.id = new.booking_id;
  select m.child_id, c.birth_date into child, born
  from app.family_members m
  join app.children c on c.id = m.child_id
  where m.id = new.member_id and m.family_id = booking.family_id and m.live;
  if not found then
    -- Whoever may name a child is the operator, who brings stays from elsewhere.
    if new.child_id is not null then
      return new;
    end if;
    raise exception using errcode = 'P0002', message = 'There is no such child of the family.';
  end if;

  select age((lower(booking.during) at time zone h.time_zone)::date, born), h.user_id, f.creator_id into strict there, host, creator
  from app.hosts h, app.families f where h.id = booking.host_id and f.id = booking.family_id;
  -- What is offered to who waits has nobody ask for it who could be refused before.
  if auth.must_not_come_near(creator, child) then
    raise exception using errcode = 'P0002', message = 'There is no such child of the family.';
  end if;
  if auth.must_not_come_near(host, child) then
    raise exception using errcode = 'MM201', message = 'The host cannot be booked for that time.';
  end if;
  -- In the turn of the host. Agreed on, a child is in one place; asked for, it takes no second place in the same house, or one family could keep
  -- all of them for nothing.
  if booking.status = 'held' and exists (
    select from app.booking_children o
    where o.child_id = child and o.host_id = booking.host_id and o.occupying and o.during && booking.during
  ) then
    raise exception using errcode = '23P01', message = 'One of the children has a place with the host at that time already.',
      schema = 'app', table = 'booking_children', constraint = 'one_place_in_a_house';
  end if;
  select g.age_group, c.price_per_hour into new.age_group, new.price_per_hour
  from app.age_groups g
  join app.host_capacities c on c.host_id = booking.host_id and c.age_group = g.age_group
  where g.months @> (extract(year from there) * 12 + extract(month from there))::integer and c.places > 0;
  if not found then
    raise exception using errcode = 'MM205', message = 'The host takes no children of that age.';
  end if;
  new.child_id := child;
  new.host_id := booking.host_id;
  new.during := booking.during;
  new.occupied := booking.occupied;
  new.status := booking.status;
  return new;
end
