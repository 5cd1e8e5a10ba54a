CREATE TYPE mood AS ENUM ('x');
CREATE TABLE t (a text DEFAULT 'x');
