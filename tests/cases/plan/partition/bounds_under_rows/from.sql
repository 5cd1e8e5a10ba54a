-- The bounds of a partition change, to whose rows others refer.
CREATE TABLE kinds (id int PRIMARY KEY, name text) PARTITION BY LIST (id);
CREATE TABLE one PARTITION OF kinds FOR VALUES IN (1);
CREATE TABLE uses (id int PRIMARY KEY, CONSTRAINT uses_id_fkey FOREIGN KEY (id) REFERENCES kinds (id));
COMMENT ON CONSTRAINT uses_id_fkey ON uses IS 'Which.';
INSERT INTO kinds VALUES (1, 'One');
INSERT INTO uses VALUES (1);
