-- only: 18
CREATE DOMAIN named AS integer CONSTRAINT must NOT NULL;
CREATE DOMAIN renamed AS integer CONSTRAINT before NOT NULL;
CREATE DOMAIN unnamed AS integer NOT NULL;
CREATE DOMAIN loose AS integer;
CREATE DOMAIN gone AS text CONSTRAINT "Is there" NOT NULL CONSTRAINT gone_check CHECK (VALUE <> '');
