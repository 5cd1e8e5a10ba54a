-- Queues, schedules and locks in the database: what workers take, what fails, what is archived.
CREATE SCHEMA queue;
CREATE SCHEMA cron;
CREATE TYPE queue.state AS ENUM ('created', 'retry', 'active', 'completed', 'cancelled', 'failed');
CREATE TYPE queue.backoff AS ENUM ('none', 'linear', 'exponential');
CREATE TYPE queue.message AS (msg_id bigint, read_ct integer, enqueued_at timestamp with time zone, vt timestamp with time zone, message jsonb);
CREATE DOMAIN queue.queue_name AS text CHECK (VALUE ~ '^[a-z][a-z0-9_]{0,46}$') NOT NULL;
CREATE DOMAIN cron.cron_line AS text CONSTRAINT five_fields CHECK (array_length(regexp_split_to_array(btrim(VALUE), '\s+'), 1) = 5);

CREATE TABLE queue.version (version integer PRIMARY KEY, maintained_on timestamptz, cron_on timestamptz);
CREATE TABLE queue.queues (
    name queue.queue_name PRIMARY KEY,
    is_fifo boolean NOT NULL DEFAULT false,
    retry_limit integer NOT NULL DEFAULT 2,
    backoff queue.backoff NOT NULL DEFAULT 'exponential',
    backoff_base interval NOT NULL DEFAULT '00:00:30',
    expire interval NOT NULL DEFAULT '15 minutes',
    dead_letter queue.queue_name REFERENCES queue.queues ON DELETE SET NULL,
    created_on timestamptz NOT NULL DEFAULT now(),
    CHECK (dead_letter <> name)
);
ALTER DOMAIN queue.queue_name DROP NOT NULL;
CREATE TABLE queue.jobs (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    name text NOT NULL,
    priority integer NOT NULL DEFAULT 0,
    data jsonb,
    state queue.state NOT NULL DEFAULT 'created',
    retry_count integer NOT NULL DEFAULT 0,
    retry_delay integer NOT NULL DEFAULT 0,
    start_after timestamptz NOT NULL DEFAULT now(),
    started_on timestamptz,
    singleton_key text,
    singleton_on timestamp without time zone,
    expire_in interval NOT NULL DEFAULT interval '15 minutes',
    created_on timestamptz NOT NULL DEFAULT now(),
    completed_on timestamptz,
    keep_until timestamptz NOT NULL DEFAULT now() + interval '14 days',
    output jsonb,
    CONSTRAINT jobs_pkey PRIMARY KEY (name, id),
    CONSTRAINT q_fkey FOREIGN KEY (name) REFERENCES queue.queues (name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED
) WITH (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_cost_delay = 0);
CREATE UNIQUE INDEX job_i1 ON queue.jobs (name, COALESCE(singleton_key, '')) WHERE state = 'created' AND singleton_on IS NULL;
CREATE UNIQUE INDEX job_i2 ON queue.jobs (name, COALESCE(singleton_key, ''::text)) WHERE state = 'active'::queue.state;
CREATE UNIQUE INDEX job_i3 ON queue.jobs (name, singleton_on, COALESCE(singleton_key, ''::text)) WHERE state <> 'cancelled' AND singleton_on IS NOT NULL;
CREATE INDEX job_i5 ON queue.jobs (name, start_after) INCLUDE (priority, created_on, id) WHERE state < 'active';
CREATE TABLE queue.archive (LIKE queue.jobs INCLUDING DEFAULTS, archived_on timestamptz NOT NULL DEFAULT now());
ALTER TABLE queue.archive ADD PRIMARY KEY (name, id);
CREATE INDEX archive_i1 ON queue.archive USING brin (archived_on);
CREATE TABLE queue.schedules (name text REFERENCES queue.queues ON DELETE CASCADE, cron cron.cron_line NOT NULL, timezone text, data jsonb, options jsonb, created_on timestamptz DEFAULT now() NOT NULL, PRIMARY KEY (name));
CREATE TABLE queue.subscriptions (event text NOT NULL, name text NOT NULL REFERENCES queue.queues ON DELETE CASCADE, PRIMARY KEY (event, name));
CREATE TABLE queue.workers (id uuid PRIMARY KEY, hostname text NOT NULL, pid integer, queues text[], beat timestamptz NOT NULL DEFAULT clock_timestamp(), meta jsonb DEFAULT jsonb_build_object('v', 1));
CREATE UNLOGGED TABLE queue.leases (job_name text, job_id uuid, worker_id uuid REFERENCES queue.workers ON DELETE CASCADE, until timestamptz NOT NULL, PRIMARY KEY (job_name, job_id));
ALTER TABLE queue.leases SET LOGGED;
CREATE TABLE queue.attempts (job_name text NOT NULL, job_id uuid NOT NULL, no smallint NOT NULL, worker text, error text, took interval, PRIMARY KEY (job_name, job_id, no), FOREIGN KEY (job_name, job_id) REFERENCES queue.jobs (name, id) ON DELETE CASCADE);
CREATE TABLE queue.dead_letters (id bigint GENERATED ALWAYS AS IDENTITY, job jsonb NOT NULL CHECK (job ? 'id'), reason text, at timestamptz DEFAULT now(), PRIMARY KEY (id));
CREATE TABLE queue.rate_limits (name text PRIMARY KEY REFERENCES queue.queues ON DELETE CASCADE, per interval NOT NULL, most integer NOT NULL CHECK (most >= 1), window_start timestamptz, used integer NOT NULL DEFAULT 0);
CREATE TABLE queue.batches (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), total integer NOT NULL, pending integer NOT NULL, failed integer NOT NULL DEFAULT 0, options text, cancelled_at integer, created_at integer NOT NULL, CHECK (pending BETWEEN 0 AND total));
CREATE TABLE queue.batch_jobs (batch_id uuid REFERENCES queue.batches ON DELETE CASCADE, job_name text, job_id uuid, PRIMARY KEY (batch_id, job_name, job_id));
CREATE TABLE queue.dependencies (name text, id uuid, needs_name text, needs_id uuid, PRIMARY KEY (name, id, needs_name, needs_id), FOREIGN KEY (name, id) REFERENCES queue.jobs ON DELETE CASCADE, CONSTRAINT needs_fkey FOREIGN KEY (needs_name, needs_id) REFERENCES queue.jobs ON DELETE CASCADE);
CREATE TABLE queue.outbox (id bigserial PRIMARY KEY, topic text NOT NULL, key bytea, payload bytea NOT NULL, headers jsonb NOT NULL DEFAULT '[]', xid xid8 NOT NULL DEFAULT pg_current_xact_id());
CREATE INDEX outbox_order ON queue.outbox (xid, id);
CREATE TABLE queue.inbox (message_id text, consumer text, received_at timestamptz DEFAULT now(), PRIMARY KEY (consumer, message_id));
CREATE TABLE queue.topics (name text PRIMARY KEY, partitions smallint DEFAULT 1 NOT NULL, retention interval DEFAULT '7 days'::interval);
CREATE TABLE queue.topic_offsets (topic text REFERENCES queue.topics ON DELETE CASCADE ON UPDATE CASCADE, consumer text, partition smallint, "offset" bigint DEFAULT 0, PRIMARY KEY (topic, consumer, partition));
CREATE TABLE queue.locks (key bigint PRIMARY KEY, holder text NOT NULL, token uuid NOT NULL DEFAULT gen_random_uuid(), expires_at timestamptz NOT NULL);
CREATE TABLE queue.metrics (at timestamptz, name text, state queue.state, count bigint NOT NULL, PRIMARY KEY (at, name, state));
CREATE TABLE queue.q_default (msg_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, read_ct integer DEFAULT 0 NOT NULL, enqueued_at timestamptz DEFAULT now() NOT NULL, vt timestamptz NOT NULL, message jsonb);
CREATE INDEX q_default_vt_idx ON queue.q_default (vt ASC);
CREATE TABLE queue.a_default (LIKE queue.q_default INCLUDING COMMENTS, archived_at timestamptz DEFAULT now());
ALTER TABLE queue.a_default ADD CONSTRAINT a_default_pkey PRIMARY KEY (msg_id);
CREATE TABLE cron.job (jobid bigserial PRIMARY KEY, schedule cron.cron_line NOT NULL, command text NOT NULL, nodename text NOT NULL DEFAULT 'localhost', nodeport integer NOT NULL DEFAULT inet_server_port(), database text NOT NULL DEFAULT current_database(), username text NOT NULL DEFAULT CURRENT_USER, active boolean NOT NULL DEFAULT true, jobname name);
CREATE UNIQUE INDEX jobname_username_uniq ON cron.job (jobname, username);
CREATE TABLE cron.job_run_details (jobid bigint, runid bigint PRIMARY KEY, job_pid integer, command text, status text, return_message text, start_time timestamptz, end_time timestamptz);
CREATE SEQUENCE cron.runid_seq AS bigint CYCLE CACHE 1 OWNED BY cron.job_run_details.runid;
ALTER TABLE cron.job_run_details ALTER runid SET DEFAULT nextval('cron.runid_seq');
CREATE SEQUENCE cron.down AS smallint INCREMENT BY -1 MINVALUE -100 MAXVALUE -1 START WITH -1;
CREATE TABLE cron.holidays (day date PRIMARY KEY, name text);
ALTER TABLE cron.job ENABLE ROW LEVEL SECURITY;
CREATE POLICY cron_job_policy ON cron.job USING (username = CURRENT_USER);

