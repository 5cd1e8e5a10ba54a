CREATE SCHEMA saas AUTHORIZATION r_owner;
CREATE FUNCTION saas.tenant() RETURNS integer LANGUAGE sql STABLE AS $$SELECT current_setting('saas.tenant')::integer$$;
CREATE FUNCTION saas.may_see(tenant integer, role text DEFAULT 'user') RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    AS $$SELECT tenant = saas.tenant()$$;
CREATE TABLE saas.tenants (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, slug varchar(63) NOT NULL UNIQUE, plan text NOT NULL DEFAULT 'free' CHECK (plan IN ('free', 'pro')));
CREATE TABLE saas.users (
    id integer GENERATED ALWAYS AS IDENTITY,
    tenant_id integer NOT NULL DEFAULT saas.tenant() REFERENCES saas.tenants ON DELETE CASCADE,
    email text NOT NULL, admin boolean NOT NULL DEFAULT false,
    PRIMARY KEY (id), UNIQUE (tenant_id, email)
);
CREATE TABLE saas.projects (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id integer NOT NULL DEFAULT saas.tenant() REFERENCES saas.tenants ON DELETE CASCADE,
    owner_id integer REFERENCES saas.users ON DELETE SET NULL,
    name text NOT NULL, settings jsonb DEFAULT '{}', UNIQUE (tenant_id, name)
);
CREATE TABLE saas.tasks (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id integer NOT NULL DEFAULT saas.tenant(),
    project_id integer NOT NULL REFERENCES saas.projects ON DELETE CASCADE,
    assignee integer REFERENCES saas.users, parent bigint REFERENCES saas.tasks,
    title text NOT NULL, done boolean NOT NULL DEFAULT false
);
CREATE INDEX tasks_tenant ON saas.tasks (tenant_id, done) INCLUDE (title);
CREATE INDEX tasks_seen ON saas.tasks (id) WHERE NOT done;
ALTER TABLE saas.users ENABLE ROW LEVEL SECURITY; ALTER TABLE saas.users FORCE ROW LEVEL SECURITY;
ALTER TABLE saas.projects ENABLE ROW LEVEL SECURITY; ALTER TABLE saas.tasks ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON saas.users USING (tenant_id = saas.tenant()) WITH CHECK (tenant_id = saas.tenant());
CREATE POLICY own ON saas.projects USING (saas.may_see(tenant_id));
CREATE POLICY own ON saas.tasks TO r_member USING (saas.may_see(tenant_id, 'user') AND EXISTS (SELECT FROM saas.projects p WHERE p.id = project_id));
CREATE POLICY admin ON saas.tasks AS RESTRICTIVE FOR DELETE TO r_member USING (EXISTS (SELECT FROM saas.users u WHERE u.tenant_id = tasks.tenant_id AND u.admin));
CREATE VIEW saas.my_tasks WITH (security_invoker) AS SELECT t.id, t.title, p.name AS project, t.tenant_id FROM saas.tasks t JOIN saas.projects p ON p.id = t.project_id WHERE t.tenant_id = saas.tenant();
CREATE VIEW saas.task_counts AS SELECT tenant_id, project, count(*) FROM saas.my_tasks GROUP BY 1, 2;
CREATE FUNCTION saas.close(saas.tasks) RETURNS boolean LANGUAGE sql STABLE AS $$SELECT $1.done$$;
CREATE FUNCTION saas.touched() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$;
CREATE TRIGGER touched BEFORE INSERT OR UPDATE OF title, done ON saas.tasks FOR EACH ROW WHEN (NEW.tenant_id > 0) EXECUTE FUNCTION saas.touched();
CREATE TRIGGER audit AFTER UPDATE ON saas.tasks REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION saas.touched();
ALTER TABLE saas.tasks OWNER TO r_owner; ALTER TABLE saas.projects OWNER TO r_owner; ALTER FUNCTION saas.tenant() OWNER TO r_owner;
REVOKE EXECUTE ON FUNCTION saas.tenant() FROM PUBLIC; GRANT EXECUTE ON FUNCTION saas.tenant() TO r_member;
GRANT SELECT, INSERT, UPDATE (title, done) ON saas.tasks TO r_member;
GRANT SELECT ON saas.my_tasks TO r_member WITH GRANT OPTION;
