CREATE SUBSCRIPTION s CONNECTION 'host=nowhere dbname=d' PUBLICATION p WITH (connect = false, slot_name = 'own');
