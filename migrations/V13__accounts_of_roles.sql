-- The role of a shut account opens nothing: a copy of users.open beside it, which the foreign key keeps. Both tables wait for
-- writers until the end of this file, so that no account is shut between the two.
SET LOCAL search_path = app, pg_temp;

ALTER TABLE app.user_roles ADD COLUMN account_open boolean DEFAULT true NOT NULL;
ALTER TABLE app.user_roles ADD CONSTRAINT user_roles_account_fkey FOREIGN KEY (user_id, account_open)
    REFERENCES app.users (id, open) ON UPDATE CASCADE ON DELETE CASCADE NOT VALID;
UPDATE app.user_roles r SET account_open = false FROM app.users u WHERE u.id = r.user_id AND NOT u.open;
COMMENT ON COLUMN app.user_roles.account_open IS 'A copy of users.open, which the foreign key keeps. The role of a shut account opens nothing.';
