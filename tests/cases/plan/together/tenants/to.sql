CREATE SCHEMA saas AUTHORIZATION r_owner;
CREATE DOMAIN saas.tenant_id AS uuid CHECK (VALUE <> '00000000-0000-0000-0000-000000000000');
CREATE FUNCTION saas.tenant() RETURNS saas.tenant_id LANGUAGE sql STABLE AS $$SELECT current_setting('saas.tenant')::uuid$$;
CREATE FUNCTION saas.may_see(tenant saas.tenant_id, role text DEFAULT 'user') RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    AS $$SELECT tenant = saas.tenant()$$;
CREATE TYPE saas.plan AS ENUM ('free', 'pro', 'enterprise');
CREATE TABLE saas.tenants (id saas.tenant_id DEFAULT gen_random_uuid() PRIMARY KEY, slug varchar(63) NOT NULL UNIQUE, plan saas.plan NOT NULL DEFAULT 'free');
CREATE TABLE saas.users (
    id integer GENERATED ALWAYS AS IDENTITY,
    tenant_id saas.tenant_id NOT NULL DEFAULT saas.tenant() REFERENCES saas.tenants ON DELETE CASCADE,
    email text NOT NULL, admin boolean NOT NULL DEFAULT false,
    PRIMARY KEY (tenant_id, id), UNIQUE (tenant_id, email)
);
CREATE TABLE saas.projects (
    id integer GENERATED ALWAYS AS IDENTITY,
    tenant_id saas.tenant_id NOT NULL DEFAULT saas.tenant() REFERENCES saas.tenants ON DELETE CASCADE,
    owner_id integer,
    name text NOT NULL, settings jsonb DEFAULT '{}', PRIMARY KEY (tenant_id, id), UNIQUE (tenant_id, name),
    FOREIGN KEY (tenant_id, owner_id) REFERENCES saas.users ON DELETE SET NULL (owner_id)
);
CREATE TABLE saas.tasks (
    id bigint GENERATED ALWAYS AS IDENTITY,
    tenant_id saas.tenant_id NOT NULL DEFAULT saas.tenant(),
    project_id integer NOT NULL,
    assignee integer, parent bigint,
    title text NOT NULL, done boolean NOT NULL DEFAULT false,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, project_id) REFERENCES saas.projects ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, assignee) REFERENCES saas.users,
    FOREIGN KEY (tenant_id, parent) REFERENCES saas.tasks DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX tasks_tenant ON saas.tasks (tenant_id, done) INCLUDE (title);
CREATE INDEX tasks_seen ON saas.tasks (id) WHERE NOT done;
ALTER TABLE saas.users ENABLE ROW LEVEL SECURITY; ALTER TABLE saas.users FORCE ROW LEVEL SECURITY;
ALTER TABLE saas.projects ENABLE ROW LEVEL SECURITY; ALTER TABLE saas.projects FORCE ROW LEVEL SECURITY;
ALTER TABLE saas.tasks ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON saas.users USING (tenant_id = saas.tenant()) WITH CHECK (tenant_id = saas.tenant());
CREATE POLICY own ON saas.projects USING (saas.may_see(tenant_id));
CREATE POLICY own ON saas.tasks TO r_member USING (saas.may_see(tenant_id, 'user') AND EXISTS (SELECT FROM saas.projects p WHERE p.id = project_id AND p.tenant_id = tasks.tenant_id));
CREATE POLICY admin ON saas.tasks AS RESTRICTIVE FOR DELETE TO r_member, r_other USING (EXISTS (SELECT FROM saas.users u WHERE u.tenant_id = tasks.tenant_id AND u.admin));
CREATE VIEW saas.my_tasks WITH (security_invoker) AS SELECT t.id, t.title, p.name AS project, t.tenant_id FROM saas.tasks t JOIN saas.projects p ON p.id = t.project_id AND p.tenant_id = t.tenant_id WHERE t.tenant_id = saas.tenant();
CREATE VIEW saas.task_counts AS SELECT tenant_id, project, count(*) FROM saas.my_tasks GROUP BY 1, 2;
CREATE FUNCTION saas.close(saas.tasks) RETURNS boolean LANGUAGE sql STABLE AS $$SELECT $1.done$$;
CREATE FUNCTION saas.touched() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$;
CREATE TRIGGER touched BEFORE INSERT OR UPDATE OF title, done ON saas.tasks FOR EACH ROW WHEN (NEW.tenant_id IS NOT NULL) EXECUTE FUNCTION saas.touched();
CREATE TRIGGER audit AFTER UPDATE ON saas.tasks REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION saas.touched();
ALTER TABLE saas.tasks OWNER TO r_owner; ALTER TABLE saas.users OWNER TO r_owner; ALTER FUNCTION saas.tenant() OWNER TO r_owner;
REVOKE EXECUTE ON FUNCTION saas.tenant() FROM PUBLIC; GRANT EXECUTE ON FUNCTION saas.tenant() TO r_member;
GRANT SELECT, INSERT, UPDATE (title, done, assignee) ON saas.tasks TO r_member;
GRANT SELECT ON saas.my_tasks TO r_member WITH GRANT OPTION;
