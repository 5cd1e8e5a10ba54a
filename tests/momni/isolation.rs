//! M7.3: the policies themselves, table by table and operation by operation, as they bind inside secure functions: what
//! belongs to one family is nothing to another, to an anonymous caller, to a token that is garbage.

use crate::server::project;
use crate::session::{ANONYMOUS, Caller, FINANCIAL, MEMBER};
use crate::support::momni_db;
use crate::world::{Person, World};
use std::collections::BTreeSet;

/// A table, and how to reach the rows of the Adams family in it. `{ann}`, `{rob}`, `{family}`, `{child}`, `{host}`, `{other}` stand
/// for keys; `{me}` for whoever asks.
struct Table {
    name: &'static str,
    /// The rows of the Adamses.
    theirs: &'static str,
    /// An update of them that changes nothing, where secure functions may update the table at all.
    update: Option<&'static str>,
    /// A row that the caller tries to slip in among them, where secure functions may insert at all.
    insert: Option<&'static str>,
    /// Whether the creator of the family reads and updates rows of it.
    creator: (bool, bool),
    /// Whether a community administrator reads rows of it.
    administrator: bool,
}

const TABLES: &[Table] = &[
    Table {
        name: "app.users",
        theirs: "id in ('{ann}', '{rob}')",
        update: Some("email = email"),
        insert: Some("(id) values (gen_random_uuid())"),
        creator: (true, true),
        administrator: true,
    },
    Table {
        name: "app.user_roles",
        theirs: "user_id in ('{ann}', '{rob}')",
        update: Some("reason = reason"),
        insert: Some("(user_id, role, reason) values ('{ann}', 'member', 'x')"),
        creator: (true, false),
        administrator: true,
    },
    Table {
        name: "app.personal_profiles",
        theirs: "user_id in ('{ann}', '{rob}')",
        update: Some("bio = bio"),
        insert: Some("(user_id, display_name) values ('{ann}', 'x')"),
        creator: (true, true),
        administrator: true,
    },
    Table {
        name: "app.personal_addresses",
        theirs: "user_id in ('{ann}', '{rob}')",
        update: Some("line1 = line1"),
        insert: Some("(user_id, line1, locality, country) values ('{rob}', 'x', 'x', 'DE')"),
        creator: (true, true),
        administrator: false,
    },
    Table {
        name: "app.families",
        theirs: "id = '{family}'",
        update: Some("name = name"),
        insert: Some("(name, creator_id) values ('x', '{ann}')"),
        creator: (true, true),
        administrator: false,
    },
    Table {
        name: "app.family_members",
        theirs: "family_id = '{family}'",
        update: Some("kind = kind"),
        insert: Some("(family_id, kind, user_id) values ('{family}', 'relative', '{other}')"),
        creator: (true, true),
        administrator: false,
    },
    Table {
        name: "app.children",
        theirs: "id = '{child}'",
        update: Some("given_name = given_name"),
        insert: Some("(given_name, birth_date, created_by) values ('x', '2020-01-01', '{ann}')"),
        creator: (true, true),
        administrator: false,
    },
    Table {
        name: "app.family_invitations",
        theirs: "family_id = '{family}'",
        update: Some("deleted_at = deleted_at"),
        insert: Some(
            "(family_id, kind, code_digest, invited_by, expires_at)
             values ('{family}', 'parent', sha256('x'), '{ann}', now() + interval '1 day')",
        ),
        creator: (true, true),
        administrator: false,
    },
    Table {
        name: "app.family_profiles",
        theirs: "family_id = '{family}'",
        update: Some("about = about"),
        insert: Some("(family_id, display_name) values ('{family}', 'x')"),
        creator: (true, true),
        administrator: true,
    },
    Table {
        name: "app.family_addresses",
        theirs: "family_id = '{family}'",
        update: Some("line1 = line1"),
        insert: Some("(family_id, line1, locality, country) values ('{family}', 'x', 'x', 'DE')"),
        creator: (true, true),
        administrator: false,
    },
    Table {
        name: "app.hosts",
        theirs: "user_id = '{ann}'",
        update: Some("currency = currency"),
        insert: Some(
            "(user_id, time_zone, country, currency) values ('{ann}', 'UTC', 'DE', 'EUR')",
        ),
        creator: (true, true),
        administrator: true,
    },
    Table {
        name: "app.host_profiles",
        theirs: "host_id = '{host}'",
        update: Some("about = about"),
        insert: Some("(host_id) values ('{host}')"),
        creator: (true, true),
        administrator: true,
    },
    Table {
        name: "app.host_addresses",
        theirs: "host_id = '{host}'",
        update: Some("line1 = line1"),
        insert: Some("(host_id, line1, locality, country) values ('{host}', 'x', 'x', 'DE')"),
        creator: (true, true),
        administrator: false,
    },
    Table {
        name: "app.child_relations",
        theirs: "child_id = '{child}'",
        update: Some("deleted_at = deleted_at"),
        insert: Some(
            "(child_id, name, relation, custody) values ('{child}', 'x', 'friend', 'none')",
        ),
        creator: (true, true),
        administrator: false,
    },
    Table {
        name: "app.pickup_permissions",
        theirs: "child_id = '{child}'",
        update: Some("deleted_at = deleted_at"),
        insert: Some("(child_id, name, given_by) values ('{child}', 'x', '{ann}')"),
        creator: (true, true),
        administrator: false,
    },
    Table {
        name: "app.identity_verifications",
        theirs: "user_id = '{ann}'",
        update: Some("status = 'withdrawn'"),
        insert: Some("(user_id, document_kind, document_country) values ('{ann}', 'passport', 'DE')"),
        creator: (true, true),
        administrator: true,
    },
    Table {
        name: "app.identity_documents",
        theirs: "user_id = '{ann}'",
        update: Some("deleted_at = now(), purge_after = now()"),
        insert: Some(
            "(verification_id, user_id, part, storage_key, digest, size, media_type)
             values (gen_random_uuid(), '{ann}', 'back', 'identity/{ann}/back', sha256(''), 1, 'image/png')",
        ),
        creator: (true, true),
        administrator: true,
    },
    Table {
        name: "app.background_checks",
        theirs: "user_id = '{ann}'",
        update: Some("status = 'withdrawn'"),
        insert: Some("(user_id, country) values ('{ann}', 'DE')"),
        creator: (true, true),
        administrator: true,
    },
    Table {
        name: "app.host_insurances",
        theirs: "host_id = '{host}'",
        update: Some("status = 'withdrawn'"),
        insert: Some(
            "(host_id, insurer, policy_number, covers, amount, currency)
             values ('{host}', 'x', 'x', '[2026-01-01,2099-01-01)', 1, 'EUR')",
        ),
        creator: (true, true),
        administrator: true,
    },
    Table {
        name: "app.insurance_documents",
        theirs: "host_id = '{host}'",
        update: Some("deleted_at = now(), purge_after = now()"),
        insert: Some(
            "(insurance_id, host_id, storage_key, digest, size, media_type)
             values (gen_random_uuid(), '{host}', 'insurance/{host}/x', sha256(''), 1, 'image/png')",
        ),
        creator: (true, true),
        administrator: true,
    },
    Table {
        name: "audit.role_changes",
        theirs: "user_id in ('{ann}', '{rob}')",
        update: None,
        insert: None,
        creator: (true, false),
        administrator: true,
    },
    Table {
        name: "audit.changes",
        theirs: "changed_by in ('{ann}', '{rob}')",
        update: None,
        insert: None,
        creator: (false, false),
        administrator: true,
    },
    Table {
        name: "app.emergency_contacts",
        theirs: "family_id = '{family}'",
        update: Some("priority = priority"),
        insert: Some(
            "(family_id, name, relation, phone) values ('{family}', 'x', 'x', '+15550100')",
        ),
        creator: (true, true),
        administrator: true,
    },
    Table {
        name: "app.user_blocks",
        theirs: "blocker_id in ('{ann}', '{rob}')",
        update: Some("deleted_at = now(), deleted_by = '{ann}'"),
        insert: Some("(blocker_id, blocked_id) values ('{ann}', '{rob}')"),
        creator: (true, true),
        administrator: false,
    },
    Table {
        name: "app.incidents",
        theirs: "reporter_id = '{ann}'",
        update: Some("severity = severity"),
        insert: Some(
            "(reporter_id, kind, severity, summary, description, occurred_at)
             values ('{ann}', 'other', 'low', 'x', 'x', now())",
        ),
        creator: (true, false),
        administrator: true,
    },
    Table {
        name: "app.incident_people",
        theirs: "added_by = '{ann}'",
        update: None,
        insert: Some(
            "(incident_id, part, user_id, added_by)
             values (gen_random_uuid(), 'subject', '{rob}', '{ann}')",
        ),
        creator: (true, false),
        administrator: true,
    },
    Table {
        name: "app.incident_evidence",
        theirs: "added_by = '{ann}'",
        update: None,
        insert: Some(
            "(incident_id, storage_key, sha256, media_type, size_bytes, description, added_by)
             values (gen_random_uuid(), 'incidents/{ann}/x', sha256('x'), 'image/jpeg', 1, 'x', '{ann}')",
        ),
        creator: (true, false),
        administrator: true,
    },
    Table {
        name: "app.incident_events",
        theirs: "actor_id = '{ann}'",
        update: None,
        insert: Some(
            "(incident_id, kind, body, shared, actor_id)
             values (gen_random_uuid(), 'statement', 'x', true, '{ann}')",
        ),
        creator: (true, false),
        administrator: true,
    },
    Table {
        name: "app.host_holds",
        theirs: "host_id = '{host}'",
        update: Some("lifted_by = lifted_by"),
        insert: Some("(host_id, reason) values ('{host}', 'x')"),
        creator: (false, false),
        administrator: true,
    },
    Table {
        name: "app.suspensions",
        theirs: "user_id = '{rob}'",
        update: Some("lifted_by = lifted_by"),
        insert: Some("(user_id, reason, imposed_by) values ('{rob}', 'x', '{ann}')"),
        creator: (false, false),
        administrator: true,
    },
    Table {
        name: "app.suspension_appeals",
        theirs: "imposed_by = '{ann}'",
        update: Some("status = status"),
        insert: Some(
            "(suspension_id, imposed_by, statement) values (gen_random_uuid(), '{ann}', 'x')",
        ),
        creator: (false, false),
        administrator: true,
    },
    Table {
        name: "app.safety_flags",
        theirs: "user_id = '{ann}'",
        update: Some("clear_reason = clear_reason"),
        insert: Some(
            "(user_id, kind, weight, source, reason) values ('{ann}', 'other', 1, 'system', 'x')",
        ),
        creator: (false, false),
        administrator: true,
    },
    Table {
        name: "app.behaviour_events",
        theirs: "user_id = '{ann}'",
        update: None,
        insert: None,
        creator: (false, false),
        administrator: true,
    },
];

