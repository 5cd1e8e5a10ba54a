//! The SQL that makes a random database. What a slot refers to and what is not there is left out or replaced, so that
//! PostgreSQL takes all of it.

use super::world::{
    Column, Common, Composite, Domain, Enum, Function, Policy, Reference, Sequence, Slots, Table,
    TableIndex, Trigger, Type, Value, View, World,
};
use proptest::sample::Index;
use std::fmt::Write as _;

/// Objects of the second slot lie in another schema, where a sequence does not have to lie with its table.
fn schema(slot: usize) -> &'static str {
    if slot.is_multiple_of(2) { "app" } else { "\"Other\"" }
}

struct Sql<'a> {
    world: &'a World,
    text: String,
}

/// All of it, in an order in which it can be made.
pub(crate) fn sql(world: &World) -> String {
    let mut sql = Sql { world, text: String::new() };
    sql.say("CREATE SCHEMA app");
    sql.say("CREATE SCHEMA \"Other\"");
    sql.say(
        "CREATE FUNCTION app.fired() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    );
    each(&world.enums, |slot, it| sql.enumeration(slot, it));
    each(&world.domains, |slot, it| sql.domain(slot, it));
    each(&world.composites, |slot, it| sql.composite(slot, it));
    each(&world.sequences, |slot, it| sql.sequence(slot, it));
    each(&world.functions, |slot, it| {
        if sql.counted(it).is_none() {
            sql.function(slot, it);
        }
    });
    each(&world.tables, |slot, it| sql.table(slot, it));
    each(&world.tables, |slot, it| {
        if let Some(reference) = &it.reference {
            sql.reference(slot, it, reference);
        }
    });
    each(&world.sequences, |slot, it| sql.owned(slot, it));
    each(&world.functions, |slot, it| {
        if sql.counted(it).is_some() {
            sql.function(slot, it);
        }
    });
    each(&world.views, |slot, it| sql.view(slot, it, false));
    each(&world.materialized_views, |slot, it| sql.view(slot, it, true));
    each(&world.tables, |slot, it| {
        each(&it.policies, |number, policy| sql.policy(slot, number, policy));
        each(&it.triggers, |number, trigger| sql.trigger(slot, number, trigger));
    });
    for role in world.defaults.iter().flatten() {
        sql.say(&format!(
            "ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO {role}"
        ));
    }
    sql.text
}

fn each<T>(slots: &Slots<T>, mut take: impl FnMut(usize, &T)) {
    for (slot, it) in slots.iter().enumerate() {
        if let Some(it) = it {
            take(slot, it);
        }
    }
}

impl Sql<'_> {
    fn say(&mut self, statement: &str) {
        let _ = writeln!(self.text, "{statement};");
    }

    /// Comment, owner and privileges.
    fn common(&mut self, kind: &str, name: &str, privilege: &str, common: &Common) {
        self.comment(kind, name, common.comment);
        if let Some(owner) = common.owner {
            self.say(&format!("ALTER {kind} {name} OWNER TO {owner}"));
        }
        let class = match kind {
            "VIEW" | "MATERIALIZED VIEW" => "TABLE",
            kind => kind,
        };
        if common.revoked {
            self.say(&format!("REVOKE ALL ON {class} {name} FROM PUBLIC"));
        }
        for (role, grantable) in &common.grants {
            let option = if *grantable { " WITH GRANT OPTION" } else { "" };
            self.say(&format!("GRANT {privilege} ON {class} {name} TO {role}{option}"));
        }
    }

    fn comment(&mut self, kind: &str, name: &str, comment: Option<u8>) {
        if let Some(number) = comment {
            self.say(&format!("COMMENT ON {kind} {name} IS 'It''s number {number}.'"));
        }
    }

    fn type_name(&self, it: &Type) -> String {
        let there = |slot: &usize, there: bool, letter: char| match there {
            true => format!("{}.{letter}{slot}", schema(*slot)),
            false => "text".to_owned(),
        };
        match it {
            Type::Plain(name) => (*name).to_owned(),
            Type::Enum(slot) => there(slot, self.world.enums[*slot].is_some(), 'e'),
            Type::Domain(slot) => there(slot, self.world.domains[*slot].is_some(), 'd'),
            Type::Composite(slot) => there(slot, self.world.composites[*slot].is_some(), 'c'),
        }
    }

    fn enumeration(&mut self, slot: usize, it: &Enum) {
        let name = format!("{}.e{slot}", schema(slot));
        let labels = it.labels.iter().map(|label| format!("'{label}'")).collect::<Vec<_>>();
        self.say(&format!("CREATE TYPE {name} AS ENUM ({})", labels.join(", ")));
        self.common("TYPE", &name, "USAGE", &it.common);
    }

    fn domain(&mut self, slot: usize, it: &Domain) {
        let name = format!("{}.d{slot}", schema(slot));
        let mut text = format!("CREATE DOMAIN {name} AS {}", self.type_name(&it.base));
        if it.default {
            text.push_str(" DEFAULT NULL");
        }
        if it.not_null {
            text.push_str(" NOT NULL");
        }
        each(&it.checks, |number, variant| {
            let condition = ["VALUE IS NOT NULL", "VALUE::text <> 'x'"][usize::from(*variant)];
            let _ = write!(text, " CONSTRAINT d{slot}_ck{number} CHECK ({condition})");
        });
        self.say(&text);
        self.common("DOMAIN", &name, "USAGE", &it.common);
    }

    fn composite(&mut self, slot: usize, it: &Composite) {
        let name = format!("{}.c{slot}", schema(slot));
        let mut attributes = Vec::new();
        each(&it.attributes, |number, it| {
            attributes.push(format!("a{number} {}", self.type_name(it)));
        });
        self.say(&format!("CREATE TYPE {name} AS ({})", attributes.join(", ")));
        self.common("TYPE", &name, "USAGE", &it.common);
    }

    fn sequence(&mut self, slot: usize, it: &Sequence) {
        let start = i64::from(it.start) * it.increment.signum();
        self.say(&format!(
            "CREATE SEQUENCE app.s{slot} AS {} INCREMENT {} START {start} CACHE {}{}",
            if it.small { "smallint" } else { "bigint" },
            it.increment,
            it.cache,
            if it.cycle { " CYCLE" } else { "" }
        ));
        // It has the owner of the table that it goes with.
        let owner = if self.owner_of(it).is_some() { None } else { it.common.owner };
        let common = Common { owner, ..it.common.clone() };
        self.common("SEQUENCE", &format!("app.s{slot}"), "USAGE", &common);
    }

    fn owner_of<'t>(&'t self, it: &Sequence) -> Option<(usize, &'t Table, usize)> {
        let (table, column) = it.owned?;
        let (slot, table) = self.table_at(&table)?;
        Some((slot, table, pick(&table.columns, &column)?))
    }

    fn owned(&mut self, slot: usize, it: &Sequence) {
        let Some((table, owner, column)) =
            self.owner_of(it).map(|(slot, table, column)| (slot, table.common.owner, column))
        else {
            return;
        };
        if let Some(owner) = owner {
            self.say(&format!("ALTER SEQUENCE app.s{slot} OWNER TO {owner}"));
        }
        self.say(&format!("ALTER SEQUENCE app.s{slot} OWNED BY app.t{table}.c{column}"));
    }

    fn table_at(&self, index: &Index) -> Option<(usize, &Table)> {
        let slot = pick(&self.world.tables, index)?;
        Some((slot, self.world.tables[slot].as_ref()?))
    }

    /// The table whose rows a function counts.
    fn counted(&self, it: &Function) -> Option<usize> {
        it.counts.as_ref().and_then(|index| self.table_at(index)).map(|(slot, _)| slot)
    }

    fn function(&mut self, slot: usize, it: &Function) {
        let name = format!("{}.f{slot}", schema(slot));
        let argument = it.argument.as_ref().map(|it| self.type_name(it)).unwrap_or_default();
        let counted = self.counted(it);
        let mut text = format!("CREATE FUNCTION {name}(");
        if !argument.is_empty() {
            let _ = write!(text, "x {argument}{}", if it.default { " DEFAULT NULL" } else { "" });
        }
        let returns = match counted {
            Some(_) => "bigint".to_owned(),
            None => self.type_name(&it.returns),
        };
        let plpgsql = it.plpgsql && counted.is_none();
        let language = if plpgsql { "plpgsql" } else { "sql" };
        let _ = write!(text, ") RETURNS {returns} LANGUAGE {language} {}", it.volatility);
        for (said, word) in [
            (it.strict, " STRICT"),
            (it.definer, " SECURITY DEFINER"),
            (it.parallel, " PARALLEL SAFE"),
            (it.setting, " SET search_path = pg_catalog, pg_temp"),
        ] {
            text.push_str(if said { word } else { "" });
        }
        if let Some(cost) = it.cost {
            let _ = write!(text, " COST {cost}");
        }
        match counted {
            Some(table) => {
                let _ = write!(text, " BEGIN ATOMIC SELECT count(*) FROM app.t{table}; END");
            }
            None if plpgsql => text.push_str(" AS 'BEGIN RETURN NULL; END'"),
            None => {
                let _ = write!(text, " AS 'SELECT NULL::{returns}'");
            }
        }
        self.say(&text);
        self.common("FUNCTION", &format!("{name}({argument})"), "EXECUTE", &it.common);
    }

    /// A call of a function that counts nothing and can be called without an argument.
    fn call(&self, index: &Index) -> Option<String> {
        let slot = pick(&self.world.functions, index)?;
        let it = self.world.functions[slot].as_ref()?;
        let callable = self.counted(it).is_none() && (it.argument.is_none() || it.default);
        callable.then(|| format!("{}.f{slot}()", schema(slot)))
    }

    fn column(&self, number: usize, it: &Column) -> String {
        let name = self.type_name(&it.r#type);
        let whole = matches!(name.as_str(), "integer" | "bigint");
        let mut text = format!("c{number} {name}");
        if it.collated && matches!(name.as_str(), "text" | "character varying(20)") {
            text.push_str(" COLLATE \"C\"");
        }
        let value = match &it.value {
            Value::Default => Some(format!("DEFAULT {}", literal(&name))),
            Value::Identity { always, start } if whole => Some(format!(
                "GENERATED {} AS IDENTITY (START {start})",
                if *always { "ALWAYS" } else { "BY DEFAULT" }
            )),
            Value::Generated if whole => Some("GENERATED ALWAYS AS (length('abc')) STORED".into()),
            Value::Generated if name == "text" => {
                Some("GENERATED ALWAYS AS ('x' || id) STORED".into())
            }
            Value::Called(index) => {
                self.call(index).map(|call| format!("DEFAULT CAST(CAST({call} AS text) AS {name})"))
            }
            Value::Counted(index) if whole => {
                let slot = pick(&self.world.sequences, index);
                slot.map(|slot| format!("DEFAULT nextval('app.s{slot}')"))
            }
            _ => None,
        };
        if let Some(value) = value {
            let _ = write!(text, " {value}");
        }
        if it.not_null {
            text.push_str(" NOT NULL");
        }
        text
    }

    fn table(&mut self, slot: usize, it: &Table) {
        let name = format!("app.t{slot}");
        let mut parts = vec!["id bigint NOT NULL".to_owned()];
        each(&it.columns, |number, column| parts.push(self.column(number, column)));
        if self.target(it).is_some() {
            parts.push("ref bigint".to_owned());
        }
        if let Some(deferrable) = it.key {
            let deferrable = if deferrable { " DEFERRABLE" } else { "" };
            parts.push(format!("CONSTRAINT t{slot}_pk PRIMARY KEY (id){deferrable}"));
        }
        self.say(&format!(
            "CREATE {}TABLE {name} ({}){}",
            if it.unlogged { "UNLOGGED " } else { "" },
            parts.join(", "),
            it.fillfactor.map_or(String::new(), |it| format!(" WITH (fillfactor = {it})"))
        ));
        each(&it.columns, |number, column| {
            self.comment("COLUMN", &format!("{name}.c{number}"), column.comment);
        });
        self.common("TABLE", &name, "SELECT, UPDATE", &it.common);
        each(&it.columns, |number, column| {
            if let Some(role) = column.granted {
                self.say(&format!("GRANT INSERT (c{number}) ON {name} TO {role}"));
            }
        });
        self.constraints(slot, it);
        each(&it.indexes, |number, index| self.index(slot, it, number, index));
        if it.row_security.0 {
            self.say(&format!("ALTER TABLE {name} ENABLE ROW LEVEL SECURITY"));
        }
        if it.row_security.1 {
            self.say(&format!("ALTER TABLE {name} FORCE ROW LEVEL SECURITY"));
        }
    }

    fn constraints(&mut self, slot: usize, it: &Table) {
        let name = format!("app.t{slot}");
        each(&it.uniques, |number, unique| {
            self.say(&format!(
                "ALTER TABLE {name} ADD CONSTRAINT t{slot}_u{number} UNIQUE{} ({}){}",
                if unique.nulls_not_distinct { " NULLS NOT DISTINCT" } else { "" },
                two(it, &unique.columns),
                deferrable(unique.deferrable)
            ));
        });
        each(&it.checks, |number, check| {
            let column = one(it, &check.column);
            let condition = match check.variant {
                true => format!("{column} IS NOT NULL"),
                false => format!("{column}::text <> ''"),
            };
            self.say(&format!(
                "ALTER TABLE {name} ADD CONSTRAINT t{slot}_ck{number} CHECK ({condition}){}{}",
                if check.no_inherit { " NO INHERIT" } else { "" },
                if check.not_valid { " NOT VALID" } else { "" }
            ));
        });
        if let Some(range) = it.exclusion {
            let ranges = it.columns.iter().position(|column| {
                column.as_ref().is_some_and(|it| matches!(it.r#type, Type::Plain("int4range")))
            });
            let element = match (range, ranges) {
                (true, Some(column)) => format!("USING gist (c{column} WITH &&)"),
                _ => "USING btree (id WITH =)".to_owned(),
            };
            self.say(&format!("ALTER TABLE {name} ADD CONSTRAINT t{slot}_ex EXCLUDE {element}"));
        }
    }

    /// The table that a reference of this table can lead to.
    fn target(&self, it: &Table) -> Option<usize> {
        let (slot, target) = self.table_at(&it.reference.as_ref()?.table)?;
        // A table that is logged refers to none that is not.
        let lasts = it.unlogged || !target.unlogged;
        (target.key == Some(false) && lasts).then_some(slot)
    }

    fn reference(&mut self, slot: usize, it: &Table, reference: &Reference) {
        if let Some(target) = self.target(it) {
            self.say(&format!(
                "ALTER TABLE app.t{slot} ADD CONSTRAINT t{slot}_fk FOREIGN KEY (ref) \
                 REFERENCES app.t{target} (id) ON DELETE {}{}{}",
                reference.on_delete,
                deferrable(reference.deferrable),
                if reference.not_valid { " NOT VALID" } else { "" }
            ));
        }
    }

    fn index(&mut self, slot: usize, table: &Table, number: usize, it: &TableIndex) {
        let mut elements = match (it.expression, it.hash) {
            (true, _) => "(id + 1)".to_owned(),
            (false, true) => one(table, &it.columns.0),
            (false, false) => two(table, &it.columns),
        };
        if it.descending && !it.hash {
            elements.push_str(" DESC NULLS LAST");
        }
        self.say(&format!(
            "CREATE {}INDEX t{slot}_ix{number} ON app.t{slot} USING {} ({elements}){}{}",
            if it.unique && !it.hash { "UNIQUE " } else { "" },
            if it.hash { "hash" } else { "btree" },
            if it.include && !it.hash { " INCLUDE (id)" } else { "" },
            if it.partial { " WHERE id > 5" } else { "" },
        ));
        self.comment("INDEX", &format!("app.t{slot}_ix{number}"), it.comment);
    }

    fn view(&mut self, slot: usize, it: &View, materialized: bool) {
        let kind = if materialized { "MATERIALIZED VIEW" } else { "VIEW" };
        let letter = if materialized { 'm' } else { 'v' };
        // The owner of a view may not read the table, and rows of a materialized view are computed at once.
        let below = (it.on_view && !materialized && slot == 1 && self.world.views[0].is_some())
            .then(|| self.table_at(&self.world.views[0].as_ref()?.table))
            .flatten();
        let Some((table_slot, table)) = self.table_at(&it.table) else { return };
        let filter = if it.filtered { " WHERE id > 0" } else { "" };
        let query = match below {
            Some(_) => format!("SELECT id FROM app.v0{filter}"),
            None if it.grouped && table.key == Some(false) => {
                format!("SELECT {} FROM app.t{table_slot}{filter} GROUP BY id", with_id(table, it))
            }
            None if it.grouped => {
                format!("SELECT id, count(*) AS n FROM app.t{table_slot}{filter} GROUP BY id")
            }
            None => format!("SELECT {} FROM app.t{table_slot}{filter}", with_id(table, it)),
        };
        let option = match it.option {
            Some("check_option") if !it.grouped && below.is_none() => {
                " WITH (check_option = local)"
            }
            Some("security_barrier") => " WITH (security_barrier)",
            Some("security_invoker") => " WITH (security_invoker)",
            _ => "",
        };
        let name = format!("{}.{letter}{slot}", schema(slot));
        let option = if materialized { "" } else { option };
        self.say(&format!("CREATE {kind} {name}{option} AS {query}"));
        if materialized && it.indexed {
            self.say(&format!("CREATE INDEX m{slot}_ix ON {name} (id)"));
        }
        self.common(kind, &name, "SELECT", &it.common);
    }

    fn policy(&mut self, slot: usize, number: usize, it: &Policy) {
        let condition = match it.other_table.as_ref().and_then(|index| self.table_at(index)) {
            Some((other, _)) => {
                format!("EXISTS (SELECT 1 FROM app.t{other} o WHERE o.id = t{slot}.id)")
            }
            None => "id > 0".to_owned(),
        };
        let using = if it.command == "INSERT" { "" } else { &format!(" USING ({condition})") };
        let check = match it.command {
            "SELECT" | "DELETE" => "",
            _ => &format!(" WITH CHECK ({condition})"),
        };
        self.say(&format!(
            "CREATE POLICY p{number} ON app.t{slot} AS {} FOR {} TO {}{using}{check}",
            if it.restrictive { "RESTRICTIVE" } else { "PERMISSIVE" },
            it.command,
            if it.to.is_empty() { "PUBLIC".to_owned() } else { it.to.join(", ") },
        ));
        self.comment("POLICY", &format!("p{number} ON app.t{slot}"), it.comment);
    }

    fn trigger(&mut self, slot: usize, number: usize, it: &Trigger) {
        let constraint = it.constraint && it.timing == "AFTER";
        self.say(&format!(
            "CREATE {}TRIGGER g{number} {} {} ON app.t{slot}{} FOR EACH {}{} EXECUTE FUNCTION app.fired()",
            if constraint { "CONSTRAINT " } else { "" },
            it.timing,
            it.event,
            if constraint { " DEFERRABLE INITIALLY DEFERRED" } else { "" },
            if it.row || constraint { "ROW" } else { "STATEMENT" },
            if it.when { " WHEN (pg_trigger_depth() = 0)" } else { "" },
        ));
        if it.enabled != "ENABLE" {
            self.say(&format!("ALTER TABLE app.t{slot} {} TRIGGER g{number}", it.enabled));
        }
        self.comment("TRIGGER", &format!("g{number} ON app.t{slot}"), it.comment);
    }
}

fn deferrable(it: Option<bool>) -> &'static str {
    match it {
        None => "",
        Some(false) => " DEFERRABLE",
        Some(true) => " DEFERRABLE INITIALLY DEFERRED",
    }
}

/// One of the slots that hold something.
fn pick<T>(slots: &Slots<T>, index: &Index) -> Option<usize> {
    let held: Vec<usize> = (0..slots.len()).filter(|slot| slots[*slot].is_some()).collect();
    (!held.is_empty()).then(|| *index.get(&held))
}

/// A column of a table, which always has `id`.
fn one(table: &Table, index: &Index) -> String {
    pick(&table.columns, index).map_or("id".to_owned(), |column| format!("c{column}"))
}

/// One or two different columns.
fn two(table: &Table, (first, second): &(Index, Index)) -> String {
    let (first, second) = (one(table, first), one(table, second));
    if first == second { first } else { format!("{first}, {second}") }
}

fn with_id(table: &Table, view: &View) -> String {
    match two(table, &view.columns) {
        columns if columns == "id" => columns,
        columns => format!("id, {columns}"),
    }
}

/// A default of a type, or NULL where any value would do as well.
fn literal(name: &str) -> &'static str {
    match name {
        "integer" | "bigint" | "numeric(12,2)" => "7",
        "text" | "character varying(20)" => "'seven'",
        "boolean" => "true",
        "timestamp with time zone" => "now()",
        "uuid" => "gen_random_uuid()",
        "jsonb" => "'{}'",
        "integer[]" => "'{1,2}'",
        "interval" => "'1 day'",
        _ => "NULL",
    }
}