CREATE FUNCTION queue.delay(backoff queue.backoff, base interval, attempt integer) RETURNS interval LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE backoff WHEN 'none' THEN interval '0' WHEN 'linear' THEN base * attempt::double precision ELSE base * (2 ^ (attempt - 1)::double precision) END;
CREATE FUNCTION queue.fetch(queue_name text, batch integer DEFAULT 1, worker uuid DEFAULT NULL::uuid) RETURNS SETOF queue.jobs LANGUAGE plpgsql SET lock_timeout TO '100ms' SET work_mem TO '16MB' AS $fetch$
BEGIN
    RETURN QUERY
    WITH next AS (
        SELECT id FROM queue.jobs
         WHERE name = queue_name AND state < 'active' AND start_after < now()
         ORDER BY priority DESC, created_on, id
         LIMIT batch
           FOR UPDATE SKIP LOCKED
    )
    UPDATE queue.jobs j
       SET state = 'active', started_on = now(),
           retry_count = CASE WHEN started_on IS NOT NULL THEN retry_count + 1 ELSE retry_count END
      FROM next
     WHERE j.name = queue_name AND j.id = next.id
    RETURNING j.*;
END
$fetch$;
CREATE FUNCTION queue.complete(queue_name text, VARIADIC ids uuid[]) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE n integer;
BEGIN
    UPDATE queue.jobs SET completed_on = now(), state = 'completed' WHERE name = queue_name AND id = ANY (ids) AND state = 'active';
    GET DIAGNOSTICS n = ROW_COUNT;
    RETURN n;
