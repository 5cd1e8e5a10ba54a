//! Momni's database as it is deployed, and named people who use it through the generated client.

use crate::support::{self, migrated};
use momni_client::ids::UserId;
use momni_client::types::UserRole;
use momni_client::values::{Timestamptz, Uuid};
use momni_client::{Claims, Client, Role, User, accounts, administration};
use momni_db::connect::Target;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::SystemTime;

/// The outside provider by which everybody signs in.
const ISSUER: &str = "https://login.example";

/// What a test has: the database that all share, and connections of its own. Whoever is in it is made by the test.
pub(crate) struct World {
    client: Client,
    operator: Target,
}

/// Somebody who is signed in.
#[derive(Clone)]
pub(crate) struct Person {
    /// By whom functions are called.
    pub(crate) user: User,
    pub(crate) id: UserId,
    /// What the provider calls them.
    login: String,
}

/// A number that no other call of this run gives.
fn next() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// The login of the first administrator.
const ROOT: &str = "root";

/// The database, migrated, with its first administrator.
fn database() -> &'static Target {
    static SHARED: OnceLock<Target> = OnceLock::new();
    SHARED.get_or_init(|| {
        let project = Path::new(env!("CARGO_MANIFEST_DIR"));
        let target = migrated::migrated(18, &[], "behaviour", project);
        support::run(async {
            let world = World::on(&target);
            // As where it is deployed: before anything is written that lies in a partition.
            world.job("app.keep_partitions()").await;
            let root = world.sign_in(ROOT).await;
            accounts::register(&root.user, "Root").await.unwrap();
            let appoint =
                format!("select auth.appoint_first_administrator('{}', 'The first.')", root.id);
            world.operate(&appoint).await;
        });
        target
    })
}

impl World {
    /// Must not be called within a runtime.
    pub(crate) fn open() -> Self {
        Self::on(database())
    }

    fn on(operator: &Target) -> Self {
        let url = migrated::url(operator, "momni_authenticator");
        Self { client: Client::new(&url).unwrap(), operator: operator.clone() }
    }

    /// What the operator does as a superuser: to let time pass, and no more.
    pub(crate) async fn operate(&self, sql: &str) -> Vec<Vec<Option<String>>> {
        self.of("postgres", sql).await
    }

    /// Several statements of the operator's.
    pub(crate) async fn batch(&self, sql: &str) {
        let done = support::session(&self.operator).await.batch(sql).await;
        done.unwrap_or_else(|error| panic!("{sql}\n{error}"));
    }

    /// Lets time pass for rows that triggers would not let go.
    pub(crate) async fn past(&self, sql: &str) {
        self.batch(&format!("begin; set local session_replication_role = replica; {sql}; commit"))
            .await;
    }

    /// What a job does.
    pub(crate) async fn job(&self, call: &str) -> String {
        let rows = self.of("momni_jobs", &format!("select {call}")).await;
        rows[0][0].clone().unwrap_or_default()
    }

    /// A statement of a role that no client has.
    pub(crate) async fn of(&self, role: &str, sql: &str) -> Vec<Vec<Option<String>>> {
        let session = support::session(&self.operator).await;
        if role != "postgres" {
            session.batch(&format!("set role {role}")).await.unwrap();
        }
        session.rows(sql).await.unwrap_or_else(|error| panic!("{sql}\n{error}"))
    }

    /// The way in of the operator.
    pub(crate) fn operator(&self) -> &Target {
        &self.operator
    }

    /// The way in of the server of the API.
    pub(crate) fn login(&self) -> Target {
        let url = migrated::url(&self.operator, "momni_authenticator");
        Target::resolve(Some(&url), &Default::default()).unwrap()
    }

    /// For tokens that nobody minted.
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// Whoever is not signed in.
    pub(crate) fn nobody(&self) -> User {
        self.client.as_user(&Claims::new(Role::MomniAnonymous))
    }

