-- Groups that need those before them; within a group the order of statements and of columns means nothing.

CREATE ROLE order_owner;
CREATE ROLE order_reader;

CREATE SCHEMA app AUTHORIZATION order_owner;
CREATE SCHEMA other;
CREATE EXTENSION citext;
CREATE EXTENSION btree_gist;
GRANT order_reader TO order_owner;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

CREATE TYPE app.mood AS ENUM ('good', 'fair', 'bad');
CREATE TYPE app.pair AS (a int, b text);
CREATE DOMAIN app.email AS citext CONSTRAINT email_format CHECK (VALUE ~ '@');
CREATE SEQUENCE app.numbers AS int START 10;
CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE FUNCTION app.twice(i int, j int DEFAULT 2) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT i * j';
CREATE FUNCTION app.twice(t text) RETURNS text IMMUTABLE LANGUAGE sql AS 'SELECT t || t';
GRANT USAGE ON SCHEMA app TO order_reader;
GRANT ALL ON SCHEMA other TO order_reader WITH GRANT OPTION;

CREATE TABLE app.people (
    id int PRIMARY KEY DEFAULT nextval('app.numbers'),
    name text NOT NULL,
    mail app.email UNIQUE,
    feels app.mood DEFAULT 'fair',
    pair app.pair,
    counted bigint GENERATED ALWAYS AS IDENTITY (START 3)
);
CREATE TABLE app.stays (
    id serial,
    person int,
    during tstzrange,
    price numeric(8, 2) CHECK (price >= 0),
    doubled int GENERATED ALWAYS AS (app.twice(1, 3)) STORED
);
CREATE TABLE other.log (at timestamptz DEFAULT now(), what jsonb);

ALTER TABLE app.stays ADD CONSTRAINT stays_pkey PRIMARY KEY (id);
ALTER TABLE app.stays ADD CONSTRAINT stays_person FOREIGN KEY (person) REFERENCES app.people ON DELETE CASCADE;
ALTER TABLE app.stays ADD CONSTRAINT no_overlap EXCLUDE USING gist (person WITH =, during WITH &&) WHERE (price > 0);
ALTER TABLE app.people ADD CONSTRAINT people_name CHECK (length(name) > 0 AND name <> app.twice(name));
CREATE INDEX people_name_idx ON app.people (lower(name), mail DESC) WHERE feels = 'good';
CREATE INDEX stays_price_idx ON app.stays (price) INCLUDE (person);
CREATE VIEW app.guests AS SELECT p.name, s.during FROM app.people p JOIN app.stays s ON s.person = p.id;
CREATE MATERIALIZED VIEW app.totals AS SELECT person, sum(price) AS total FROM app.stays GROUP BY person;
CREATE TRIGGER people_touch BEFORE UPDATE OF name ON app.people FOR EACH ROW WHEN (OLD.name <> NEW.name) EXECUTE FUNCTION app.touch();
CREATE TRIGGER stays_touch AFTER INSERT OR DELETE ON app.stays EXECUTE FUNCTION app.touch('x');
CREATE POLICY people_read ON app.people FOR SELECT TO order_reader USING (feels <> 'bad');
CREATE POLICY people_own ON app.people TO order_owner USING (name = current_user) WITH CHECK (true);
ALTER TABLE app.people ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON app.people TO order_reader;
GRANT INSERT, UPDATE (name, mail) ON app.people TO order_owner;
ALTER TABLE other.log OWNER TO order_owner;
COMMENT ON TABLE app.people IS 'People.';
COMMENT ON COLUMN app.people.name IS 'Their names.';
COMMENT ON CONSTRAINT email_format ON DOMAIN app.email IS 'Has a sign.';
COMMENT ON ROLE order_owner IS 'Owns.';
ALTER TABLE other.log REPLICA IDENTITY FULL;

CREATE INDEX totals_idx ON app.totals (total);
CREATE VIEW app.few AS SELECT name FROM app.guests WHERE name <> '';
CREATE FUNCTION app.all_guests() RETURNS SETOF app.guests LANGUAGE sql BEGIN ATOMIC SELECT * FROM app.guests; END;
CREATE RULE no_log AS ON DELETE TO other.log DO INSTEAD NOTHING;
