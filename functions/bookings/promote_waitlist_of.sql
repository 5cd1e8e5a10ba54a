declare
  entry app.waitlist_entries;
  booking uuid;
  offers integer := 0;
begin
  perform app.take_turn(promote_waitlist_of.host_id);
  for entry in
    select e.* from app.waitlist_entries e
    where e.host_id = promote_waitlist_of.host_id and e.status = 'waiting'
    order by e.turn
  loop
    if lower(entry.during) <= now() then
      update app.waitlist_entries e set status = 'expired' where e.id = entry.id and e.status = 'waiting';
      continue;
    end if;
    booking := gen_random_uuid();
    begin
      -- Nothing runs out from here on, or a place could get free after who comes first was asked. It is for whom it is that a host
      -- is bookable or not, and not for whoever let places go.
      perform app.refuse_time(entry.host_id, entry.during, entry.requested_by);
      insert into app.bookings (id, host_id, family_id, booked_by, during, moved_by, due_at)
      select booking, entry.host_id, entry.family_id, entry.requested_by, entry.during, 'system',
        least(now() + s.offer_for, lower(entry.during))
      from app.booking_settings s;
      insert into app.booking_children (booking_id, member_id)
      select booking, c.member_id from app.waitlist_children c where c.entry_id = entry.id;
      update app.waitlist_entries e set status = 'offered', booking_id = booking
      where e.id = entry.id and e.status = 'waiting';
      -- It was withdrawn just now.
      if not found then
        raise exception using errcode = 'MM206', message = 'It does not wait any more.';
      end if;
      offers := offers + 1;
    exception
      -- This family cannot have the places now. It keeps its turn, and the next is asked.
      when sqlstate 'MM201' or sqlstate 'MM202' or sqlstate 'MM203' or sqlstate 'MM204' or sqlstate 'MM205'
        or sqlstate 'MM206' or no_data_found or exclusion_violation
        -- It would cost more than there can be. Whoever lets places go, and the job of all hosts, is not stopped by that.
        or check_violation or numeric_value_out_of_range then
        continue;
    end;
  end loop;
  return offers;
end
