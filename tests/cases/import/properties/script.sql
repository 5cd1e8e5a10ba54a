-- What tables have besides columns and constraints.
CREATE TABLE papers (
    id integer PRIMARY KEY,
    title text NOT NULL,
    body text DEFAULT '' NOT NULL,
    CONSTRAINT has_title CHECK (title <> '')
);
ALTER TABLE papers ALTER title SET STATISTICS 400, ALTER body SET STORAGE external, ALTER body SET (n_distinct = -0.5);
ALTER TABLE papers REPLICA IDENTITY FULL;
ALTER TABLE papers CLUSTER ON papers_pkey;
CREATE INDEX papers_lower_idx ON papers (lower(title), id);
ALTER INDEX papers_lower_idx ALTER 1 SET STATISTICS 50;
CREATE TABLE letters (sender text, body text DEFAULT 'Dear' NOT NULL, CHECK (sender <> '')) INHERITS (papers);
ALTER TABLE letters ALTER title SET DEFAULT 'Letter', ALTER id SET STATISTICS 9;
ALTER TABLE letters REPLICA IDENTITY NOTHING;
COMMENT ON COLUMN letters.id IS 'As on the envelope.';
CREATE UNLOGGED TABLE drafts (id serial, note text);
CREATE UNLOGGED SEQUENCE tries;
CREATE VIEW titles AS SELECT id, title FROM papers;
ALTER VIEW titles ALTER title SET DEFAULT 'Untitled';
CREATE RULE none_go AS ON DELETE TO papers WHERE old.id < 10 DO INSTEAD NOTHING;
CREATE RULE add_title AS ON INSERT TO titles DO INSTEAD
    INSERT INTO papers (id, title) VALUES (new.id, new.title);
COMMENT ON RULE add_title ON titles IS 'So that titles can be added.';
ALTER TABLE papers DISABLE RULE none_go;
CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE CONSTRAINT TRIGGER told AFTER INSERT ON drafts FROM papers DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION tell();
