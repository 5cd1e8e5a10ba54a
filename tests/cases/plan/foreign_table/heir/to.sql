CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE SERVER t FOREIGN DATA WRAPPER w;
CREATE TABLE parent (id integer NOT NULL, name text, added integer, CONSTRAINT named CHECK (name <> ''));
CREATE FOREIGN TABLE heir (id integer OPTIONS (column_name 'x'), more date) INHERITS (parent) SERVER s;
CREATE FOREIGN TABLE loose (id integer NOT NULL, name text, CONSTRAINT named CHECK (name <> '')) SERVER s;
