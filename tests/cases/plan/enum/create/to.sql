CREATE TYPE mood AS ENUM ('sad','o''k','Happy');
COMMENT ON TYPE mood IS 'How one feels';
ALTER TYPE mood OWNER TO r_owner;
