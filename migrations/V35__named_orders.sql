-- momni-db: no transaction
-- momni-db: batches of 5000 over app.child_relations by id
-- momni-db: assert select rolsuper or rolbypassrls from pg_roles where rolname = current_user
--
-- An order of a court has a name, by which it outlives the account that it names: of those that were confirmed before, what the user calls
-- themselves now. One of which the account is erased is told by none. Whom policies bind would pass over all rows, and succeed.
UPDATE app.child_relations r
SET name = CASE WHEN u.erased_at IS NULL THEN coalesce(p.display_name, 'Not known') ELSE 'Not known' END,
  user_id = CASE WHEN u.erased_at IS NULL THEN u.id END
FROM app.users u LEFT JOIN app.personal_profiles p ON p.user_id = u.id
WHERE r.id BETWEEN $1 AND $2 AND u.id = r.user_id AND r.name IS NULL
  AND r.custody = 'no_contact' AND r.confirmed_at IS NOT NULL AND r.deleted_at IS NULL;
