CREATE TABLE above (a integer);
CREATE TABLE middle ();
CREATE TABLE below (a integer) INHERITS (middle);
