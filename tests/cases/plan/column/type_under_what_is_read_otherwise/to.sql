CREATE SCHEMA app;
CREATE TABLE app.t (
    a varchar(20) CONSTRAINT a_in CHECK (a IN ('x', 'y')) CONSTRAINT a_like CHECK (a LIKE '_'),
    b varchar(30),
    c integer,
    d text CONSTRAINT d_in CHECK (d IN ('x', 'y')),
    e integer CONSTRAINT e_in CHECK (e IN (1, 2))
);
INSERT INTO app.t VALUES ('x', 'y', 3, 'x', 1);
ALTER TABLE app.t ADD CONSTRAINT c_between CHECK (c BETWEEN 1 AND 9 AND b <> '');
ALTER TABLE app.t ADD CONSTRAINT b_once EXCLUDE USING btree (b WITH =) WHERE (b IN ('x', 'y'));
CREATE INDEX a_some ON app.t (c) WHERE a NOT IN ('p', 'q');
CREATE INDEX b_is ON app.t ((b IN ('x', 'y')));
CREATE INDEX b_all ON app.t (b);
CREATE STATISTICS app.s ON (b IN ('x', 'y')), c FROM app.t;
CREATE TABLE app.p (i integer, a varchar(30) CONSTRAINT p_in CHECK (a IN ('x', 'y'))) PARTITION BY LIST (i);
CREATE INDEX p_a ON app.p (a) WHERE a IN ('x', 'y');
CREATE TABLE app.p1 PARTITION OF app.p DEFAULT;
ALTER TABLE app.p1 ADD CONSTRAINT p1_in CHECK (a IN ('x', 'y', 'z'));
CREATE TABLE app.h (a varchar(30) CONSTRAINT h_in CHECK (a IN ('x', 'y')));
CREATE TABLE app.h1 (CONSTRAINT h_in CHECK (a IN ('x', 'y')), CONSTRAINT h1_in CHECK (a IN ('y', 'z'))) INHERITS (app.h);
CREATE INDEX h1_a ON app.h1 (a) WHERE a IN ('x', 'y');
