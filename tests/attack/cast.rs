//! The people of the attacks: victims who have something of everything, and those who want it.

use crate::session::{ANONYMOUS, COMMUNITY, Caller, FINANCIAL, MEMBER, Session, one};
use crate::support::request::Rows;
use crate::world::{Person, World};
use futures_util::future::join3;

/// The roles that requests take.
pub(crate) const CLIENTS: [&str; 4] = [ANONYMOUS, MEMBER, FINANCIAL, COMMUNITY];

/// What every text of the victims has in it, and nobody else's.
pub(crate) const SECRET: &str = "Quillfeather";

/// A family with something in every table of Momni, all of it hidden from others.
pub(crate) struct Victims {
    pub(crate) ann: Person,
    pub(crate) family: String,
    /// The key of another user of the family.
    rob: String,
    /// Keys of the victims' rows, by what they are keys of.
    pub(crate) keys: Vec<(&'static str, String)>,
    /// A code that is good.
    pub(crate) code: String,
}

impl Victims {
    pub(crate) async fn move_in(world: &World) -> Self {
        let ann = world.newcomer(&format!("{SECRET} Ann")).await;
        let rob = world.newcomer(&format!("{SECRET} Rob")).await;
        let family = ann.family(&format!("{SECRET}s")).await;
        ann.take_in(&family, &rob, "parent").await;
        let (member, child) = ann.child(&family, &format!("{SECRET} Cleo")).await;
        let invitation = ann
            .ask(&format!("select * from api.invite_to_family('{family}', 'relative')"))
            .await
            .remove(0);
        for sql in [
            format!(
                "select api.set_family_address('{family}', '1 {SECRET} Street', 'Berlin', 'DE')"
            ),
            format!("select api.set_my_address('2 {SECRET} Street', 'Berlin', 'DE')"),
            format!("select api.update_my_profile(bio => '{SECRET}', visibility => 'private')"),
            format!("select api.update_family_profile('{family}', about => '{SECRET}')"),
        ] {
            ann.ask(&sql).await;
        }
        let user = ann.id.clone();
        let keys = vec![
            ("user", user),
            ("family", family.clone()),
            ("member", member),
            ("child", child),
            ("invitation", invitation[0].clone().unwrap()),
        ];
        Self { ann, family, rob: rob.id, keys, code: invitation[1].clone().unwrap() }
    }

    /// Whether an answer has anything of the victims in it.
    pub(crate) fn betrayed(&self, rows: &Rows) -> bool {
        rows.iter().flatten().flatten().any(|value| value.contains(SECRET))
    }

    /// All that the database holds of the victims, in one digest.
    pub(crate) async fn state(&self, world: &World) -> String {
        let mut parts = Vec::new();
        for table in tables(world).await {
            let keys = self.keys.iter().map(|(_, key)| key).chain([&self.rob]);
            let keys: Vec<_> = keys.map(|key| format!("%{key}%")).collect();
            // Whom somebody blocks is theirs to know, and theirs alone. The trail tells what was done about whom.
            let theirs = match table.as_str() {
                "app.user_blocks" | "audit.calls" | "audit.calls_rest" => "false",
                "audit.changes" => "t.table_name <> 'app.user_blocks'",
                _ => "true",
            };
            parts.push(format!(
                "select '{table}' as relation, md5(coalesce(string_agg(t::text, ' ' order by t::text), '')) as rows
                 from {table} t where {theirs} and t::text like any ('{{{}}}')",
                keys.join(",")
            ));
        }
        world
            .read(&format!(
                "select string_agg(relation || rows, ' ' order by relation) from ({}) x",
                parts.join(" union all ")
            ))
            .await
    }
}

/// Somebody with a family of their own, in the role that a token names.
pub(crate) struct Attacker {
    pub(crate) person: Person,
    /// Their own family; a random key where they cannot have one.
    pub(crate) family: String,
    /// The keys of their own membership and of their child in it.
    pub(crate) member: String,
    pub(crate) child: String,
}

impl Attacker {
    pub(crate) async fn of(world: &World, role: &str) -> Self {
        Self::within(world, role, world.login().await).await
    }

