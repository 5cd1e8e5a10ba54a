-- only: 15
CREATE TABLE plain (a integer, b integer, c integer);
CREATE TABLE made (a integer, b integer GENERATED ALWAYS AS (a * 2) STORED, c integer) INHERITS (plain);
CREATE TABLE joined (a integer, b integer GENERATED ALWAYS AS (a * 3) STORED, c integer);
ALTER TABLE joined INHERIT plain;
CREATE TABLE changes (a integer, b integer GENERATED ALWAYS AS (a * 4) STORED, c integer) INHERITS (plain);
