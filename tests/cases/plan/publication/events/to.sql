CREATE TABLE t (id int);
CREATE PUBLICATION events FOR TABLE t WITH (publish = 'update, delete, truncate', publish_via_partition_root);
