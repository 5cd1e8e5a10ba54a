begin
  if exists (
    select from app.family_members m
    join app.families f on f.id = m.family_id and f.creator_id = m.user_id
    where m.id = remove_family_member.member_id and f.creator_id = auth.member_id() and f.open
  ) then
    raise sqlstate 'MM002';
  end if;

  update app.family_members m set deleted_at = now(), deleted_by = auth.member_id()
  where m.id = remove_family_member.member_id and m.live
    and m.family_id = any (array(select auth.created_families()));
  if not found then
    raise sqlstate 'P0002';
  end if;
end
