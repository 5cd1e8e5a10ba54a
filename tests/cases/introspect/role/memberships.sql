-- roles: memberships_a memberships_b
-- from: 18
CREATE ROLE memberships_a;
CREATE ROLE memberships_b;
CREATE ROLE memberships_grantor;
GRANT memberships_a TO memberships_b WITH INHERIT FALSE, SET FALSE;
GRANT memberships_a TO memberships_grantor WITH ADMIN TRUE;
GRANT memberships_a TO memberships_b WITH INHERIT TRUE, SET FALSE GRANTED BY memberships_grantor;
