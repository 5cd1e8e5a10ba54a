-- momni-db: no transaction
alter table p detach partition p1 concurrently;
