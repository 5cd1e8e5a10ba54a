CREATE TABLE parent (a int, b int, c text) PARTITION BY LIST (a);
CREATE TABLE part (c text NOT NULL, b int NOT NULL, a int);
ALTER TABLE parent ATTACH PARTITION part FOR VALUES IN (1);
COMMENT ON COLUMN part.a IS 'Last.';
CREATE TABLE above (x int, y int, z int);
CREATE TABLE heir (z int, y int, x int);
ALTER TABLE heir INHERIT above;
ALTER TABLE heir ALTER z SET DEFAULT 1, ALTER y SET DEFAULT 2, ALTER x SET DEFAULT 3;
