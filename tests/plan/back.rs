//! The way back of columns that have taken the places of others, in every case of planning that has such: it locks what is
//! said, leads to the catalog before it and to its rows, and what was undone can be done again.

use super::{Side, create, observed};
use momni_db::catalog::{Catalog, Intent, Kind, differences};
use momni_db::connect::Session;
use momni_db::hazard::{Hazard, verdicts};
use momni_db::plan::{Alteration, Change, Part, Plan, back, plan, staged};
use momni_db::render::{statements, step};
use momni_db::scratch::Server;

/// Goes from one side to the other, each swap there, back and there again; gives how many there were with rows.
pub(super) async fn judge(server: &Server, name: &str, sql: [&str; 2]) -> Result<usize, String> {
    let to = Side::new(server, format!("{name}_to"), sql[1], false).await?.catalog;
    let session = create(server, &format!("{name}_from")).await;
    session.client.batch_execute(sql[0]).await.map_err(|error| format!("{error:?}"))?;
    let from = super::catalog(&session).await?;
    let intent = Intent::default();
    let Some(it) = staged(&from, &to, &intent, &plan(&from, &to, &intent)) else { return Ok(0) };
    let mut swaps = 0;
    for part in it.parts {
        if !part.plan.steps.iter().any(takes) {
            run(&session, &part).await?;
            continue;
        }
        let before = State::of(&session).await?;
        run(&session, &part).await?;
        let after = State::of(&session).await?;
        let there = verdicts(&before.catalog, &after.catalog, std::slice::from_ref(&part)).concat();
        let took = there.iter().flat_map(|it| &it.harms).any(|it| it.hazard == Hazard::DataLoss);
        undo(&session, &before.catalog, &after.catalog).await?;
        before.compare(&State::of(&session).await?, "what was before", took)?;
        run(&session, &part).await?;
        after.compare(&State::of(&session).await?, "what was after", false)?;
        swaps += usize::from(!before.rows.is_empty());
    }
    Ok(swaps)
}

fn takes(step: &Change) -> bool {
    matches!(step, Change::Alter { alteration, .. } if matches!(**alteration, Alteration::BesideTake(_)))
}

async fn undo(session: &Session, before: &Catalog, after: &Catalog) -> Result<(), String> {
    let first = back(after, before).map_err(|id| format!("{id} has no way back"))?;
    let failed = |error: tokio_postgres::Error| format!("{:?}", error.as_db_error());
    let lines: Vec<String> = statements(&first).into_iter().map(|it| it.sql).collect();
    session.client.batch_execute("BEGIN").await.map_err(failed)?;
    session.client.batch_execute(&lines.join(";\n")).await.map_err(failed)?;
    let reached = super::catalog(session).await?;
    session.client.batch_execute("ROLLBACK").await.map_err(failed)?;
    let rest = plan(&reached, before, &Intent::default());
    let steps = first.steps.into_iter().chain(rest.steps).collect();
    observed::apply(&session.client, after, before, &[Part::of(steps)]).await
}

/// As it is run in earnest, but for batches, of which there is one.
async fn run(session: &Session, part: &Part) -> Result<(), String> {
    let Part { plan: Plan { steps }, concurrently, batches } = part;
    for it in steps.iter().flat_map(|it| step(it, *concurrently && batches.is_none())) {
        let sql = observed::in_one_go(&it.sql);
        let done = session.client.batch_execute(&sql).await;
        done.map_err(|error| format!("{:?}\n{sql}", error.as_db_error()))?;
    }
    Ok(())
}

/// A catalog, and all rows, each with its columns by their names.
struct State {
    catalog: Catalog,
    rows: Vec<String>,
}

impl State {
    async fn of(session: &Session) -> Result<Self, String> {
        let catalog = super::catalog(session).await?;
        let mut rows = Vec::new();
        for (id, _) in catalog.of_kind(Kind::Table) {
            let name = format!(
                "{}.{}",
                super::quoted(id.schema.as_deref().unwrap()),
                super::quoted(&id.name)
            );
            let sql = format!("SELECT to_jsonb(t)::text FROM {name} t ORDER BY 1");
            let Ok(found) = session.client.query(&sql, &[]).await else { continue };
            rows.extend(found.iter().map(|it| format!("{name} {}", it.get::<_, String>(0))));
        }
        Ok(Self { catalog, rows })
    }

    /// What the way there took does not come back.
    fn compare(&self, found: &Self, wanted: &str, took: bool) -> Result<(), String> {
        let left = differences(&self.catalog, &found.catalog);
        let left: Vec<String> = left.iter().map(|it| it.sentence(wanted, "the result")).collect();
        if !left.is_empty() {
            return Err(format!("differs:\n{}", left.join("\n")));
        }
        match took || self.rows == found.rows {
            true => Ok(()),
            false => Err(format!("rows are not {wanted}: {:#?} {:#?}", self.rows, found.rows)),
        }
    }
}
