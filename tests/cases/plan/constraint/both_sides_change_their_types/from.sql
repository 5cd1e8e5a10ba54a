CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, parent integer REFERENCES app.t);
CREATE TABLE app.u (t_id integer REFERENCES app.t ON DELETE CASCADE DEFERRABLE);
COMMENT ON CONSTRAINT u_t_id_fkey ON app.u IS 'Whose it is.';
