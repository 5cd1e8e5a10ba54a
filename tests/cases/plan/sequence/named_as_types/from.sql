CREATE TYPE stays AS ENUM ('x');
CREATE TABLE t (id integer);
