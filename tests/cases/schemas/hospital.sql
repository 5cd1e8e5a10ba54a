-- A hospital: patients, wards, admissions, prescriptions, laboratory, operating theatres, billing; who may see what.
CREATE EXTENSION btree_gist WITH SCHEMA public;
CREATE ROLE hospital_doctor;
CREATE ROLE hospital_nurse;
CREATE ROLE hospital_billing;
CREATE ROLE hospital_app LOGIN NOINHERIT CONNECTION LIMIT 50;
GRANT hospital_doctor, hospital_nurse, hospital_billing TO hospital_app;
ALTER ROLE hospital_app SET statement_timeout TO '15s';
ALTER ROLE hospital_app SET idle_in_transaction_session_timeout TO '1min';
COMMENT ON ROLE hospital_app IS 'The application; becomes one of the others.';

CREATE SCHEMA person; CREATE SCHEMA care; CREATE SCHEMA lab; CREATE SCHEMA billing; CREATE SCHEMA "Archiv";
GRANT USAGE ON SCHEMA person, care TO hospital_doctor, hospital_nurse, hospital_billing;
GRANT USAGE ON SCHEMA lab TO hospital_doctor WITH GRANT OPTION;
GRANT USAGE, CREATE ON SCHEMA billing TO hospital_billing;

CREATE TYPE person.sex AS ENUM ('f', 'm', 'x', 'unknown');
CREATE TYPE person.blood_group AS ENUM ('0-', '0+', 'A-', 'A+', 'B-', 'B+', 'AB-', 'AB+');
CREATE TYPE care.triage AS ENUM ('red', 'orange', 'yellow', 'green', 'blue');
CREATE TYPE care.route AS ENUM ('oral', 'iv', 'im', 'sc', 'inhaled', 'topical');
CREATE TYPE lab.flag AS ENUM ('L', 'N', 'H', 'LL', 'HH');
CREATE TYPE person.full_name AS (prefix text, given text[], family text, suffix text);
CREATE TYPE care.dose AS (amount numeric, unit text);
CREATE TYPE care.schedule AS (every interval, times time[], dose care.dose);
CREATE DOMAIN person.insurance_no AS character(10) CHECK (VALUE ~ '^[A-Z][0-9]{9}$');
CREATE DOMAIN care.icd10 AS varchar(8) CHECK (VALUE ~ '^[A-Z][0-9]{2}(\.[0-9]{1,4})?$');
CREATE DOMAIN care.percent AS smallint CHECK (VALUE BETWEEN 0 AND 100);
CREATE DOMAIN care.celsius AS numeric(4,1) CONSTRAINT alive CHECK (VALUE > 20 AND VALUE < 46);
COMMENT ON TYPE person.full_name IS 'As on the insurance card.';

