CREATE EXTENSION btree_gist;
CREATE TABLE bookings (
    host int, guest text, during tstzrange, status text,
    CONSTRAINT no_overlap EXCLUDE USING gist (host WITH =, during WITH &&) WHERE (status IN ('accepted', 'held')),
    CONSTRAINT odd EXCLUDE USING gist (lower(guest) WITH =, during WITH -|-) INCLUDE (status) WITH (fillfactor = 50) DEFERRABLE INITIALLY DEFERRED,
    EXCLUDE (host WITH =)
);
