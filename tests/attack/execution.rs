//! Functions without EXECUTE: every function of every schema of the project, by every role that a client can have.

use crate::cast::{CLIENTS, Victims, bare, by_login};
use crate::tally::Tally;
use crate::world::World;

pub(crate) async fn attack(world: &World, tally: &mut Tally) {
    let victims = Victims::move_in(world).await;
    let before = victims.state(world).await;
    let session = world.login().await;
    let operator = world.operator().await;
    let all = "select p.oid::regproc, coalesce((select string_agg(case when y.typnamespace = 'app'::regnamespace then 'null' else 'null::' || t::regtype end, ', ' order by place)
                 from unnest(p.proargtypes) with ordinality a (t, place) join pg_type y on y.oid = t), ''), p.prorettype = 'trigger'::regtype, p.oid
               from pg_proc p join pg_namespace n on n.oid = p.pronamespace
               where n.nspname in ('api', 'app', 'audit', 'auth')";
    for row in world.operate(all).await.unwrap() {
        let row: Vec<String> = row.into_iter().map(Option::unwrap_or_default).collect();
        let (function, arguments, is_trigger, oid) = (&row[0], &row[1], row[2] == "t", &row[3]);
        let call = format!("select {function}({arguments})");
        let outcome = by_login(&session, &call).await;
        tally.refused(&format!("the login: {call}"), &["42501"], &outcome);
        for role in CLIENTS {
            let may = format!(
                "select has_function_privilege('{role}', {oid}, 'EXECUTE') and has_schema_privilege('{role}', n.oid, 'USAGE')
                 from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.oid = {oid}"
            );
            let may = crate::session::one(operator.run(&may).await.unwrap()) == "t";
            let outcome = bare(&session, role, &call).await;
            let barred =
                matches!(&outcome, Err(refusal) if refusal.text.contains("permission denied for"));
            if may {
                tally.control(&format!("{role} reaches {call}"), !barred);
            } else {
                let what = format!("{role}: {call}");
                tally.failed(&format!("{what}: {outcome:?}"), barred);
                tally.refused(&what, &["42501"], &outcome);
            }
        }
        // The call is one that there is: to the operator it is nothing worse than out of place.
        let begun = operator.run(&format!("begin; {call}")).await;
        operator.run("rollback").await.unwrap();
        let is_there = match &begun {
            Ok(_) => true,
            Err(refusal) if is_trigger => refusal.code == "0A000",
            Err(refusal) => !["42883", "42601"].contains(&refusal.code.as_str()),
        };
        tally.control(&format!("{call} by the operator: {begun:?}"), is_there);
    }
    tally.failed("rows of the victims changed", victims.state(world).await == before);
}
