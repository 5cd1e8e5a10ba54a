CREATE SCHEMA archive;
CREATE TABLE m_old (id bigint, at timestamptz NOT NULL, kind text NOT NULL, PRIMARY KEY (id, at, kind));
CREATE INDEX m_kind_idx ON m_old (kind);
