-- momni-db: undoes fb543b76561e119e577370263fe3f80d311b81ecf40db689dea59d0d0492ec08
-- momni-db: assert select rolsuper or rolbypassrls from pg_roles where rolname = current_user
-- momni-db: loses names beside accounts, of orders of courts and of claims
-- Undo of named orders
--
-- What comes before takes no name beside an account.
UPDATE app.child_relations SET name = NULL WHERE user_id IS NOT NULL AND name IS NOT NULL;
