-- roles: policy_reader policy_writer
CREATE ROLE policy_reader;
CREATE ROLE policy_writer;
CREATE TABLE members (family int, person text);
CREATE TABLE t (id int, family int, owner text);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION me() RETURNS text STABLE LANGUAGE sql AS 'SELECT current_user::text';
CREATE POLICY plain ON t;
CREATE POLICY reads ON t FOR SELECT TO policy_writer, policy_reader USING (family IN (SELECT family FROM members WHERE person = (SELECT me())));
CREATE POLICY writes ON t AS RESTRICTIVE FOR UPDATE TO policy_writer USING (owner = me()) WITH CHECK (owner = CURRENT_USER);
CREATE POLICY adds ON t FOR INSERT WITH CHECK (true);
CREATE POLICY deletes ON t FOR DELETE TO CURRENT_USER, policy_reader USING (false);
COMMENT ON POLICY reads ON t IS 'One''s family.';
