CREATE TABLE t (id int NOT NULL, at date NOT NULL, n text DEFAULT 'x', CONSTRAINT positive CHECK (id > 0)) PARTITION BY RANGE (at);
CREATE INDEX t_n_idx ON t (n);
ALTER TABLE t ADD PRIMARY KEY (id, at);
CREATE TABLE t_1 PARTITION OF t FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE other (n varchar(5), at date, extra int);
CREATE INDEX other_extra_idx ON other (extra);
