declare
  gone uuid;
  families uuid[];
  children uuid[];
  hosts uuid[];
  kept_out boolean;
  done integer := 0;
begin
  -- Before the users, since whose children they are is found by them, and those who were taken out of their last family.
  children := array(select auth.erasable_children());
  update app.child_requirements q set title = 'Erased', instructions = '', deleted_at = coalesce(q.deleted_at, now())
  where q.child_id = any (children);
  update app.child_relations r
  set name = case when r.name is not null then 'Erased' end, note = null, deleted_at = coalesce(r.deleted_at, now())
  where r.child_id = any (children);
  update app.pickup_permissions p
  set name = case when p.name is not null then 'Erased' end, phone = null, note = null, deleted_at = coalesce(p.deleted_at, now())
  where p.child_id = any (children);
  update app.emergency_contacts e
  set name = 'Erased', relation = '-', phone = '+10000000', other_phone = null, note = null, deleted_at = coalesce(e.deleted_at, now())
  where e.child_id = any (children);
  -- From here on the policies show what is theirs no more.
  update app.children c set given_name = 'Erased', birth_date = date_trunc('year', c.birth_date)::date, erased_at = now()
  where c.id = any (children);
  perform audit.erase_person(child.id) from unnest(children) child (id);

  for gone in
    select u.id from app.users u
    where u.id = any (array(select auth.erasable_users()))
    order by u.deleted_at
    limit erase_closed_accounts.batch
    for update skip locked
  loop
    -- That they must not come near a child protects the child: it stays by the name that was said, and becomes that of their next account. A
    -- word without a name tells nobody anything any more. In one statement: an order may be confirmed at this moment.
    update app.child_relations r
    set (user_id, name, deleted_at) = (
        select case when x.told then null else r.user_id end, case when x.told then coalesce(r.name, 'Not known') end,
          case when r.custody = 'no_contact' and not x.told then coalesce(r.deleted_at, now()) else r.deleted_at end
        from (select r.custody = 'no_contact' and r.deleted_at is null and (r.name is not null or r.confirmed_at is not null)) x (told)
      ),
      note = null
    where r.user_id = gone;
    update app.personal_profiles p set display_name = 'Erased', bio = '', languages = '{}', visibility = 'private'
    where p.user_id = gone;
    update app.personal_addresses a
    set phone = null, line1 = '-', line2 = null, locality = '-', region = null, postal_code = null
    where a.user_id = gone;

    update app.hosts h set status_reason = null where h.user_id = gone;
    update app.host_profiles p
    set headline = '', about = '', languages = '{}', locality = null, area_latitude = null, area_longitude = null
    where p.host_id in (select h.id from app.hosts h where h.user_id = gone);
    update app.host_addresses a
    set phone = null, line1 = '-', line2 = null, locality = '-', region = null, postal_code = null, latitude = null, longitude = null
    where a.host_id in (select h.id from app.hosts h where h.user_id = gone);

    -- That a forged document was shown is remembered, and the document of whoever is not to come back with it.
    kept_out := auth.is_kept_out(gone);
    update app.identity_verifications v
    set number_digest = case when v.status = 'failed' or kept_out then v.number_digest end, decision_reason = null
    where v.user_id = gone;
    update app.identity_documents d set purge_after = now() where d.user_id = gone and d.purged_at is null;
    update app.background_checks c
    set external_reference = case when c.external_reference is not null then 'erased ' || c.id end, decision_reason = null
    where c.user_id = gone;
    update app.host_insurances i set policy_number = 'erased', decision_reason = null
    where i.host_id in (select h.id from app.hosts h where h.user_id = gone);
    update app.insurance_documents d set purge_after = now()
    where d.host_id in (select h.id from app.hosts h where h.user_id = gone) and d.purged_at is null;

    update app.pickup_permissions p set phone = null, note = null, deleted_at = coalesce(p.deleted_at, now()) where p.user_id = gone;
    delete from app.external_identities i where i.user_id = gone;

    -- What they wrote to hosts tells of children, too, and is needed by nobody any more.
    update app.bookings b set note = null where b.booked_by = gone and b.note is not null;

    hosts := array(select h.id from app.hosts h where h.user_id = gone);
    -- The last one who belonged to a family takes it along, whoever had made it: the others may have gone before.
    families := array(select distinct m.family_id from app.family_members m
      where m.user_id = gone and m.family_id = any (array(select auth.erasable_families())));
    update app.families f set name = 'Erased' where f.id = any (families);
    update app.family_profiles p set display_name = 'Erased', about = '', languages = '{}' where p.family_id = any (families);
    update app.family_addresses a
    set phone = null, line1 = '-', line2 = null, locality = '-', region = null, postal_code = null
    where a.family_id = any (families);
    update app.emergency_contacts e
    set name = 'Erased', relation = '-', phone = '+10000000', other_phone = null, note = null, deleted_at = coalesce(e.deleted_at, now())
    where e.family_id = any (families);
    -- From here on the policies show these rows no more.
    update app.users u set email = null, status_reason = null, erased_at = now() where u.id = gone;
    -- What was erased just now stands in the trail, so this comes last.
    perform audit.erase_person(person.id)
    from unnest(array[gone] || hosts || families) person (id);
    done := done + 1;
  end loop;
  return done;
end
