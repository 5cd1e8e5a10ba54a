CREATE SUBSCRIPTION s CONNECTION 'host=elsewhere dbname=d' PUBLICATION p WITH (connect = false, slot_name = 'other', disable_on_error = true, streaming = on);
COMMENT ON SUBSCRIPTION s IS 'new';
