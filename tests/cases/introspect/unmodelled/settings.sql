-- roles: settings_role
CREATE ROLE settings_role;
ALTER ROLE settings_role SET work_mem = '8MB';
ALTER ROLE settings_role IN DATABASE unmodelled_settings SET statement_timeout = '1s';
ALTER DATABASE unmodelled_settings SET search_path = a, public;
ALTER DATABASE unmodelled_settings CONNECTION LIMIT 7;
GRANT SET ON PARAMETER work_mem TO settings_role;
