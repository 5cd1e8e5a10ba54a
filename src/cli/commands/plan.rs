//! `momni-db plan`: what would change a database into the declared state.

use super::database::Database;
use super::differences::unmodelled;
use super::project::declared;
use crate::catalog::QName;
use crate::cli::args::{self, PlanFormat};
use crate::cli::document::{
    HazardDocument, LockDocument, PlanDocument, ResultDocument, StepDocument,
};
use crate::cli::exit::{Exit, Failure};
use crate::cli::options::Place;
use crate::cli::printer::{Outcome, Printer};
use crate::diagnostic::Level;
use crate::hazard::{Lock, Verdict};
use crate::pipeline::{Planned, Size, plan_for, remade_tables, sizes, unknown_tablespaces};
use crate::render::{self, hazards, lock, strongest};
use std::collections::{BTreeMap, BTreeSet};

type Sizes = BTreeMap<QName, Size>;

pub(in crate::cli) async fn plan(
    args: &args::Plan,
    place: &Place,
    printer: Printer,
) -> Result<Outcome, Failure> {
    let project = declared(place, printer)?;
    let database = Database::open(&args.database, place, &project, printer).await?;
    let options = place.scratch(&args.scratch, &project)?;
    let planned = plan_for(&project.declared, &database.session, &options).await?;
    let Planned { parts, verdicts, comparison } = &planned;
    let mut diagnostics = unmodelled(&comparison.live, args.strict.strict);
    let (live, wanted) = (&comparison.live, &comparison.declared);
    diagnostics.extend(unknown_tablespaces(&project.declared, wanted, &database.session).await?);
    diagnostics.extend(remade_tables(&project.declared, live, wanted)?);
    let strongest = of_all_parts(verdicts);
    let growing = strongest.iter().filter(|it| it.work.grows()).map(|it| it.relation.clone());
    let growing: Vec<QName> = growing.collect();
    let sizes = match growing.is_empty() {
        true => Sizes::new(),
        false => sizes(&database.session, &growing).await?,
    };
    let mut steps = Vec::new();
    for (part, verdicts) in parts.iter().zip(verdicts) {
        for (step, verdict) in part.plan.steps.iter().zip(verdicts) {
            let statements = render::step(step, part.concurrently).into_iter();
            steps.extend(statements.map(|it| document(it, verdict, &sizes)));
        }
    }
    let sql: String = steps.iter().map(|it| format!("{};\n", it.sql)).collect();
    let human = match (args.format, steps.len()) {
        (PlanFormat::Sql, _) => sql,
        (_, 0) => format!("nothing to do: {} is what is declared\n", database.url()),
        (_, count) => {
            let locks = strongest.iter().map(|it| format!("{}{}", lock(it), size(it, &sizes)));
            let locks = section("locks", locks.collect());
            let named = parts.iter().zip(verdicts);
            let named = named.flat_map(|(part, verdicts)| hazards(&part.plan, verdicts));
            let hazards = section("hazards", named.collect());
            let database = database.url();
            format!(
                "{sql}\n{locks}{hazards}{count} statements would make {database} what is declared\n"
            )
        }
    };
    // The process is about to end, which gives memory back faster.
    std::mem::forget(planned);
    let refused = diagnostics.iter().any(|it| it.level == Level::Error);
    Ok(Outcome {
        exit: if refused { Exit::Findings } else { Exit::Clean },
        human,
        result: Some(ResultDocument::Plan(PlanDocument { database: database.url(), steps })),
        diagnostics,
        sources: project.declared.sources(),
    })
}

/// The strongest locks of each part. A weaker one of another part counts beside it where more is done meanwhile.
fn of_all_parts(verdicts: &[Vec<Verdict>]) -> Vec<Lock> {
    let locks: BTreeSet<Lock> = verdicts.iter().flat_map(strongest).collect();
    let is_covered = |it: &&Lock| {
        let others = locks.iter().filter(|more| more.relation == it.relation && more != it);
        { others }.any(|more| more.mode >= it.mode && more.work >= it.work)
    };
    locks.iter().filter(|it| !is_covered(it)).cloned().collect()
}

fn document(statement: render::Statement, verdict: &Verdict, sizes: &Sizes) -> StepDocument {
    let lock = |lock: &Lock| {
        let size = sizes.get(&lock.relation).filter(|_| lock.work.grows());
        LockDocument {
            relation: lock.relation.to_string(),
            mode: lock.mode.to_string(),
            work: lock.work.word(),
            grows: lock.work.grows(),
            bytes: size.map(|it| it.bytes),
            rows: size.and_then(|it| it.rows),
        }
    };
    let hazards = verdict.harms.iter().map(|harm| HazardDocument {
        hazard: harm.hazard.word(),
        why: harm.why.clone(),
        needs_leave: harm.hazard.needs_leave(),
    });
    StepDocument {
        object: statement.id.to_string(),
        sql: statement.sql,
        locks: verdict.locks.iter().map(lock).collect(),
        hazards: hazards.collect(),
    }
}

fn section(heading: &str, lines: Vec<String>) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let lines: String = lines.iter().map(|line| format!("  {line}\n")).collect();
    format!("{heading}:\n{lines}\n")
}

/// How large the relation is, where the work grows with it: ` (41.0 GB, 12,000,000 rows)`.
fn size(lock: &Lock, sizes: &Sizes) -> String {
    let Some(size) = sizes.get(&lock.relation).filter(|_| lock.work.grows()) else {
        return String::new();
    };
    let rows = size.rows.map_or(String::new(), |rows| format!(", about {rows} rows"));
    format!(" ({}{rows})", bytes(size.bytes))
}

/// In the largest unit of which there is at least one, as `pg_size_pretty` has them: 1024 of each make the next.
fn bytes(count: u64) -> String {
    const UNITS: [&str; 5] = ["bytes", "kB", "MB", "GB", "TB"];
    let mut unit = 0;
    let mut tenths = u128::from(count) * 10;
    while tenths >= 10_240 && unit + 1 < UNITS.len() {
        tenths /= 1024;
        unit += 1;
    }
    match unit {
        0 => format!("{count} {}", UNITS[0]),
        _ => format!("{}.{} {}", tenths / 10, tenths % 10, UNITS[unit]),
    }
}
