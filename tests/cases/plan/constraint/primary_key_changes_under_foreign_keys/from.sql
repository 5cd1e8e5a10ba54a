CREATE TABLE families (id integer CONSTRAINT families_pkey PRIMARY KEY, code text NOT NULL, name text);
CREATE TABLE members (id integer PRIMARY KEY, family_id integer CONSTRAINT members_family_id_fkey REFERENCES families ON DELETE CASCADE);
CREATE TABLE stays (family_id integer NOT NULL, CONSTRAINT stays_family_fkey FOREIGN KEY (family_id) REFERENCES families DEFERRABLE INITIALLY DEFERRED);
CREATE VIEW counted AS SELECT f.id, f.name, count(m.id) AS members FROM families f JOIN members m ON m.family_id = f.id GROUP BY f.id;
COMMENT ON CONSTRAINT members_family_id_fkey ON members IS 'Of a family.';
COMMENT ON CONSTRAINT families_pkey ON families IS 'The key.';
INSERT INTO families VALUES (1, 'a', 'A');
INSERT INTO members VALUES (1, 1);
