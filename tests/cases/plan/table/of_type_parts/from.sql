CREATE TYPE pair AS (a integer, b text);
CREATE TABLE t OF pair (a NOT NULL, b DEFAULT 'x');
CREATE INDEX t_b_idx ON t (b);
