//! Momni's database on a server of each major version, and people in it.

use crate::session::{COMMUNITY, Caller, FINANCIAL, Refusal, Rows, Session, one, quote};
use crate::support::request;
use momni_db::connect::Target;
use std::collections::BTreeMap;

/// An instrument of the tests: runs a statement as the secure functions run it, and tells how many rows it met. No
/// policy is loosened for it; it only stands where a careless secure function would.
const PROBE: &str = "
    create function public.probe(statement text) returns bigint
      language plpgsql security definer set search_path = pg_catalog, pg_temp
      as $$ declare met bigint; begin execute statement; get diagnostics met = row_count; return met; end $$;
    alter function public.probe(text) owner to momni_definer";

/// A migrated database. Tests share it: everything in it hangs on users, and each test makes its own.
#[derive(Clone)]
pub(crate) struct World {
    /// The major version of its server.
    pub(crate) major: u32,
    /// The operator's way in: a superuser.
    pub(crate) operator: Target,
    /// The REST server's way in.
    pub(crate) authenticator: Target,
    /// The first administrator.
    pub(crate) root: String,
}

/// Somebody at a session of their own.
pub(crate) struct Person {
    /// Their token.
    pub(crate) caller: Caller,
    /// The subject of their token.
    pub(crate) id: String,
    session: Session,
}

impl World {
    /// Takes a migrated database into use: its first administrator is appointed.
    pub(crate) async fn open(major: u32, operator: Target) -> Self {
        let login = operator.to_string().replacen(
            &format!("{}@", operator.user()),
            "momni_authenticator@",
            1,
        );
        let authenticator = Target::resolve(Some(&login), &BTreeMap::new()).unwrap();
        assert_eq!(authenticator.user(), "momni_authenticator");
        let mut world = Self { major, operator, authenticator, root: String::new() };
        let root = world.newcomer("Root").await;
        world
            .operator()
            .await
            .run(&format!(
                "select auth.appoint_first_administrator({}, 'the first')",
                quote(&root.id)
            ))
            .await
            .expect("there was no administrator");
        world.root = root.id;
        world.operate(PROBE).await.expect("the operator may add a probe");
        world
    }

    /// A session of the operator.
    pub(crate) async fn operator(&self) -> Session {
        Session::open(&self.operator).await
    }

    /// A bare session of the REST server's login, before any request.
    pub(crate) async fn login(&self) -> Session {
        Session::open(&self.authenticator).await
    }

    /// What the operator reads: one value.
    pub(crate) async fn read(&self, sql: &str) -> String {
        one(self.operator().await.run(sql).await.unwrap_or_else(|r| panic!("{sql}: {r:?}")))
    }

    /// What the operator does.
    pub(crate) async fn operate(&self, sql: &str) -> Result<Rows, Refusal> {
        self.operator().await.run(sql).await
    }

    /// Somebody with this token.
    pub(crate) async fn caller(&self, caller: Caller, id: &str) -> Person {
        Person::within(self.login().await, caller, id)
    }

    /// Somebody without a token.
    pub(crate) async fn anonymous(&self) -> Person {
        self.caller(Caller::anonymous(), "").await
    }

    /// Somebody with a member's token of a user whom the database has never seen.
    pub(crate) async fn stranger(&self) -> Person {
        Person::unseen(self.login().await).await
    }

    /// A member who has just registered.
    pub(crate) async fn newcomer(&self, name: &str) -> Person {
        self.registered(self.login().await, name).await
    }

    /// The same in this session.
    pub(crate) async fn registered(&self, session: Session, name: &str) -> Person {
        let person = Person::unseen(session).await;
        person.ask(&format!("select api.register({})", quote(name))).await;
        person
    }

    /// The first administrator.
    pub(crate) async fn root(&self) -> Person {
        self.caller(Caller::of(COMMUNITY, &self.root), &self.root).await
    }

    /// A community administrator of the test's own.
    pub(crate) async fn community_administrator(&self) -> Person {
        let session = self.login().await;
        self.administrator(session, COMMUNITY, "community_administrator").await
    }

    /// A financial administrator of the test's own.
    pub(crate) async fn financial_administrator(&self) -> Person {
        let session = self.login().await;
        self.administrator(session, FINANCIAL, "financial_administrator").await
    }

