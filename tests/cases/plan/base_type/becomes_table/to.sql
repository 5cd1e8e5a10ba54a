CREATE TABLE plain (a integer);
CREATE TABLE kept (a text);
CREATE TABLE t (id integer, a kept);
