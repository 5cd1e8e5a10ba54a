//! A synthetic project of N tables: the same bytes for the same number and seed, on every machine.
//!
//! Each table has 12 columns, 2 foreign keys (one to an earlier table, one to any, so that there are circles), 2
//! checks, 3 indexes, 2 policies, a trigger, and a comment on everything. Beside them N/10 enums and N/10 functions.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The files of the project, by their path in its folder.
pub(crate) fn project(tables: usize, seed: u64) -> BTreeMap<String, String> {
    let mut random = Random(seed);
    let few = (tables / 10).max(1);
    let mut files = BTreeMap::new();
    files.insert("momni-db.yaml".to_owned(), PROJECT.to_owned());
    files.insert("schema/app.yaml".to_owned(), SCHEMA.to_owned());
    for n in 0..few {
        files.insert(format!("schema/enums/{}.yaml", enum_name(n)), enum_type(n, &mut random));
        files.insert(format!("functions/{}.yaml", function_name(n)), function(n));
    }
    for n in 0..tables {
        let file = format!("schema/tables/{}.yaml", table_name(n));
        files.insert(file, table(n, tables, few, &mut random));
    }
    files
}

const PROJECT: &str = "\
name: synthetic
default_schema: app
search_path: [app]
";

const SCHEMA: &str = "\
schemas:
  app: { comment: All of it., grants: { bench_reader: [usage], bench_writer: [usage] } }

roles:
  bench_reader: { comment: Reads. }
  bench_writer: { member_of: [bench_reader], comment: Reads and writes. }
";

fn table_name(n: usize) -> String {
    format!("t{n:05}")
}

fn enum_name(n: usize) -> String {
    format!("state_{n:04}")
}

fn function_name(n: usize) -> String {
    format!("{}_{n:04}", if n.is_multiple_of(2) { "touch" } else { "price" })
}

fn enum_type(n: usize, random: &mut Random) -> String {
    let mut labels = vec!["open", "closed"];
    labels.extend(["held", "late", "lost", "void"].iter().take(random.below(5)));
    format!(
        "enums:\n  {}: {{ labels: [{}], comment: States of kind {n}. }}\n",
        enum_name(n),
        labels.join(", ")
    )
}

