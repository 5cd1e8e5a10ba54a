-- Human resources and orders as they come from Oracle: a schema for each package, sequences without identity, DUAL,
-- synonyms as views, INSTEAD OF triggers, upper case where it was quoted.
CREATE SCHEMA hr; CREATE SCHEMA oe; CREATE SCHEMA pkg_emp; CREATE SCHEMA pkg_util; CREATE SCHEMA pkg_order; CREATE SCHEMA "SYS_STUFF";
COMMENT ON SCHEMA pkg_emp IS 'Package EMP_MGMT';
CREATE DOMAIN oe.yes_no AS char(1) DEFAULT 'N' CHECK (VALUE IN ('Y', 'N'));
CREATE TYPE oe.cust_address_typ AS (street_address varchar(40), postal_code varchar(10), city varchar(30), state_province varchar(10), country_id char(2));
CREATE TYPE oe.phone_list_typ AS (numbers varchar(25)[]);
CREATE TYPE oe.order_status_typ AS ENUM ('NEW', 'PICKED', 'SHIPPED', 'CLOSED');
CREATE TYPE pkg_util.log_rec AS (module varchar(30), action varchar(30), at timestamp(6));
CREATE VIEW public.dual AS SELECT 'X'::varchar(1) AS dummy;

CREATE TABLE hr.regions (region_id numeric NOT NULL, region_name varchar(25), CONSTRAINT reg_id_pk PRIMARY KEY (region_id));
CREATE TABLE hr.countries (country_id char(2) NOT NULL, country_name varchar(60), region_id numeric, CONSTRAINT country_c_id_pk PRIMARY KEY (country_id), CONSTRAINT countr_reg_fk FOREIGN KEY (region_id) REFERENCES hr.regions);
CREATE TABLE hr.locations (location_id numeric(4) NOT NULL CONSTRAINT loc_id_pk PRIMARY KEY, street_address varchar(40), postal_code varchar(12), city varchar(30) NOT NULL, country_id char(2) CONSTRAINT loc_c_id_fk REFERENCES hr.countries);
CREATE SEQUENCE hr.locations_seq START WITH 3300 INCREMENT BY 100 MAXVALUE 9900 NO CYCLE;
CREATE TABLE hr.departments (department_id numeric(4) NOT NULL CONSTRAINT dept_id_pk PRIMARY KEY, department_name varchar(30) NOT NULL, manager_id numeric(6), location_id numeric(4) CONSTRAINT dept_loc_fk REFERENCES hr.locations);
CREATE SEQUENCE hr.departments_seq INCREMENT BY 10 START WITH 280 MAXVALUE 9990;
CREATE TABLE hr.jobs (job_id varchar(10) NOT NULL CONSTRAINT job_id_pk PRIMARY KEY, job_title varchar(35) NOT NULL, min_salary numeric(6), max_salary numeric(6));
CREATE TABLE hr.employees (
    employee_id numeric(6) NOT NULL CONSTRAINT emp_emp_id_pk PRIMARY KEY,
    first_name varchar(20),
    last_name varchar(25) NOT NULL,
    email varchar(25) NOT NULL CONSTRAINT emp_email_uk UNIQUE,
    phone_number varchar(20),
    hire_date timestamp(0) without time zone NOT NULL DEFAULT date_trunc('day', LOCALTIMESTAMP),
    job_id varchar(10) NOT NULL CONSTRAINT emp_job_fk REFERENCES hr.jobs,
    salary numeric(8,2) CONSTRAINT emp_salary_min CHECK (salary > 0),
    commission_pct numeric(2,2),
    manager_id numeric(6) CONSTRAINT emp_manager_fk REFERENCES hr.employees,
    department_id numeric(4) CONSTRAINT emp_dept_fk REFERENCES hr.departments
) WITH (fillfactor = 90);
ALTER TABLE hr.departments ADD CONSTRAINT dept_mgr_fk FOREIGN KEY (manager_id) REFERENCES hr.employees (employee_id);
COMMENT ON TABLE hr.employees IS 'employees table. Contains 107 rows. References with departments,
jobs, job_history tables. Contains a self reference.';
COMMENT ON COLUMN hr.employees.email IS 'Email id of the employee';
CREATE SEQUENCE hr.employees_seq START WITH 207;
ALTER TABLE hr.employees ALTER employee_id SET DEFAULT nextval('hr.employees_seq');
CREATE INDEX emp_name_ix ON hr.employees (last_name, first_name);
CREATE INDEX emp_upper_ix ON hr.employees (upper(last_name::text), nullif(department_id, 0));
CREATE TABLE hr.job_history (employee_id numeric(6) NOT NULL CONSTRAINT jhist_emp_fk REFERENCES hr.employees, start_date timestamp(0) NOT NULL, end_date timestamp(0) NOT NULL, job_id varchar(10) NOT NULL CONSTRAINT jhist_job_fk REFERENCES hr.jobs, department_id numeric(4), CONSTRAINT jhist_date_interval CHECK (end_date > start_date), CONSTRAINT jhist_emp_id_st_date_pk PRIMARY KEY (employee_id, start_date));
CREATE TABLE hr.salary_grades (grade smallint PRIMARY KEY, losal numeric(8,2), hisal numeric(8,2), CHECK (losal <= hisal));
CREATE TABLE hr.bonuses (ename varchar(10), job varchar(9), sal numeric, comm numeric);
CREATE TABLE hr.emp_photos (employee_id numeric(6) PRIMARY KEY REFERENCES hr.employees ON DELETE CASCADE, photo bytea, mime varchar(40));
CREATE TABLE oe.customers (
    customer_id numeric(6) PRIMARY KEY,
    cust_first_name varchar(20) NOT NULL,
    cust_last_name varchar(20) NOT NULL,
    cust_address oe.cust_address_typ,
    phone_numbers oe.phone_list_typ,
    nls_language varchar(3),
    credit_limit numeric(9,2) CONSTRAINT customer_credit_limit_max CHECK (credit_limit <= 5000),
    account_mgr_id numeric(6) REFERENCES hr.employees ON DELETE SET NULL,
    date_of_birth date,
    active oe.yes_no NOT NULL,
    rowid_ uuid NOT NULL DEFAULT gen_random_uuid(),
    CONSTRAINT customer_id_min CHECK (customer_id > 0)
);
CREATE INDEX cust_upper_name_ix ON oe.customers (upper(cust_last_name), upper(cust_first_name));
CREATE INDEX cust_city_ix ON oe.customers (((cust_address).city));
CREATE TABLE oe.categories (category_id numeric(2) PRIMARY KEY, category_name varchar(50), category_description varchar(1000), parent_category_id numeric(2) REFERENCES oe.categories DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE oe.product_information (product_id numeric(6) PRIMARY KEY, product_name varchar(50), product_description varchar(2000), category_id numeric(2) REFERENCES oe.categories, weight_class numeric(1), warranty_period interval year to month, list_price numeric(8,2), min_price numeric(8,2), catalog_url varchar(50), product_status varchar(20), CONSTRAINT product_status_lov CHECK (product_status IN ('orderable', 'planned', 'under development', 'obsolete')), CONSTRAINT price_range CHECK (min_price BETWEEN 0 AND list_price AND list_price < 1e6));
CREATE TABLE oe.product_descriptions (product_id numeric(6) REFERENCES oe.product_information, language_id varchar(3), translated_name varchar(50) NOT NULL, translated_description text, PRIMARY KEY (product_id, language_id));
CREATE TABLE oe.warehouses (warehouse_id numeric(3) PRIMARY KEY, warehouse_spec xml, warehouse_name varchar(35), location_id numeric(4) REFERENCES hr.locations);
CREATE TABLE oe.inventories (product_id numeric(6) REFERENCES oe.product_information, warehouse_id numeric(3) REFERENCES oe.warehouses, quantity_on_hand numeric(8) NOT NULL, CONSTRAINT inventory_ix PRIMARY KEY (product_id, warehouse_id));
CREATE TABLE oe.orders (order_id numeric(12) PRIMARY KEY, order_date timestamp with time zone NOT NULL, order_mode varchar(8) CONSTRAINT order_mode_lov CHECK (order_mode IN ('direct', 'online')), customer_id numeric(6) NOT NULL REFERENCES oe.customers, order_status oe.order_status_typ DEFAULT 'NEW', order_total numeric(8,2) CONSTRAINT order_total_min CHECK (order_total >= 0), sales_rep_id numeric(6) REFERENCES hr.employees ON DELETE SET NULL, promotion_id numeric(6));
CREATE SEQUENCE oe.orders_seq AS bigint START WITH 1000 INCREMENT BY 1 MINVALUE 1 MAXVALUE 999999999999 CACHE 20 CYCLE;
CREATE INDEX ord_order_date_ix ON oe.orders (date(order_date AT TIME ZONE 'UTC') DESC);
CREATE TABLE oe.order_items (order_id numeric(12) REFERENCES oe.orders ON DELETE CASCADE, line_item_id numeric(3), product_id numeric(6) NOT NULL REFERENCES oe.product_information, unit_price numeric(8,2), quantity numeric(8), amount numeric GENERATED ALWAYS AS (unit_price * quantity) STORED, PRIMARY KEY (order_id, line_item_id), CONSTRAINT order_items_uk UNIQUE (order_id, product_id));
CREATE TABLE oe.promotions (promo_id numeric(6) PRIMARY KEY, promo_name varchar(20), active_in tsrange DEFAULT '[2020-01-01 00:00:00,)'::tsrange);
ALTER TABLE oe.orders ADD FOREIGN KEY (promotion_id) REFERENCES oe.promotions MATCH SIMPLE ON UPDATE SET DEFAULT;
CREATE TABLE oe.returns (order_id numeric(12), line_item_id numeric(3), reason varchar(200), FOREIGN KEY (order_id, line_item_id) REFERENCES oe.order_items ON DELETE CASCADE);
CREATE TABLE oe.channels (channel_id char(1) PRIMARY KEY, channel_desc varchar(20) NOT NULL);
CREATE TABLE oe.order_queue (msgid bytea PRIMARY KEY, enq_time timestamp(6), payload jsonb, state smallint DEFAULT 0, retry smallint DEFAULT 0);
CREATE TABLE pkg_util.error_log (id bigint PRIMARY KEY, at timestamp(6) DEFAULT CURRENT_TIMESTAMP::timestamp(6), code integer, msg varchar(4000), backtrace text);
CREATE SEQUENCE pkg_util.error_log_seq CACHE 1000;
CREATE UNLOGGED TABLE pkg_util.session_vars (sid integer, name varchar(60), value varchar(4000), PRIMARY KEY (sid, name));
CREATE TABLE pkg_util.parameters (name varchar(30) PRIMARY KEY, value varchar(2000), CONSTRAINT parameters_upper CHECK (name = upper(name)));
CREATE TABLE "SYS_STUFF"."PLAN_TABLE" ("STATEMENT_ID" varchar(30), "PLAN_ID" numeric, "OPERATION" varchar(30), "OPTIONS" varchar(255), "OBJECT#" numeric, "COST$" numeric, "OTHER_XML" text);
CREATE TABLE "SYS_STUFF"."MLOG$_ORDERS" ("M_ROW$$" varchar(255), "SNAPTIME$$" timestamp(0), "DMLTYPE$$" varchar(1) CHECK ("DMLTYPE$$" IN ('I', 'U', 'D')));
CREATE INDEX "MLOG$_IX" ON "SYS_STUFF"."MLOG$_ORDERS" ("SNAPTIME$$");

CREATE FUNCTION pkg_util.nvl(anyelement, anyelement) RETURNS anyelement LANGUAGE sql IMMUTABLE AS 'SELECT COALESCE($1, $2)';
CREATE FUNCTION pkg_util.decode(expr anycompatible, VARIADIC list anycompatiblearray) RETURNS anycompatible LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    FOR i IN 1 .. array_length(list, 1) - 1 BY 2 LOOP
        IF list[i] IS NOT DISTINCT FROM expr THEN RETURN list[i + 1]; END IF;
    END LOOP;
    RETURN CASE WHEN array_length(list, 1) % 2 = 1 THEN list[array_length(list, 1)] END;
END $$;
CREATE FUNCTION pkg_util.to_number(varchar) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN ($1)::numeric;
CREATE FUNCTION pkg_util.to_number(varchar, varchar) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN pg_catalog.to_number(($1)::text, ($2)::text);
CREATE FUNCTION pkg_util.add_months(d date, n integer DEFAULT 1) RETURNS date LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT (d + n * interval '1 month')::date
$$;
CREATE FUNCTION pkg_util.sysdate() RETURNS timestamp LANGUAGE sql STABLE AS 'SELECT clock_timestamp()::timestamp(0)';
CREATE PROCEDURE pkg_util.log_error(IN code integer, IN msg varchar, INOUT id bigint DEFAULT NULL) LANGUAGE plpgsql AS $$
BEGIN
    id := nextval('pkg_util.error_log_seq');
    INSERT INTO pkg_util.error_log (id, code, msg) VALUES (id, code, msg);
EXCEPTION WHEN OTHERS THEN
    NULL;
END $$;
CREATE FUNCTION pkg_emp.hire(last_name varchar, email varchar, job varchar, salary numeric DEFAULT NULL, manager numeric DEFAULT NULL, dept numeric DEFAULT 0) RETURNS numeric LANGUAGE plpgsql AS $$
DECLARE
    v_id hr.employees.employee_id%TYPE := nextval('hr.employees_seq');
    rec RECORD;
BEGIN
    FOR rec IN SELECT j.min_salary, j.max_salary FROM hr.jobs j WHERE j.job_id = job LOOP
        IF salary NOT BETWEEN rec.min_salary AND rec.max_salary THEN
            RAISE EXCEPTION USING ERRCODE = '20001', MESSAGE = 'ORA-20001: salary out of range';
        END IF;
    END LOOP;
    INSERT INTO hr.employees (employee_id, last_name, email, job_id, salary, manager_id, department_id)
    VALUES (v_id, last_name, email, job, salary, manager, NULLIF(dept, 0));
    RETURN v_id;
END $$;
CREATE PROCEDURE pkg_emp.fire(emp numeric) LANGUAGE plpgsql AS $$ BEGIN DELETE FROM hr.employees WHERE employee_id = emp; COMMIT; END $$;
CREATE PROCEDURE pkg_emp.raise_salary(emp numeric, pct numeric DEFAULT 0.03) LANGUAGE sql BEGIN ATOMIC
    UPDATE hr.employees SET salary = (employees.salary * (1 + raise_salary.pct)) WHERE (employees.employee_id = raise_salary.emp);
    INSERT INTO pkg_util.error_log (id, code, msg) VALUES (nextval('pkg_util.error_log_seq'::regclass), 0, 'raised'::varchar);
END;
CREATE FUNCTION pkg_emp.subordinates(boss numeric) RETURNS SETOF hr.employees LANGUAGE sql STABLE ROWS 30 AS $$
    WITH RECURSIVE sub AS (
        SELECT e.* FROM hr.employees e WHERE e.manager_id = boss
        UNION ALL
        SELECT e.* FROM hr.employees e JOIN sub ON e.manager_id = sub.employee_id
    ) SELECT * FROM sub
$$;
CREATE FUNCTION pkg_order.total(numeric) RETURNS numeric LANGUAGE sql STABLE AS $_$ SELECT sum(amount) FROM oe.order_items WHERE order_id = $1 $_$;
CREATE FUNCTION pkg_order.place(customer numeric, products numeric[], quantities numeric[], OUT order_id numeric, OUT total numeric) RETURNS record LANGUAGE plpgsql SET search_path TO oe, pkg_order, pg_temp AS $$
#variable_conflict use_column
BEGIN
    INSERT INTO orders (order_id, order_date, order_mode, customer_id)
    VALUES (nextval('orders_seq'), CURRENT_TIMESTAMP, 'online', customer) RETURNING orders.order_id INTO $4;
    INSERT INTO order_items (order_id, line_item_id, product_id, unit_price, quantity)
    SELECT $4, n, p.product_id, p.list_price, quantities[n] FROM unnest(products) WITH ORDINALITY AS u(product, n) JOIN product_information p ON p.product_id = u.product;
    $5 := pkg_order.total($4);
END $$;
CREATE FUNCTION hr.secure_dml() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_char(pkg_util.sysdate(), 'HH24:MI') NOT BETWEEN '08:00' AND '18:00' OR to_char(pkg_util.sysdate(), 'DY') IN ('SAT', 'SUN') THEN
        RAISE EXCEPTION 'You may only make changes during normal office hours';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION hr.add_job_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO hr.job_history VALUES (OLD.employee_id, OLD.hire_date, pkg_util.sysdate(), OLD.job_id, OLD.department_id);
    RETURN NEW;
END $$;
CREATE TRIGGER secure_employees BEFORE INSERT OR UPDATE OR DELETE ON hr.employees FOR EACH STATEMENT EXECUTE FUNCTION hr.secure_dml();
ALTER TABLE hr.employees DISABLE TRIGGER secure_employees;
CREATE TRIGGER update_job_history AFTER UPDATE OF job_id, department_id ON hr.employees FOR EACH ROW WHEN (old.job_id IS DISTINCT FROM new.job_id OR old.department_id IS DISTINCT FROM new.department_id) EXECUTE FUNCTION hr.add_job_history();
CREATE VIEW hr.emp_details_view AS
    SELECT e.employee_id, e.job_id, e.manager_id, e.department_id, d.location_id, l.country_id, e.first_name, e.last_name, e.salary, e.commission_pct, d.department_name, j.job_title, l.city, c.country_name, r.region_name
    FROM hr.employees e, hr.departments d, hr.jobs j, hr.locations l, hr.countries c, hr.regions r
    WHERE e.department_id = d.department_id AND d.location_id = l.location_id AND l.country_id = c.country_id AND c.region_id = r.region_id AND j.job_id = e.job_id;
CREATE VIEW public.employees AS SELECT * FROM hr.employees;
COMMENT ON VIEW public.employees IS 'Synonym for hr.employees';
CREATE VIEW oe.orders_view AS SELECT o.order_id, CASE o.order_mode WHEN 'direct' THEN 1 ELSE 0 END AS direct, pkg_util.nvl(o.order_total, 0::numeric) AS total, (c.cust_address).city AS city FROM oe.orders o JOIN oe.customers c USING (customer_id) WHERE o.order_mode IN ('direct', 'online') OR o.order_mode IS NULL;
CREATE FUNCTION oe.orders_view_ins() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO oe.orders (order_id, order_date, order_total, customer_id) VALUES (NEW.order_id, now(), NEW.total, 1); RETURN NEW; END $$;
CREATE TRIGGER orders_view_ins INSTEAD OF INSERT OR UPDATE ON oe.orders_view FOR EACH ROW EXECUTE FUNCTION oe.orders_view_ins();
CREATE VIEW oe.bombay_inventory AS SELECT p.product_id, p.product_name, i.quantity_on_hand FROM oe.inventories i NATURAL JOIN oe.warehouses w JOIN oe.product_information p ON p.product_id = i.product_id WHERE w.warehouse_name = 'Bombay';
CREATE VIEW oe.product_prices AS SELECT category_id, count(*) AS "#_OF_PRODUCTS", sum(list_price) AS low_value, sum(min_price) AS "sum(min price)" FROM oe.product_information GROUP BY category_id;
CREATE MATERIALIZED VIEW oe.sum_sales_mv AS SELECT o.customer_id, extract(year FROM o.order_date AT TIME ZONE 'UTC') AS year, sum(i.unit_price * i.quantity) AS sales, grouping(o.customer_id) AS g FROM oe.orders o JOIN oe.order_items i USING (order_id) GROUP BY ROLLUP (1, 2);
CREATE INDEX sum_sales_mv_ix ON oe.sum_sales_mv (customer_id, year DESC);
CREATE VIEW oe.top_customers AS SELECT customer_id, sales, dense_rank() OVER (ORDER BY sales DESC NULLS LAST) AS r, sum(sales) OVER (ORDER BY sales ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS running FROM oe.sum_sales_mv WHERE year BETWEEN 2000 AND 2030 AND g = 0;
