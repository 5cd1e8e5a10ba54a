CREATE SUBSCRIPTION s CONNECTION 'host=nowhere dbname=d' PUBLICATION p, q WITH (connect = false, slot_name = 'own', binary = true, streaming = on, synchronous_commit = 'local');
CREATE SUBSCRIPTION bare CONNECTION 'dbname=d' PUBLICATION p WITH (connect = false, slot_name = NONE, disable_on_error = true);
COMMENT ON SUBSCRIPTION s IS 'From elsewhere.';
