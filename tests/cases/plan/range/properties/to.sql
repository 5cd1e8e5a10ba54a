CREATE TYPE a AS RANGE (subtype = int);
ALTER TYPE a OWNER TO r_owner;
GRANT USAGE ON TYPE a TO r_member;
REVOKE USAGE ON TYPE a FROM PUBLIC;
COMMENT ON TYPE a IS 'two';
CREATE TYPE b AS RANGE (subtype = int, multirange_type_name = cc);
