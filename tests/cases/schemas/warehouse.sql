-- A data warehouse: staging, a star schema with partitioned facts (range, list, hash, sub-partitions, default),
-- inherited archives, clustered and tuned tables, extended statistics, rules.
CREATE SCHEMA staging; CREATE SCHEMA dw; CREATE SCHEMA mart; CREATE SCHEMA etl;
CREATE ROLE warehouse_etl; CREATE ROLE warehouse_analyst;
GRANT USAGE ON SCHEMA dw, mart TO warehouse_analyst;
ALTER DEFAULT PRIVILEGES IN SCHEMA mart GRANT SELECT ON TABLES TO warehouse_analyst;
CREATE TYPE dw.scd AS ENUM ('type1', 'type2', 'type3');
CREATE TYPE etl.run_state AS ENUM ('running', 'ok', 'failed');
CREATE DOMAIN dw.sk AS bigint CHECK (VALUE > 0);

CREATE UNLOGGED TABLE staging.customers_raw (line text, file text, loaded timestamptz DEFAULT now());
CREATE UNLOGGED TABLE staging.orders_raw (doc jsonb, file text, loaded timestamptz DEFAULT now()) WITH (autovacuum_enabled = false);
CREATE UNLOGGED TABLE staging.clicks_raw (at timestamptz, visitor uuid, url text, referrer text, agent text);
CREATE TABLE staging.rejects (id bigserial PRIMARY KEY, source regclass, doc text, reason text);
CREATE TABLE etl.runs (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, job text NOT NULL, state etl.run_state NOT NULL DEFAULT 'running', started timestamptz DEFAULT now(), took interval, rows bigint);
CREATE TABLE etl.watermarks (source text PRIMARY KEY, upto timestamptz NOT NULL DEFAULT '-infinity');
CREATE TABLE dw.dim_date (date_sk integer PRIMARY KEY, day date NOT NULL UNIQUE, iso_year smallint, iso_week smallint, month smallint CHECK (month BETWEEN 1 AND 12), quarter smallint GENERATED ALWAYS AS ((month + 2) / 3) STORED, holiday boolean DEFAULT false NOT NULL);
CREATE TABLE dw.dim_time (time_sk smallint PRIMARY KEY, hour smallint, minute smallint, part text);
CREATE TABLE dw.dim_customer (customer_sk dw.sk PRIMARY KEY, customer_id text NOT NULL, name text, segment varchar(20), country char(2), valid daterange NOT NULL, is_current boolean GENERATED ALWAYS AS (upper_inf(valid)) STORED, hash bytea);
CREATE UNIQUE INDEX dim_customer_current ON dw.dim_customer (customer_id) WHERE is_current;
ALTER TABLE dw.dim_customer ALTER COLUMN name SET STORAGE EXTERNAL, ALTER COLUMN segment SET STATISTICS 500, ALTER COLUMN hash SET STORAGE PLAIN;
ALTER TABLE dw.dim_customer ALTER COLUMN country SET (n_distinct = 200), REPLICA IDENTITY FULL;
CREATE TABLE dw.dim_product (product_sk dw.sk PRIMARY KEY, sku text NOT NULL, name text, brand text, category text, price numeric(10,2)) WITH (fillfactor = 100);
ALTER TABLE dw.dim_product CLUSTER ON dim_product_pkey;
CREATE TABLE dw.dim_store (store_sk dw.sk PRIMARY KEY, name text, city text, country char(2), opened date, sqm integer);
CREATE TABLE dw.dim_promotion (promotion_sk dw.sk PRIMARY KEY, name text, during daterange);
CREATE TABLE dw.bridge_promotion (promotion_sk dw.sk REFERENCES dw.dim_promotion, product_sk dw.sk REFERENCES dw.dim_product, weight numeric(5,4), PRIMARY KEY (promotion_sk, product_sk));

