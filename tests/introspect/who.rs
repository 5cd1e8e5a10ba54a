//! Who reads, and who stands for the migrating role.

use crate::support::{MAJORS, database, execute, run, server, session};
use momni_db::catalog::{Kind, Name, ObjectId, Principal, QName, Scope, differences};
use momni_db::connect::Target;
use momni_db::introspect::introspect;

const SCRIPT: &str = include_str!("order/script.sql");

fn filled(major: u32, name: &str) -> Target {
    let target = database(server(major, &crate::EXTENSIONS), name);
    execute(&target, &SCRIPT.replace("order_", &format!("{name}_")));
    target
}

#[test]
fn a_role_without_any_right_reads_the_same_catalog() {
    for major in MAJORS {
        let target = filled(major, "who_plain");
        execute(&target, "CREATE ROLE who_plain_stranger");
        let scope = Scope { roles: Some(Default::default()), ..Scope::everything() };
        run(async {
            let session = session(&target).await;
            let mine = introspect(&session.client, &scope).await.unwrap();
            session.batch("SET SESSION AUTHORIZATION who_plain_stranger").await.unwrap();
            let theirs = introspect(&session.client, &scope).await.unwrap();
            assert_eq!(differences(&mine, &theirs), []);
            assert_eq!(mine, theirs);
            assert!(mine.objects.len() > 50, "{}", mine.objects.len());
        });
    }
}

#[test]
fn the_migrating_role_has_no_name_unless_it_is_declared() {
    for major in MAJORS {
        let target = database(server(major, &crate::EXTENSIONS), "who_migrates");
        execute(&target, "CREATE TABLE t (a int); CREATE POLICY p ON t TO CURRENT_USER");
        run(async {
            let session = session(&target).await;
            let rows = session.rows("SELECT current_user").await.unwrap();
            let user = Name::from(rows[0][0].as_deref().unwrap());
            let table = ObjectId::in_schema(Kind::Table, &QName::new("public", "t"));
            let database = ObjectId::global(Kind::Database, "");
            for (roles, principal) in [
                (None, Principal::Migrator),
                (Some([].into()), Principal::Migrator),
                (Some([user.clone()].into()), Principal::Role(user.clone())),
            ] {
                let named =
                    roles.as_ref().is_some_and(|it: &std::collections::BTreeSet<_>| !it.is_empty());
                let scope = Scope { roles, ..Scope::everything() };
                let catalog = introspect(&session.client, &scope).await.unwrap();
                assert_eq!(catalog.get(&table).unwrap().owner, Some(principal.clone()));
                // No project says whose a database is.
                assert_eq!(catalog.get(&database).unwrap().owner, Some(Principal::Migrator));
                assert!(catalog.get(&table).unwrap().grants.contains_key(&principal));
                let role = ObjectId::global(Kind::Role, user.clone());
                assert_eq!(catalog.get(&role).is_some(), named);
            }
        });
    }
}

#[test]
fn the_owner_of_the_database_migrates_too() {
    for major in MAJORS {
        let server = server(major, &crate::EXTENSIONS);
        let target = database(server, "who_owns");
        execute(
            &target,
            "CREATE ROLE who_owns_it; ALTER DATABASE who_owns OWNER TO who_owns_it; \
             CREATE TABLE t (a int); ALTER TABLE t OWNER TO who_owns_it",
        );
        run(async {
            let session = session(&target).await;
            let catalog = introspect(&session.client, &Scope::everything()).await.unwrap();
            let table = ObjectId::in_schema(Kind::Table, &QName::new("public", "t"));
            assert_eq!(catalog.get(&table).unwrap().owner, Some(Principal::Migrator));
            assert!(catalog.get(&ObjectId::global(Kind::Role, "who_owns_it")).is_none());
        });
    }
}
