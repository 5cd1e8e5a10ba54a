-- What the server adds to conditions, and a person does not write.
CREATE SCHEMA "Sales";
CREATE TYPE "Sales".stage AS ENUM ('lead', 'offer', 'won', 'lost');
CREATE DOMAIN "Sales".percent AS numeric(5,2) CHECK (VALUE BETWEEN 0 AND 100);
CREATE TABLE deals (
    id integer PRIMARY KEY,
    code varchar(10) NOT NULL CHECK (code ~ '^[A-Z]' AND code NOT IN ('X', 'Y')),
    stage "Sales".stage DEFAULT 'lead' NOT NULL,
    title text CHECK (title <> '' AND title NOT LIKE '%  %'),
    worth numeric(12,2) CHECK (worth > 0 AND worth < 1000000),
    chance "Sales".percent,
    closed date,
    size char(1) CHECK (size IN ('S', 'M', 'L')),
    CONSTRAINT closed_when_over CHECK ((stage IN ('won', 'lost')) = (closed IS NOT NULL)),
    CONSTRAINT this_century CHECK (closed BETWEEN '2000-01-01' AND '2099-12-31' AND closed <> '2000-01-01'),
    CONSTRAINT odd CHECK ((id, worth) > (1, 0) AND (id = 1 OR id = 2 AND worth IS NULL OR NOT (chance > 50 AND closed IS NULL)))
);
CREATE INDEX deals_open_idx ON deals (stage, lower(title)) WHERE stage NOT IN ('won', 'lost') AND code <> 'Z';
ALTER TABLE deals ENABLE ROW LEVEL SECURITY;
CREATE POLICY open_ones ON deals FOR SELECT USING (stage = 'offer' OR code LIKE 'A%' AND worth BETWEEN 1 AND 9);
CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER deals_won AFTER UPDATE ON deals FOR EACH ROW
    WHEN (OLD.stage IS DISTINCT FROM 'won' AND NEW.stage = 'won') EXECUTE FUNCTION tell();
