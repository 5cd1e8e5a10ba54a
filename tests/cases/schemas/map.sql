-- A map without GIS: nodes, ways and relations with built-in geometric types; own range, aggregate, operator,
-- operator class, cast, collation, text search configuration.
CREATE EXTENSION btree_gist; CREATE EXTENSION hstore;
CREATE SCHEMA geo; CREATE SCHEMA osm; CREATE SCHEMA nav;
CREATE COLLATION geo.names (lc_collate = 'C', lc_ctype = 'POSIX');
CREATE COLLATION geo.plain FROM "C";
CREATE TYPE osm.member_type AS ENUM ('node', 'way', 'relation');
CREATE TYPE geo.latlon AS (lat double precision, lon double precision);
CREATE TYPE geo.heightrange AS RANGE (subtype = real, multirange_type_name = geo.heightmultirange);
CREATE DOMAIN geo.latitude AS double precision CHECK (VALUE BETWEEN -90 AND 90);
CREATE DOMAIN geo.longitude AS double precision CHECK (VALUE >= -180::double precision AND VALUE < 180);
CREATE DOMAIN geo.bearing AS real DEFAULT 0 CHECK (VALUE >= 0 AND VALUE < 360);
CREATE FUNCTION geo.distance(a point, b point) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT 2 * 6371008.8 * asin(sqrt(sin(radians((b[1] - a[1]) / 2)) ^ 2 + cos(radians(a[1])) * cos(radians(b[1])) * sin(radians((b[0] - a[0]) / 2)) ^ 2))
$$;
CREATE OPERATOR geo.<~> (FUNCTION = geo.distance, LEFTARG = point, RIGHTARG = point, COMMUTATOR = OPERATOR(geo.<~>));
CREATE FUNCTION geo.grow(b box, p point) RETURNS box LANGUAGE sql IMMUTABLE AS 'SELECT CASE WHEN b IS NULL THEN box(p) WHEN p IS NULL THEN b ELSE bound_box(b, box(p)) END';
CREATE AGGREGATE geo.extent(point) (SFUNC = geo.grow, STYPE = box, PARALLEL = safe);
CREATE FUNCTION geo.to_point(geo.latlon) RETURNS point LANGUAGE sql IMMUTABLE STRICT AS 'SELECT point($1.lon, $1.lat)';
CREATE CAST (geo.latlon AS point) WITH FUNCTION geo.to_point(geo.latlon) AS ASSIGNMENT;
CREATE TEXT SEARCH CONFIGURATION geo.places (COPY = simple);
CREATE TEXT SEARCH DICTIONARY geo.german (TEMPLATE = snowball, LANGUAGE = 'german');
ALTER TEXT SEARCH CONFIGURATION geo.places ALTER MAPPING FOR asciiword, word WITH geo.german, simple;
CREATE TABLE osm.users (id integer PRIMARY KEY, name text NOT NULL COLLATE geo.names);
CREATE TABLE osm.changesets (id bigint PRIMARY KEY, user_id integer REFERENCES osm.users, opened timestamptz NOT NULL, closed timestamptz, bounds box, tags hstore DEFAULT '' NOT NULL);
CREATE TABLE osm.nodes (id bigint PRIMARY KEY, at point NOT NULL, version integer NOT NULL DEFAULT 1, changeset bigint REFERENCES osm.changesets, tags hstore);
CREATE INDEX nodes_at ON osm.nodes USING gist (at);
CREATE INDEX nodes_spgist ON osm.nodes USING spgist (at kd_point_ops);
CREATE INDEX nodes_tags ON osm.nodes USING gin (tags);
CREATE TABLE osm.node_history (id bigint, version integer, at point, PRIMARY KEY (id, version));
CREATE TABLE osm.ways (id bigint PRIMARY KEY, line path, area polygon, closed boolean GENERATED ALWAYS AS (isclosed(line)) STORED, tags hstore, CHECK ((line IS NULL) <> (area IS NULL)));
CREATE INDEX ways_area ON osm.ways USING gist (area) WHERE area IS NOT NULL;
CREATE TABLE osm.way_nodes (way_id bigint REFERENCES osm.ways ON DELETE CASCADE, seq integer, node_id bigint NOT NULL REFERENCES osm.nodes, PRIMARY KEY (way_id, seq));
CREATE TABLE osm.relations (id bigint PRIMARY KEY, kind text COLLATE geo.plain, tags hstore);
CREATE TABLE osm.relation_members (relation_id bigint REFERENCES osm.relations ON DELETE CASCADE, seq integer, type osm.member_type NOT NULL, member_id bigint NOT NULL, role text DEFAULT '', PRIMARY KEY (relation_id, seq));
CREATE TABLE osm.notes (id serial PRIMARY KEY, at point NOT NULL, body text, open boolean DEFAULT true);
CREATE TABLE osm.coastline (id serial PRIMARY KEY, line path NOT NULL);
CREATE TABLE osm.boundaries (id bigint PRIMARY KEY, level smallint CHECK (level IN (2, 4, 6, 8)), name text NOT NULL, area polygon NOT NULL, parent bigint REFERENCES osm.boundaries);
CREATE TABLE geo.places (id serial PRIMARY KEY, name text NOT NULL, alt_names text[], centre point NOT NULL, population integer, heights geo.heightrange, search tsvector GENERATED ALWAYS AS (to_tsvector('geo.places'::regconfig, name)) STORED);
CREATE INDEX places_search ON geo.places USING gin (search);
CREATE TABLE geo.peaks (id serial PRIMARY KEY, name text, at geo.latlon NOT NULL, height real);
CREATE TABLE geo.lakes (id serial PRIMARY KEY, name text, shore polygon, inside circle, depth geo.heightrange DEFAULT geo.heightrange(0, 100));
CREATE TABLE geo.contours (height integer, line path, PRIMARY KEY (height));
CREATE TABLE geo.tiles (z smallint, x integer, y integer, etag uuid, body bytea, PRIMARY KEY (z, x, y), CHECK (z BETWEEN 0 AND 22 AND x >= 0 AND y >= 0));
CREATE TABLE geo.styles (name text PRIMARY KEY, rules jsonb NOT NULL DEFAULT '[]');
CREATE TABLE geo.addresses (id bigserial PRIMARY KEY, street text, house varchar(8), postcode varchar(10), city text, at point);
CREATE TABLE geo.postcodes (code varchar(10) PRIMARY KEY, centre point);
CREATE TABLE geo.languages (code char(3) PRIMARY KEY, name text);
CREATE TABLE geo.place_names (place_id integer REFERENCES geo.places ON DELETE CASCADE, language char(3) REFERENCES geo.languages, name text, PRIMARY KEY (place_id, language));
CREATE TABLE nav.edges (id bigserial PRIMARY KEY, from_node bigint NOT NULL, to_node bigint NOT NULL, metres real NOT NULL CHECK (metres > 0), seconds real, oneway boolean DEFAULT false NOT NULL, bearing geo.bearing, line lseg);
CREATE INDEX edges_from ON nav.edges (from_node) INCLUDE (to_node, seconds);
CREATE TABLE nav.restrictions (from_edge bigint REFERENCES nav.edges, to_edge bigint REFERENCES nav.edges, kind text, hours text, PRIMARY KEY (from_edge, to_edge));
CREATE TABLE nav.speeds (edge bigint REFERENCES nav.edges, weekday smallint, hour smallint, kmh real, PRIMARY KEY (edge, weekday, hour), CHECK (weekday BETWEEN 0 AND 6 AND hour BETWEEN 0 AND 23));
CREATE TABLE nav.closures (edge bigint REFERENCES nav.edges, during tstzrange NOT NULL, EXCLUDE USING gist (edge WITH =, during WITH &&));
CREATE TABLE nav.tracks (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), recorded tstzmultirange, points point[]);
CREATE VIEW geo.named AS SELECT p.id, p.name, p.centre <-> point '(0,0)' AS far, p.centre OPERATOR(geo.<~>) point(0, 0) AS metres FROM geo.places p;
CREATE VIEW osm.extents AS SELECT c.id, geo.extent(n.at) AS extent FROM osm.changesets c JOIN osm.nodes n ON n.changeset = c.id GROUP BY c.id;
CREATE FUNCTION nav.route(start bigint, finish bigint, OUT seq integer, OUT edge bigint, OUT cost real) RETURNS SETOF record LANGUAGE plpgsql STABLE ROWS 200 COST 10000 AS $$ BEGIN RETURN; END $$;
CREATE FUNCTION geo.tile(z integer, lat geo.latitude, lon geo.longitude, OUT x integer, OUT y integer) LANGUAGE sql IMMUTABLE AS $$
  SELECT floor((lon + 180) / 360 * (1 << z))::integer, floor((1 - ln(tan(radians(lat)) + 1 / cos(radians(lat))) / pi()) / 2 * (1 << z))::integer
$$;
