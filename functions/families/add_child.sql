begin
  if not auth.may_book_for(add_child.family_id) then
    raise sqlstate 'P0002';
  end if;
  if add_child.birth_date > current_date then
    raise sqlstate '22023';
  end if;

  -- The caller sees the child once it belongs to the family: so the keys are made here and not returned by the INSERTs.
  child_id := gen_random_uuid();
  member_id := gen_random_uuid();
  insert into app.children (id, given_name, birth_date, created_by)
  values (child_id, add_child.given_name, add_child.birth_date, auth.member_id());
  insert into app.family_members (id, family_id, kind, child_id)
  values (member_id, add_child.family_id, 'child', child_id);
  return next;
end
