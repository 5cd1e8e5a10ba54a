//! What a plan is said to lock, beside what the server locks.
//!
//! Each step runs in a transaction of its own; before it ends the server is asked which locks it holds on relations that
//! were there before the plan, which of them it has read through, and which it has written anew. More than was said is
//! a failure, and so is a mode on the step's own relation that is stronger than the one that was taken.

use momni_db::catalog::{Catalog, Kind, ObjectId, QName};
use momni_db::hazard::{Mode, Verdict, Work, verdicts};
use momni_db::plan::{Change, Part, Plan};
use momni_db::render::statements;
use std::collections::{BTreeMap, BTreeSet};
use tokio_postgres::Client;

/// The relations of users: OID, schema, name, kind, file, and the table of an index.
const RELATIONS: &str = "
    SELECT c.oid, n.nspname::text, c.relname::text, c.relkind::text,
        coalesce(pg_relation_filenode(c.oid), 0), coalesce(i.indrelid, 0),
        EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
            AND c.relkind = 'S' AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i'))
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_index i ON i.indexrelid = c.oid
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'i', 'I')";

const HELD: &str = "
    SELECT relation, mode FROM pg_locks
    WHERE pid = pg_backend_pid() AND locktype = 'relation' AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

const SCANNED: &str = "SELECT relid FROM pg_stat_xact_user_tables WHERE seq_scan > 0";

struct Relation {
    name: QName,
    kind: String,
    file: u32,
    table: u32,
    /// A sequence that belongs to a column: whatever locks the table locks it, too.
    is_owned: bool,
}

async fn relations(client: &Client) -> BTreeMap<u32, Relation> {
    let rows = client.query(RELATIONS, &[]).await.unwrap();
    let relation = |row: &tokio_postgres::Row| Relation {
        name: QName::new(row.get::<_, &str>(1), row.get::<_, &str>(2)),
        kind: row.get(3),
        file: row.get(4),
        table: row.get(5),
        is_owned: row.get(6),
    };
    rows.iter().map(|row| (row.get(0), relation(row))).collect()
}

fn mode(word: &str) -> Option<Mode> {
    Some(match word {
        "AccessShareLock" => return None,
        "RowShareLock" => Mode::RowShare,
        "RowExclusiveLock" => Mode::RowExclusive,
        "ShareUpdateExclusiveLock" => Mode::ShareUpdateExclusive,
        "ShareLock" => Mode::Share,
        "ShareRowExclusiveLock" => Mode::ShareRowExclusive,
        "ExclusiveLock" => Mode::Exclusive,
        "AccessExclusiveLock" => Mode::AccessExclusive,
        other => panic!("{other} is a mode that no step is known to take"),
    })
}

/// Applies a plan in its online form; gives what the server did that was not said. What runs outside of a transaction has
/// given its locks back when it can be asked.
pub(super) async fn apply(
    client: &Client,
    from: &Catalog,
    to: &Catalog,
    parts: &[Part],
) -> Result<(), String> {
    let said = verdicts(from, to, parts);
    assert_eq!(said.len(), parts.len());
    let old: BTreeSet<u32> = relations(client).await.into_keys().collect();
    let mut unsaid = Vec::new();
    let of_part = |(part, said)| {
        let Part { plan, concurrently, batches }: &Part = part;
        let concurrently = *concurrently && batches.is_none();
        assert_eq!(plan.steps.len(), Vec::len(said));
        plan.steps.iter().zip(said).map(move |(step, said)| (step, said, concurrently))
    };
    for (step, said, concurrently) in parts.iter().zip(&said).flat_map(of_part) {
        if concurrently {
            for it in momni_db::render::step(step, true) {
                let done = client.batch_execute(&it.sql).await;
                done.map_err(|error| format!("{:?}\n{}", error.as_db_error(), it.sql))?;
            }
            continue;
        }
        let one = Plan { steps: vec![step.clone()] };
        let sql: String = statements(&one).into_iter().map(|it| format!("{};\n", it.sql)).collect();
        let sql = in_one_go(&sql);
        let before = relations(client).await;
        client.batch_execute("SELECT pg_stat_force_next_flush()").await.unwrap();
        let text = format!("BEGIN; SET LOCAL check_function_bodies = off;\n{sql}");
        let done = client.batch_execute(&text).await;
        done.map_err(|error| format!("does not apply alone: {:?}\n{sql}", error.as_db_error()))?;
        let seen = seen(client, &old, &before).await;
        client.batch_execute("COMMIT").await.map_err(|error| format!("{error:?}\n{sql}"))?;
        let these = compare(step, said, &seen, &before, &sql);
        if !these.is_empty() {
            unsaid.push(format!("{}\n{sql}", these.join("\n")));
        }
    }
    match unsaid.is_empty() {
        true => Ok(()),
        false => Err(format!("locks: {}", unsaid.join("\n"))),
    }
}

