-- Each value is one of the other type as it stands: no row is written anew. But for w, whose domain asks something.
CREATE SCHEMA app;
CREATE DOMAIN app.few AS bigint CHECK (VALUE < 10);
CREATE DOMAIN app.fewer AS app.few CHECK (VALUE < 5);
CREATE DOMAIN app.any AS bigint;
CREATE TABLE app.t (a app.few, b app.fewer, c bigint, w bigint, d app.few[]);
INSERT INTO app.t VALUES (1, 2, 3, 4, '{1}');
