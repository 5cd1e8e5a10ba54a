-- An issue tracker: projects, issues with custom fields, workflows, boards, comments, attachments, webhooks.
CREATE EXTENSION pg_trgm;
CREATE EXTENSION hstore;
CREATE TYPE visibility AS ENUM ('public', 'internal', 'private');
CREATE TYPE field_type AS ENUM ('text', 'number', 'date', 'user', 'select', 'multi-select', 'yes/no');
CREATE TYPE link_kind AS ENUM ('blocks', 'is blocked by', 'duplicates', 'relates to');
CREATE DOMAIN project_key AS varchar(10) CHECK (VALUE ~ '^[A-Z][A-Z0-9]+$');
CREATE DOMAIN color AS character(7) DEFAULT '#808080' CONSTRAINT color_hex CHECK (VALUE ~* '^#[0-9a-f]{6}$');

CREATE FUNCTION set_updated_at() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  NEW.updated_at = NOW();
  RETURN NEW;
END;
$$;

CREATE TABLE users (
    id bigserial PRIMARY KEY,
    login varchar(39) NOT NULL,
    email text NOT NULL,
    full_name text,
    password_digest text,
    is_admin boolean NOT NULL DEFAULT false,
    is_bot boolean NOT NULL DEFAULT false,
    locale varchar(8) NOT NULL DEFAULT 'en',
    time_zone text NOT NULL DEFAULT 'UTC',
    last_seen_at timestamptz,
    settings hstore NOT NULL DEFAULT ''::hstore,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX users_login_lower_key ON users (lower(login));
CREATE UNIQUE INDEX users_email_lower_key ON users (lower(email));
CREATE INDEX users_name_trgm_idx ON users USING gin (full_name gin_trgm_ops, login gin_trgm_ops);

CREATE TABLE groups (id serial PRIMARY KEY, name text NOT NULL UNIQUE, description text);
CREATE TABLE group_members (
    group_id int NOT NULL REFERENCES groups ON DELETE CASCADE,
    user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    PRIMARY KEY (group_id, user_id)
);
CREATE INDEX group_members_user_id_idx ON group_members (user_id);
CREATE TABLE api_tokens (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    token_hash bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
    scopes text[] NOT NULL DEFAULT ARRAY['read'::text],
    expires_at timestamptz NOT NULL DEFAULT now() + interval '90 days',
    last_ip inet
);
CREATE TABLE projects (
    id serial PRIMARY KEY,
    key project_key NOT NULL UNIQUE,
    name text NOT NULL,
    lead_id bigint REFERENCES users ON DELETE SET NULL,
    visibility visibility NOT NULL DEFAULT 'internal',
    next_number integer NOT NULL DEFAULT 1,
    archived_at timestamptz,
    CONSTRAINT next_number_positive CHECK (next_number > 0)
);
CREATE TABLE project_roles (
    project_id int NOT NULL REFERENCES projects ON DELETE CASCADE,
    role text NOT NULL CHECK (role IN ('reader', 'reporter', 'developer', 'maintainer')),
    user_id bigint REFERENCES users ON DELETE CASCADE,
    group_id int REFERENCES groups ON DELETE CASCADE,
    CONSTRAINT one_of_both CHECK (num_nonnulls(user_id, group_id) = 1),
    UNIQUE NULLS NOT DISTINCT (project_id, user_id, group_id)
);
CREATE TABLE components (
    id serial PRIMARY KEY,
    project_id int NOT NULL REFERENCES projects ON DELETE CASCADE,
    name text NOT NULL,
    default_assignee_id bigint REFERENCES users,
    UNIQUE (project_id, name)
);
CREATE TABLE versions (
    id serial PRIMARY KEY,
    project_id int NOT NULL REFERENCES projects ON DELETE CASCADE,
    name text NOT NULL,
    starts date,
    releases date,
    released boolean NOT NULL DEFAULT false,
    UNIQUE (project_id, name),
    CHECK (starts IS NULL OR releases IS NULL OR starts <= releases)
);
CREATE TABLE labels (
    id serial PRIMARY KEY,
    project_id int REFERENCES projects ON DELETE CASCADE,
    name text NOT NULL,
    color color
);
CREATE UNIQUE INDEX labels_global_name_key ON labels (name) WHERE project_id IS NULL;
CREATE UNIQUE INDEX labels_project_name_key ON labels (project_id, name) WHERE project_id IS NOT NULL;
CREATE TABLE workflows (id serial PRIMARY KEY, name text NOT NULL);
CREATE TABLE statuses (
    id serial PRIMARY KEY,
    workflow_id int NOT NULL REFERENCES workflows,
    name text NOT NULL,
    category text NOT NULL DEFAULT 'open',
    "position" smallint NOT NULL DEFAULT 0,
    CONSTRAINT statuses_category_check CHECK (category::text = ANY (ARRAY['open'::text, 'active'::text, 'done'::text])),
    CONSTRAINT statuses_position_key UNIQUE (workflow_id, "position") DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE transitions (
    from_status_id int REFERENCES statuses ON DELETE CASCADE,
    to_status_id int REFERENCES statuses ON DELETE CASCADE,
    name text NOT NULL,
    condition jsonb,
    PRIMARY KEY (from_status_id, to_status_id),
    CONSTRAINT no_loop CHECK (from_status_id <> to_status_id)
);
CREATE TABLE issue_types (
    id serial PRIMARY KEY,
    name text NOT NULL,
    icon text,
    workflow_id int NOT NULL REFERENCES workflows,
    is_subtask boolean NOT NULL DEFAULT false
);
CREATE TABLE issues (
    id bigserial PRIMARY KEY,
    project_id int NOT NULL REFERENCES projects ON DELETE CASCADE,
    number integer NOT NULL,
    type_id int NOT NULL REFERENCES issue_types,
    status_id int NOT NULL REFERENCES statuses,
    parent_id bigint REFERENCES issues ON DELETE SET NULL,
    title text NOT NULL CHECK (title <> '' AND length(title) <= 255),
    description text NOT NULL DEFAULT '',
    reporter_id bigint NOT NULL REFERENCES users,
    assignee_id bigint REFERENCES users ON DELETE SET NULL,
    priority smallint NOT NULL DEFAULT 3 CHECK (priority BETWEEN 1 AND 5),
    estimate interval hour to minute,
    due date,
    resolved_at timestamptz,
    rank text COLLATE "C" NOT NULL DEFAULT '0|i00000:',
    search tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('english'::regconfig, title), 'A') ||
        setweight(to_tsvector('english'::regconfig, description), 'B')) STORED,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT issues_number_key UNIQUE (project_id, number),
    CONSTRAINT issues_not_own_parent CHECK (id <> parent_id)
);
CREATE INDEX issues_search_idx ON issues USING gin (search) WITH (fastupdate = off);
CREATE INDEX issues_open_idx ON issues (project_id, rank COLLATE "C") INCLUDE (title, assignee_id) WHERE resolved_at IS NULL;
CREATE INDEX issues_title_trgm_idx ON issues USING gist (title gist_trgm_ops (siglen='32'));
CREATE INDEX issues_assignee_id_idx ON issues (assignee_id, priority DESC, due NULLS FIRST);
CREATE INDEX issues_status_hash ON issues USING hash (status_id);
CREATE INDEX ON issues (parent_id);
CREATE INDEX ON issues (date(created_at AT TIME ZONE 'UTC'));
CREATE TABLE issue_labels (
    issue_id bigint NOT NULL REFERENCES issues ON DELETE CASCADE,
    label_id int NOT NULL REFERENCES labels ON DELETE CASCADE,
    CONSTRAINT issue_labels_pk PRIMARY KEY (issue_id, label_id) INCLUDE (label_id)
);
CREATE TABLE issue_components (issue_id bigint REFERENCES issues ON DELETE CASCADE, component_id int REFERENCES components ON DELETE CASCADE, PRIMARY KEY (issue_id, component_id));
CREATE TABLE issue_versions (
    issue_id bigint REFERENCES issues ON DELETE CASCADE,
    version_id int REFERENCES versions ON DELETE CASCADE,
    fixes boolean NOT NULL,
    PRIMARY KEY (issue_id, version_id, fixes)
);
CREATE TABLE issue_links (
    from_id bigint NOT NULL REFERENCES issues ON DELETE CASCADE,
    to_id bigint NOT NULL REFERENCES issues ON DELETE CASCADE,
    kind link_kind NOT NULL,
    PRIMARY KEY (from_id, to_id, kind)
);
CREATE UNIQUE INDEX issue_links_pair ON issue_links (LEAST(from_id, to_id), GREATEST(from_id, to_id), kind);
CREATE TABLE watchers (issue_id bigint REFERENCES issues ON DELETE CASCADE, user_id bigint REFERENCES users ON DELETE CASCADE, PRIMARY KEY (issue_id, user_id));
CREATE TABLE comments (
    id bigserial PRIMARY KEY,
    issue_id bigint NOT NULL REFERENCES issues ON DELETE CASCADE,
    author_id bigint REFERENCES users ON DELETE SET NULL,
    body text NOT NULL,
    edited_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX comments_issue_id_created_at_idx ON comments (issue_id, created_at);
CREATE TABLE reactions (
    comment_id bigint REFERENCES comments ON DELETE CASCADE,
    user_id bigint REFERENCES users ON DELETE CASCADE,
    emoji varchar(16) CHECK (emoji IN ('👍', '👎', '🎉', '❤')),
    PRIMARY KEY (comment_id, user_id, emoji)
);
CREATE TABLE attachments (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    issue_id bigint REFERENCES issues ON DELETE CASCADE,
    comment_id bigint REFERENCES comments ON DELETE CASCADE,
    file_name text NOT NULL,
    mime_type text NOT NULL DEFAULT 'application/octet-stream',
    bytes bigint NOT NULL,
    sha256 bytea,
    CHECK (num_nonnulls(issue_id, comment_id) = 1)
);
CREATE TABLE fields (
    id serial PRIMARY KEY,
    name text NOT NULL,
    type field_type NOT NULL,
    options text[],
    CONSTRAINT options_for_selects CHECK ((type = ANY ('{select,multi-select}'::field_type[])) = (options IS NOT NULL))
);
CREATE TABLE field_values (
    issue_id bigint REFERENCES issues ON DELETE CASCADE,
    field_id int REFERENCES fields ON DELETE CASCADE,
    value jsonb NOT NULL,
    PRIMARY KEY (issue_id, field_id)
);
CREATE INDEX field_values_value_idx ON field_values USING gin (value);
CREATE TABLE work_logs (
    id bigserial PRIMARY KEY,
    issue_id bigint NOT NULL REFERENCES issues ON DELETE CASCADE,
    user_id bigint NOT NULL REFERENCES users,
    started timestamptz NOT NULL,
    spent interval NOT NULL CHECK (spent > '00:00:00'::interval)
);
CREATE TABLE events (
    id bigserial PRIMARY KEY,
    issue_id bigint NOT NULL REFERENCES issues ON DELETE CASCADE,
    actor_id bigint,
    kind text NOT NULL,
    payload json,
    at timestamp with time zone DEFAULT statement_timestamp() NOT NULL
);
CREATE INDEX events_issue_at ON events (issue_id, at DESC);
CREATE TABLE boards (id serial PRIMARY KEY, project_id int REFERENCES projects ON DELETE CASCADE, name text NOT NULL, filter text);
CREATE TABLE board_columns (board_id int REFERENCES boards ON DELETE CASCADE, "order" int, status_ids int[] NOT NULL, "limit" int, PRIMARY KEY (board_id, "order"));
CREATE TABLE sprints (
    id serial PRIMARY KEY,
    board_id int NOT NULL REFERENCES boards ON DELETE CASCADE,
    name text NOT NULL,
    goal text,
    during tstzrange,
    CONSTRAINT sprints_bounded CHECK (NOT (lower_inf(during) OR upper_inf(during)))
);
CREATE TABLE sprint_issues (sprint_id int REFERENCES sprints ON DELETE CASCADE, issue_id bigint REFERENCES issues ON DELETE CASCADE, added_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (sprint_id, issue_id));
CREATE TABLE webhooks (
    id serial PRIMARY KEY,
    project_id int REFERENCES projects ON DELETE CASCADE,
    url text NOT NULL CHECK (url LIKE 'https://%'),
    events text[] NOT NULL DEFAULT '{issue.created,issue.updated}',
    secret text,
    failures smallint NOT NULL DEFAULT 0
);
CREATE UNLOGGED TABLE webhook_deliveries (
    id bigserial PRIMARY KEY,
    webhook_id int NOT NULL REFERENCES webhooks ON DELETE CASCADE,
    status int,
    headers hstore,
    body text
);
CREATE TABLE saved_filters (id serial PRIMARY KEY, owner_id bigint REFERENCES users ON DELETE CASCADE, name text NOT NULL, query text NOT NULL, shared_with visibility NOT NULL DEFAULT 'private');
CREATE TABLE notifications (
    id bigserial PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    event_id bigint NOT NULL REFERENCES events ON DELETE CASCADE,
    read_at timestamptz
);
CREATE INDEX notifications_unread_idx ON notifications (user_id) WHERE read_at IS NULL;
CREATE TABLE schema_info ("key" text PRIMARY KEY, "value" text);

CREATE FUNCTION next_number() RETURNS trigger LANGUAGE plpgsql AS $fn$
BEGIN
    UPDATE projects SET next_number = projects.next_number + 1
     WHERE id = NEW.project_id RETURNING next_number - 1 INTO NEW.number;
    RETURN NEW;
END
$fn$;
CREATE FUNCTION log_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed jsonb := '{}';
    col text;
BEGIN
    FOREACH col IN ARRAY TG_ARGV LOOP
        IF to_jsonb(OLD) -> col IS DISTINCT FROM to_jsonb(NEW) -> col THEN
            changed := changed || jsonb_build_object(col, jsonb_build_array(to_jsonb(OLD) -> col, to_jsonb(NEW) -> col));
        END IF;
    END LOOP;
    IF changed <> '{}' THEN
        INSERT INTO events (issue_id, kind, payload) VALUES (NEW.id, 'changed', changed);
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION notify_watchers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO notifications (user_id, event_id)
    SELECT w.user_id, n.id FROM new_events n JOIN watchers w USING (issue_id) WHERE w.user_id IS DISTINCT FROM n.actor_id;
    PERFORM pg_notify('events', (SELECT count(*)::text FROM new_events));
    RETURN NULL;
END $$;
CREATE TRIGGER issues_number BEFORE INSERT ON issues FOR EACH ROW WHEN (new.number IS NULL) EXECUTE FUNCTION next_number();
CREATE TRIGGER issues_updated BEFORE UPDATE ON issues FOR EACH ROW EXECUTE PROCEDURE set_updated_at();
CREATE TRIGGER issues_log AFTER UPDATE OF title, status_id, assignee_id ON issues FOR EACH ROW
    WHEN (old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION log_change('title', 'status_id', 'assignee_id');
CREATE TRIGGER users_updated BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION set_updated_at();
CREATE TRIGGER events_notify AFTER INSERT ON events REFERENCING NEW TABLE AS new_events FOR EACH STATEMENT EXECUTE FUNCTION notify_watchers();

CREATE FUNCTION issue_key(issues) RETURNS text LANGUAGE sql STABLE AS
    'SELECT p.key || ''-'' || $1.number FROM projects p WHERE p.id = $1.project_id';
CREATE FUNCTION can_see(who bigint, what int) RETURNS boolean LANGUAGE sql STABLE STRICT PARALLEL SAFE AS $$
    SELECT EXISTS (SELECT FROM projects p WHERE p.id = what AND p.visibility = 'public')
        OR EXISTS (SELECT FROM users u WHERE u.id = who AND u.is_admin)
        OR EXISTS (
            SELECT FROM project_roles r
            LEFT JOIN group_members m ON m.group_id = r.group_id
            WHERE r.project_id = what AND who IN (r.user_id, m.user_id))
$$;
CREATE FUNCTION search_issues(query text, VARIADIC projects int[] DEFAULT '{}') RETURNS TABLE (issue_id bigint, key text, headline text, rank real)
    LANGUAGE plpgsql STABLE ROWS 50 AS $$
BEGIN
    RETURN QUERY
    SELECT i.id, issue_key(i), ts_headline('english', i.title, q), ts_rank(i.search, q)
    FROM issues i, websearch_to_tsquery('english', query) q
    WHERE i.search @@ q AND (cardinality(projects) = 0 OR i.project_id = ANY (projects))
    ORDER BY 4 DESC;
END
$$;

CREATE VIEW open_issues AS
    SELECT i.*, p.key || '-' || i.number AS key, s.name AS status, s.category
    FROM issues i JOIN projects p ON p.id = i.project_id JOIN statuses s ON s.id = i.status_id
    WHERE s.category <> 'done';
CREATE VIEW burndown AS
    SELECT si.sprint_id, d.day::date AS day,
           count(*) FILTER (WHERE i.resolved_at IS NULL OR i.resolved_at > d.day) AS remaining
    FROM sprint_issues si
    JOIN sprints sp ON sp.id = si.sprint_id
    JOIN issues i ON i.id = si.issue_id
    CROSS JOIN LATERAL generate_series(lower(sp.during), upper(sp.during), '1 day') AS d(day)
    GROUP BY si.sprint_id, d.day;
CREATE VIEW workload AS
    SELECT u.login, count(o.id) AS open, coalesce(sum(o.estimate), '0'::interval) AS estimate
    FROM users u LEFT JOIN open_issues o ON o.assignee_id = u.id GROUP BY u.login
    HAVING count(o.id) > 0 ORDER BY 2 DESC LIMIT 100;
CREATE MATERIALIZED VIEW project_stats AS
    SELECT p.id, p.key, count(i.id) AS issues, count(i.resolved_at) AS resolved,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY EXTRACT(epoch FROM i.resolved_at - i.created_at)) AS median_seconds
    FROM projects p LEFT JOIN issues i ON i.project_id = p.id GROUP BY p.id WITH NO DATA;
CREATE UNIQUE INDEX project_stats_id ON project_stats (id);
CREATE INDEX project_stats_key ON project_stats (key varchar_pattern_ops);
CREATE VIEW my_filters AS SELECT * FROM saved_filters WHERE shared_with <> 'private'::visibility;
