CREATE TABLE t (id int);
CREATE PUBLICATION events FOR TABLE t WITH (publish = 'insert');
