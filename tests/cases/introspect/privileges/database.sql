-- roles: privileges_db
CREATE ROLE privileges_db;
REVOKE ALL ON DATABASE privileges_database FROM PUBLIC;
GRANT CONNECT, CREATE ON DATABASE privileges_database TO privileges_db;
COMMENT ON DATABASE privileges_database IS 'For a test.';
