CREATE TABLE above (id integer);
