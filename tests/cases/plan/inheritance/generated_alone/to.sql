CREATE TABLE plain (a integer, b integer, c integer);
CREATE TABLE made (a integer, b integer GENERATED ALWAYS AS (a * 2) STORED, c integer) INHERITS (plain);
CREATE TABLE joined (a integer, b integer GENERATED ALWAYS AS (a * 3) STORED, c integer);
CREATE TABLE changes (a integer, b integer, c integer) INHERITS (plain);
COMMENT ON COLUMN made.b IS 'Twice as much.';
CREATE TABLE new (a integer, b integer GENERATED ALWAYS AS (a * 6) STORED, c integer) INHERITS (plain);
