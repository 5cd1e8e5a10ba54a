//! Whom an imported project names, and who goes without a name.

use crate::support;
use crate::trip::{Imported, Servers, import};
use momni_db::catalog::Kind;
use momni_db::connect::Session;

async fn imported(source: &Session, script: &str) -> Imported {
    source.batch(script).await.unwrap_or_else(|error| panic!("{error}"));
    import(source, None).await
}

fn roles(imported: &Imported) -> Vec<String> {
    imported.catalog.of_kind(Kind::Role).map(|(id, _)| id.name.to_string()).collect()
}

/// A server of the test's own: roles belong to the cluster.
fn on_each(test: impl AsyncFn(&Servers)) {
    for major in support::MAJORS {
        let servers = Servers::of(major);
        support::run(test(&servers));
    }
}

#[test]
fn roles_that_own_or_are_granted_are_declared_with_their_members_and_groups() {
    on_each(async |servers| {
        let source = crate::trip::create(&servers.fresh, "tied").await;
        let imported = imported(
            &source,
            "CREATE ROLE owns; CREATE ROLE granted; CREATE ROLE in_policy; CREATE ROLE creates;
             CREATE ROLE member_of_granted LOGIN PASSWORD 'secret'; CREATE ROLE group_of_member; CREATE ROLE other;
             CREATE ROLE member_of_group;
             GRANT granted TO member_of_granted; GRANT group_of_member TO member_of_granted;
             GRANT group_of_member TO member_of_group; GRANT pg_monitor TO other; GRANT pg_monitor TO owns;
             CREATE TABLE t (); ALTER TABLE t OWNER TO owns; GRANT SELECT ON t TO granted;
             CREATE POLICY p ON t TO in_policy; ALTER DEFAULT PRIVILEGES FOR ROLE creates GRANT SELECT ON TABLES TO owns;",
        )
        .await;
        let expected =
            ["creates", "granted", "group_of_member", "in_policy", "member_of_granted", "owns"];
        assert_eq!(roles(&imported), expected);
        let text = &imported.files["schema/roles.yaml"];
        assert!(text.contains("member_of: [pg_monitor]") && !text.contains("secret"), "{text}");
        assert!(
            text.contains(
                "  member_of_granted: { login: true, member_of: [granted, group_of_member] }"
            ),
            "{text}"
        );
    });
}

#[test]
fn the_owner_of_a_database_is_named_where_somebody_else_connects() {
    on_each(async |servers| {
        let maintenance = support::session(&servers.fresh.target("postgres")).await;
        maintenance.batch("CREATE ROLE app LOGIN").await.unwrap();
        let source = crate::trip::create(&servers.fresh, "owned").await;
        let imported = imported(
            &source,
            "ALTER DATABASE owned OWNER TO app; CREATE TABLE a (); CREATE TABLE b (); CREATE TABLE c ();
             ALTER TABLE a OWNER TO app; ALTER TABLE b OWNER TO app;",
        )
        .await;
        assert_eq!(roles(&imported), ["app"]);
        let config = &imported.files["momni-db.yaml"];
        assert!(config.contains("\nowner: app\n"), "{config}");
        assert!(imported.files["schema/public/tables/c.yaml"].contains("owner: current_user"));
        assert!(!imported.files["schema/public/tables/a.yaml"].contains("owner"));
        // The database itself is nobody's: there is nothing to say of it.
        assert!(
            !imported.files.contains_key("schema/database.yaml"),
            "{:?}",
            imported.files.keys()
        );
        assert_eq!(imported.warnings, []);
    });
}

#[test]
fn the_owner_of_a_database_that_connects_is_the_migrating_role() {
    on_each(async |servers| {
        let maintenance = support::session(&servers.fresh.target("postgres")).await;
        maintenance.batch("CREATE ROLE app LOGIN").await.unwrap();
        let source = crate::trip::create(&servers.fresh, "connected").await;
        source
            .batch(
                "ALTER DATABASE connected OWNER TO app; CREATE TABLE a (); ALTER TABLE a OWNER TO app;
                 CREATE TABLE b (); GRANT SELECT ON b TO app;",
            )
            .await
            .unwrap();
        let target = servers.fresh.target("connected");
        let user = target.user().to_owned();
        let url = target.to_string().replacen(&format!("//{user}@"), "//app@", 1);
        let target = momni_db::connect::Target::resolve(Some(&url), &Default::default()).unwrap();
        assert_eq!(target.user(), "app");
        let session = support::session(&target).await;
        let imported = import(&session, None).await;
        assert_eq!(roles(&imported), [""; 0]);
        assert!(!imported.files["momni-db.yaml"].contains("owner"));
        assert!(!imported.files["schema/public/tables/a.yaml"].contains("owner"));
        // What belongs to the superuser becomes the migrating role's, and that is said.
        let said: Vec<&str> = imported.warnings.iter().map(|it| it.message.as_str()).collect();
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(
            said[0].starts_with(&format!("table public.b: its owner {user} is no role")),
            "{said:?}"
        );
    });
}

#[test]
fn what_the_migrating_role_holds_on_what_others_own_is_said() {
    on_each(async |servers| {
        let source = crate::trip::create(&servers.fresh, "held").await;
        let imported = imported(
            &source,
            "CREATE ROLE owns; CREATE TABLE t (a int); ALTER TABLE t OWNER TO owns; GRANT SELECT ON t TO CURRENT_USER;
             GRANT UPDATE (a) ON t TO CURRENT_USER; CREATE POLICY p ON t TO CURRENT_USER USING (true);",
        )
        .await;
        let text = &imported.files["schema/public/tables/t.yaml"];
        assert!(text.contains("grants: { current_user: [select] }"), "{text}");
        assert!(text.contains("to: [current_user]"), "{text}");
        assert!(text.contains("grants: { current_user: [update] }"), "{text}");
    });
}
