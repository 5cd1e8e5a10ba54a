CREATE TABLE u (
    a int UNIQUE, b int, c text,
    UNIQUE (b, a) DEFERRABLE,
    CONSTRAINT with_more UNIQUE (c) INCLUDE (a, b) WITH (fillfactor = 60),
    CONSTRAINT no_nulls_twice UNIQUE NULLS NOT DISTINCT (a, c)
);
CREATE UNIQUE INDEX becomes_one ON u (c, b);
ALTER TABLE u ADD CONSTRAINT became_one UNIQUE USING INDEX becomes_one;
CREATE UNIQUE INDEX stays_an_index ON u (b) NULLS NOT DISTINCT;
