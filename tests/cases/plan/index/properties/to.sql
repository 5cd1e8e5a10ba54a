CREATE TABLE t (a int, b int, c text);
CREATE INDEX method ON t USING hash (a);
CREATE UNIQUE INDEX one ON t (a);
CREATE INDEX two ON t (a, b) INCLUDE (c) WHERE a > 5;
CREATE INDEX three ON t (c) INCLUDE (b);
CREATE UNIQUE INDEX four ON t (b) NULLS NOT DISTINCT;
COMMENT ON INDEX four IS 'Four.';