/// What no function of a client reaches.
const INTERNAL: &[&str] =
    &["app.external_identities", "app.verification_reminders", "app.verification_renewals"];

/// What is the same for everybody, with a column of each.
const REFERENCE: &[(&str, &str)] = &[
    ("app.capabilities", "area"),
    ("app.personal_data", "reason"),
    ("app.role_capabilities", "area"),
    ("app.roles", "area"),
    ("app.verification_demands", "kind"),
    ("app.verification_transitions", "kind"),
];

/// The Adams family with something in every table, and the key of a user of another family.
struct Adamses {
    ann: Person,
    rob: Person,
    family: String,
    child: String,
    host: String,
    other: String,
}

impl Adamses {
    async fn move_in(world: &World, other: &Person) -> Self {
        let (ann, rob) = (world.newcomer("Ann").await, world.newcomer("Rob").await);
        let family = ann.family("Adams").await;
        ann.take_in(&family, &rob, "parent").await;
        let (_, child) = ann.child(&family, "Cleo").await;
        ann.ask(&format!("select api.invite_to_family('{family}', 'relative')")).await;
        ann.ask(&format!("select api.set_family_address('{family}', '1 Street', 'Berlin', 'DE')"))
            .await;
        let contact = "'Granny', 'Grandmother', '+15550100'";
        ann.ask(&format!("select api.add_emergency_contact('{family}', {contact})")).await;
        ann.ask("select api.report_incident('injury', 'low', 'x', 'x', '2026-01-01Z')").await;
        ann.ask(
            "select api.add_incident_person(i.id, 'affected', child_id => c.id)
             from api.list_my_incidents() i, lateral (select '{child}'::uuid as id) c"
                .replace("{child}", &child)
                .as_str(),
        )
        .await;
        ann.ask(&format!(
            "select api.add_incident_evidence(i.id, 'incidents/{}/' || i.id, sha256('x'), 'image/jpeg', 1, 'x')
             from api.list_my_incidents() i",
            ann.id
        ))
        .await;
        let nuisance = world.newcomer("Ned").await;
        ann.ask(&format!("select api.block_user('{}')", nuisance.id)).await;
        ann.ask("select api.set_my_address('2 Street', 'Berlin', 'DE')").await;
        let host = ann.one("select api.become_host('Europe/Berlin', 'DE', 'EUR')").await;
        ann.ask("select api.set_my_host_address('3 Street', 'Berlin', 'DE')").await;
        ann.ask(&format!(
            "select api.add_child_relation(child_id => '{child}', name => 'Granny', relation => 'grandparent')"
        ))
        .await;
        ann.ask(&format!("select api.allow_pickup(child_id => '{child}', name => 'Mr Finch')"))
            .await;
        // What administrators write about people, all of it over.
        let record = "
            insert into app.host_holds (host_id, reason, lifted_at, lift_reason)
            values ('{host}', 'x', now(), 'x');
            with s as (
                insert into app.suspensions (user_id, reason, imposed_by, lifted_at, lift_reason)
                values ('{rob}', 'x', '{ann}', now(), 'x') returning id
            )
            insert into app.suspension_appeals (suspension_id, imposed_by, status, statement, decided_at)
            select s.id, '{ann}', 'moot', 'x', now() from s;
            insert into app.safety_flags (user_id, kind, weight, source, reason)
            values ('{ann}', 'other', 1, 'system', 'x');
            insert into app.behaviour_events (user_id, kind, subject_id)
            values ('{ann}', 'no_show', gen_random_uuid())";
        for statement in record.split(';') {
            let sql = statement
                .replace("{host}", &host)
                .replace("{rob}", &rob.id)
                .replace("{ann}", &ann.id);
            world.operate(&sql).await.unwrap();
        }
        let verify = format!(
            "with identity as (
               insert into app.identity_verifications (user_id, document_kind, document_country)
               values ('{ann}', 'passport', 'DE') returning id),
             insurance as (
               insert into app.host_insurances (host_id, insurer, policy_number, covers, amount, currency)
               values ('{host}', 'x', 'x', '[2026-01-01,2099-01-01)', 1, 'EUR') returning id),
             checked as (insert into app.background_checks (user_id, country) values ('{ann}', 'DE') returning id),
             picture as (
               insert into app.identity_documents (verification_id, user_id, part, storage_key, digest, size, media_type)
               select id, '{ann}', 'front', 'identity/{ann}/front', sha256(''), 1, 'image/png' from identity returning id)
             insert into app.insurance_documents (insurance_id, host_id, storage_key, digest, size, media_type)
             select id, '{host}', 'insurance/{host}/paper', sha256(''), 1, 'image/png' from insurance",
            ann = ann.id
        );
        world.operate(&verify).await.unwrap();
        Self { ann, rob, family, child, host, other: other.id.clone() }
    }

    /// A statement with the keys in their places.
    fn sql(&self, text: &str) -> String {
        text.replace("{ann}", &self.ann.id)
            .replace("{rob}", &self.rob.id)
            .replace("{family}", &self.family)
            .replace("{child}", &self.child)
            .replace("{host}", &self.host)
            .replace("{other}", &self.other)
    }

    fn select(&self, table: &Table) -> String {
        self.sql(&format!("select 1 from {} where {}", table.name, table.theirs))
    }

    fn update(&self, table: &Table) -> String {
        // Any column does where nobody may update.
        let set = table.update.unwrap_or(match table.name {
            "app.incident_events" => "shared = shared",
            "app.behaviour_events" => "kind = kind",
            name if name.starts_with("app.") => "id = id",
            _ => "changed_by = changed_by",
        });
        self.sql(&format!("update {} set {set} where {}", table.name, table.theirs))
    }

    fn insert(&self, table: &Table) -> String {
        let row = table.insert.unwrap_or(match table.name {
            "app.behaviour_events" => "(kind) values ('no_show')",
            _ => "(database_role) values ('x')",
        });
        self.sql(&format!("insert into {} {row}", table.name))
    }
}