CREATE TABLE person.patients (
    id bigint GENERATED ALWAYS AS IDENTITY (START WITH 1000000 INCREMENT BY 7 MINVALUE 1000000 NO CYCLE) PRIMARY KEY,
    name person.full_name NOT NULL,
    born date NOT NULL CHECK (born > '1890-01-01'),
    died timestamptz,
    sex person.sex NOT NULL DEFAULT 'unknown',
    blood person.blood_group,
    insurance_no person.insurance_no,
    family_name text GENERATED ALWAYS AS ((name).family) STORED,
    photo bytea,
    CONSTRAINT patients_lived CHECK (died IS NULL OR died::date >= born) NO INHERIT
);
COMMENT ON COLUMN person.patients.died IS 'NULL: as far as we know, alive';
CREATE UNIQUE INDEX patients_insurance_no ON person.patients (insurance_no) WHERE insurance_no IS NOT NULL;
CREATE INDEX patients_name ON person.patients (family_name COLLATE "C", born);
CREATE TABLE person.contacts (
    patient_id bigint REFERENCES person.patients ON DELETE CASCADE,
    kind text CHECK (kind IN ('home', 'work', 'next of kin')),
    phone text, email text, address jsonb,
    PRIMARY KEY (patient_id, kind)
);
CREATE TABLE person.staff (
    id serial PRIMARY KEY,
    login name NOT NULL UNIQUE,
    name person.full_name NOT NULL,
    profession text NOT NULL,
    hired date NOT NULL, left_on date,
    CHECK (left_on > hired)
);
CREATE TABLE person.allergies (patient_id bigint REFERENCES person.patients, substance text, severity smallint CHECK (severity IN (1,2,3)), since date, PRIMARY KEY (patient_id, substance));
CREATE TABLE person.consents (patient_id bigint REFERENCES person.patients, purpose text, given_at timestamptz NOT NULL, withdrawn_at timestamptz, document xml, PRIMARY KEY (patient_id, purpose, given_at));
CREATE TABLE care.wards (id smallserial PRIMARY KEY, name text NOT NULL UNIQUE, floor smallint NOT NULL, phone varchar(8));
CREATE TABLE care.rooms (ward_id smallint REFERENCES care.wards, no varchar(5), isolation boolean NOT NULL DEFAULT false, PRIMARY KEY (ward_id, no));
CREATE TABLE care.beds (id serial PRIMARY KEY, ward_id smallint NOT NULL, room varchar(5) NOT NULL, label char(1) NOT NULL, FOREIGN KEY (ward_id, room) REFERENCES care.rooms ON UPDATE CASCADE, UNIQUE (ward_id, room, label));
CREATE TABLE care.admissions (
    id bigserial PRIMARY KEY,
    patient_id bigint NOT NULL REFERENCES person.patients,
    during tstzrange NOT NULL DEFAULT tstzrange(now(), NULL),
    triage care.triage,
    reason text NOT NULL,
    EXCLUDE USING gist (patient_id WITH =, during WITH &&)
);
CREATE TABLE care.bed_stays (
    admission_id bigint REFERENCES care.admissions ON DELETE CASCADE,
    bed_id integer REFERENCES care.beds,
    during tstzrange NOT NULL,
    EXCLUDE USING gist (bed_id WITH =, during WITH &&) WITH (fillfactor = 70) WHERE (NOT isempty(during)) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE care.diagnoses (
    admission_id bigint REFERENCES care.admissions ON DELETE CASCADE,
    code care.icd10,
    main boolean NOT NULL DEFAULT false,
    by_id integer REFERENCES person.staff,
    PRIMARY KEY (admission_id, code)
);
CREATE UNIQUE INDEX one_main_diagnosis ON care.diagnoses (admission_id) WHERE main;
CREATE TABLE care.drugs (pzn integer PRIMARY KEY, name text NOT NULL, substance text NOT NULL, routes care.route[] NOT NULL DEFAULT '{oral}', max_daily care.dose);
CREATE TABLE care.prescriptions (
    id bigserial PRIMARY KEY,
    admission_id bigint NOT NULL REFERENCES care.admissions ON DELETE CASCADE,
    pzn integer NOT NULL REFERENCES care.drugs,
    route care.route NOT NULL DEFAULT 'oral',
    schedule care.schedule NOT NULL,
    by_id integer NOT NULL REFERENCES person.staff,
    valid daterange NOT NULL,
    CHECK (((schedule).dose).amount > 0::numeric)
);
CREATE TABLE care.administrations (prescription_id bigint REFERENCES care.prescriptions, at timestamptz DEFAULT now(), by_id integer REFERENCES person.staff, refused boolean NOT NULL DEFAULT false, PRIMARY KEY (prescription_id, at));
CREATE TABLE care.vitals (
    patient_id bigint REFERENCES person.patients,
    at timestamp(0) with time zone DEFAULT CURRENT_TIMESTAMP(0),
    temperature care.celsius,
    pulse smallint, systolic smallint, diastolic smallint,
    saturation care.percent,
    pain care.percent DEFAULT 0,
    PRIMARY KEY (patient_id, at),
    CHECK (systolic >= diastolic)
);
CREATE INDEX vitals_at ON care.vitals USING brin (at timestamptz_minmax_multi_ops (values_per_range='16')) WITH (autosummarize = on);
CREATE TABLE care.theatres (id smallint PRIMARY KEY, name text);
CREATE TABLE care.operations (
    id bigserial PRIMARY KEY, admission_id bigint REFERENCES care.admissions, theatre_id smallint REFERENCES care.theatres,
    planned tstzrange NOT NULL, ops_code varchar(12), emergency boolean NOT NULL DEFAULT false,
    CONSTRAINT theatre_is_free EXCLUDE USING gist (theatre_id WITH =, planned WITH &&) WHERE (NOT emergency)
);
CREATE TABLE care.operation_staff (operation_id bigint REFERENCES care.operations ON DELETE CASCADE, staff_id integer REFERENCES person.staff, role text DEFAULT 'assistant', PRIMARY KEY (operation_id, staff_id));
CREATE TABLE care.shifts (staff_id integer REFERENCES person.staff, ward_id smallint REFERENCES care.wards, day date, starts time with time zone, hours interval DAY TO HOUR DEFAULT '08:00:00', PRIMARY KEY (staff_id, day, starts));
CREATE TABLE care.notes (id uuid DEFAULT gen_random_uuid() PRIMARY KEY, admission_id bigint REFERENCES care.admissions, author_id integer REFERENCES person.staff, body text, written timestamptz DEFAULT now(), search tsvector GENERATED ALWAYS AS (to_tsvector('simple', body)) STORED);
CREATE INDEX notes_search ON care.notes USING gin (search);
CREATE TABLE lab.analytes (loinc varchar(10) PRIMARY KEY, name text NOT NULL, unit text, reference numrange, panic nummultirange);
CREATE TABLE lab.samples (barcode char(12) PRIMARY KEY, patient_id bigint NOT NULL REFERENCES person.patients, taken timestamptz NOT NULL, material text NOT NULL DEFAULT 'serum');
CREATE TABLE lab.results (
    barcode char(12) REFERENCES lab.samples ON DELETE CASCADE,
    loinc varchar(10) REFERENCES lab.analytes,
    value numeric, text_value text, flag lab.flag,
    validated_by integer REFERENCES person.staff,
    PRIMARY KEY (barcode, loinc),
    CONSTRAINT one_value CHECK ((value IS NULL) <> (text_value IS NULL))
) WITH (toast.autovacuum_enabled = true, toast_tuple_target = 4096);
CREATE TABLE lab.devices (id serial PRIMARY KEY, mac macaddr8, address inet, firmware integer[3]);
CREATE TABLE billing.payers (id serial PRIMARY KEY, name text NOT NULL, ik char(9) UNIQUE);
CREATE TABLE billing.cases (admission_id bigint PRIMARY KEY REFERENCES care.admissions, payer_id integer REFERENCES billing.payers, drg varchar(5), weight numeric(6,3), base_rate money DEFAULT '$3,500.00');
CREATE TABLE billing.items (case_id bigint REFERENCES billing.cases ON DELETE CASCADE, no smallint, code text, amount numeric(12,2) NOT NULL, PRIMARY KEY (case_id, no));
CREATE TABLE billing.claims (id oid PRIMARY KEY DEFAULT 0, case_id bigint REFERENCES billing.cases, sent pg_lsn, state text NOT NULL DEFAULT 'open' COLLATE "POSIX");
CREATE TABLE "Archiv"."Akte" ("Nr" integer PRIMARY KEY, "Patient" bigint REFERENCES person.patients, "Größe (kB)" integer, "select" text, "a""b" text, "Anhang.pdf" bytea);
COMMENT ON COLUMN "Archiv"."Akte"."Größe (kB)" IS 'Auf der Platte: "netto".';
CREATE INDEX "Akte nach Patient" ON "Archiv"."Akte" ("Patient", "Größe (kB)" DESC) WHERE "select" <> 'x';

CREATE FUNCTION care.my_wards() RETURNS smallint[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO '' AS $$
  SELECT array_agg(DISTINCT s.ward_id) FROM care.shifts s JOIN person.staff p ON p.id = s.staff_id
  WHERE p.login = session_user AND s.day = current_date
$$;
REVOKE EXECUTE ON FUNCTION care.my_wards() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION care.my_wards() TO hospital_nurse, hospital_doctor;
CREATE FUNCTION care.is_present(patient bigint) RETURNS boolean LANGUAGE sql STABLE PARALLEL RESTRICTED
  BEGIN ATOMIC
    SELECT EXISTS (SELECT 1 FROM care.admissions a WHERE a.patient_id = is_present.patient AND a.during @> now());
  END;
CREATE FUNCTION lab.flag_result() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  a lab.analytes%ROWTYPE;
BEGIN
  SELECT * INTO a FROM lab.analytes WHERE loinc = NEW.loinc;
  NEW.flag := CASE
    WHEN a.panic @> NEW.value AND NEW.value < lower(a.reference) THEN 'LL'
    WHEN a.panic @> NEW.value THEN 'HH'
    WHEN NEW.value < lower(a.reference) THEN 'L'
    WHEN NEW.value > upper(a.reference) THEN 'H'
    ELSE 'N' END;
  RETURN NEW;
END
$$;
CREATE FUNCTION care.age_at(p person.patients, at date DEFAULT ('now'::text)::date) RETURNS interval LANGUAGE sql STABLE AS 'SELECT age(at, p.born)';
CREATE TRIGGER flag_result BEFORE INSERT OR UPDATE ON lab.results FOR EACH ROW WHEN (NEW.value IS NOT NULL) EXECUTE FUNCTION lab.flag_result();

ALTER TABLE person.patients ENABLE ROW LEVEL SECURITY;
ALTER TABLE care.admissions ENABLE ROW LEVEL SECURITY;
ALTER TABLE care.admissions FORCE ROW LEVEL SECURITY;
ALTER TABLE lab.results ENABLE ROW LEVEL SECURITY;
CREATE POLICY treated ON person.patients FOR SELECT TO hospital_doctor, hospital_nurse USING (care.is_present(id) OR sex IN ('f', 'm') AND died IS NULL);
CREATE POLICY billed ON person.patients FOR SELECT TO hospital_billing USING (EXISTS (SELECT 1 FROM care.admissions a JOIN billing.cases c ON c.admission_id = a.id WHERE a.patient_id = patients.id));
CREATE POLICY doctors ON care.admissions TO hospital_doctor USING (true) WITH CHECK (NOT isempty(during));
CREATE POLICY nurses ON care.admissions FOR SELECT TO hospital_nurse USING (id IN (SELECT s.admission_id FROM care.bed_stays s JOIN care.beds b ON b.id = s.bed_id WHERE b.ward_id = ANY (care.my_wards())));
CREATE POLICY never_deleted ON care.admissions AS RESTRICTIVE FOR DELETE USING (false);
CREATE POLICY validated ON lab.results AS RESTRICTIVE FOR SELECT USING (validated_by IS NOT NULL OR pg_has_role(current_user, 'hospital_doctor', 'member'));
CREATE POLICY everybody ON lab.results FOR SELECT;
COMMENT ON POLICY nurses ON care.admissions IS 'Those who lie on the ward of today''s shift.';

CREATE VIEW care.occupancy WITH (security_invoker = true) AS
  SELECT w.name, count(b.id) AS beds, count(s.bed_id) AS taken, round(100.0 * count(s.bed_id) / NULLIF(count(b.id), 0), 1) AS percent
  FROM care.wards w LEFT JOIN care.beds b ON b.ward_id = w.id LEFT JOIN care.bed_stays s ON s.bed_id = b.id AND s.during @> now()
  GROUP BY GROUPING SETS ((w.name), ());
CREATE VIEW lab.latest AS SELECT DISTINCT ON (s.patient_id, r.loinc) s.patient_id, r.loinc, r.value, r.flag, s.taken FROM lab.results r JOIN lab.samples s USING (barcode) ORDER BY s.patient_id, r.loinc, s.taken DESC;
CREATE VIEW lab.panic WITH (security_barrier = true) AS SELECT l.*, p.family_name FROM lab.latest l JOIN person.patients p ON p.id = l.patient_id WHERE l.flag IN ('LL', 'HH');
CREATE VIEW care.current_patients AS SELECT p AS patient, a.id AS admission FROM person.patients p JOIN care.admissions a ON a.patient_id = p.id AND a.during @> now();
CREATE VIEW person.doctors AS SELECT id, login, name, profession FROM person.staff WHERE profession = 'doctor' WITH CASCADED CHECK OPTION;
CREATE MATERIALIZED VIEW billing.per_month AS SELECT date_trunc('month', lower(a.during)) AS month, sum(c.weight) AS weight FROM billing.cases c JOIN care.admissions a ON a.id = c.admission_id GROUP BY 1 WITH DATA;

GRANT SELECT ON ALL TABLES IN SCHEMA person TO hospital_doctor;
GRANT SELECT (id, name, born, sex), UPDATE (photo) ON person.patients TO hospital_nurse;
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA care TO hospital_doctor;
GRANT SELECT, INSERT ON care.vitals, care.administrations TO hospital_nurse;
GRANT ALL ON ALL TABLES IN SCHEMA billing TO hospital_billing WITH GRANT OPTION;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA care TO hospital_doctor;
GRANT REFERENCES (id), TRIGGER ON person.staff TO hospital_billing;
ALTER DEFAULT PRIVILEGES IN SCHEMA care GRANT SELECT ON TABLES TO hospital_doctor;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
REVOKE USAGE ON TYPE care.dose FROM PUBLIC;
