//! Every state machine: each pair of states is tried by each party. What its table has is allowed, all else is refused.
//! Tables, states and parties come from the catalog, so what is new is tried without being written down here.

use super::scene::{self, HOSTS, STRANGER, as_member};
use super::server::Clone;
use super::wire::{Caller, Wire};
use crate::support::request::quote;
use std::collections::BTreeSet;

/// The tables that have a state machine at least.
const KNOWN: [&str; 11] = [
    "app.booking_extensions",
    "app.booking_groups",
    "app.bookings",
    "app.disputes",
    "app.incidents",
    "app.money_orders",
    "app.payment_attempts",
    "app.payment_intents",
    "app.payouts",
    "app.refunds",
    "app.waitlist_entries",
];

/// Moves a row of `moved` from each state to each other; which moves are not refused, and by whom they were.
const TRY: &str = "
    create function public.try_moves(states text[], adds text, refusal text) returns setof text language plpgsql as $$
    declare from_state text; to_state text; moved_row jsonb;
    begin
      foreach from_state in array states loop
        foreach to_state in array states loop
          continue when from_state = to_state;
          delete from pg_temp.moved;
          execute format(adds, from_state);
          begin
            execute format('update pg_temp.moved set status = %L returning to_jsonb(moved)', to_state) into moved_row;
            return next concat_ws(' ', from_state, to_state, moved_row ->> 'moved_by');
          exception when others then
            if sqlstate <> refusal then
              raise;
            end if;
          end;
        end loop;
      end loop;
    end $$;
    create function public.try_moves_of_client(states text[], adds text, refusal text) returns setof text
      language sql security definer as $$ select public.try_moves(states, adds, refusal) $$;
    alter function public.try_moves_of_client(text[], text, text) owner to momni_definer;
    grant usage on schema public to momni_member, momni_definer;
    grant execute on function public.try_moves(text[], text, text), public.try_moves_of_client(text[], text, text)
      to momni_member, momni_definer";

/// A table whose rows move as a table of transitions says.
struct Machine {
    table: String,
    /// The trigger that keeps it, as a statement.
    trigger: String,
    /// The table of transitions, or the subject in that of money.
    kept_in: String,
    /// The SQLSTATE of a refusal.
    refusal: String,
    states: Vec<String>,
    /// Whether it matters who moves a row.
    by_party: bool,
}

pub(crate) async fn every_transition_is_as_its_table_says() {
    let database = Clone::new("hammer_transitions").await;
    let operator = Wire::open(&database.operator).await;
    operator.rows(TRY).await;
    let machines = machines(&operator).await;
    let tables: Vec<&str> = machines.iter().map(|it| it.table.as_str()).collect();
    assert!(KNOWN.iter().all(|table| tables.contains(table)), "{tables:?}");
    tables_are_kept(&operator, &machines).await;
    let (mut allowed, mut refused) = (0, 0);
    for machine in &machines {
        for (caller, party) in parties(machine) {
            let moved = moves(&operator, machine, caller.as_ref()).await;
            assert_eq!(
                moved,
                said(&operator, machine, party).await,
                "{} as {party}",
                machine.table
            );
            allowed += moved.len();
            refused += machine.states.len() * (machine.states.len() - 1) - moved.len();
        }
    }
    eprintln!("{} state machines: {allowed} moves allowed, {refused} refused", machines.len());
    assert!(allowed >= 80 && refused >= 500, "{allowed} {refused}");
    database.end().await;
}

/// All of them, by the triggers that keep them.
async fn machines(operator: &Wire) -> Vec<Machine> {
    let sql = "
        select t.tgrelid::regclass, pg_get_triggerdef(t.oid), rtrim(replace(encode(t.tgargs, 'escape'), '\\000', ','), ','),
          string_agg(e.enumlabel, ',' order by e.enumsortorder)
        from pg_trigger t
        join pg_proc p on p.oid = t.tgfoid
        join pg_attribute a on a.attrelid = t.tgrelid and a.attname = 'status'
        join pg_enum e on e.enumtypid = a.atttypid
        where p.proname = 'keep_transitions' and not t.tgisinternal and t.tgenabled in ('O', 'A')
        group by t.oid
        order by 1";
    let mut machines = Vec::new();
    for row in operator.rows(sql).await {
        let cells: Vec<String> = row.into_iter().map(Option::unwrap).collect();
        let arguments: Vec<&str> = cells[2].split(',').collect();
        let by_party = !arguments[1].is_empty();
        machines.push(Machine {
            table: cells[0].clone(),
            trigger: cells[1].replace(&format!(" ON {} ", cells[0]), " ON pg_temp.moved "),
            kept_in: arguments.get(3).unwrap_or(&arguments[0]).to_string(),
            refusal: arguments[2].to_owned(),
            states: cells[3].split(',').map(str::to_owned).collect(),
            by_party,
        });
    }
    machines
}

