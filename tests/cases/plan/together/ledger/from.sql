CREATE SCHEMA ledger;
CREATE SCHEMA audit;
CREATE TYPE ledger.side AS ENUM ('debit', 'credit');
CREATE FUNCTION ledger.signed(amount numeric, side ledger.side) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$SELECT CASE WHEN side = 'debit' THEN amount ELSE -amount END$$;
CREATE TABLE ledger.accounts (number char(8) PRIMARY KEY, parent char(8) REFERENCES ledger.accounts ON UPDATE CASCADE, title text, currency char(3) NOT NULL DEFAULT 'EUR', closed date, CHECK (number <> parent), CONSTRAINT currency CHECK (currency ~ '^[A-Z]{3}$'));
CREATE TABLE ledger.entries (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, booked timestamptz NOT NULL DEFAULT now(),
    account char(8) NOT NULL REFERENCES ledger.accounts, side ledger.side NOT NULL, amount numeric(12,2) NOT NULL CHECK (amount > 0),
    signed numeric GENERATED ALWAYS AS (ledger.signed(amount, side)) STORED, reference varchar(35), dropped int
);
ALTER TABLE ledger.entries DROP COLUMN dropped;
ALTER TABLE ledger.entries ADD COLUMN memo text;
CREATE INDEX entries_signed ON ledger.entries (account, (ledger.signed(amount, side)) DESC);
CREATE VIEW ledger.balances AS SELECT account, sum(signed) AS balance FROM ledger.entries GROUP BY account;
CREATE VIEW ledger.tree AS WITH RECURSIVE t AS (SELECT number, parent, 1 AS depth FROM ledger.accounts WHERE parent IS NULL UNION ALL SELECT a.number, a.parent, t.depth + 1 FROM ledger.accounts a JOIN t ON a.parent = t.number) SELECT t.*, b.balance FROM t LEFT JOIN ledger.balances b ON b.account = t.number;
CREATE MATERIALIZED VIEW ledger.closing AS SELECT depth, sum(balance) AS balance FROM ledger.tree GROUP BY depth;
CREATE INDEX closing_depth ON ledger.closing (depth);
CREATE VIEW ledger.report AS SELECT c.depth, c.balance, a.title FROM ledger.closing c CROSS JOIN ledger.accounts a;
CREATE FUNCTION ledger.balance(account char) RETURNS numeric LANGUAGE sql STABLE BEGIN ATOMIC SELECT b.balance FROM ledger.balances b WHERE b.account = $1; END;
CREATE VIEW audit.summary AS SELECT number, ledger.balance(number) AS balance FROM ledger.accounts;
CREATE RULE keep AS ON DELETE TO ledger.entries DO INSTEAD NOTHING;
CREATE RULE book AS ON INSERT TO ledger.report DO INSTEAD UPDATE ledger.accounts SET title = NEW.title WHERE number = NEW.depth::text;
CREATE TABLE audit.log (at timestamptz, what jsonb, by name DEFAULT CURRENT_USER);
CREATE FUNCTION audit.write() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$BEGIN INSERT INTO audit.log VALUES (now(), to_jsonb(NEW)); RETURN NULL; END$$;
CREATE TRIGGER log AFTER INSERT OR UPDATE ON ledger.entries FOR EACH ROW EXECUTE FUNCTION audit.write('entries');
CREATE CONSTRAINT TRIGGER balanced AFTER INSERT OR UPDATE OF amount ON ledger.entries DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.write();
GRANT SELECT ON ledger.report, ledger.closing, ledger.balances TO r_member WITH GRANT OPTION;
GRANT SELECT (depth) ON ledger.tree TO r_other WITH GRANT OPTION;
ALTER DEFAULT PRIVILEGES IN SCHEMA ledger GRANT SELECT ON TABLES TO r_member;
GRANT USAGE ON SCHEMA ledger TO r_owner; GRANT SELECT ON ledger.balances, ledger.accounts TO r_owner; ALTER VIEW ledger.tree OWNER TO r_owner;
INSERT INTO ledger.accounts (number) VALUES ('00000001'); INSERT INTO ledger.entries (account, side, amount) VALUES ('00000001', 'debit', 1);
