//! What reaches beyond the database: files, programs, other servers, other sessions.

use crate::cast::{CLIENTS, bare, by_login};
use crate::tally::Tally;
use crate::world::World;

/// What is tried, and whether the operator may, who is a superuser.
const BEYOND: &[(&str, bool)] = &[
    ("select pg_read_file('postgresql.conf')", true),
    ("select pg_read_file('/etc/passwd')", true),
    ("select pg_read_binary_file('postgresql.conf')", true),
    ("select pg_stat_file('postgresql.conf')", true),
    ("select * from pg_ls_dir('.')", true),
    ("select * from pg_ls_logdir()", false),
    ("select * from pg_ls_waldir()", true),
    ("select * from pg_ls_tmpdir()", true),
    ("select pg_current_logfile()", true),
    ("copy (select 1) to '/tmp/momni_taken'", false),
    ("copy (select 1) to program 'cat > /tmp/momni_taken'", false),
    ("copy pg_catalog.pg_class from program 'id'", false),
    ("select lo_import('/etc/passwd')", true),
    ("select lo_export(1, '/tmp/momni_taken')", false),
    ("select pg_reload_conf()", false),
    ("select pg_rotate_logfile()", false),
    ("select pg_switch_wal()", false),
    ("select pg_create_restore_point('x')", false),
    ("select pg_stat_reset()", false),
    ("select pg_promote()", false),
    ("select pg_log_backend_memory_contexts(pg_backend_pid())", true),
    ("select * from pg_catalog.pg_authid", true),
    ("select * from pg_shadow", true),
    ("select * from pg_user_mapping", true),
    ("select * from pg_statistic", true),
    ("select * from pg_statistic_ext_data", true),
    ("select * from pg_largeobject", true),
    ("select * from pg_hba_file_rules", true),
    ("select * from pg_file_settings", true),
    ("select * from pg_config", true),
    ("select * from pg_backend_memory_contexts", true),
    ("select * from pg_shmem_allocations", true),
    ("select * from pg_replication_origin_status", true),
    ("select subconninfo from pg_subscription", true),
    ("select pg_replication_origin_create('x')", false),
    ("select * from pg_logical_slot_get_changes('x', null, null)", false),
    ("select pg_create_physical_replication_slot('x')", false),
    ("select current_setting('data_directory')", true),
    ("select current_setting('hba_file')", true),
];

pub(crate) async fn attack(world: &World, tally: &mut Tally) {
    let (session, operator) = (world.login().await, world.operator().await);
    for (sql, superuser) in BEYOND {
        tally.refused(&format!("the login: {sql}"), &["42501"], &by_login(&session, sql).await);
        for role in CLIENTS {
            tally.refused(&format!("{role}: {sql}"), &["42501"], &bare(&session, role, sql).await);
        }
        if *superuser {
            let done = operator.run(&format!("begin; {sql}")).await;
            operator.run("rollback").await.unwrap();
            tally.control(&format!("the operator: {sql}: {done:?}"), done.is_ok());
        }
    }
    tally.failed("a file was written", !std::path::Path::new("/tmp/momni_taken").exists());
    sessions(world, tally).await;
}

/// Other people's sessions: the server lets a role see and end only those of roles that it has.
async fn sessions(world: &World, tally: &mut Tally) {
    let (session, other) = (world.login().await, world.newcomer("Ann").await);
    other.begin("select 'her words'").await.unwrap();
    let pid = other.pid().await;
    let query = format!("select query from pg_stat_activity where pid = {pid}");
    let seen = world.read(&query).await;
    tally.control("the operator sees what she asks", seen.contains("pg_backend_pid"));
    for role in CLIENTS {
        let seen = bare(&session, role, &query).await.unwrap();
        let hidden = seen.iter().flatten().flatten().all(|text| text == "<insufficient privilege>");
        tally.failed(&format!("{role} sees what another asks: {seen:?}"), hidden);
        let sql = format!(
            "select pg_stat_get_backend_activity(i) from pg_stat_get_backend_idset() i where pg_stat_get_backend_pid(i) = {pid}"
        );
        let seen = bare(&session, role, &sql).await.unwrap();
        let hidden = seen.iter().flatten().flatten().all(|text| text == "<insufficient privilege>");
        tally.failed(&format!("{role}: {sql}: {seen:?}"), hidden);
        for function in ["pg_cancel_backend", "pg_terminate_backend"] {
            let sql = format!("select {function}({pid})");
            tally.refused(&format!("{role}: {sql}"), &["42501"], &bare(&session, role, &sql).await);
        }
        let all =
            "select string_agg(query, ' ') from pg_stat_activity where pid <> pg_backend_pid()
                   and query <> '<insufficient privilege>' and query <> ''";
        tally.nothing(
            &format!("{role} sees what others ask"),
            &[],
            &bare(&session, role, all).await,
        );
    }
    tally.control("her session goes on", other.commit().await.is_ok());
}
