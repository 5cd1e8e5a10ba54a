CREATE TABLE families (id integer PRIMARY KEY, parent_id integer REFERENCES families);
CREATE TABLE members (id integer PRIMARY KEY, family_id integer NOT NULL REFERENCES families ON DELETE CASCADE);
CREATE INDEX members_family_idx ON members (family_id);
CREATE VIEW v AS SELECT m.id, f.parent_id FROM members m JOIN families f ON f.id = m.family_id;
INSERT INTO families VALUES (1, NULL);
INSERT INTO members VALUES (1, 1);
