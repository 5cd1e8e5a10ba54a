CREATE SCHEMA shop;
CREATE SCHEMA report;
CREATE DOMAIN shop.email AS text CHECK (VALUE LIKE '%@%');
CREATE DOMAIN shop.price AS numeric(10,2) CHECK (VALUE >= 0);
CREATE TYPE shop.order_status AS ENUM ('new', 'paid', 'sent', 'lost', 'done');
CREATE TYPE shop.address AS (street text, city text, zip varchar(10));
CREATE TABLE shop.customers (
    id serial PRIMARY KEY,
    email shop.email NOT NULL,
    name varchar(100) NOT NULL,
    billing shop.address,
    shipping shop.address[],
    created_at timestamp NOT NULL DEFAULT now(),
    UNIQUE (email)
);
CREATE TABLE shop.products (
    sku varchar(20) PRIMARY KEY,
    title text NOT NULL,
    price shop.price NOT NULL DEFAULT 0,
    tags text[] NOT NULL DEFAULT '{}',
    attributes json,
    weight real
);
CREATE TABLE shop.orders (
    id serial PRIMARY KEY,
    customer_id integer NOT NULL REFERENCES shop.customers,
    status shop.order_status NOT NULL DEFAULT 'new',
    placed_at timestamp NOT NULL DEFAULT now(),
    note varchar(200)
);
CREATE TABLE shop.order_items (
    order_id integer REFERENCES shop.orders ON DELETE CASCADE,
    line smallint,
    sku varchar(20) NOT NULL REFERENCES shop.products,
    quantity integer NOT NULL CHECK (quantity > 0),
    price shop.price NOT NULL,
    total numeric GENERATED ALWAYS AS (quantity * price::numeric) STORED,
    PRIMARY KEY (order_id, line)
);
CREATE INDEX orders_open ON shop.orders (placed_at) WHERE status IN ('new', 'paid');
CREATE INDEX customers_lower ON shop.customers (lower(name));
CREATE INDEX products_tags ON shop.products USING gin (tags);
CREATE FUNCTION shop.is_open(shop.order_status) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$SELECT $1 <> 'done'$$;
CREATE FUNCTION shop.order_total(integer) RETURNS numeric LANGUAGE sql STABLE BEGIN ATOMIC
    SELECT sum(total) FROM shop.order_items WHERE order_id = $1;
END;
CREATE INDEX orders_is_open ON shop.orders (id) WHERE shop.is_open(status);
CREATE VIEW shop.open_orders AS
    SELECT o.id, o.status, c.email, shop.order_total(o.id) AS total
    FROM shop.orders o JOIN shop.customers c ON c.id = o.customer_id WHERE shop.is_open(o.status);
CREATE VIEW report.by_status AS SELECT status, count(*) AS n, sum(total) AS total FROM shop.open_orders GROUP BY status;
CREATE MATERIALIZED VIEW report.sales AS
    SELECT p.sku, p.title, sum(i.quantity) AS sold, sum(i.total) AS total
    FROM shop.products p JOIN shop.order_items i USING (sku) GROUP BY p.sku;
CREATE UNIQUE INDEX sales_key ON report.sales (sku);
CREATE VIEW report.best AS SELECT sku, title FROM report.sales ORDER BY sold DESC LIMIT 10;
GRANT USAGE ON SCHEMA report TO r_member;
GRANT SELECT ON report.sales, report.best, report.by_status TO r_member;
GRANT SELECT (id, name), UPDATE (name) ON shop.customers TO r_other;
COMMENT ON TABLE shop.orders IS 'What was ordered.';
COMMENT ON COLUMN shop.orders.status IS 'Where it is.';
COMMENT ON CONSTRAINT orders_pkey ON shop.orders IS 'Its number.';
INSERT INTO shop.customers (email, name) VALUES ('a@b', 'A');
INSERT INTO shop.products VALUES ('x', 'X', 3, '{a}', '{}', 1.5);
INSERT INTO shop.orders (customer_id) VALUES (1);
INSERT INTO shop.order_items VALUES (1, 1, 'x', 2, 3);
