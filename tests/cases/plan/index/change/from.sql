CREATE TABLE t (id int PRIMARY KEY, a text, b int NOT NULL DEFAULT 1);

CREATE INDEX i ON t (a);
CREATE INDEX j ON t (b) WITH (fillfactor=50);