/// Trigger functions and functions with arguments by turns.
fn function(n: usize) -> String {
    let name = function_name(n);
    if n.is_multiple_of(2) {
        return format!(
            "functions:
  {name}:
    comment: Notes when a row was changed last.
    returns: trigger
    body: |
      begin
        new.updated_at := now();
        return new;
      end
"
        );
    }
    format!(
        "functions:
  {name}:
    comment: What so many cost.
    args: {{ amount: numeric, quantity: {{ type: integer, default: \"1\" }} }}
    returns: numeric
    language: sql
    volatility: immutable
    execute: [bench_reader]
    body: select round(amount * quantity * {}, 2)
",
        n + 1
    )
}

fn table(n: usize, tables: usize, few: usize, random: &mut Random) -> String {
    let name = table_name(n);
    let earlier = table_name(if n == 0 { 0 } else { random.below(n) });
    let any = table_name(random.below(tables));
    let state = enum_name(random.below(few));
    let touch = function_name(random.below(few.div_ceil(2)) * 2);
    let limit = 100 + random.below(900);
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        "tables:
  {name}:
    comment: Table {n} of {tables}.
    columns:
      id:         {{ type: uuid, default: gen_random_uuid(), comment: What the row is called by. }}
      code:       {{ type: text, comment: A short name. }}
      title:      {{ type: varchar(120), null: true, comment: A long name. }}
      amount:     {{ type: \"numeric(12,2)\", default: \"0\", comment: In the smallest unit. }}
      quantity:   {{ type: integer, default: \"1\", comment: How many. }}
      state:      {{ type: {state}, default: \"'open'\", comment: How far it is. }}
      tags:       {{ type: \"text[]\", default: \"'{{}}'\", comment: Words to find it by. }}
      payload:    {{ type: jsonb, null: true, comment: What else is known. }}
      first_id:   {{ type: uuid, null: true, references: {{ table: {earlier}, on_delete: cascade }}, comment: Its first. }}
      second_id:  {{ type: uuid, null: true, references: {{ table: {any}, on_delete: set_null }}, comment: Its second. }}
      created_at: {{ type: timestamptz, default: now(), comment: When it was made. }}
      updated_at: {{ type: timestamptz, default: now(), comment: When it was changed last. }}
    primary_key: [id]
    checks:
      {name}_quantity_check: quantity between 1 and {limit}
      {name}_code_check: length(code) > 0 and code = lower(code)
    indexes:
      {name}_code_idx: {{ columns: [code], unique: true, comment: One row for a code. }}
      {name}_first_idx: {{ columns: [first_id, created_at desc], comment: For the foreign key. }}
      {name}_open_idx: {{ columns: [lower(title)], where: state = 'open', comment: What is still open. }}
    row_security: enabled
    policies:
      {name}_read: {{ for: select, to: [bench_reader], using: state <> 'closed' or amount > 0, comment: Who reads. }}
      {name}_write: {{ to: [bench_writer], using: quantity > 0, with_check: quantity < {limit}, comment: Who writes. }}
    triggers:
      {name}_touch: {{ before: [update], each: row, function: {touch}, comment: Keeps the time of the last change. }}
    grants: {{ bench_reader: [select], bench_writer: [insert, update, delete] }}
"
    );
    text
}

/// The project with functions for its clients: for each table one that gets a row, one that lists them and one that
/// inserts, each with a route.
pub(crate) fn with_clients(
    mut files: BTreeMap<String, String>,
    tables: usize,
) -> BTreeMap<String, String> {
    files.insert("momni-db.yaml".to_owned(), format!("{PROJECT}function_owner: bench_definer\n"));
    files.insert("schema/api.yaml".to_owned(), CLIENTS.to_owned());
    for n in 0..tables {
        let name = table_name(n);
        files.insert(format!("functions/api/{name}.yaml"), functions(&name));
    }
    files
}

const CLIENTS: &str = "\
schemas:
  api: { comment: What clients call., grants: { bench_reader: [usage], bench_writer: [usage] } }

roles:
  bench_definer: { member_of: [bench_writer], comment: Owns what clients call. }
  bench_authenticator: { login: true, member_of: [bench_writer], comment: Who clients connect as. }
";

fn functions(table: &str) -> String {
    format!(
        "schema: api
functions:
  get_{table}:
    comment: Gets a row.
    execute: [bench_reader]
    get: {{ table: app.{table}, columns: [id, code, title, amount, state, tags] }}
    route: GET /v1/{table}s/{{by_id}}
  list_{table}:
    comment: Lists rows.
    execute: [bench_reader]
    list:
      table: app.{table}
      columns: [id, code, title, amount, state]
      filters: [state, first_id]
      sorts: {{ newest: [created_at desc] }}
      limit: {{ default: 20, max: 100 }}
    route: GET /v1/{table}s
  add_{table}:
    comment: Adds a row.
    execute: [bench_writer]
    insert: {{ table: app.{table}, columns: [code, title, amount, quantity, state, tags, payload] }}
    route: POST /v1/{table}s
"
    )
}

/// The project with a column more in ten of its tables.
pub(crate) fn changed(mut files: BTreeMap<String, String>) -> BTreeMap<String, String> {
    let tables = files.iter_mut().filter(|(file, _)| file.starts_with("schema/tables/"));
    for (_, text) in tables.take(10) {
        let column = "      note:       { type: text, null: true, comment: What was added. }\n";
        *text =
            text.replace("    primary_key: [id]\n", &format!("{column}    primary_key: [id]\n"));
    }
    files
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let bits = z ^ (z >> 31);
        usize::try_from(bits % (end as u64)).unwrap_or(0)
    }
}
