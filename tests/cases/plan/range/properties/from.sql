CREATE TYPE a AS RANGE (subtype = int);
COMMENT ON TYPE a IS 'one';
CREATE TYPE b AS RANGE (subtype = int, multirange_type_name = bb);
