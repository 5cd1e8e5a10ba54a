CREATE TABLE t (id int NOT NULL, at date NOT NULL, n text DEFAULT 'x', CONSTRAINT positive CHECK (id > 0)) PARTITION BY RANGE (at);
CREATE INDEX t_n_idx ON t (n);
ALTER TABLE t ADD PRIMARY KEY (id, at);
CREATE TABLE t_1 (id int NOT NULL, at date NOT NULL, n text DEFAULT 'x');
CREATE TABLE other (id int NOT NULL, n text, at date NOT NULL, CONSTRAINT positive CHECK (id > 0));
CREATE INDEX other_name ON other (n);
ALTER TABLE other ADD CONSTRAINT other_key PRIMARY KEY (id, at);
ALTER TABLE t ATTACH PARTITION other FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE INDEX t_1_stays ON t_1 (n);