/// Everybody to whom the Adams family is nobody's business.
async fn outsiders(world: &World, bea: Person) -> Vec<(&'static str, Person)> {
    let mut all = vec![("the creator of another family", bea)];
    all.push(("a user who is not registered", world.stranger().await));
    all.push(("an anonymous caller", world.anonymous().await));
    let suspended = world.newcomer("Sue").await;
    world
        .community_administrator()
        .await
        .ask(&format!("select api.suspend_user('{}', 'x')", suspended.id))
        .await;
    all.push(("a suspended user", suspended));
    let closed = world.newcomer("Cal").await;
    closed.ask("select api.close_my_account()").await;
    all.push(("a closed account", closed));
    all.push(("a financial administrator", world.financial_administrator().await));
    let deep = "[".repeat(200_000);
    for (what, text) in [
        ("no claims", None),
        ("empty claims", Some("")),
        ("blank claims", Some(" ")),
        ("null", Some("null")),
        ("an array", Some("[]")),
        ("a string", Some(r#""x""#)),
        ("half an object", Some(r#"{"sub":"#)),
        ("too deep an array", Some(deep.as_str())),
        ("a zero character", Some(r#"{"sub":"\u0000"}"#)),
        ("no subject", Some("{}")),
        ("a null subject", Some(r#"{"sub":null}"#)),
        ("an empty subject", Some(r#"{"sub":""}"#)),
        ("a subject that is no key", Some(r#"{"sub":"ann' or true --"}"#)),
        ("a subject that is an object", Some(r#"{"sub":{"sub":"x"}}"#)),
        ("the key of nobody", Some(r#"{"sub":"00000000-0000-0000-0000-000000000000"}"#)),
    ] {
        let caller = Caller::claiming(MEMBER, text);
        all.push((what, world.caller(caller, "").await));
    }
    all
}

/// A refusal by a policy, or for want of the privilege where no secure function has it.
async fn is_refused(person: &Person, who: &str, statement: &str, by_policy: bool) {
    match person.probe(statement).await {
        Ok(met) => panic!("{who}: {statement} met {met} rows"),
        Err(refusal) => {
            assert_eq!(refusal.code, "42501", "{who}: {statement}: {refusal:?}");
            let words =
                if by_policy { "row-level security" } else { "permission denied for table" };
            assert!(refusal.text.contains(words), "{who}: {statement}: {refusal:?}");
        }
    }
}

pub(crate) async fn what_belongs_to_a_family_is_nothing_to_others(world: &World) {
    let bea = world.newcomer("Bea").await;
    let bens = bea.family("Bens").await;
    bea.child(&bens, "Ben").await;
    let adamses = Adamses::move_in(world, &bea).await;
    let ann = &adamses.ann;
    let community = world.community_administrator().await;

    // The rows are there, and those whose they are meet them: a policy that refused everybody would not pass.
    for table in TABLES {
        let there = world.read(&adamses.select(table).replacen("1", "count(*) > 0", 1)).await;
        assert_eq!(there, "t", "{}", table.name);
        assert_eq!(
            ann.probe(&adamses.select(table)).await.unwrap() > 0,
            table.creator.0,
            "{}",
            table.name
        );
        if table.update.is_some() {
            assert_eq!(
                ann.probe(&adamses.update(table)).await.unwrap() > 0,
                table.creator.1,
                "{}",
                table.name
            );
        }
        let read = community.probe(&adamses.select(table)).await.unwrap() > 0;
        assert_eq!(read, table.administrator, "a community administrator and {}", table.name);
    }

    let old = Caller::claiming(ANONYMOUS, ann.caller.claims.as_deref());
    let of_ann = Caller::claiming(FINANCIAL, ann.caller.claims.as_deref());
    let mut outsiders = outsiders(world, bea).await;
    outsiders
        .push(("an anonymous caller with the claims of the creator", world.caller(old, "").await));
    for (who, outsider) in &outsiders {
        for table in TABLES {
            let met = outsider.probe(&adamses.select(table)).await.unwrap();
            assert_eq!(met, 0, "{who} reads {}", table.name);
            match table.update {
                Some(_) => {
                    assert_eq!(
                        outsider.probe(&adamses.update(table)).await.unwrap(),
                        0,
                        "{who} updates {}",
                        table.name
                    );
                }
                None => is_refused(outsider, who, &adamses.update(table), false).await,
            }
            is_refused(outsider, who, &adamses.insert(table), table.insert.is_some()).await;
            let delete = adamses.sql(&format!("delete from {} where {}", table.name, table.theirs));
            is_refused(outsider, who, &delete, false).await;
            is_refused(outsider, who, &format!("truncate {} cascade", table.name), false).await;
        }
    }

    // With the creator's claims but the role of another token, her own account is all that there is.
    let boaster = world.caller(of_ann, &ann.id).await;
    for table in TABLES {
        let met = boaster.probe(&adamses.select(table)).await.unwrap();
        let own = ["app.users", "app.user_roles"].contains(&table.name);
        assert_eq!(met, u64::from(own), "{}", table.name);
        if table.update.is_some() {
            assert_eq!(boaster.probe(&adamses.update(table)).await.unwrap(), 0, "{}", table.name);
        }
    }
}

/// Within a family: what its members may not do, since only its creator may.
pub(crate) async fn a_member_reads_the_family_and_changes_only_themselves(world: &World) {
    let bea = world.newcomer("Bea").await;
    let adamses = Adamses::move_in(world, &bea).await;
    let (family, rob) = (&adamses.family, &adamses.rob);
    for table in
        ["app.families", "app.family_members", "app.family_profiles", "app.family_addresses"]
    {
        let key = if table == "app.families" { "id" } else { "family_id" };
        let select = format!("select from {table} where {key} = '{family}'");
        assert!(rob.probe(&select).await.unwrap() > 0, "{table}");
    }
    for (table, set) in [
        ("app.families", "name = name"),
        ("app.family_profiles", "about = about"),
        ("app.family_addresses", "line1 = line1"),
        ("app.family_invitations", "deleted_at = now()"),
    ] {
        let key = if table == "app.families" { "id" } else { "family_id" };
        let update = format!("update {table} set {set} where {key} = '{family}'");
        assert_eq!(rob.probe(&update).await.unwrap(), 0, "{table}");
        assert!(adamses.ann.probe(&update).await.unwrap() > 0, "{table}");
    }
    // A membership: only the own one, and only to end it.
    let raise = format!(
        "update app.family_members set kind = 'guardian' where family_id = '{family}' and live"
    );
    is_refused(rob, "a member", &raise, true).await;
    let end = |by: &str| {
        format!(
            "update app.family_members set deleted_at = now(), deleted_by = '{by}'
             where family_id = '{family}' and user_id = '{}' and live",
            rob.id
        )
    };
    is_refused(rob, "a member", &end(&adamses.ann.id), true).await;
    assert_eq!(rob.probe(&end(&rob.id)).await.unwrap(), 1);

    // Nobody is put into a family by somebody else; a creator takes in only children whom they have recorded.
    let put = |what: &str| format!("insert into app.family_members (family_id, kind, {what})");
    let bea_in = put(&format!("user_id) values ('{family}', 'parent', '{}'", bea.id));
    is_refused(&adamses.ann, "the creator", &bea_in, true).await;
    let bens = bea.family("Bens").await;
    let steal = format!(
        "insert into app.family_members (family_id, kind, child_id) values ('{bens}', 'child', '{}')",
        adamses.child
    );
    is_refused(&bea, "the creator of another family", &steal, true).await;
}

/// Whoever presents a code reaches its invitation, by the policies too, only while it is good.
pub(crate) async fn a_code_that_is_spent_opens_nothing(world: &World) {
    let (ann, bob) = (world.newcomer("Ann").await, world.newcomer("Bob").await);
    let family = ann.family("Adams").await;
    for (what, spend) in [
        ("good", "select"),
        ("used", "update app.family_invitations set accepted_at = now() where accepted_at is null"),
        (
            "revoked",
            "update app.family_invitations set deleted_at = now() where deleted_at is null",
        ),
        (
            "expired",
            "update app.family_invitations set expires_at = now(), created_at = now() - interval '1 day' where true",
        ),
    ] {
        let invite = format!("select code from api.invite_to_family('{family}', 'relative')");
        let code = ann.one(&invite).await;
        let only = match spend {
            "select" => "select".to_owned(),
            update => format!("{update} and code_digest = sha256('{code}')"),
        };
        world.operate(&only).await.unwrap();
        // What api.accept_invitation does, with none of its questions asked.
        let use_it = format!(
            "update app.family_invitations set accepted_at = now(), accepted_by = ''{}'' where code_digest = sha256(''{code}'')",
            bob.id
        );
        let presented = format!("select set_config('momni.presented_code', '{code}', true)");
        let met = bob.ask(&format!("{presented}; select public.probe('{use_it}')")).await;
        let expected = if what == "good" { "1" } else { "0" };
        assert_eq!(met[1][0].as_deref(), Some(expected), "{what}");
        let without = bob.one(&format!("select public.probe('{use_it}')")).await;
        assert_eq!(without, "0", "not presented");
    }
}

/// An administrator's power ends at themselves, also where a secure function forgot to ask.
pub(crate) async fn administrators_do_not_manage_themselves(world: &World) {
    let community = world.community_administrator().await;
    let ann = world.newcomer("Ann").await;
    let suspend = |id: &str| format!("update app.users set status = 'suspended' where id = '{id}'");
    is_refused(&community, "an administrator", &suspend(&community.id), true).await;
    assert_eq!(community.probe(&suspend(&ann.id)).await.unwrap(), 1);
    assert_eq!(ann.probe(&suspend(&ann.id).replace("suspended", "active")).await.unwrap(), 0);

    let promote = |id: &str| {
        format!("update app.user_roles set role = 'financial_administrator' where user_id = '{id}'")
    };
    assert_eq!(community.probe(&promote(&community.id)).await.unwrap(), 0);
    assert_eq!(community.probe(&promote(&ann.id)).await.unwrap(), 1);
    let financial = world.financial_administrator().await;
    assert_eq!(financial.probe(&promote(&ann.id)).await.unwrap(), 0);
    assert_eq!(financial.probe(&promote(&financial.id)).await.unwrap(), 0);
}

/// Tables to which no tenant's rows lead: rules that migrations write, and what jobs, providers and triggers keep.
const OTHERS: &[&str] = &[
    "app.age_groups",
    "app.behaviour_weights",
    "app.booking_settings",
    "app.booking_transitions",
    "app.cancellation_policies",
    "app.cancellation_tiers",
    "app.currencies",
    "app.extension_transitions",
    "app.fee_schedules",
    "app.group_transitions",
    "app.incident_deadlines",
    "app.incident_transitions",
    "app.ledger_purposes",
    "app.ledger_transactions",
    "app.money_deeds",
    "app.money_limits",
    "app.money_transitions",
    "app.payment_providers",
    "app.payout_batches",
    "app.outbox_consumers",
    "app.outbox_events",
    "app.outbox_topics",
    "app.provider_event_types",
    "app.rate_limits",
    "app.reconciliation_runs",
    "app.requests",
    "app.settlement_lines",
    "app.tax_rules",
    "app.waitlist_transitions",
    "audit.calls",
    "audit.erasures",
    "audit.seals",
];

/// The tables that the derived tests of `momni-db test` try with the rows of two tenants, through the owner of the secure
/// functions too.
fn derived() -> BTreeSet<String> {
    let listed = momni_db(&project(), &["test", "--list"]);
    assert_eq!(listed.code, Some(0), "{}", listed.stderr);
    let tables = listed.stdout.lines().filter_map(|line| {
        let (_, table) = line.split_once("select another tenant's ")?;
        table.strip_suffix(" through momni_definer").map(str::to_owned)
    });
    tables.collect()
}

/// A new table is not forgotten: it is tried here, or by `momni-db test`, or is said to be nobody's.
pub(crate) async fn every_table_is_in_this_test(world: &World) {
    let tables = world
        .operate(
            "select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where c.relkind in ('r', 'p', 'm', 'v', 'f') and not c.relispartition and n.nspname in ('app', 'auth', 'audit', 'api') order by 1",
        )
        .await
        .unwrap();
    let tables: Vec<String> = tables.into_iter().map(|row| row[0].clone().unwrap()).collect();
    let derived = derived();
    let mut named: BTreeSet<&str> = TABLES.iter().map(|table| table.name).collect();
    named.extend(REFERENCE.iter().map(|(table, _)| *table));
    named.extend(INTERNAL);
    for table in OTHERS {
        assert!(!derived.contains(*table) && named.insert(table), "{table} is tried elsewhere");
    }
    named.extend(derived.iter().map(String::as_str));
    let named: Vec<&str> = named.into_iter().collect();
    assert_eq!(tables, named);

    let ann = world.newcomer("Ann").await;
    for table in INTERNAL {
        is_refused(&ann, "a member", &format!("select from {table}"), false).await;
    }
    for table in OTHERS {
        is_refused(&ann, "a member", &format!("truncate {table} cascade"), false).await;
        if *table != "app.requests" {
            is_refused(&ann, "a member", &format!("delete from {table}"), false).await;
        }
    }
    for (table, column) in REFERENCE {
        assert!(ann.probe(&format!("select from {table}")).await.unwrap() > 0, "{table}");
        is_refused(&ann, "a member", &format!("delete from {table}"), false).await;
        let update = format!("update {table} set {column} = {column}");
        is_refused(&ann, "a member", &update, false).await;
    }
}
