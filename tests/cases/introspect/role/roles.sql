-- roles: roles_plain roles_full roles_group roles_deep
CREATE ROLE roles_plain;
CREATE ROLE roles_full LOGIN SUPERUSER CREATEDB CREATEROLE REPLICATION BYPASSRLS NOINHERIT CONNECTION LIMIT 5 VALID UNTIL '2030-01-02 03:04:05+02' PASSWORD 'secret';
ALTER ROLE roles_full SET statement_timeout = '5s';
ALTER ROLE roles_full SET search_path = a, "B c";
ALTER ROLE roles_full SET "my.equals" = 'a=b';
CREATE ROLE roles_group ROLE roles_plain ADMIN roles_full;
CREATE ROLE roles_deep VALID UNTIL 'infinity';
GRANT roles_group TO roles_deep WITH ADMIN OPTION;
GRANT pg_monitor TO roles_deep;
CREATE ROLE roles_not_asked ROLE roles_deep;
COMMENT ON ROLE roles_plain IS 'Plain.';
