//! What the next migration leaves open: objects that somebody adds to a copy of the project, by the tool itself, without
//! a word about privileges; and those that somebody adds by hand as one of the owners.

use crate::cast::{CLIENTS, bare, by_login, column};
use crate::server::{migrated, project};
use crate::session::Session;
use crate::support::document::copy;
use crate::support::{momni_db, program, ran};
use crate::tally::Tally;
use crate::world::World;
use momni_db::connect::Target;
use std::collections::BTreeMap;

/// All that PUBLIC or a client holds on objects that are new: its kind and name, the grantee, the privilege.
const HELD: &str = "
    select o.what, coalesce(r.rolname, 'PUBLIC'), a.privilege_type
    from (
      select c.oid::regclass::text, coalesce(c.relacl, acldefault(case when c.relkind = 'S' then 's'::\"char\" else 'r' end, c.relowner))
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('api', 'app', 'audit', 'auth') and c.relkind in ('r', 'v', 'm', 'S')
      union all
      select c.oid::regclass || '.' || t.attname, t.attacl from pg_attribute t join pg_class c on c.oid = t.attrelid
      where c.oid >= 16384 and t.attacl is not null
      union all
      select p.oid::regprocedure::text, coalesce(p.proacl, acldefault('f', p.proowner))
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname in ('api', 'app', 'audit', 'auth') and p.proname ~ '(hand_note|(read|count|forget)_notes)$'
      union all
      select n.nspname, coalesce(n.nspacl, acldefault('n', n.nspowner)) from pg_namespace n
      where n.nspname in ('app', 'audit', 'auth', 'momni_db')
    ) o (what, acl)
    cross join aclexplode(o.acl) a left join pg_roles r on r.oid = a.grantee
    where a.grantee = 0 or r.rolname ~ '^momni_(auth|anon|memb|fin|comm)'";

pub(crate) async fn attack(world: &World, tally: &mut Tally) {
    let _alone = crate::cast::CLUSTER.lock().await;
    let folder = tempfile::tempdir().unwrap();
    for part in ["schema", "functions", "policies", "migrations"] {
        copy(&project().join(part), &folder.path().join(part));
    }
    std::fs::copy(project().join("momni-db.yaml"), folder.path().join("momni-db.yaml")).unwrap();
    copy(&project().join("tests/cases/attack/later"), &folder.path().join("schema/later"));
    let generated = momni_db(folder.path(), &["generate", "--name", "later"]);
    assert_eq!(generated.code, Some(0), "{generated:?}");

    let major = world.major;
    let target = std::thread::spawn(move || migrated(major, "momni_later")).join().unwrap();
    let migrate =
        ran(program(folder.path()).arg("migrate").env("DATABASE_URL", target.to_string()));
    assert_eq!(migrate.code, Some(0), "{migrate:?}");
    let operator = Session::open(&target).await;
    let there = "select count(*) from pg_class where relname ~ '^(note_bodies|note_counts|notes|secured_notes|note_numbers)$'";
    let there = column(operator.run(there).await.unwrap());
    tally.control("the migration added what was declared", there == ["5"]);
    by_hand(&operator, tally).await;

    let held = operator.run(HELD).await.unwrap();
    tally.nothing("PUBLIC or a client holds something new", &[], &Ok(held));
    let login =
        target.to_string().replacen(&format!("{}@", target.user()), "momni_authenticator@", 1);
    let session = Session::open(&Target::resolve(Some(&login), &BTreeMap::new()).unwrap()).await;
    for sql in [
        "select * from app.notes",
        "insert into app.notes (kind) values ('short')",
        "update app.notes set body = 'x'",
        "delete from app.notes",
        "truncate app.notes",
        "copy app.notes to stdout",
        "lock table app.notes in access share mode",
        "select * from app.secured_notes",
        "delete from app.secured_notes",
        "select * from app.note_bodies",
        "select * from app.note_counts",
        "refresh materialized view app.note_counts",
        "select nextval('app.note_numbers')",
        "select last_value from app.note_numbers",
        "select nextval('app.notes_id_seq')",
        "select null::app.note_title",
        "select null::app.note_kind",
        "select * from api.read_notes()",
        "select api.count_notes()",
        "call api.forget_notes()",
        "select app.hand_note()",
        "select api.hand_note()",
        "select auth.hand_note()",
        "select audit.hand_note()",
        "select * from app.hand_notes",
        "select * from momni_db.refinery_schema_history",
    ] {
        tally.refused(&format!("the login: {sql}"), &["42501"], &by_login(&session, sql).await);
        for role in CLIENTS {
            tally.refused(&format!("{role}: {sql}"), &["42501"], &bare(&session, role, sql).await);
        }
        if sql.starts_with("select") && !sql.contains("api.read_notes") {
            let done = operator.run(sql).await;
            tally.control(&format!("the operator: {sql}: {done:?}"), done.is_ok());
        }
    }
}

/// Functions and a table that an operator adds as one of the owners, past the tool.
async fn by_hand(operator: &Session, tally: &mut Tally) {
    for (owner, schema) in [
        ("momni_owner", "app"),
        ("momni_definer", "api"),
        ("momni_guard", "auth"),
        ("momni_auditor", "audit"),
    ] {
        let sql = format!(
            "begin; grant create on schema {schema} to {owner}; set local role {owner};
             create function {schema}.hand_note() returns int language sql as 'select 1';
             reset role; revoke create on schema {schema} from {owner}; commit"
        );
        // The owner of a schema needs no grant, and keeps what it has.
        let sql = match owner {
            "momni_owner" => {
                "begin; set local role momni_owner; create table app.hand_notes (a int);
                 create function app.hand_note() returns int language sql as 'select 1'; commit"
                    .to_owned()
            }
            _ => sql,
        };
        let made = operator.run(&sql).await;
        tally.control(&format!("{owner} makes a function: {made:?}"), made.is_ok());
    }
}