/// A statement that runs in batches, over all rows.
pub(super) fn in_one_go(sql: &str) -> String {
    let mut sql = sql.replace(" BETWEEN $1 AND $2", " IS NOT NULL");
    for columns in 2..6 {
        let list = |from: usize| {
            let each = (from..from + columns).map(|it| format!("${it}"));
            each.collect::<Vec<_>>().join(", ")
        };
        sql = sql.replace(&format!(" >= ({})", list(1)), " IS NOT NULL");
        sql = sql.replace(&format!(" <= ({})", list(columns + 1)), " IS NOT NULL");
    }
    sql
}

type Seen = BTreeMap<QName, (Option<Mode>, Work)>;

/// What the open transaction has done to relations that were there before the plan.
async fn seen(client: &Client, old: &BTreeSet<u32>, before: &BTreeMap<u32, Relation>) -> Seen {
    let mut seen = Seen::new();
    let is_table = |it: &&Relation| !matches!(it.kind.as_str(), "i" | "I");
    let table = |oid: u32| before.get(&oid).filter(|_| old.contains(&oid)).filter(is_table);
    for row in client.query(HELD, &[]).await.unwrap() {
        let oid: u32 = row.get(0);
        // Whoever reads a table opens its indexes: a lock on one of these is one on the table.
        let index = before.get(&oid).filter(|it| it.table != 0);
        let Some(held) = table(index.map_or(oid, |it| it.table)) else { continue };
        let Some(mode) = mode(row.get(1)) else { continue };
        let most = &mut seen.entry(held.name.clone()).or_insert((None, Work::Catalogs)).0;
        *most = (*most).max(Some(mode));
    }
    let mut work = |table: &Relation, work: Work| {
        let done = &mut seen.entry(table.name.clone()).or_insert((None, Work::Catalogs)).1;
        *done = (*done).max(work);
    };
    for row in client.query(SCANNED, &[]).await.unwrap() {
        if let Some(table) = table(row.get(0)) {
            work(table, Work::Scan);
        }
    }
    for (oid, now) in relations(client).await {
        let is_new_file = before.get(&oid).is_none_or(|it| it.file != now.file) && now.file != 0;
        match now.kind.as_str() {
            "r" | "m" if is_new_file => {
                table(oid).into_iter().for_each(|it| work(it, Work::Rewrite))
            }
            "i" if is_new_file => table(now.table).into_iter().for_each(|it| work(it, Work::Build)),
            _ => {}
        }
    }
    seen
}

fn compare(
    step: &Change,
    said: &Verdict,
    seen: &Seen,
    before: &BTreeMap<u32, Relation>,
    sql: &str,
) -> Vec<String> {
    let mut unsaid = Vec::new();
    let owned: BTreeSet<&QName> =
        before.values().filter(|it| it.is_owned).map(|it| &it.name).collect();
    let own = own(step);
    let of = |name: &QName| said.locks.iter().find(|it| it.relation == *name);
    for (name, (mode, work)) in seen {
        let lock = of(name);
        if lock.map(|it| it.mode) < *mode && !(owned.contains(name) && *name != own) {
            unsaid.push(format!("{name} is locked in {mode:?}, said is {lock:?}"));
        }
        // What is only read is read as queries read it, and what finds a row fails at the first one.
        let fails =
            *work == Work::Scan && said.harms.iter().any(|it| it.why.contains("has no value"));
        if fails {
            continue;
        }
        if *work > Work::Catalogs && mode.is_some() && lock.map(|it| it.work) < Some(*work) {
            unsaid.push(format!("{name}: {work:?}, said is {lock:?}"));
        }
    }
    for lock in said.locks.iter().filter(|it| it.relation == own) {
        let mode = seen.get(&lock.relation).and_then(|it| it.0);
        // A block that looks a name up does nothing where there is nothing to do.
        let is_block = mode.is_none() && sql.starts_with("DO ");
        if mode != Some(lock.mode) && !is_block {
            unsaid.push(format!("{lock:?} is said, {mode:?} was taken"));
        }
    }
    unsaid
}

/// The relation that a step is about.
fn own(step: &Change) -> QName {
    let id: &ObjectId = match step {
        Change::Rename { from, .. } => from,
        step => step.id(),
    };
    match id.kind {
        Kind::Table | Kind::View | Kind::MaterializedView | Kind::Sequence => id.qname(),
        _ => id.relation_qname(),
    }
}
