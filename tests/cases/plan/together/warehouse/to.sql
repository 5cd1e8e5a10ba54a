CREATE SCHEMA dw;
CREATE TABLE dw.days (day date PRIMARY KEY, holiday boolean NOT NULL DEFAULT false);
CREATE TABLE dw.sales (
    id bigint GENERATED ALWAYS AS IDENTITY, day date NOT NULL, region text COLLATE "C" NOT NULL DEFAULT 'eu', amount numeric(14,4), code text, channel text,
    PRIMARY KEY (id, day, region), CONSTRAINT positive CHECK (amount >= 0), FOREIGN KEY (day) REFERENCES dw.days DEFERRABLE
) PARTITION BY RANGE (day);
CREATE TABLE dw.sales_2024_q1 PARTITION OF dw.sales FOR VALUES FROM ('2024-01-15') TO ('2024-03-01');
CREATE TABLE dw.sales_2024_01 (id bigint NOT NULL, day date NOT NULL, region text COLLATE "C" NOT NULL DEFAULT 'eu', amount numeric(14,4), code text, channel text, CONSTRAINT positive CHECK (amount >= 0), PRIMARY KEY (day, id));
CREATE TABLE dw.sales_2024_03 PARTITION OF dw.sales FOR VALUES FROM ('2024-03-01') TO ('2024-05-01') PARTITION BY LIST (region);
CREATE TABLE dw.sales_2024_03_eu PARTITION OF dw.sales_2024_03 FOR VALUES IN ('eu');
CREATE TABLE dw.sales_2024_03_us PARTITION OF dw.sales_2024_03 FOR VALUES IN ('us', 'uk') WITH (fillfactor = 80);
CREATE TABLE dw.sales_2024_03_rest PARTITION OF dw.sales_2024_03 DEFAULT;
CREATE TABLE dw.sales_2024_05 PARTITION OF dw.sales FOR VALUES FROM ('2024-05-01') TO (MAXVALUE) PARTITION BY HASH (id);
CREATE TABLE dw.sales_2024_05_0 PARTITION OF dw.sales_2024_05 FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE dw.sales_2024_05_1 PARTITION OF dw.sales_2024_05 FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE INDEX sales_region ON dw.sales (region, day) WHERE amount > 0;
CREATE INDEX sales_code ON dw.sales (code);
CREATE STATISTICS dw.sales_stats (dependencies, mcv) ON day, region FROM dw.sales;
CREATE STATISTICS dw.sales_expr ON (date_trunc('month', day)), lower(region) FROM dw.sales_2024_01;
CREATE FUNCTION dw.counted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER counted AFTER INSERT OR UPDATE OF amount ON dw.sales FOR EACH ROW WHEN (NEW.amount > 1) EXECUTE FUNCTION dw.counted();
CREATE MATERIALIZED VIEW dw.monthly AS SELECT date_trunc('month', day) AS month, region, sum(amount) AS amount FROM dw.sales GROUP BY 1, 2;
CREATE UNIQUE INDEX monthly_key ON dw.monthly (month, region);
CREATE VIEW dw.january AS SELECT * FROM dw.sales_2024_01;
GRANT SELECT ON dw.sales, dw.sales_2024_01 TO r_member;
COMMENT ON TABLE dw.sales_2024_01 IS 'January';
INSERT INTO dw.days SELECT '2024-01-01'::date + i FROM generate_series(0, 100) i;
INSERT INTO dw.sales (day, amount) SELECT '2024-03-15'::date + i, 1 + i FROM generate_series(0, 15) i;
