CREATE TYPE inner_type AS (b text COLLATE "C", a int, amount numeric(8, 2));
CREATE TYPE outer_type AS (i inner_type, l inner_type[], "Odd name" date);
ALTER TYPE outer_type DROP ATTRIBUTE l, ADD ATTRIBUTE z int;
COMMENT ON TYPE outer_type IS 'Outer.';
COMMENT ON COLUMN outer_type."Odd name" IS 'A day.';
CREATE TYPE empty AS ();
CREATE TABLE uses (o outer_type, l inner_type[]);
