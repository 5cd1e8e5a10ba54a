-- A partition whose rows others refer to becomes a table of its own, and the foreign key goes. One to a partition stays.
CREATE TABLE kinds (id int PRIMARY KEY, name text) PARTITION BY LIST (id);
CREATE TABLE one PARTITION OF kinds FOR VALUES IN (1);
CREATE TABLE few PARTITION OF kinds FOR VALUES IN (2, 3) PARTITION BY LIST (id);
CREATE TABLE two PARTITION OF few FOR VALUES IN (2);
CREATE TABLE uses (id int PRIMARY KEY, CONSTRAINT uses_id_fkey FOREIGN KEY (id) REFERENCES kinds (id));
COMMENT ON CONSTRAINT uses_id_fkey ON uses IS 'Which.';
CREATE TABLE other (id int REFERENCES two (id));
CREATE TABLE gone (id int REFERENCES kinds (id));
CREATE TABLE more (id int, CONSTRAINT more_id_fkey FOREIGN KEY (id) REFERENCES kinds (id)) PARTITION BY LIST (id);
CREATE TABLE more_one PARTITION OF more FOR VALUES IN (1);
INSERT INTO kinds VALUES (1, 'One'), (2, 'Two');
INSERT INTO uses VALUES (1), (2);
INSERT INTO other VALUES (2);
INSERT INTO gone VALUES (2);
INSERT INTO more VALUES (1);
