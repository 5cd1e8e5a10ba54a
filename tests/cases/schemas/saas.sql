-- Software as a service for many tenants in one database: every row has its tenant, every table its policies.
CREATE EXTENSION citext;
DO $$ BEGIN CREATE ROLE saas_authenticator LOGIN NOINHERIT; END $$;
CREATE ROLE saas_anon NOLOGIN;
CREATE ROLE saas_user NOLOGIN;
CREATE ROLE saas_service NOLOGIN BYPASSRLS;
CREATE ROLE saas_support NOLOGIN VALID UNTIL '2031-01-01 00:00:00+00';
CREATE ROLE saas_owner NOLOGIN CREATEROLE;
GRANT saas_anon, saas_user, saas_service TO saas_authenticator;
GRANT saas_user TO saas_support WITH ADMIN OPTION;
ALTER ROLE saas_anon SET statement_timeout = '3s';
ALTER ROLE saas_user SET statement_timeout = '8s';
CREATE SCHEMA auth AUTHORIZATION saas_owner;
CREATE SCHEMA app AUTHORIZATION saas_owner;
CREATE SCHEMA api AUTHORIZATION saas_owner;
CREATE SCHEMA private AUTHORIZATION saas_owner;
GRANT USAGE ON SCHEMA api TO saas_anon, saas_user, saas_service;
GRANT USAGE ON SCHEMA app, auth TO saas_user, saas_service;
GRANT ALL ON SCHEMA app TO saas_service;
GRANT USAGE ON SCHEMA public TO saas_owner;
ALTER DEFAULT PRIVILEGES FOR ROLE saas_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE saas_owner IN SCHEMA app GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO saas_user;
ALTER DEFAULT PRIVILEGES FOR ROLE saas_owner IN SCHEMA app GRANT ALL ON TABLES TO saas_service;
ALTER DEFAULT PRIVILEGES FOR ROLE saas_owner IN SCHEMA app GRANT USAGE, SELECT ON SEQUENCES TO saas_user, saas_service;
ALTER DEFAULT PRIVILEGES FOR ROLE saas_owner IN SCHEMA api GRANT EXECUTE ON FUNCTIONS TO saas_user;
ALTER DEFAULT PRIVILEGES FOR ROLE saas_owner GRANT USAGE ON TYPES TO saas_service WITH GRANT OPTION;
SET ROLE saas_owner;

CREATE TYPE app.plan AS ENUM ('free', 'team', 'business', 'enterprise');
CREATE TYPE app.member_role AS ENUM ('viewer', 'editor', 'admin', 'owner');
CREATE TYPE app.invoice_status AS ENUM ('draft', 'open', 'paid', 'void', 'uncollectible');
CREATE TYPE api.session AS (user_id uuid, tenant_id uuid, role app.member_role);

CREATE FUNCTION auth.claims() RETURNS jsonb LANGUAGE sql STABLE AS $$ SELECT coalesce(nullif(current_setting('request.jwt.claims', true), ''), '{}')::jsonb $$;
CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS $$ SELECT (auth.claims() ->> 'sub')::uuid $$;
CREATE FUNCTION auth.tenant() RETURNS uuid LANGUAGE sql STABLE RETURN ((auth.claims() ->> 'tenant'::text))::uuid;
GRANT EXECUTE ON FUNCTION auth.claims(), auth.uid(), auth.tenant() TO PUBLIC;

CREATE TABLE auth.users (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    email citext UNIQUE,
    phone text UNIQUE DEFAULT NULL,
    encrypted_password text,
    confirmed_at timestamptz GENERATED ALWAYS AS (LEAST(email_confirmed_at, phone_confirmed_at)) STORED,
    email_confirmed_at timestamptz,
    phone_confirmed_at timestamptz,
    raw_meta jsonb NOT NULL DEFAULT '{}',
    banned_until timestamptz,
    is_sso boolean NOT NULL DEFAULT false
);
COMMENT ON TABLE auth.users IS 'Auth: Stores user login data within a secure schema.';
COMMENT ON COLUMN auth.users.is_sso IS 'Auth: Set this column to true when the account comes from SSO. These accounts can have duplicate emails.';
CREATE TABLE auth.identities (provider text, provider_id text, user_id uuid NOT NULL REFERENCES auth.users ON DELETE CASCADE, data jsonb NOT NULL, email text GENERATED ALWAYS AS (lower(data ->> 'email'::text)) STORED, PRIMARY KEY (provider, provider_id));
CREATE TABLE auth.sessions (id uuid PRIMARY KEY, user_id uuid NOT NULL REFERENCES auth.users ON DELETE CASCADE, factor_id uuid, aal smallint CHECK (aal IN (1, 2, 3)), not_after timestamptz, ip inet, user_agent text);
CREATE TABLE auth.refresh_tokens (id bigserial PRIMARY KEY, token varchar(255) NOT NULL UNIQUE, parent varchar(255), session_id uuid REFERENCES auth.sessions ON DELETE CASCADE, revoked boolean);
CREATE INDEX refresh_tokens_parent_idx ON auth.refresh_tokens USING btree (parent);
CREATE TABLE auth.mfa_factors (id uuid PRIMARY KEY, user_id uuid NOT NULL REFERENCES auth.users ON DELETE CASCADE, friendly_name text, secret text, last_challenged_at timestamptz UNIQUE);
CREATE UNIQUE INDEX mfa_factors_name ON auth.mfa_factors (friendly_name, user_id) WHERE TRIM(BOTH FROM friendly_name) <> '';

