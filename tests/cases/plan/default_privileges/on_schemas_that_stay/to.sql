CREATE SCHEMA archive;
GRANT CREATE ON SCHEMA public TO r_member;
