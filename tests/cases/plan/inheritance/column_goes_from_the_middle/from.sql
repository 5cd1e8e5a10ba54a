-- only: 18
CREATE TABLE above (a integer NOT NULL);
CREATE TABLE middle () INHERITS (above);
CREATE TABLE below (a integer) INHERITS (middle);
