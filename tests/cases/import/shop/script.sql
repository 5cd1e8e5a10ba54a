CREATE ROLE import_owner;
CREATE ROLE import_clerk;
CREATE ROLE import_auditor;
CREATE ROLE import_login LOGIN NOINHERIT CONNECTION LIMIT 20 PASSWORD 'secret';
GRANT import_clerk TO import_login;
GRANT import_auditor TO import_login WITH ADMIN OPTION;
ALTER ROLE import_login SET statement_timeout = '30s';
COMMENT ON ROLE import_owner IS 'Owns the shop.';
CREATE ROLE import_elsewhere LOGIN;

CREATE SCHEMA shop AUTHORIZATION import_owner;
CREATE SCHEMA api AUTHORIZATION import_owner;
GRANT USAGE ON SCHEMA shop, api TO import_clerk;
COMMENT ON SCHEMA shop IS 'What is sold, and to whom.';
CREATE EXTENSION citext SCHEMA public;
CREATE EXTENSION btree_gist SCHEMA shop;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE import_owner IN SCHEMA shop GRANT SELECT ON TABLES TO import_auditor;
ALTER DEFAULT PRIVILEGES FOR ROLE import_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

SET ROLE import_owner;
CREATE TYPE shop.order_status AS ENUM ('draft', 'placed', 'paid', 'sent', 'returned');
COMMENT ON TYPE shop.order_status IS 'From draft to sent.';
CREATE TYPE shop.answer AS ENUM ('yes', 'no', 'maybe');
CREATE DOMAIN shop.email AS public.citext CONSTRAINT email_has_at CHECK (VALUE ~ '@');
CREATE DOMAIN shop.quantity AS integer DEFAULT 1 NOT NULL CHECK (VALUE > 0) CHECK (VALUE < 1000);
CREATE TYPE shop.money_amount AS (amount bigint, currency character(3));
COMMENT ON COLUMN shop.money_amount.currency IS 'ISO 4217.';
CREATE SEQUENCE shop.invoice_no START 1000 CACHE 10;

CREATE FUNCTION shop.touch() RETURNS trigger LANGUAGE plpgsql AS $$begin new.updated_at := now(); return new; end$$;
CREATE FUNCTION shop.price(item bigint) RETURNS numeric LANGUAGE sql STABLE AS 'select 1.0';
CREATE FUNCTION shop.price(item uuid, at timestamptz DEFAULT now(), OUT net numeric, OUT gross numeric)
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10 AS $$
begin
    -- Two results.
    net := 1;
    gross := 2;
    return;
end
$$;

CREATE TABLE shop.customers (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email shop.email UNIQUE,
    name character varying(200) NOT NULL,
    note text,
    born date CHECK (born > '1900-01-01'),
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp(3) with time zone,
    nick text GENERATED ALWAYS AS (lower(left(name, 3))) STORED
);
COMMENT ON TABLE shop.customers IS 'People who buy.';
COMMENT ON COLUMN shop.customers.note IS E'What we know: nothing much.\nTwo lines, though.';
CREATE INDEX customers_name_idx ON shop.customers (lower(name::text) text_pattern_ops DESC NULLS LAST, id);
CREATE UNIQUE INDEX customers_nick_key ON shop.customers (nick) INCLUDE (name) WHERE note IS NULL;
CREATE TRIGGER customers_touch BEFORE UPDATE ON shop.customers FOR EACH ROW
    WHEN (old.name IS DISTINCT FROM new.name) EXECUTE FUNCTION shop.touch();

CREATE TABLE shop.orders (
    no serial PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES shop.customers ON DELETE RESTRICT,
    gift_for bigint CONSTRAINT gift_for_customer REFERENCES shop.customers (id) ON DELETE SET NULL DEFERRABLE,
    status shop.order_status DEFAULT 'draft' NOT NULL,
    total shop.money_amount,
    tags text[] DEFAULT '{}' NOT NULL,
    invoice_no bigint DEFAULT nextval('shop.invoice_no'),
    during tstzrange,
    CONSTRAINT orders_total_positive CHECK ((total).amount >= 0),
    CONSTRAINT orders_overlap EXCLUDE USING gist (customer_id WITH =, during WITH &&) WHERE (status <> 'draft')
) WITH (fillfactor = 80);
ALTER TABLE shop.orders ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY orders_clerk ON shop.orders FOR SELECT TO import_clerk USING (status <> 'draft');
CREATE POLICY orders_all ON shop.orders TO import_owner USING (true) WITH CHECK (true);
COMMENT ON POLICY orders_clerk ON shop.orders IS 'Clerks see what is placed.';
GRANT SELECT, INSERT, UPDATE, DELETE ON shop.orders TO import_clerk;
GRANT SELECT ON shop.orders, shop.customers TO import_auditor WITH GRANT OPTION;
GRANT UPDATE (note) ON shop.customers TO import_clerk;

CREATE TABLE shop.order_lines (
    order_no integer,
    line smallint,
    quantity shop.quantity,
    of_order integer,
    of_line smallint,
    PRIMARY KEY (order_no, line),
    FOREIGN KEY (order_no) REFERENCES shop.orders ON DELETE CASCADE,
    CONSTRAINT order_lines_of FOREIGN KEY (of_order, of_line) REFERENCES shop.order_lines MATCH FULL
);

CREATE VIEW shop.placed WITH (security_barrier = true) AS
    SELECT o.no, c.name, o.status FROM shop.orders o JOIN shop.customers c ON c.id = o.customer_id WHERE o.status <> 'draft';
COMMENT ON COLUMN shop.placed.no IS 'The order.';
GRANT SELECT ON shop.placed TO import_clerk;
CREATE MATERIALIZED VIEW shop.per_customer AS
    SELECT customer_id, count(*) AS orders FROM shop.orders GROUP BY customer_id WITH NO DATA;
CREATE UNIQUE INDEX per_customer_key ON shop.per_customer (customer_id);

CREATE FUNCTION api.place_order(customer bigint, VARIADIC items text[]) RETURNS SETOF shop.orders
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
declare
    result shop.orders;
begin
    insert into shop.orders (customer_id) values (customer) returning * into result;
    return next result;
end
$$;
COMMENT ON FUNCTION api.place_order IS 'Places an order.';
REVOKE EXECUTE ON FUNCTION api.place_order FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.place_order TO import_clerk;
CREATE FUNCTION api.orders_of(customer bigint) RETURNS TABLE (no integer, status shop.order_status)
    LANGUAGE sql STABLE SECURITY DEFINER BEGIN ATOMIC
    SELECT o.no, o.status FROM shop.orders o WHERE o.customer_id = customer;
END;
CREATE PROCEDURE api.tidy_up(INOUT count integer DEFAULT 0) LANGUAGE plpgsql AS 'begin end';
RESET ROLE;
CREATE TABLE public.migrating_role_owns_it (id integer PRIMARY KEY);
