-- roles: Odd."Role" odd_names_ö
CREATE ROLE "Odd.""Role""";
CREATE ROLE odd_names_ö;
CREATE SCHEMA "Weird.Schema" AUTHORIZATION "Odd.""Role""";
CREATE TYPE "Weird.Schema"."Weird.Enum" AS ENUM ('it''s', 'a "b"', '', 'é, {c}', 'NULL');
CREATE DOMAIN "Weird.Schema"."user" AS text CONSTRAINT "is it?" CHECK (VALUE <> 'a'';');
CREATE TABLE "Weird.Schema"."Weird.Name" (
    "select" int PRIMARY KEY,
    "a ""quoted"" one" "Weird.Schema"."Weird.Enum" DEFAULT 'it''s',
    "übung" "Weird.Schema"."user",
    " " text[],
    "Upper" text CONSTRAINT "Check.""me""" CHECK ("Upper" <> '"'),
    UNIQUE ("a ""quoted"" one", "Upper")
);
CREATE INDEX "Index, of ""it""" ON "Weird.Schema"."Weird.Name" ("Upper" DESC, lower("übung"), (" " || ARRAY['),']), "select");
CREATE FUNCTION "Weird.Schema"."Fn(int)"("an ""arg""" "Weird.Schema"."Weird.Enum", "Weird.Schema"."user"[])
    RETURNS TABLE ("out put" "Weird.Schema"."Weird.Name") LANGUAGE sql AS 'SELECT NULL::"Weird.Schema"."Weird.Name"';
CREATE FUNCTION "Weird.Schema"."touch WHEN (it)"() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER "Trigger WHEN (x) """ BEFORE UPDATE OF "Upper" ON "Weird.Schema"."Weird.Name" FOR EACH ROW
    WHEN (NEW."Upper" = ') EXECUTE FUNCTION "' OR NEW."select" > 1)
    EXECUTE FUNCTION "Weird.Schema"."touch WHEN (it)"('it''s', 'a\b', '', 'é');
CREATE POLICY "Policy. ""p""" ON "Weird.Schema"."Weird.Name" TO "Odd.""Role""", odd_names_ö USING ("Upper" = current_user);
GRANT SELECT ("Upper"), UPDATE ON "Weird.Schema"."Weird.Name" TO "Odd.""Role""" WITH GRANT OPTION;
COMMENT ON TABLE "Weird.Schema"."Weird.Name" IS E'one\ntwo \\ three';
COMMENT ON CONSTRAINT "is it?" ON DOMAIN "Weird.Schema"."user" IS 'is it';
