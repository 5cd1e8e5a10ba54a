declare
  settings app.booking_settings;
  terms app.host_terms;
  -- What the generated column will be: it is made after this trigger.
  occupies boolean := new.status in ('held', 'requested', 'accepted', 'confirmed', 'in_progress');
begin
  select s.* into strict settings from app.booking_settings s;
  if tg_op = 'INSERT' then
    select t.* into terms from app.host_terms t where t.host_id = new.host_id;
    -- Without terms it is the operator who brings stays from elsewhere. A function of clients cannot write these columns.
    if found then
      new.buffer := terms.buffer;
      new.exclusive := terms.exclusive;
      new.cancellation_policy := terms.cancellation_policy;
      select h.currency into strict new.currency from app.hosts h where h.id = new.host_id;
    end if;
    new.price := 0;
    new.fee := null;
  end if;
  -- A day is 24 hours: whoever changes a booking in another zone, and nothing of its time, would change what it occupies.
  new.occupied := tstzrange(lower(new.during), greatest(upper(new.during), new.held_until)
    + make_interval(secs => extract(epoch from new.buffer)::double precision));

  -- Before anything is written: whoever has the turn may come upon a child or a place that is let go here, and would wait for this
  -- transaction. In the turn, so that who joins the waitlist at this moment either sees the places or is seen.
  if tg_op = 'UPDATE' and old.occupying and not (occupies and new.occupied @> old.occupied) then
    perform app.wait_turn(new.host_id);
  end if;

  -- In the turn of the host, as whoever takes a place is. The exclusion constraint would say the same, but it waits for whoever
  -- lets such a booking go at this moment, and who may be waiting for the turn.
  if new.exclusive and occupies and (tg_op = 'INSERT' or old.occupied <> new.occupied) and exists (
    select from app.bookings o
    where o.host_id = new.host_id and o.exclusive and o.occupying and o.occupied && new.occupied
      and o.party_key <> coalesce(new.group_id, new.id)
  ) then
    raise exception using errcode = '23P01', message = 'The host has not enough places at that time.',
      schema = 'app', table = 'bookings', constraint = 'no_double_booking';
  end if;

  if tg_op = 'UPDATE' and old.status = new.status and old.during = new.during then
    return new;
  end if;
  if tg_op = 'UPDATE' and old.status = 'held' then
    new.unasked := new.status in ('cancelled', 'expired');
  end if;
  if new.status in ('accepted', 'confirmed') then
    new.accepted_at := coalesce(new.accepted_at, now());
  end if;
  -- What an INSERT says of due_at stands: the offer to somebody who waited is kept for longer than another hold.
  if tg_op = 'UPDATE' or new.due_at is null then
    new.due_at := case new.status
      when 'held' then least(now() + settings.hold_for, lower(new.during))
      when 'requested' then least(now() + settings.answer_within, lower(new.during))
      when 'accepted' then least(now() + settings.pay_within, lower(new.during))
      when 'confirmed' then least(lower(new.during) + settings.no_show_after, upper(new.during))
      when 'in_progress' then upper(new.during) + settings.complete_after
    end;
  end if;
  if new.status = 'cancelled' then
    new.fee := case
      -- What was not paid is not firm: it runs out for nothing, too.
      when new.moved_by = 'family' and old.status in ('confirmed', 'in_progress')
        then app.cancellation_fee(new.cancellation_policy, new.price, lower(new.during), new.accepted_at, now())
      else 0
    end;
  elsif new.status = 'no_show' then
    new.fee := new.price;
  end if;
  return new;
end
