//! Settings that a caller may change, under which functions would do something else; and those that only a superuser may.

use crate::cast::{Attacker, CLIENTS, Victims, bare, by_login};
use crate::routines::routines;
use crate::row_security::asking_for;
use crate::session::MEMBER;
use crate::tally::Tally;
use crate::world::World;

/// What anybody may set.
const OPEN: &[&str] = &[
    "search_path = pg_temp, public, app, auth",
    "search_path = ''",
    "search_path = '\"$user\", app, audit, pg_catalog'",
    "transform_null_equals = on",
    "standard_conforming_strings = off",
    "backslash_quote = on",
    "quote_all_identifiers = on",
    "array_nulls = off",
    "datestyle = 'SQL, DMY'",
    "intervalstyle = sql_standard",
    "timezone = 'Pacific/Kiritimati'",
    "bytea_output = escape",
    "client_encoding = 'SQL_ASCII'",
    "client_min_messages = debug5",
    "default_text_search_config = 'simple'",
    "check_function_bodies = off",
    "plan_cache_mode = force_generic_plan",
    "plan_cache_mode = force_custom_plan",
    "enable_seqscan = off",
    "enable_indexscan = off",
    "enable_bitmapscan = off",
    "constraint_exclusion = on",
    "from_collapse_limit = 1",
    "default_transaction_isolation = serializable",
    "xmloption = content",
    "debug_print_plan = on",
    "plpgsql.check_asserts = off",
    "momni.presented_code = 'x'",
    "momni.user_id = 'x'",
    "request.jwt.claim.sub = '00000000-0000-0000-0000-000000000000'",
    "request.jwt.role = 'momni_community_administrator'",
];

/// What nobody but a superuser may.
const CLOSED: &[&str] = &[
    "set session_replication_role = replica",
    "do $$begin end$$; set local plpgsql.variable_conflict = use_column",
    "set allow_system_table_mods = on",
    "set zero_damaged_pages = on",
    "set lo_compat_privileges = on",
    "set dynamic_library_path = '/tmp'",
    "set session_preload_libraries = 'x'",
    "set log_statement = 'all'",
    "set local log_min_duration_statement = 0",
    "set local track_activities = off",
    "set local deadlock_timeout = '1h'",
    "set local temp_file_limit = -1",
    "set local backtrace_functions = 'x'",
    "alter system set work_mem = '1GB'",
    "alter database template1 set work_mem = '1GB'",
    "alter role momni_owner set search_path = public",
    "alter role momni_definer set search_path = public",
    "alter role all set search_path = public",
    "load '/tmp/x.so'",
    "select set_config('session_replication_role', 'replica', true)",
    "update pg_settings set setting = 'replica' where name = 'session_replication_role'",
];

pub(crate) async fn attack(world: &World, tally: &mut Tally) {
    let victims = Victims::move_in(world).await;
    let before = victims.state(world).await;
    let mallory = Attacker::of(world, MEMBER).await;
    let reads: Vec<_> = routines(world, Some(MEMBER))
        .await
        .into_iter()
        .filter(|routine| !routine.volatile)
        .collect();
    let own = "select (api.list_family_members(id)).name from api.list_my_families()";
    let expected = victims.ann.ask(&format!("{own} order by 1")).await;
    tally.control("she reads of her own", victims.betrayed(&expected));
    for setting in OPEN {
        for routine in &reads {
            for call in asking_for(routine, &mallory, &victims) {
                let sql = format!("set local {setting}; {call}");
                let outcome = mallory.person.request(&sql).await;
                let kept = !matches!(&outcome, Ok(rows) if victims.betrayed(rows));
                tally.failed(&format!("{sql}: {outcome:?}"), kept);
            }
        }
        let under = victims.ann.request(&format!("set local {setting}; {own} order by 1")).await;
        tally.control(
            &format!("her own under {setting}: {under:?}"),
            under.is_ok_and(|rows| rows == expected),
        );
    }
    tally.failed("rows of the victims changed", victims.state(world).await == before);

    // Before PL/pgSQL is loaded its settings are names like any other; when it is, what others have set is put away.
    let fresh = world.login().await;
    let late = "set plpgsql.variable_conflict = use_column; do $$begin end$$; show plpgsql.variable_conflict";
    let late = fresh.run(late).await.unwrap();
    tally.failed(
        &format!("set before it was loaded: {late:?}"),
        late[0][0].as_deref() == Some("error"),
    );

    let session = world.login().await;
    for sql in CLOSED {
        tally.refused(
            &format!("the login: {sql}"),
            &["42501", "25001"],
            &by_login(&session, sql).await,
        );
        for role in CLIENTS {
            tally.refused(
                &format!("{role}: {sql}"),
                &["42501", "25001"],
                &bare(&session, role, sql).await,
            );
        }
    }
}
