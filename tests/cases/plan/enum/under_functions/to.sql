CREATE TYPE "Mood" AS ENUM ('ok', 'happy');
CREATE FUNCTION apart("Mood", "Mood") RETURNS double precision IMMUTABLE LANGUAGE sql AS 'SELECT 1::double precision';
CREATE FUNCTION is_fine(m "Mood", "Mood"[]) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT true';
CREATE TYPE moods AS RANGE (SUBTYPE = "Mood", SUBTYPE_DIFF = apart);
CREATE DOMAIN fine AS "Mood" CHECK (is_fine(VALUE, ARRAY[VALUE]));
CREATE TABLE t (a "Mood", b moods, c fine);
