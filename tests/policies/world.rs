//! The migrated database on a server of each major version, with two families and a crowd beside them.

use crate::support::document::{document, write_files};
use crate::support::request::{Caller, Refusal, Rows, Session, one};
use crate::support::{MAJORS, database, momni_db, program, ran, run, server};
use momni_db::connect::Target;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

#[derive(Clone)]
pub(crate) struct World {
    pub(crate) major: u32,
    operator: Target,
}

/// Ann and Ben share a family; Cleo has another one; Dan left Ann's.
pub(crate) const ANN: &str = "00000000-0000-0000-0000-00000000000a";
pub(crate) const BEN: &str = "00000000-0000-0000-0000-00000000000b";
pub(crate) const CLEO: &str = "00000000-0000-0000-0000-00000000000c";
pub(crate) const DAN: &str = "00000000-0000-0000-0000-00000000000d";
pub(crate) const ANNS: &str = "10000000-0000-0000-0000-00000000000a";
pub(crate) const CLEOS: &str = "10000000-0000-0000-0000-00000000000c";

/// Families, members and photos of others, enough for the planner to think of indexes.
const CROWD: &str = "
    insert into app.families select md5('family' || n)::uuid, 'family ' || n from generate_series(1, 2000) n;
    insert into app.family_members select md5('family' || n)::uuid, md5('user' || n % 1500)::uuid, true from generate_series(1, 2000) n;
    insert into app.photos select md5('photo' || n)::uuid, md5('family' || 1 + n % 2000)::uuid,
        (array['private', 'family']::app.privacy[])[1 + n % 2], md5('user' || n % 1500)::uuid from generate_series(1, 20000) n;
    insert into app.diaries select md5('diary' || n)::uuid, 'text', md5('user' || n % 1500)::uuid from generate_series(1, 20000) n;
";

pub(crate) fn shared() -> Vec<World> {
    static SHARED: Mutex<Vec<World>> = Mutex::new(Vec::new());
    let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    if shared.is_empty() {
        let folder = tempfile::tempdir().unwrap();
        write_project(folder.path());
        let ran = momni_db(folder.path(), &["generate"]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let again = momni_db(folder.path(), &["generate"]);
        assert!(again.stdout.contains("nothing") || again.stdout.lines().count() == 1, "{again:?}");
        *shared = MAJORS.into_iter().map(|major| opened(major, folder.path())).collect();
    }
    shared.clone()
}

/// The project that the document gives.
pub(crate) fn write_project(to: &Path) {
    let copied = write_files(&document("policies.md"), to);
    assert_eq!(copied, 3);
}

fn opened(major: u32, project: &Path) -> World {
    let operator = database(server(major, &[]), "policies");
    let mut migrate = program(project);
    let ran = ran(migrate.arg("migrate").env("DATABASE_URL", operator.to_string()));
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let world = World { major, operator };
    run(async {
        // Row security binds the owner; who fills the tables is a superuser.
        world
            .operate(&format!(
                "insert into app.families values ('{ANNS}', 'Ann'), ('{CLEOS}', 'Cleo');
                 insert into app.family_members values
                    ('{ANNS}', '{ANN}', true), ('{ANNS}', '{BEN}', true), ('{ANNS}', '{DAN}', false), ('{CLEOS}', '{CLEO}', true);
                 insert into app.photos (id, family_id, privacy, taken_by)
                 select md5(f::text || p::text)::uuid, f, p, u
                 from (values ('{ANNS}'::uuid, '{ANN}'::uuid), ('{CLEOS}', '{CLEO}')) v (f, u),
                    unnest(enum_range(null::app.privacy)) p;
                 insert into app.countries values ('CH'), ('DE');
                 {CROWD}"
            ))
            .await;
        world.operate("vacuum analyze").await;
    });
    world
}

impl World {
    pub(crate) async fn operate(&self, sql: &str) -> Rows {
        let session = Session::open(&self.operator).await;
        session.run(sql).await.unwrap_or_else(|refusal| panic!("{refusal:?}: {sql}"))
    }

    /// A request that is rolled back; without a user it has no token.
    pub(crate) async fn try_as(
        &self,
        role: &str,
        user: Option<&str>,
        sql: &str,
    ) -> Result<Rows, Refusal> {
        let claims = user.map(|user| format!(r#"{{"sub":"{user}","aal":"aal2"}}"#));
        let session = Session::open(&self.operator).await;
        session.trial(&Caller { role: role.into(), claims }, sql).await
    }

    pub(crate) async fn ask(&self, user: &str, sql: &str) -> String {
        match self.try_as("app_user", Some(user), sql).await {
            Ok(rows) => one(rows),
            Err(refusal) => panic!("{user}: {sql}: {refusal:?}"),
        }
    }

    /// The SQLSTATE with which a request is refused.
    pub(crate) async fn refused(&self, user: &str, sql: &str) -> String {
        match self.try_as("app_user", Some(user), sql).await {
            Ok(rows) => panic!("{user}: {sql} gives {rows:?}"),
            Err(refusal) => refusal.code,
        }
    }
}
