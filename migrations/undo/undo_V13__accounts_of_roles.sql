-- momni-db: undoes 183dac6660bc42770a3fabe7437714ad1380ebacc4898c7e42c13b1d038c0db5
SET LOCAL search_path = app, pg_temp;

-- squawk-ignore ban-drop-column
ALTER TABLE app.user_roles DROP COLUMN account_open;
