//! The queries of views and materialized views.

use super::class::PG_REWRITE;
use super::stage::Stage;
use crate::catalog::Definition;

/// What a query depends on is recorded for the rule `_RETURN`.
pub(super) const STAGE: Stage = Stage {
    name: "views",
    sql: |_| {
        "SELECT r.oid, r.ev_class, pg_get_viewdef(r.ev_class) \
         FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class \
         WHERE r.oid >= 16384 AND r.rulename = '_RETURN' AND c.relkind IN ('v', 'm')"
            .to_owned()
    },
    read: |build, row| {
        let (rule, relation): (u32, u32) = (row.take()?, row.take()?);
        let text: &str = row.take()?;
        let text = text.trim_start();
        let text = text.strip_suffix(';').unwrap_or(text).to_owned();
        let handle = build.relations.get(&relation).and_then(|relation| relation.handle);
        let Some(handle) = handle else { return Ok(()) };
        match &mut build.object(handle).definition {
            Definition::View(view) => view.query = text,
            Definition::MaterializedView(view) => view.query = text,
            _ => {}
        }
        build.stands_for((PG_REWRITE, rule), handle);
        Ok(())
    },
};
