CREATE FUNCTION fine(text) RETURNS bool IMMUTABLE LANGUAGE sql AS 'SELECT true';
CREATE TABLE c (
    a int CHECK (a > 0),
    b int,
    name text CHECK (fine(name)),
    CONSTRAINT between_us CHECK (a < b AND b < 100),
    CONSTRAINT not_for_heirs CHECK (b IN (1, 2, 3)) NO INHERIT,
    CONSTRAINT whole_row CHECK (c IS NOT NULL)
);
ALTER TABLE c ADD CONSTRAINT later CHECK (name ~ '^[a-z''"]+$') NOT VALID;
