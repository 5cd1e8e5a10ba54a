CREATE TYPE pair AS (a integer, b text COLLATE "C");
CREATE TABLE plain (a integer NOT NULL, b text COLLATE "C");