CREATE TABLE app.tenants (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), slug citext NOT NULL UNIQUE, name text NOT NULL, plan app.plan NOT NULL DEFAULT 'free', region char(2) NOT NULL DEFAULT 'eu', trial_ends date DEFAULT (CURRENT_DATE + '14 days'::interval), deleted_at timestamptz, CHECK (slug ~ '^[a-z]'), CHECK (region IN ('eu', 'us', 'ap')));
CREATE TABLE app.members (tenant_id uuid NOT NULL REFERENCES app.tenants ON DELETE CASCADE, user_id uuid NOT NULL REFERENCES auth.users ON DELETE CASCADE, role app.member_role NOT NULL DEFAULT 'viewer', joined_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (tenant_id, user_id));
CREATE INDEX members_user ON app.members (user_id, tenant_id) INCLUDE (role);
CREATE UNIQUE INDEX one_owner ON app.members (tenant_id) WHERE role = 'owner';
CREATE TABLE app.invitations (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), tenant_id uuid NOT NULL REFERENCES app.tenants ON DELETE CASCADE, email citext NOT NULL, role app.member_role NOT NULL DEFAULT 'viewer' CHECK (role <> 'owner'), token bytea NOT NULL DEFAULT decode(md5(random()::text), 'hex'), expires timestamptz NOT NULL DEFAULT now() + '7 days', UNIQUE (tenant_id, email));
CREATE TABLE app.workspaces (tenant_id uuid NOT NULL REFERENCES app.tenants ON DELETE CASCADE, id uuid DEFAULT gen_random_uuid(), name text NOT NULL, PRIMARY KEY (tenant_id, id));
CREATE TABLE app.projects (tenant_id uuid, id uuid DEFAULT gen_random_uuid(), workspace_id uuid NOT NULL, name text NOT NULL, archived boolean NOT NULL DEFAULT false, settings jsonb NOT NULL DEFAULT '{}'::jsonb, PRIMARY KEY (tenant_id, id), FOREIGN KEY (tenant_id, workspace_id) REFERENCES app.workspaces ON DELETE CASCADE);
CREATE TABLE app.tasks (tenant_id uuid, id bigserial, project_id uuid NOT NULL, title text NOT NULL, done boolean NOT NULL DEFAULT false, assignee uuid, due daterange, "order" double precision NOT NULL DEFAULT 0, PRIMARY KEY (tenant_id, id), FOREIGN KEY (tenant_id, project_id) REFERENCES app.projects ON DELETE CASCADE, FOREIGN KEY (tenant_id, assignee) REFERENCES app.members (tenant_id, user_id) ON DELETE SET NULL (assignee));
CREATE INDEX tasks_open ON app.tasks (tenant_id, project_id, "order") WHERE NOT done;
CREATE TABLE app.task_dependencies (tenant_id uuid, task bigint, needs bigint, PRIMARY KEY (tenant_id, task, needs), FOREIGN KEY (tenant_id, task) REFERENCES app.tasks ON DELETE CASCADE, CONSTRAINT needs_fkey FOREIGN KEY (tenant_id, needs) REFERENCES app.tasks ON DELETE CASCADE, CHECK (task <> needs));
CREATE TABLE app.comments (tenant_id uuid, id uuid DEFAULT gen_random_uuid(), task bigint NOT NULL, author uuid DEFAULT auth.uid(), body text NOT NULL CHECK (char_length(body) BETWEEN 1 AND 10000), created_at timestamptz DEFAULT now(), PRIMARY KEY (tenant_id, id), FOREIGN KEY (tenant_id, task) REFERENCES app.tasks ON DELETE CASCADE);
CREATE TABLE app.labels (tenant_id uuid REFERENCES app.tenants, name citext, color varchar(7) DEFAULT '#000000', PRIMARY KEY (tenant_id, name));
CREATE TABLE app.task_labels (tenant_id uuid, task bigint, label citext, PRIMARY KEY (tenant_id, task, label), FOREIGN KEY (tenant_id, task) REFERENCES app.tasks ON DELETE CASCADE, FOREIGN KEY (tenant_id, label) REFERENCES app.labels ON UPDATE CASCADE ON DELETE CASCADE);
CREATE TABLE app.webhooks (tenant_id uuid REFERENCES app.tenants ON DELETE CASCADE, id uuid DEFAULT gen_random_uuid(), url text NOT NULL, secret text NOT NULL, events text[] NOT NULL DEFAULT ARRAY['task.created'], PRIMARY KEY (tenant_id, id));
CREATE TABLE app.api_keys (tenant_id uuid REFERENCES app.tenants ON DELETE CASCADE, id uuid DEFAULT gen_random_uuid(), hash bytea NOT NULL UNIQUE, scopes text[] NOT NULL, last_used timestamptz, PRIMARY KEY (tenant_id, id), CONSTRAINT scopes_known CHECK (scopes <@ ARRAY['read', 'write', 'admin']));
CREATE TABLE app.usage (tenant_id uuid REFERENCES app.tenants, month date, metric text, used bigint NOT NULL DEFAULT 0, PRIMARY KEY (tenant_id, month, metric), CHECK (month = date_trunc('month', month)));
CREATE TABLE app.feature_flags (name text PRIMARY KEY, plans app.plan[] NOT NULL DEFAULT '{enterprise}', percent smallint DEFAULT 100 CHECK (percent >= 0 AND percent <= 100));
CREATE TABLE app.feature_overrides (tenant_id uuid REFERENCES app.tenants ON DELETE CASCADE, feature text REFERENCES app.feature_flags ON DELETE CASCADE, enabled boolean NOT NULL, PRIMARY KEY (tenant_id, feature));
CREATE TABLE private.subscriptions (tenant_id uuid PRIMARY KEY REFERENCES app.tenants, stripe_customer text UNIQUE, stripe_subscription text, seats integer NOT NULL DEFAULT 1, current_period tstzrange);
CREATE TABLE private.invoices (id text PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES app.tenants, status app.invoice_status NOT NULL, cents bigint NOT NULL, currency char(3) NOT NULL DEFAULT 'usd', lines jsonb NOT NULL DEFAULT '[]');
CREATE TABLE private.stripe_events (id text PRIMARY KEY, type text NOT NULL, payload json NOT NULL, handled_at timestamptz);
CREATE TABLE private.audit (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, tenant_id uuid, actor uuid DEFAULT auth.uid(), db_role name DEFAULT current_user, tab regclass, op text CHECK (op IN ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE')), before jsonb, after jsonb, ts timestamptz NOT NULL DEFAULT now());
CREATE INDEX audit_ts ON private.audit USING brin (ts);
CREATE INDEX audit_tab ON private.audit USING btree (tab, tenant_id);
CREATE TABLE private.exports (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), tenant_id uuid NOT NULL REFERENCES app.tenants ON DELETE CASCADE, rows bigint, done boolean);
CREATE TABLE private.leads (id serial PRIMARY KEY, email citext, source text);

CREATE FUNCTION app.has_role(tenant uuid, wanted app.member_role) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO '' AS $$
  SELECT EXISTS (SELECT 1 FROM app.members m WHERE m.tenant_id = tenant AND m.user_id = auth.uid() AND m.role >= wanted)
$$;
GRANT EXECUTE ON FUNCTION app.has_role(uuid, app.member_role) TO saas_user;
CREATE FUNCTION private.audit_row() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  b jsonb := CASE WHEN tg_op <> 'INSERT' THEN to_jsonb(old) END;
  a jsonb := CASE WHEN tg_op <> 'DELETE' THEN to_jsonb(new) END;
BEGIN
  INSERT INTO private.audit (tenant_id, tab, op, before, after)
  VALUES (coalesce(a ->> 'tenant_id', b ->> 'tenant_id')::uuid, tg_relid, tg_op, b, a);
  RETURN coalesce(new, old);
END $$;
CREATE FUNCTION api.me() RETURNS api.session LANGUAGE sql STABLE SECURITY DEFINER SET search_path = app, auth, pg_temp AS $$
  SELECT auth.uid(), auth.tenant(), (SELECT role FROM members WHERE tenant_id = auth.tenant() AND user_id = auth.uid())
$$;
CREATE FUNCTION api.create_tenant(name text, slug citext, plan app.plan DEFAULT 'free') RETURNS app.tenants LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE t app.tenants;
BEGIN
  IF auth.uid() IS NULL THEN
    RAISE insufficient_privilege USING MESSAGE = 'sign in first';
  END IF;
  INSERT INTO app.tenants (name, slug, plan) VALUES (create_tenant.name, create_tenant.slug, create_tenant.plan) RETURNING * INTO t;
  INSERT INTO app.members VALUES (t.id, auth.uid(), 'owner');
  RETURN t;
END $$;
CREATE FUNCTION api.search(q text) RETURNS TABLE (kind text, id text, title text) LANGUAGE sql STABLE ROWS 20 AS $$
  SELECT 'task', t.id::text, t.title FROM app.tasks t WHERE t.title ILIKE '%' || q || '%'
  UNION ALL SELECT 'project', p.id::text, p.name FROM app.projects p WHERE p.name ILIKE '%' || q || '%'
$$;
CREATE FUNCTION api.health() RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT 'ok' $$;
GRANT EXECUTE ON FUNCTION api.health() TO saas_anon;
GRANT EXECUTE ON FUNCTION api.health() TO saas_service WITH GRANT OPTION;
REVOKE EXECUTE ON FUNCTION api.me() FROM saas_owner;

DO $$
DECLARE t record;
BEGIN
  FOR t IN SELECT c.oid::regclass AS rel, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
           WHERE n.nspname = 'app' AND c.relkind = 'r' AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id') LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t.rel);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t.rel);
    EXECUTE format('CREATE POLICY %I ON %s AS RESTRICTIVE TO saas_user USING (tenant_id = auth.tenant()) WITH CHECK (tenant_id = auth.tenant())', t.relname || '_tenant', t.rel);
    EXECUTE format('CREATE POLICY %I ON %s FOR SELECT TO saas_user, saas_support USING (app.has_role(tenant_id, ''viewer''))', t.relname || '_read', t.rel);
    EXECUTE format('CREATE POLICY %I ON %s FOR INSERT TO saas_user WITH CHECK (app.has_role(tenant_id, ''editor''))', t.relname || '_insert', t.rel);
    EXECUTE format('CREATE POLICY %I ON %s FOR UPDATE TO saas_user USING (app.has_role(tenant_id, ''editor''::app.member_role))', t.relname || '_update', t.rel);
    EXECUTE format('CREATE TRIGGER %I AFTER INSERT OR DELETE OR UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION private.audit_row()', t.relname || '_audit', t.rel);
  END LOOP;
END $$;
ALTER TABLE app.tenants ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON app.tenants USING (id = (SELECT auth.tenant() AS tenant) AND deleted_at IS NULL);
CREATE POLICY platform ON app.tenants FOR SELECT TO saas_support, CURRENT_USER USING (true);
ALTER TABLE private.subscriptions ENABLE ROW LEVEL SECURITY;
CREATE VIEW api.tenants WITH (security_invoker = on) AS SELECT id, slug::text AS slug, name, plan FROM app.tenants;
CREATE VIEW api.tasks WITH (security_invoker = on, check_option = cascaded) AS SELECT tenant_id, id, project_id, title, done, assignee FROM app.tasks WHERE NOT done OR assignee IS NOT NULL;
CREATE VIEW private.mrr AS SELECT t.plan, count(*) AS tenants, sum(s.seats * CASE t.plan WHEN 'team' THEN 900 WHEN 'business' THEN 2400 ELSE 0 END) AS cents FROM app.tenants t JOIN private.subscriptions s ON s.tenant_id = t.id WHERE s.current_period @> now() GROUP BY t.plan;
GRANT SELECT, INSERT (title, project_id), UPDATE (title, done, assignee) ON api.tasks TO saas_user;
GRANT SELECT ON api.tenants TO saas_user, saas_anon;
GRANT SELECT (id, email) ON auth.users TO saas_user, saas_support;
GRANT SELECT ON ALL TABLES IN SCHEMA private TO saas_service;
RESET ROLE;
