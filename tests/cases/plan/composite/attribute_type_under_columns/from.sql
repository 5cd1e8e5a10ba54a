CREATE TYPE money_amount AS (amount integer, currency text);
CREATE TABLE prices (id integer PRIMARY KEY, price money_amount, history money_amount[] DEFAULT '{}');
CREATE FUNCTION worth(money_amount) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT ($1).amount::integer';
CREATE INDEX prices_worth_idx ON prices (worth(price));
CREATE VIEW v AS SELECT id, (price).currency AS currency, worth(price) AS worth FROM prices;
CREATE DOMAIN positive AS money_amount CHECK ((VALUE).amount > 0);
COMMENT ON TYPE money_amount IS 'Money.';
COMMENT ON COLUMN money_amount.amount IS 'How much.';
INSERT INTO prices VALUES (1, '(3,EUR)');
