CREATE FUNCTION fine(text) RETURNS bool IMMUTABLE LANGUAGE sql AS 'SELECT true';
CREATE DOMAIN plain AS int;
CREATE DOMAIN email AS varchar(100) COLLATE "C" DEFAULT 'a@b' NOT NULL
    CONSTRAINT email_format CHECK (VALUE ~ '@') CONSTRAINT email_fine CHECK (fine(VALUE));
CREATE DOMAIN work_email AS email CHECK (length(VALUE) < 50);
CREATE DOMAIN tags AS text[];
ALTER DOMAIN plain ADD CONSTRAINT later CHECK (VALUE > 0) NOT VALID;
COMMENT ON DOMAIN email IS 'An address.';
COMMENT ON CONSTRAINT email_format ON DOMAIN email IS 'Has a sign.';
CREATE TABLE uses (e work_email, t tags, p plain[]);
