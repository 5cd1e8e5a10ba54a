CREATE SCHEMA book;
CREATE DOMAIN book.amount AS numeric CHECK (VALUE >= 0);
CREATE TYPE book.prices AS RANGE (subtype = numeric);
CREATE TABLE book.rooms (id smallint PRIMARY KEY, name text NOT NULL, price book.prices, size int4range);
CREATE TABLE book.bookings (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    room smallint NOT NULL REFERENCES book.rooms ON UPDATE CASCADE,
    during tsrange NOT NULL, guests integer NOT NULL DEFAULT 1, span interval, ip inet, flags bit(4) DEFAULT B'0000',
    paid money, started time, mac macaddr, place point,
    CONSTRAINT free EXCLUDE USING gist (during WITH &&) WHERE (guests > 0),
    CONSTRAINT held CHECK (NOT isempty(during))
);
CREATE INDEX bookings_during ON book.bookings USING gist (during);
CREATE INDEX bookings_place ON book.bookings USING spgist (place);
CREATE INDEX rooms_price ON book.rooms USING gist (price);
CREATE VIEW book.today AS SELECT b.id, b.room, lower(b.during) AS since, b.span FROM book.bookings b WHERE b.during @> now()::timestamp;
INSERT INTO book.rooms VALUES (1, 'a', '[1,2)', '[1,5)');
INSERT INTO book.bookings (room, during, span, ip, paid) VALUES (1, '[2024-01-01, 2024-01-02)', '1 day', '10.0.0.1', NULL);
