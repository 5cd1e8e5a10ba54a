CREATE SUBSCRIPTION s CONNECTION 'host=nowhere dbname=d' PUBLICATION p, q WITH (connect = false, slot_name = 'own', binary = true);