CREATE TABLE dw.fact_sales (
    date_sk integer NOT NULL REFERENCES dw.dim_date,
    time_sk smallint REFERENCES dw.dim_time,
    customer_sk dw.sk NOT NULL,
    product_sk dw.sk NOT NULL REFERENCES dw.dim_product,
    store_sk dw.sk REFERENCES dw.dim_store,
    receipt text NOT NULL,
    line smallint NOT NULL DEFAULT 1,
    quantity numeric(12,3) NOT NULL,
    net numeric(14,2) NOT NULL,
    tax numeric(14,2) NOT NULL DEFAULT 0,
    gross numeric(14,2) GENERATED ALWAYS AS (net + tax) STORED,
    PRIMARY KEY (date_sk, receipt, line),
    CHECK (quantity <> 0)
) PARTITION BY RANGE (date_sk);
COMMENT ON TABLE dw.fact_sales IS 'One line of a receipt.';
CREATE INDEX fact_sales_customer ON dw.fact_sales (customer_sk);
CREATE INDEX fact_sales_product ON dw.fact_sales USING brin (product_sk);
CREATE TABLE dw.fact_sales_2023 PARTITION OF dw.fact_sales FOR VALUES FROM (MINVALUE) TO (20240101);
CREATE TABLE dw.fact_sales_2024 PARTITION OF dw.fact_sales FOR VALUES FROM (20240101) TO (20250101) WITH (fillfactor = 90);
CREATE TABLE dw.fact_sales_2025 (LIKE dw.fact_sales INCLUDING ALL);
ALTER TABLE dw.fact_sales ATTACH PARTITION dw.fact_sales_2025 FOR VALUES FROM (20250101) TO (20260101);
CREATE TABLE dw.fact_sales_rest PARTITION OF dw.fact_sales DEFAULT;
CREATE INDEX fact_sales_2025_store ON dw.fact_sales_2025 (store_sk) WHERE net > 1000;
CREATE TABLE dw.fact_clicks (at timestamptz NOT NULL, visitor uuid NOT NULL, country char(2) NOT NULL, url text NOT NULL, ms integer) PARTITION BY LIST (country);
CREATE TABLE dw.fact_clicks_dach PARTITION OF dw.fact_clicks FOR VALUES IN ('DE', 'AT', 'CH') PARTITION BY RANGE (at);
CREATE TABLE dw.fact_clicks_dach_2024 PARTITION OF dw.fact_clicks_dach FOR VALUES FROM ('2024-01-01 00:00:00+00') TO ('2025-01-01 00:00:00+00');
CREATE TABLE dw.fact_clicks_dach_rest PARTITION OF dw.fact_clicks_dach DEFAULT;
CREATE TABLE dw.fact_clicks_us PARTITION OF dw.fact_clicks (ms DEFAULT 0 NOT NULL, CONSTRAINT fast CHECK (ms < 60000)) FOR VALUES IN ('US');
CREATE TABLE dw.fact_clicks_other PARTITION OF dw.fact_clicks DEFAULT PARTITION BY HASH (visitor);
CREATE TABLE dw.fact_clicks_other_0 PARTITION OF dw.fact_clicks_other FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE dw.fact_clicks_other_1 PARTITION OF dw.fact_clicks_other FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE INDEX fact_clicks_at ON dw.fact_clicks (at DESC, lower(url));
CREATE TABLE dw.fact_inventory (day date NOT NULL, product_sk bigint NOT NULL, store_sk bigint NOT NULL, on_hand integer) PARTITION BY RANGE (date_trunc('month', day::timestamp));
CREATE TABLE dw.fact_inventory_old PARTITION OF dw.fact_inventory FOR VALUES FROM (MINVALUE) TO ('2024-01-01');
CREATE TABLE dw.fact_inventory_new PARTITION OF dw.fact_inventory FOR VALUES FROM ('2024-01-01') TO (MAXVALUE);
CREATE TABLE dw.fact_events (id bigint NOT NULL, tenant integer NOT NULL, kind text, payload jsonb) PARTITION BY HASH (tenant);
CREATE TABLE dw.fact_events_0 PARTITION OF dw.fact_events FOR VALUES WITH (MODULUS 3, REMAINDER 0);
CREATE TABLE dw.fact_events_1 PARTITION OF dw.fact_events FOR VALUES WITH (MODULUS 3, REMAINDER 1);
CREATE TABLE dw.fact_events_2 PARTITION OF dw.fact_events FOR VALUES WITH (MODULUS 3, REMAINDER 2);
CREATE TABLE dw.archive_base (archived_at timestamptz NOT NULL DEFAULT now(), reason text, CONSTRAINT reason_given CHECK (reason <> ''));
CREATE TABLE dw.archive_customers (customer_id text, doc jsonb) INHERITS (dw.archive_base);
CREATE TABLE dw.archive_orders (order_id text, doc jsonb, reason text NOT NULL DEFAULT 'old') INHERITS (dw.archive_base);
CREATE STATISTICS dw.customer_place (ndistinct, dependencies) ON segment, country FROM dw.dim_customer;
CREATE STATISTICS dw.store_expr (mcv) ON city, (lower(country)) FROM dw.dim_store;
CREATE RULE no_delete AS ON DELETE TO dw.dim_date DO INSTEAD NOTHING;
CREATE FUNCTION etl.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER sales_touch BEFORE INSERT ON dw.fact_sales FOR EACH ROW EXECUTE FUNCTION etl.touch();
CREATE FUNCTION etl.start(job text) RETURNS bigint LANGUAGE sql AS $$ INSERT INTO etl.runs (job) VALUES (job) RETURNING id $$;
CREATE PROCEDURE etl.add_month(first date) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TABLE dw.fact_inventory_%s PARTITION OF dw.fact_inventory FOR VALUES FROM (%L) TO (%L)', to_char(first, 'YYYYMM'), first, first + interval '1 month');
END $$;
CREATE VIEW mart.sales_by_month AS SELECT d.iso_year, d.month, p.category, sum(f.gross) AS gross, count(DISTINCT f.receipt) AS receipts FROM dw.fact_sales f JOIN dw.dim_date d USING (date_sk) JOIN dw.dim_product p USING (product_sk) GROUP BY GROUPING SETS ((d.iso_year, d.month, p.category), (d.iso_year, d.month), ());
CREATE MATERIALIZED VIEW mart.customer_value AS SELECT c.customer_id, sum(f.net) AS net, ntile(10) OVER (ORDER BY sum(f.net)) AS decile FROM dw.fact_sales f JOIN dw.dim_customer c ON c.customer_sk = f.customer_sk AND c.is_current GROUP BY c.customer_id WITH NO DATA;
CREATE UNIQUE INDEX customer_value_key ON mart.customer_value (customer_id);
GRANT SELECT ON ALL TABLES IN SCHEMA dw TO warehouse_analyst;
GRANT ALL ON ALL TABLES IN SCHEMA staging TO warehouse_etl;
