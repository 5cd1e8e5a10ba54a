CREATE TABLE a (x integer);
CREATE TABLE b (x integer);
CREATE TABLE d (x integer DEFAULT 1);
CREATE TABLE e (x integer DEFAULT 2);