    /// Signs somebody in: what mints tokens asks who they are and what their token must name.
    pub(crate) async fn sign_in(&self, login: &str) -> Person {
        let signed = self.signs_in(login).await;
        signed.unwrap_or_else(|| panic!("{login} is shut out"))
    }

    /// The same; `None` where no token is minted.
    pub(crate) async fn signs_in(&self, login: &str) -> Option<Person> {
        let asked =
            format!("select user_id, database_role from app.sign_in('{ISSUER}', '{login}')");
        let row = self.of("momni_issuer", &asked).await.remove(0);
        let id: Uuid = row[0].as_ref().unwrap().parse().unwrap();
        let claims = Claims::new(row[1].clone()?).subject(id);
        let user = self.client.as_user(&claims.with("email", format!("{login}@example.org")));
        Some(Person { user, id: id.into(), login: login.to_owned() })
    }

    /// A token of theirs as it is minted now.
    pub(crate) async fn again(&self, person: &Person) -> Person {
        self.sign_in(&person.login).await
    }

    /// Whether a token is minted for them.
    pub(crate) async fn is_let_in(&self, person: &Person) -> bool {
        self.signs_in(&person.login).await.is_some()
    }

    /// Somebody who is signed in for the first time and has not registered.
    pub(crate) async fn stranger(&self, name: &str) -> Person {
        self.sign_in(&format!("{}-{}", name.to_lowercase(), next())).await
    }

    /// A member who has just registered.
    pub(crate) async fn member(&self, name: &str) -> Person {
        let person = self.stranger(name).await;
        let id = accounts::register(&person.user, name).await.unwrap();
        assert_eq!(person.id, id);
        person
    }

    /// The first administrator.
    pub(crate) async fn root(&self) -> Person {
        self.sign_in(ROOT).await
    }

    pub(crate) async fn community_administrator(&self, name: &str) -> Person {
        self.administrator(name, UserRole::CommunityAdministrator).await
    }

    pub(crate) async fn financial_administrator(&self, name: &str) -> Person {
        self.administrator(name, UserRole::FinancialAdministrator).await
    }

    async fn administrator(&self, name: &str, role: UserRole) -> Person {
        let person = self.member(name).await;
        let root = self.root().await;
        administration::grant_role(&root.user, person.id, role, "Is one of us.").await.unwrap();
        self.again(&person).await
    }
}

impl Person {
    /// How their address begins.
    pub(crate) fn login(&self) -> &str {
        &self.login
    }

    /// With a key of its own for a request that may arrive twice.
    pub(crate) fn once(&self) -> User {
        self.with_key(&format!("key-{}", next()))
    }

    /// With this key.
    pub(crate) fn with_key(&self, key: &str) -> User {
        self.user.clone().idempotency_key(key)
    }
}

/// So many hours after the beginning of the day, in UTC, that comes in so many days.
pub(crate) fn at(days: i64, hours: i64) -> Timestamptz {
    const HOUR: i64 = 3_600_000_000;
    let now = Timestamptz::from(SystemTime::now()).micros();
    Timestamptz::from_micros(now - now.rem_euclid(24 * HOUR) + (days * 24 + hours) * HOUR)
}

/// The only row.
pub(crate) fn one<T: std::fmt::Debug>(mut rows: Vec<T>) -> T {
    assert_eq!(rows.len(), 1, "{rows:?}");
    rows.remove(0)
}

/// That a call is refused, and by which error.
macro_rules! refused {
    ($call:expr, $error:pat) => {{
        let refused = $call.await.map(|_| ()).unwrap_err();
        assert!(matches!(refused, $error), "{refused:?}");
    }};
}

/// That a call is not for whoever calls: the database says so before it says anything else.
macro_rules! forbidden {
    ($call:expr) => {{
        let refused = momni_client::Error::from($call.await.map(|_| ()).unwrap_err());
        assert_eq!(refused.sqlstate(), Some("42501"), "{refused:?}");
    }};
}

pub(crate) use {forbidden, refused};