/// The table of transitions with a trigger of its own, which the declared tests of verification ask.
const OTHERS: [&str; 1] = ["verification_transitions"];

/// Each table of transitions, and each subject in that of money, has a table that it is kept for.
async fn tables_are_kept(operator: &Wire, machines: &[Machine]) {
    let sql = "select relname from pg_class where relname ~ '_transitions$' and relkind = 'r' and relname <> 'money_transitions'
               union select enumlabel from pg_enum where enumtypid = 'api.money_subject'::regtype";
    let there: BTreeSet<String> =
        operator.rows(sql).await.into_iter().map(|mut row| row.remove(0).unwrap()).collect();
    let kept = machines.iter().map(|it| it.kept_in.clone());
    let kept: BTreeSet<String> = kept.chain(OTHERS.map(str::to_owned)).collect();
    assert_eq!(there, kept);
}

/// Who moves rows, and as which party. The rows belong to the first family and the second host.
fn parties(machine: &Machine) -> Vec<(Option<Caller>, &'static str)> {
    if !machine.by_party {
        return vec![(None, "anybody")];
    }
    vec![
        (Some(as_member(0)), "family"),
        (Some(as_member(HOSTS + 1)), "host"),
        (Some(as_member(STRANGER)), "nobody"),
        (None, "system"),
    ]
}

/// Which moves the trigger lets through, on a table of the same columns without all that else may refuse a row.
async fn moves(operator: &Wire, machine: &Machine, caller: Option<&Caller>) -> BTreeSet<String> {
    let Machine { table, trigger, states, refusal, .. } = machine;
    let columns = if machine.by_party { "status, moved_by, family_id, host_id" } else { "status" };
    operator
        .rows(&format!(
            "drop table if exists pg_temp.moved;
             create temporary table moved as select {columns} from {table} with no data;
             grant all on pg_temp.moved to public;
             {trigger}"
        ))
        .await;
    let adds = if machine.by_party {
        let (family, host) = (scene::family(0), scene::host(1));
        format!(
            "insert into pg_temp.moved (status, family_id, host_id) values (%L, '{family}', '{host}')"
        )
    } else {
        "insert into pg_temp.moved values (%L)".to_owned()
    };
    let states = quote(&format!("{{{}}}", states.join(",")));
    let arguments = format!("({states}, {}, '{refusal}')", quote(&adds));
    let moved = match caller {
        Some(caller) => {
            operator.ask(caller, &format!("select public.try_moves_of_client{arguments}")).await
        }
        None => operator.run(&format!("select public.try_moves{arguments}")).await,
    };
    let moved = moved.unwrap_or_else(|refusal| panic!("{table}: {refusal:?}"));
    moved.into_iter().map(|mut row| row.remove(0).unwrap()).collect()
}

/// Which moves the table of transitions has.
async fn said(operator: &Wire, machine: &Machine, party: &str) -> BTreeSet<String> {
    let kept_in = &machine.kept_in;
    let sql = if machine.by_party {
        format!(
            "select concat_ws(' ', from_status, to_status, party) from app.{kept_in} where party::text = '{party}'"
        )
    } else if kept_in.ends_with("_transitions") {
        format!("select concat_ws(' ', from_status, to_status) from app.{kept_in}")
    } else {
        format!(
            "select concat_ws(' ', from_status, to_status) from app.money_transitions where subject = '{kept_in}'"
        )
    };
    operator.rows(&sql).await.into_iter().map(|mut row| row.remove(0).unwrap()).collect()
}
