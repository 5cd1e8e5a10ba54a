//! Whether reading a table ends is asked of a server: it and the rule `recursive-policy` agree.

use super::{found, project, runtime, server};
use momni_db::connect::connect;
use std::process::Command;

/// Policies of `users`, and what stands beside them; whether reading ends.
const CASES: [(&str, &str, bool); 8] = [
    ("by itself", "p: { for: select, to: [member], using: exists (select from users u where u.admin) }", false),
    (
        "through another table",
        "\
      p: { for: select, to: [member], using: exists (select from teams t where t.id = users.team) }
  teams:
    row_security: forced
    columns: { id: integer }
    grants: { member: [select] }
    policies:
      q: { for: select, to: [member], using: exists (select from users u where u.team = teams.id) }",
        false,
    ),
    (
        "through a view of its owner's, whom the policies do not bind",
        "\
      p: { for: select, to: [member], using: exists (select from admins) }
views:
  admins: { query: select id from users where admin, owner: free, grants: { member: [select] } }",
        true,
    ),
    (
        "through a view of the caller's",
        "\
      p: { for: select, to: [member], using: exists (select from admins) }
views:
  admins: { query: select id from users where admin, security_invoker: true, grants: { member: [select] } }",
        false,
    ),
    (
        "through a function of the caller's",
        "\
      p: { for: select, to: [member], using: (select is_admin()) }
functions:
  is_admin: { returns: boolean, language: plpgsql, volatility: stable, body: begin return exists (select from public.users u where u.admin); end }",
        false,
    ),
    (
        "through a definer whom the policies do not bind",
        "\
      p: { for: select, to: [member], using: (select is_admin()) }
functions:
  is_admin: { returns: boolean, security: definer, owner: free, execute: [member], volatility: stable, body: begin return exists (select from public.users u where u.admin); end }",
        true,
    ),
    (
        "through a definer whom another policy binds",
        "\
      p: { for: select, to: [member], using: (select is_admin()) }
      q: { for: select, to: [asker], using: \"true\" }
functions:
  is_admin: { returns: boolean, security: definer, owner: asker, execute: [member], volatility: stable, body: begin return exists (select from public.users u where u.admin); end }",
        true,
    ),
    (
        "through a definer whom the same policy binds",
        "\
      p: { for: select, using: (select is_admin()) }
functions:
  is_admin: { returns: boolean, security: definer, owner: asker, execute: [member, asker], volatility: stable, body: begin return exists (select from public.users u where u.admin); end }",
        false,
    ),
];

#[test]
fn the_rule_and_the_server_agree() {
    runtime().block_on(async {
        for major in [15, 18] {
            let server = server(major).await;
            for (number, (name, text, ends)) in CASES.into_iter().enumerate() {
                let yaml = format!(
                    "\
roles: {{ member: {{}}, asker: {{}}, free: {{ bypass_rls: true }} }}
tables:
  users:
    row_security: forced
    columns: {{ id: integer, admin: boolean, team: integer }}
    grants: {{ member: [select], asker: [select], free: [select] }}
    policies:
      {}
",
                    text.trim_start()
                );
                let folder = project("", &yaml);
                let lent = server.target("postgres");
                let (told, _) = found(folder.path(), Some(lent.clone())).await.unwrap();
                let is_told = told.iter().any(|it| it.rule == "recursive-policy");
                assert_eq!(is_told, !ends, "PostgreSQL {major}, {name}: the rule\n{yaml}");

                let database = format!("recursion_{number}");
                let maintenance = connect(&lent).await.unwrap();
                maintenance.batch(&format!("CREATE DATABASE {database}")).await.unwrap();
                let target = lent.with_database(&database).unwrap();
                let plan = Command::new(env!("CARGO_BIN_EXE_momni-db"))
                    .args(["plan", "--format", "sql", "-C", folder.path().to_str().unwrap()])
                    .args(["--database-url", &target.to_string()])
                    .args(["--scratch-url", &lent.to_string()])
                    .output()
                    .unwrap();
                let sql = String::from_utf8(plan.stdout).unwrap();
                assert!(sql.contains("CREATE TABLE"), "{}", String::from_utf8_lossy(&plan.stderr));
                let session = connect(&target).await.unwrap();
                session.batch(&sql).await.unwrap();
                // A row, so that conditions are asked.
                session.batch("INSERT INTO users VALUES (1, true, 1)").await.unwrap();
                session.batch("SET max_stack_depth = '200kB'; SET ROLE member").await.unwrap();
                let read = session.batch("SELECT * FROM public.users").await;
                assert_eq!(read.is_ok(), ends, "PostgreSQL {major}, {name}: {read:?}");
            }
        }
    });
}