    /// Somebody in this session to whom the first administrator gives this role.
    pub(crate) async fn administrator(
        &self,
        session: Session,
        database_role: &'static str,
        role: &str,
    ) -> Person {
        let mut person = self.registered(session, "Administrator").await;
        let root = Caller::of(COMMUNITY, &self.root);
        let grant = format!("select api.grant_role('{}', '{role}', 'for a test')", person.id);
        person.session.request(&root, &grant).await.expect("the first administrator may");
        person.caller = Caller::of(database_role, &person.id);
        person
    }
}

impl Person {
    /// Somebody with this token in this session.
    pub(crate) fn within(session: Session, caller: Caller, id: &str) -> Self {
        Self { caller, id: id.to_owned(), session }
    }

    /// Somebody with a member's token of a user whom the database has never seen.
    async fn unseen(session: Session) -> Self {
        let id = one(session.run("select gen_random_uuid()").await.expect("anybody may ask"));
        Self::within(session, Caller::member(&id), &id)
    }

    /// A request that is granted.
    pub(crate) async fn ask(&self, sql: &str) -> Rows {
        match self.session.request(&self.caller, sql).await {
            Ok(rows) => rows,
            Err(refusal) => panic!("{sql}\nas {:?}: {refusal:?}", self.caller),
        }
    }

    /// A request that is granted, and its one value.
    pub(crate) async fn one(&self, sql: &str) -> String {
        one(self.ask(sql).await)
    }

    /// A request that is refused.
    pub(crate) async fn refused(&self, sql: &str) -> Refusal {
        match self.session.request(&self.caller, sql).await {
            Ok(rows) => panic!("{sql}\nas {:?} was not refused: {rows:?}", self.caller),
            Err(refusal) => refusal,
        }
    }

    /// Runs a statement inside a secure function, for this person: how many rows it met.
    pub(crate) async fn probe(&self, statement: &str) -> Result<u64, Refusal> {
        let met = self.request(&format!("select public.probe({})", quote(statement))).await?;
        Ok(one(met).parse().expect("a count"))
    }

    /// Whether a condition holds inside a secure function, for this person.
    pub(crate) async fn holds(&self, condition: &str) -> bool {
        self.probe(&format!("select where {condition}")).await.expect("the condition can be asked")
            == 1
    }

    /// A request, granted or not.
    pub(crate) async fn request(&self, sql: &str) -> Result<Rows, Refusal> {
        self.session.request(&self.caller, sql).await
    }

    #[allow(dead_code, reason = "one of the test binaries with these people needs it")]
    /// Leaves the session to others.
    pub(crate) fn leave(self) -> Session {
        self.session
    }

    #[allow(dead_code, reason = "one of the test binaries with these people needs it")]
    /// A request of another caller in this person's session, as in a pool.
    pub(crate) async fn as_another(&self, caller: &Caller, sql: &str) -> Result<Rows, Refusal> {
        self.session.request(caller, sql).await
    }

    /// Begins a request and runs its SQL, but leaves the transaction open.
    pub(crate) async fn begin(&self, sql: &str) -> Result<Rows, Refusal> {
        self.session.begin("", &self.caller).await;
        self.session.run(sql).await
    }

    /// The server's process of this person's session.
    pub(crate) async fn pid(&self) -> i32 {
        self.session.pid().await
    }

    /// Ends a transaction that was left open.
    pub(crate) async fn commit(&self) -> Result<Rows, Refusal> {
        self.session.run("commit").await
    }

    /// Makes a family; its key.
    pub(crate) async fn family(&self, name: &str) -> String {
        self.one(&format!("select api.create_family({})", quote(name))).await
    }

    /// Lets somebody into a family that this person manages.
    pub(crate) async fn take_in(&self, family: &str, newcomer: &Person, kind: &str) {
        let code =
            self.one(&format!("select code from api.invite_to_family('{family}', '{kind}')")).await;
        newcomer.ask(&format!("select api.accept_invitation({})", quote(&code))).await;
    }

    /// Adds a child to a family that this person manages; the keys of the member and of the child.
    pub(crate) async fn child(&self, family: &str, name: &str) -> (String, String) {
        let sql = format!("select * from api.add_child('{family}', {}, '2020-02-02')", quote(name));
        let row = self.ask(&sql).await.remove(0);
        (row[0].clone().unwrap(), row[1].clone().unwrap())
    }
}

/// Waits until a session waits for a lock that another holds.
pub(crate) async fn until_it_waits(world: &World, pid: i32) {
    request::until_it_waits(&world.operator().await, pid).await;
}