    /// The same in a session that others may have had.
    pub(crate) async fn within(world: &World, role: &str, session: Session) -> Self {
        let nothing = one(session.run("select gen_random_uuid()").await.unwrap());
        let person = match role {
            ANONYMOUS => Person::within(session, Caller::anonymous(), ""),
            FINANCIAL => world.administrator(session, FINANCIAL, "financial_administrator").await,
            COMMUNITY => world.administrator(session, COMMUNITY, "community_administrator").await,
            _ => world.registered(session, "Mallory").await,
        };
        if role != MEMBER {
            let (family, member, child) = (nothing.clone(), nothing.clone(), nothing);
            return Self { person, family, member, child };
        }
        let family = person.family("Mallories").await;
        let (member, child) = person.child(&family, "Moth").await;
        Self { person, family, member, child }
    }
}

/// A statement by a client role without a token, which leaves nothing behind.
pub(crate) async fn bare(
    session: &Session,
    role: &str,
    sql: &str,
) -> Result<Rows, crate::session::Refusal> {
    session.trial(&Caller::claiming(role, None), sql).await
}

/// A statement of the login itself, before any request, which leaves nothing behind.
pub(crate) async fn by_login(
    session: &Session,
    sql: &str,
) -> Result<Rows, crate::session::Refusal> {
    let (begun, outcome, ended) =
        join3(session.run("begin"), session.run(sql), session.run("rollback")).await;
    begun.and(ended).unwrap();
    outcome
}

/// Every table and view of the project and of the tool.
pub(crate) async fn tables(world: &World) -> Vec<String> {
    let sql = "select c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace
               where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
               order by 1";
    column(world.operate(sql).await.unwrap())
}

/// The first column of an answer.
pub(crate) fn column(rows: Rows) -> Vec<String> {
    rows.into_iter().map(|mut row| row.remove(0).unwrap_or_default()).collect()
}

/// Roles and their memberships belong to the cluster: whoever compares them, and whoever changes them in another database, has this.
pub(crate) static CLUSTER: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// What the catalog holds of routines, relations, roles, policies, triggers, types and privileges, in one digest.
pub(crate) async fn catalog(world: &World) -> String {
    world
        .read(
            "select md5(string_agg(words, ' ' order by words)) from (
               select format('%s %s %s %s %s', p.oid, p.prosrc, p.proacl, p.proowner, p.proconfig) from pg_proc p
               union all
               select format('%s %s %s %s %s %s %s', c.oid, c.relname, c.relacl, c.relowner, c.relrowsecurity,
                 c.relforcerowsecurity, c.relnatts) from pg_class c where c.relnamespace <> 'pg_toast'::regnamespace
               union all
               select format('%s %s %s', a.attrelid, a.attname, a.attacl) from pg_attribute a where a.attrelid >= 16384
               union all select format('%s', r) from pg_authid r where r.rolname not like 'momni\\_intruder%'
               union all select format('%s', m) from pg_auth_members m
               union all select format('%s', p) from pg_policy p
               union all select format('%s', t) from pg_trigger t
               union all select format('%s', t) from pg_type t
               union all select format('%s', n) from pg_namespace n where n.nspname !~ '^pg_(toast_)?temp_'
               union all select format('%s', d) from pg_default_acl d
               union all select format('%s', d) from pg_db_role_setting d
               union all select format('%s', l) from pg_largeobject_metadata l
             ) x (words)",
        )
        .await
}

/// All that is granted to whom on what is the project's, and who is a member of what a client can become.
pub(crate) async fn privileges(world: &World) -> String {
    world
        .read(
            "select md5(string_agg(words, ' ' order by words)) from (
               select format('%s %s', p.oid, p.proacl) from pg_proc p join pg_namespace n on n.oid = p.pronamespace
               where n.nspname in ('api', 'app', 'audit', 'auth')
               union all
               select format('%s %s', c.oid, c.relacl) from pg_class c join pg_namespace n on n.oid = c.relnamespace
               where n.nspname in ('api', 'app', 'audit', 'auth', 'momni_db')
               union all
               select format('%s %s %s', a.attrelid, a.attnum, a.attacl) from pg_attribute a join pg_class c on c.oid = a.attrelid
               join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('api', 'app', 'audit', 'auth', 'momni_db')
               union all
               select format('%s %s', n.nspname, n.nspacl) from pg_namespace n where n.nspname !~ '^pg_(toast_)?temp_'
               union all
               select format('%s %s', d.datname, d.datacl) from pg_database d where d.datname in (current_database(), 'postgres')
               union all
               select format('%s %s', m.roleid::regrole, m.member::regrole) from pg_auth_members m
               where m.member::regrole::text ~ '^momni_(auth|anon|memb|fin|comm)'
             ) x (words)",
        )
        .await
}
