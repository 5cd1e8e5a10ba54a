CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE SERVER t FOREIGN DATA WRAPPER w;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE FOREIGN TABLE far (
    id bigint OPTIONS (column_name 'id', key 'true'),
    name text NOT NULL DEFAULT 'some',
    kind text OPTIONS (x 'y'),
    added integer OPTIONS (column_name 'Added') DEFAULT 3 NOT NULL,
    CONSTRAINT named CHECK (name <> 'none')
) SERVER s OPTIONS (b '3', c '4');
COMMENT ON COLUMN far.id IS 'Its number.';
CREATE TRIGGER touched BEFORE INSERT ON far FOR EACH ROW EXECUTE FUNCTION touch();
ALTER TABLE far DISABLE TRIGGER touched;
ALTER TABLE far OWNER TO r_owner;
GRANT SELECT (id) ON far TO r_member;
