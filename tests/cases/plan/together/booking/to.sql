CREATE SCHEMA book;
CREATE DOMAIN book.amount AS numeric(12,2) CHECK (VALUE >= 0);
CREATE TYPE book.prices AS RANGE (subtype = book.amount, multirange_type_name = book.price_list);
CREATE TABLE book.rooms (id integer PRIMARY KEY, name varchar(50) COLLATE "C" NOT NULL, price book.prices, prices book.price_list, size int8range);
CREATE TABLE book.bookings (
    id bigint GENERATED ALWAYS AS IDENTITY (START 1000) PRIMARY KEY,
    room integer NOT NULL REFERENCES book.rooms ON UPDATE CASCADE ON DELETE CASCADE,
    during tstzrange NOT NULL, guests smallint NOT NULL DEFAULT 2, span interval day to second(3), ip cidr, flags bit varying(8) DEFAULT B'0',
    paid numeric(12,2), started time(0) with time zone, mac macaddr8, place point, nights integer GENERATED ALWAYS AS (guests * 2) STORED,
    CONSTRAINT free EXCLUDE USING gist (int4range(room, room, '[]') WITH =, during WITH &&) WHERE (guests > 0) DEFERRABLE,
    CONSTRAINT held CHECK (NOT isempty(during))
);
CREATE INDEX bookings_during ON book.bookings USING gist (during) WITH (fillfactor = 80);
CREATE INDEX bookings_place ON book.bookings USING gist (place);
CREATE INDEX rooms_price ON book.rooms USING gist (price);
CREATE VIEW book.today AS SELECT b.id, b.room, lower(b.during) AS since, b.span FROM book.bookings b WHERE b.during @> now();
INSERT INTO book.rooms (id, name, price, size) VALUES (1, 'a', '[1,2)', '[1,5)');
INSERT INTO book.bookings (room, during, span, ip, paid) VALUES (1, '[2024-01-01, 2024-01-02)', '1 day', '10.0.0.1', NULL);
