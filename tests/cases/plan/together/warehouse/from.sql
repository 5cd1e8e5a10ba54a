CREATE SCHEMA dw;
CREATE TABLE dw.days (day date PRIMARY KEY, holiday boolean NOT NULL DEFAULT false);
CREATE TABLE dw.sales (
    id bigint GENERATED ALWAYS AS IDENTITY, day date NOT NULL, region text NOT NULL DEFAULT 'eu', amount numeric(10,2), code varchar(8),
    PRIMARY KEY (day, region, id), CONSTRAINT positive CHECK (amount > 0), FOREIGN KEY (day) REFERENCES dw.days
) PARTITION BY RANGE (day);
CREATE TABLE dw.sales_2024_01 PARTITION OF dw.sales FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
CREATE TABLE dw.sales_2024_02 PARTITION OF dw.sales FOR VALUES FROM ('2024-02-01') TO ('2024-03-01');
CREATE TABLE dw.sales_2024_03 PARTITION OF dw.sales FOR VALUES FROM ('2024-03-01') TO ('2024-04-01') PARTITION BY LIST (region);
CREATE TABLE dw.sales_2024_03_eu PARTITION OF dw.sales_2024_03 FOR VALUES IN ('eu', 'uk');
CREATE TABLE dw.sales_2024_03_us PARTITION OF dw.sales_2024_03 FOR VALUES IN ('us') WITH (fillfactor = 70);
CREATE TABLE dw.sales_rest PARTITION OF dw.sales DEFAULT;
CREATE INDEX sales_region ON dw.sales (region, day);
CREATE INDEX sales_2024_01_code ON dw.sales_2024_01 (code);
CREATE STATISTICS dw.sales_stats (dependencies) ON day, region FROM dw.sales;
CREATE STATISTICS dw.sales_expr ON (date_trunc('month', day)), lower(region) FROM dw.sales_2024_01;
CREATE FUNCTION dw.counted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER counted AFTER INSERT ON dw.sales FOR EACH ROW EXECUTE FUNCTION dw.counted();
CREATE MATERIALIZED VIEW dw.monthly AS SELECT date_trunc('month', day) AS month, region, sum(amount) AS amount FROM dw.sales GROUP BY 1, 2;
CREATE UNIQUE INDEX monthly_key ON dw.monthly (month, region);
CREATE VIEW dw.january AS SELECT * FROM dw.sales_2024_01;
GRANT SELECT ON dw.sales TO r_member;
COMMENT ON TABLE dw.sales_2024_01 IS 'January';
INSERT INTO dw.days SELECT '2024-01-01'::date + i FROM generate_series(0, 100) i;
INSERT INTO dw.sales (day, amount) SELECT '2024-01-01'::date + i, 1 + i FROM generate_series(0, 30) i;