END $$;
CREATE FUNCTION queue.fail(queue_name text, job_id uuid, error text, OUT will_retry boolean, OUT at timestamptz) LANGUAGE plpgsql AS $$
DECLARE
    q queue.queues;
BEGIN
    SELECT * INTO STRICT q FROM queue.queues WHERE name = queue_name;
    UPDATE queue.jobs j
       SET state = CASE WHEN j.retry_count < q.retry_limit THEN 'retry'::queue.state ELSE 'failed' END,
           start_after = now() + queue.delay(q.backoff, q.backoff_base, j.retry_count + 1),
           output = jsonb_build_object('error', error)
     WHERE j.name = queue_name AND j.id = job_id
    RETURNING j.state = 'retry', j.start_after INTO will_retry, at;
EXCEPTION
    WHEN no_data_found THEN
        RAISE EXCEPTION 'there is no queue "%"', queue_name USING ERRCODE = 'QU001';
END $$;
CREATE FUNCTION queue.send(q text, msg jsonb, delay integer = 0) RETURNS SETOF bigint LANGUAGE plpgsql AS $_$
DECLARE
    sql TEXT;
BEGIN
    sql := FORMAT($QUERY$ INSERT INTO queue.%I (vt, message) VALUES (clock_timestamp() + %L, $1) RETURNING msg_id; $QUERY$, 'q_' || q, make_interval(secs => delay));
    RETURN QUERY EXECUTE sql USING msg;
