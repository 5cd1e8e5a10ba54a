CREATE TYPE pair AS (a integer, b text);
CREATE TABLE t OF pair (b NOT NULL, a DEFAULT 4, CONSTRAINT t_pkey PRIMARY KEY (a));
