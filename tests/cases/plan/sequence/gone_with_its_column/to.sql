CREATE TABLE z (id integer);
CREATE TABLE a (id integer, n integer);
CREATE TABLE b (id integer, n integer);
