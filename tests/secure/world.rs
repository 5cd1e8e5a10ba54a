//! The migrated database on a server of each major version, and who calls its functions.

use crate::support::document::{copy, document, write_files};
use crate::support::request::{Caller, Refusal, Rows, Session, one};
use crate::support::{MAJORS, database, momni_db, program, ran, run, server};
use momni_db::connect::Target;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

#[derive(Clone)]
pub(crate) struct World {
    pub(crate) major: u32,
    operator: Target,
    authenticator: Target,
}

/// Somebody with a family of their own.
pub(crate) struct Person {
    pub(crate) caller: Caller,
    pub(crate) id: String,
    pub(crate) family: String,
    pub(crate) session: Session,
}

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

/// The project: what the folder has and what the document gives to copy.
pub(crate) fn write_project(to: &Path) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    copy(&root.join("tests/secure/project"), to);
    let copied = write_files(&document("secure.md"), to);
    assert_eq!(copied, 4);
}

fn opened(major: u32, project: &Path) -> World {
    let operator = database(server(major, &[]), "secure");
    let mut migrate = program(project);
    let ran = ran(migrate.arg("migrate").env("DATABASE_URL", operator.to_string()));
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let login =
        operator.to_string().replacen(&format!("{}@", operator.user()), "stays_authenticator@", 1);
    let authenticator = Target::resolve(Some(&login), &BTreeMap::new()).unwrap();
    let world = World { major, operator, authenticator };
    run(async {
        // Tests share the machine.
        world.operate("alter role stays_authenticator set statement_timeout = '2min'").await;
    });
    world
}

impl World {
    pub(crate) async fn operator(&self) -> Session {
        Session::open(&self.operator).await
    }

    pub(crate) async fn operate(&self, sql: &str) -> Rows {
        self.operator().await.run(sql).await.unwrap_or_else(|refusal| panic!("{sql}: {refusal:?}"))
    }

    pub(crate) async fn read(&self, sql: &str) -> String {
        one(self.operate(sql).await)
    }

    /// A session of the REST server.
    pub(crate) async fn session(&self) -> Session {
        Session::open(&self.authenticator).await
    }

    /// A member with a family and a token that opens everything.
    pub(crate) async fn member(&self) -> Person {
        let id = self.read("select gen_random_uuid()").await;
        let family = self.read("select gen_random_uuid()").await;
        self.operate(&format!("insert into app.families values ('{family}', '{id}')")).await;
        let session = self.session().await;
        Person {
            caller: Caller { role: "stays_member".into(), claims: Some(claims(&id)) },
            id,
            family,
            session,
        }
    }
}

/// The claims of a token that opens everything.
pub(crate) fn claims(id: &str) -> String {
    format!(
        r#"{{"sub":"{id}","role":"stays_member","aal":"aal2","email_verified":true,"app":{{"tier":"gold"}}}}"#
    )
}

impl Person {
    pub(crate) async fn try_ask(&self, sql: &str) -> Result<Rows, Refusal> {
        self.session.request(&self.caller, &sql.replace("{family}", &self.family)).await
    }

    pub(crate) async fn ask(&self, sql: &str) -> Rows {
        self.try_ask(sql).await.unwrap_or_else(|refusal| panic!("{sql}: {refusal:?}"))
    }

    pub(crate) async fn one(&self, sql: &str) -> String {
        one(self.ask(sql).await)
    }

    /// A call that must be refused with this SQLSTATE; what is said.
    #[track_caller]
    pub(crate) fn refused<'a>(
        &'a self,
        sql: &'a str,
        code: &'a str,
    ) -> impl Future<Output = String> + 'a {
        let place = std::panic::Location::caller();
        async move {
            match self.try_ask(sql).await {
                Ok(rows) => panic!("{place}: {sql} gives {rows:?}"),
                Err(refusal) => {
                    assert_eq!(refusal.code, code, "{place}: {sql}: {refusal:?}");
                    refusal.text
                }
            }
        }
    }

    /// The same call with the key of a request, as PostgREST hands its header on.
    pub(crate) fn keyed(key: &str, sql: &str) -> String {
        format!("set local request.headers = '{{\"idempotency-key\":\"{key}\"}}'; {sql}")
    }
}
