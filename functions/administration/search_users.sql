begin
  perform auth.require('manage_users');
  return query
    select u.id, p.display_name::text, u.email::text, ur.role, u.status, u.deleted_at is not null, u.created_at
    from app.users u
    join app.user_roles ur on ur.user_id = u.id
    join app.personal_profiles p on p.user_id = u.id
    where (search_users.beginning is null or u.id = any (array(select auth.find_users(search_users.beginning))))
      and (search_users.with_status is null or u.status = search_users.with_status)
      and (search_users.after_id is null
        or (u.created_at, u.id) > (search_users.after_registered_at, search_users.after_id))
    order by u.created_at, u.id
    limit least(greatest(search_users.page_size, 1), 100);
end
