//! What statistics, plans and samples tell of rows that are hidden.

use crate::cast::{CLIENTS, SECRET, Victims, bare, tables};
use crate::tally::Tally;
use crate::world::World;

pub(crate) async fn attack(world: &World, tally: &mut Tally) {
    let _victims = Victims::move_in(world).await;
    world.operate("analyze").await.unwrap();
    let session = world.login().await;
    let all = format!(
        "select count(*) > 0 from pg_stats where schemaname = 'app' and coalesce(most_common_vals, histogram_bounds)::text like '%{SECRET}%'"
    );
    tally.control("the statistics have words of the victims", world.read(&all).await == "t");
    for role in CLIENTS {
        for view in ["pg_stats", "pg_stats_ext", "pg_stats_ext_exprs"] {
            let sql =
                format!("select 1 from {view} where schemaname in ('app', 'audit', 'auth', 'api')");
            tally.nothing(&format!("{role}: {sql}"), &[], &bare(&session, role, &sql).await);
        }
        for view in [
            "tables",
            "columns",
            "views",
            "table_constraints",
            "table_privileges",
            "column_privileges",
            "key_column_usage",
        ] {
            let sql = format!(
                "select 1 from information_schema.{view} where table_schema in ('app', 'audit')"
            );
            tally.nothing(&format!("{role}: {sql}"), &[], &bare(&session, role, &sql).await);
        }
        for table in tables(world).await {
            for sql in [
                format!("explain select * from {table}"),
                format!("explain (verbose, settings) select * from {table} where false"),
                format!("explain (analyze, buffers) delete from {table}"),
                format!("select * from {table} tablesample system (100)"),
                format!("select ctid, xmin, tableoid from {table}"),
                format!("select * from {table} where pg_catalog.pg_sleep(0) is null"),
                format!("create temporary view v as select * from {table}"),
                format!("select pg_catalog.row_to_json(t) from {table} t"),
                format!(
                    "select has_any_column_privilege('{table}', 'SELECT') or 1 / 0 = 1 from {table}"
                ),
                format!(
                    "select cursor_to_xml('c', 1, true, true, '') from (select 1 from {table}) t"
                ),
            ] {
                tally.refused(
                    &format!("{role}: {sql}"),
                    &["42501"],
                    &bare(&session, role, &sql).await,
                );
            }
        }
        // The plan of a function's own statement stays within it.
        let sql = "explain (verbose) select * from api.get_profile(gen_random_uuid())";
        let plan = bare(&session, role, sql).await.unwrap();
        let plan = format!("{plan:?}");
        tally.failed(
            &format!("{role} sees into a function: {plan}"),
            !plan.contains("personal_profiles"),
        );
    }
}
