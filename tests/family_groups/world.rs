//! The migrated database on a server of one major version, and people in it.

use crate::session::{Caller, Refusal, Rows, Session, one, quote};
use momni_db::connect::Target;
use std::collections::BTreeMap;

/// A migrated database.
#[derive(Clone)]
pub(crate) struct World {
    /// The major version of its server.
    pub(crate) major: u32,
    /// The operator's way in: a superuser.
    operator: Target,
    /// The first administrator.
    root: String,
}

/// Somebody at a session of their own, which the authenticator has opened.
pub(crate) struct Person {
    /// The subject of their token.
    pub(crate) id: String,
    /// Their address.
    pub(crate) email: String,
    /// Their token.
    pub(crate) caller: Caller,
    session: Session,
}

impl World {
    /// Takes a migrated database into use: the operator makes the first administrator.
    pub(crate) async fn open(major: u32, operator: Target) -> Self {
        let mut world = Self { major, operator, root: String::new() };
        world.root = world.person("Root").await.id;
        world
            .operate(&format!(
                "insert into app.system_role_assignments (user_id, role_id)
                 select '{}', id from app.roles where type = 'system_admin'",
                world.root
            ))
            .await;
        world
    }

    /// The way in of a role that may log in.
    pub(crate) fn login(&self, role: &str) -> Target {
        let url = self.operator.to_string();
        let url = url.replacen(&format!("{}@", self.operator.user()), &format!("{role}@"), 1);
        let target = Target::resolve(Some(&url), &BTreeMap::new()).unwrap();
        assert_eq!(target.user(), role);
        target
    }

    /// The way in of the operator.
    pub(crate) fn target(&self) -> Target {
        self.operator.clone()
    }

    /// A session of the operator.
    pub(crate) async fn operator(&self) -> Session {
        Session::open(&self.operator).await
    }

    /// What the operator does.
    pub(crate) async fn operate(&self, sql: &str) -> Rows {
        self.try_operate(sql).await.unwrap_or_else(|refusal| panic!("{sql}\n{refusal:?}"))
    }

    /// What the operator tries.
    pub(crate) async fn try_operate(&self, sql: &str) -> Result<Rows, Refusal> {
        self.operator().await.run(sql).await
    }

    /// What the operator reads: one value.
    pub(crate) async fn read(&self, sql: &str) -> String {
        one(self.operate(sql).await)
    }

    /// What a job of the worker gives.
    pub(crate) async fn job(&self, call: &str) -> Rows {
        let worker = Session::open(&self.login("fg_worker")).await;
        let sql = format!("select * from maintenance.{call}");
        worker.run(&sql).await.unwrap_or_else(|refusal| panic!("{sql}\n{refusal:?}"))
    }

    /// A trusted backend.
    pub(crate) async fn service(&self) -> Person {
        self.caller(Caller { role: "fg_service".to_owned(), claims: None }, "", "").await
    }

    /// Somebody with a member's token, a proven address and nothing else.
    pub(crate) async fn person(&self, name: &str) -> Person {
        let id = self.read("select gen_random_uuid()").await;
        let email = format!("{}.{}@example.org", name.to_lowercase(), &id[..8]);
        let sync = format!("select api.sync_user('{id}', '{email}', true, {})", quote(name));
        self.service().await.ask(&sync).await;
        self.caller(Caller::of("fg_member", &id), &id, &email).await
    }

    /// Somebody without a token.
    pub(crate) async fn anonymous(&self) -> Person {
        self.caller(Caller::anonymous(), "", "").await
    }

    /// The first administrator with an administrator's token.
    pub(crate) async fn root(&self) -> Person {
        self.caller(Caller::of("fg_administrator", &self.root), &self.root, "").await
    }

    /// Somebody with this token.
    pub(crate) async fn caller(&self, caller: Caller, id: &str, email: &str) -> Person {
        let session = Session::open(&self.login("fg_authenticator")).await;
        Person { id: id.to_owned(), email: email.to_owned(), caller, session }
    }

    /// Puts a family on a plan, as the billing service does.
    pub(crate) async fn subscribe(&self, family: &str, tier: &str, status: &str) {
        let applied = self
            .service()
            .await
            .one(&format!(
                "select api.apply_subscription('{family}', clock_timestamp(), '{tier}', '{status}', 'monthly')"
            ))
            .await;
        assert_eq!(applied, "t");
    }
}

impl Person {
    /// A request, granted or not.
    pub(crate) async fn request(&self, sql: &str) -> Result<Rows, Refusal> {
        self.session.request(&self.caller, sql).await
    }

    /// A request that is granted.
    pub(crate) async fn ask(&self, sql: &str) -> Rows {
        let answer = self.request(sql).await;
        answer.unwrap_or_else(|refusal| panic!("{sql}\nas {:?}: {refusal:?}", self.caller))
    }

    /// A request that is granted, and its one value.
    pub(crate) async fn one(&self, sql: &str) -> String {
        one(self.ask(sql).await)
    }

    /// A request that is refused with this SQLSTATE.
    pub(crate) async fn refused(&self, code: &str, sql: &str) -> Refusal {
        match self.request(sql).await {
            Ok(rows) => panic!("{sql}\nas {:?} was not refused: {rows:?}", self.caller),
            Err(refusal) if refusal.code == code => refusal,
            Err(refusal) => panic!("{sql}\nas {:?}: {refusal:?} and not {code}", self.caller),
        }
    }

    /// Begins a request and runs its SQL, but leaves the transaction open. `isolation` is what follows BEGIN.
    pub(crate) async fn begin(&self, isolation: &str, sql: &str) -> Result<Rows, Refusal> {
        self.session.begin(isolation, &self.caller).await;
        self.session.run(sql).await
    }

    /// Ends a transaction that was left open: `commit` or `rollback`.
    pub(crate) async fn end(&self, how: &str) -> Result<Rows, Refusal> {
        self.session.run(how).await
    }

    /// The server's process of this person's session.
    pub(crate) async fn pid(&self) -> i32 {
        self.session.pid().await
    }

    /// Makes a family; its key.
    pub(crate) async fn family(&self, name: &str) -> String {
        self.one(&format!("select api.create_family({})", quote(name))).await
    }

    /// Adds somebody to a family that this person coordinates; the key of the membership.
    pub(crate) async fn add(&self, family: &str, newcomer: &Person, role: &str) -> String {
        self.one(&format!("select api.add_family_member('{family}', '{}', '{role}')", newcomer.id))
            .await
    }

    /// Invites an address; the token.
    pub(crate) async fn invite(&self, family: &str, email: &str, role: &str) -> String {
        self.one(&format!(
            "select token from api.create_family_invitation('{family}', '{email}', '{role}')"
        ))
        .await
    }

    /// Whether this person can enter a family now.
    pub(crate) async fn enters(&self, family: &str) -> bool {
        self.one(&format!("select api.check_family_access('{}', '{family}')", self.id)).await == "t"
    }
}

/// Waits until a session waits for a lock that another holds.
pub(crate) async fn until_it_waits(world: &World, pid: i32) {
    crate::support::request::until_it_waits(&world.operator().await, pid).await;
}
