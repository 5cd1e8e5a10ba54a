CREATE TYPE status AS ENUM ('requested', 'done');
ALTER TYPE status ADD VALUE 'accepted' BEFORE 'done';
ALTER TYPE status ADD VALUE 'first' BEFORE 'requested';
CREATE TYPE empty AS ENUM ();
COMMENT ON TYPE status IS 'How far it is.';
CREATE TABLE uses (s status DEFAULT 'done', l status[]);
