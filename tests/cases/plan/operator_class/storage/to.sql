CREATE OPERATOR CLASS arrays FOR TYPE integer[] USING gin AS
    OPERATOR 1 && (anyarray, anyarray), FUNCTION 1 btint8cmp(bigint, bigint),
    FUNCTION 2 ginarrayextract(anyarray, internal, internal),
    FUNCTION 3 ginqueryarrayextract(anyarray, internal, smallint, internal, internal, internal, internal),
    FUNCTION 4 ginarrayconsistent(internal, smallint, anyarray, integer, internal, internal, internal, internal),
    STORAGE bigint;
CREATE TABLE t (a integer[]);
CREATE INDEX t_a ON t USING gin (a arrays);
