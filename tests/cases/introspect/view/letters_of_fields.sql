CREATE VIEW reworded AS SELECT extract('YEAR' FROM now()) AS year, extract('Epoch' FROM now()) AS "EXTRACT(YEAR FROM ";
CREATE TABLE t (at timestamp, CHECK (extract('YEAR' FROM at) > 2000));
