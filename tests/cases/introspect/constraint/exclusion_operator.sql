CREATE SCHEMA "Ops";
CREATE FUNCTION "Ops".same(int, int) RETURNS bool IMMUTABLE STRICT LANGUAGE sql AS 'SELECT $1 = $2';
CREATE OPERATOR "Ops".=== (FUNCTION = "Ops".same, LEFTARG = int, RIGHTARG = int, COMMUTATOR = OPERATOR("Ops".===));
CREATE OPERATOR CLASS "Ops".same_ops FOR TYPE int USING hash AS OPERATOR 1 "Ops".===, FUNCTION 1 hashint4(int);
CREATE TABLE e (a int, EXCLUDE USING hash (a "Ops".same_ops WITH OPERATOR("Ops".===)));
