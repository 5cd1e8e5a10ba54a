CREATE TABLE d (gone int, a int, also_gone text UNIQUE, b text, c int);
ALTER TABLE d DROP COLUMN gone;
CREATE INDEX d_idx ON d (c, b) INCLUDE (a);
ALTER TABLE d DROP COLUMN also_gone, ADD COLUMN z int, ADD CHECK (z > c);
