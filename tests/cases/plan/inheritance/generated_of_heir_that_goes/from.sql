CREATE TABLE above (id integer, a integer, b integer GENERATED ALWAYS AS (a) STORED);
CREATE TABLE heir (c integer GENERATED ALWAYS AS (a) STORED) INHERITS (above);
CREATE TABLE below () INHERITS (heir);