END;
$_$;
CREATE FUNCTION queue.read(q text, vt integer, qty integer, conditional jsonb DEFAULT '{}') RETURNS SETOF queue.message LANGUAGE plpgsql ROWS 10 AS $$ BEGIN RETURN; END $$;
CREATE FUNCTION queue.tell() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_notify('queue_' || NEW.name, NEW.id::text); RETURN NULL; END $$;
CREATE FUNCTION queue.to_dead_letters() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO queue.dead_letters (job, reason) SELECT to_jsonb(n), n.output ->> 'error' FROM new_rows n JOIN old_rows o USING (name, id) WHERE n.state = 'failed' AND o.state <> 'failed';
    RETURN NULL;
END $$;
CREATE TRIGGER tell AFTER INSERT ON queue.jobs FOR EACH ROW WHEN (NEW.start_after <= NEW.created_on) EXECUTE FUNCTION queue.tell();
CREATE TRIGGER to_dead_letters AFTER UPDATE ON queue.jobs REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION queue.to_dead_letters();
CREATE PROCEDURE queue.archive_old(older interval DEFAULT '12:00:00', chunk integer DEFAULT 1000) LANGUAGE plpgsql AS $$
DECLARE moved integer;
BEGIN
    LOOP
        WITH gone AS (
            DELETE FROM queue.jobs WHERE (name, id) IN (
                SELECT name, id FROM queue.jobs WHERE state IN ('completed', 'cancelled', 'failed') AND completed_on < now() - older LIMIT chunk)
            RETURNING *)
        INSERT INTO queue.archive SELECT *, now() FROM gone;
        GET DIAGNOSTICS moved = ROW_COUNT;
        COMMIT;
        EXIT WHEN moved < chunk;
    END LOOP;
END $$;
CREATE PROCEDURE queue.touch() LANGUAGE sql AS 'UPDATE queue.version SET maintained_on = now()';
CREATE VIEW queue.depth AS SELECT name, state, count(*), min(created_on) AS oldest FROM queue.jobs WHERE state IN ('created', 'retry', 'active') GROUP BY CUBE (name, state) HAVING count(*) > 0;
CREATE VIEW queue.stuck AS SELECT j.name, j.id, now() - j.started_on AS running FROM ONLY queue.jobs j WHERE j.state = 'active' AND j.started_on + j.expire_in < now() AND NOT EXISTS (SELECT 1 FROM queue.leases l WHERE (l.job_name, l.job_id) = (j.name, j.id));
CREATE VIEW queue.everything AS TABLE queue.archive UNION SELECT j.*, NULL FROM queue.jobs j EXCEPT SELECT a.* FROM queue.archive a WHERE a.state = 'cancelled';
CREATE VIEW queue.sample AS SELECT * FROM queue.metrics TABLESAMPLE system (10) REPEATABLE (42) WHERE at > now() - '01:00:00'::interval ORDER BY at FETCH FIRST 100 ROWS WITH TIES;
