//! The tables and their rows: one with policies in short, and a copy with policies as they are most often written and without
//! the indexes that nobody thought of.

use super::bench::Bench;
use momni_db::connect::{Target, connect};
use momni_db::scratch::Server;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

/// Who asks.
pub(crate) const USER: &str = "00000000-0000-0000-0000-000000000007";

/// The database, on a server of its own.
pub(crate) struct Table {
    server: Server,
    /// With its indexes.
    pub(crate) megabytes: i64,
}

const DATABASE: &str = "policies";

const PROJECT: &str = "\
name: policies
default_schema: app
secure: { caller: app.caller, policy_owner: guard }
";

const DECLARATION: &str = "\
schemas: { app: { grants: { by_owner: [usage], by_member: [usage], by_privacy: [usage] } } }
roles: { guard: {}, by_owner: {}, by_member: {}, by_privacy: {} }
enums:
  privacy: [private, group, members, public]
visibilities:
  privacy:
    seen_by:
      private: nobody
      group: { member_of: { table: members, via: group_id } }
      members: (select app.caller()) is not null
      public: everybody
functions:
  caller:
    returns: uuid
    language: sql
    volatility: stable
    execute: [by_owner, by_member, by_privacy]
    body: select nullif(current_setting('app.caller', true), '')::uuid
traits:
  note:
    columns: { id: bigint, owner_id: uuid, group_id: int, privacy: privacy, body: text }
    row_security: forced
    grants: { by_owner: [select], by_member: [select], by_privacy: [select] }
tables:
  members:
    row_security: forced
    columns: { group_id: int, user_id: uuid }
    primary_key: [group_id, user_id]
    policies:
      members_read: { for: select, to: [by_member, by_privacy], member_of: { table: members, via: group_id } }
      members_own: { for: select, to: [by_member, by_privacy], owner: user_id }
    grants: { by_member: [select], by_privacy: [select] }
  notes:
    traits: [note]
    primary_key: [id]
    policies:
      owners: { for: select, to: [by_owner], owner: owner_id }
      of_members: { for: select, to: [by_member], member_of: { table: members, via: group_id } }
      shown: { for: select, to: [by_privacy], visible_by: privacy }
  naive_notes:
    traits: [note]
    primary_key: [id]
    policies:
      owners: { for: select, to: [by_owner], using: caller() = owner_id }
      of_members:
        for: select
        to: [by_member]
        using: exists (select from members m where m.group_id = naive_notes.group_id and m.user_id = caller())
      shown:
        for: select
        to: [by_privacy]
        using: |
          privacy = 'public' or privacy = 'members' and caller() is not null
          or privacy = 'group' and exists (select from members m where m.group_id = naive_notes.group_id and m.user_id = caller())
";

/// A thousand rows are somebody's, two thousand a group's, and everybody is in five groups.
fn fill(rows: u64) -> String {
    let (users, groups) = ((rows / 1_000).max(10), (rows / 2_000).max(10));
    let user = |n: &str| format!("lpad(({n})::text, 32, '0')::uuid");
    format!(
        "insert into app.members select distinct (u * 7 + k * 13) % {groups}, {} from generate_series(0, {users} - 1) u, generate_series(1, 5) k;
         insert into app.notes select n, {}, (n / 3) % {groups},
            (case when n % 2000 = 0 then 'public' when n % 2000 = 1 then 'members' when n % 5 < 2 then 'group' else 'private' end)::app.privacy,
            'note ' || md5(n::text) from generate_series(0, {rows} - 1) n;
         insert into app.naive_notes select * from app.notes;",
        user("u"),
        user(&format!("n % {users}")),
    )
}

impl Table {
    /// Declares all of it, makes it by the program and fills it.
    pub(crate) fn new(bench: &Bench, rows: u64) -> Self {
        bench.write(&BTreeMap::from([
            ("momni-db.yaml".to_owned(), PROJECT.to_owned()),
            ("schema/notes.yaml".to_owned(), DECLARATION.to_owned()),
        ]));
        let server = bench.server();
        let target = server.target(DATABASE);
        bench.wait(async {
            let beside = connect(&server.target("postgres")).await.unwrap();
            beside.batch(&format!("create database {DATABASE}")).await.unwrap();
        });
        tool(bench, &["generate", "--name", "init"]);
        tool(bench, &["migrate", "--database-url", &target.to_string()]);
        let megabytes = bench.wait(async {
            let session = connect(&target).await.unwrap();
            session.batch(&fill(rows)).await.unwrap_or_else(|error| panic!("{error}"));
            session.batch("vacuum (analyze)").await.unwrap();
            session.batch("checkpoint").await.unwrap();
            let size = "select pg_total_relation_size('app.notes') >> 20";
            session.client.query_one(size, &[]).await.unwrap().get(0)
        });
        Self { server, megabytes }
    }

    pub(crate) fn target(&self) -> Target {
        self.server.target(DATABASE)
    }
}

/// The program in the project's folder.
fn tool(bench: &Bench, arguments: &[&str]) {
    let mut command = Command::new(Path::new(env!("CARGO_BIN_EXE_momni-db")));
    command.args(arguments).current_dir(&bench.root).stdin(Stdio::null());
    command.envs(bench.environment()).env_remove("MOMNI_SCRATCH_URL");
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}{said}", String::from_utf8_lossy(&output.stdout));
}
