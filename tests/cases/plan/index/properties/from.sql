CREATE TABLE t (a int, b int, c text);
CREATE INDEX method ON t USING btree (a);
CREATE INDEX one ON t (a);
CREATE INDEX two ON t (a, b);
CREATE INDEX three ON t (c) INCLUDE (a) WHERE b > 1;
CREATE UNIQUE INDEX four ON t (b);
COMMENT ON INDEX four IS 'Four.';
