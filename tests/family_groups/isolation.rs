//! F7: two families are nothing to each other - table by table and operation by operation, where a role of a client
//! reaches for a table, where a secure function does on its behalf, and through the functions themselves.

use crate::session::{Caller, Rows, Session, one};
use crate::world::{Person, World};
use std::collections::BTreeSet;

/// A table, and how to reach the rows of the Adams family in it. `{family}`, `{ann}`, `{rob}` and `{eve}` stand for keys:
/// of the family, its owner, a member of it, and somebody of another family.
struct Table {
    name: &'static str,
    /// Which rows are the Adamses'.
    theirs: &'static str,
    /// An update of them, where secure functions update the table.
    update: Option<&'static str>,
    /// A row among them, where secure functions insert.
    insert: Option<&'static str>,
    /// Whether Ann, who coordinates the family, sees, updates and deletes in it; and an administrator sees.
    ann: [bool; 3],
    root: bool,
}

const TABLES: &[Table] = &[
    Table {
        name: "app.families",
        theirs: "id = '{family}'",
        update: Some("name = 'x'"),
        insert: Some("(name, owner_id) values ('x', '{ann}')"),
        ann: [true, true, false],
        root: true,
    },
    Table {
        name: "app.family_usage",
        theirs: "family_id = '{family}'",
        update: None,
        insert: None,
        ann: [true, false, false],
        root: true,
    },
    Table {
        name: "app.user_usage",
        theirs: "user_id = '{ann}'",
        update: None,
        insert: None,
        ann: [true, false, false],
        root: true,
    },
    Table {
        name: "app.family_memberships",
        theirs: "family_id = '{family}'",
        update: Some("relationship = 'x'"),
        insert: Some(
            "(family_id, user_id, role_id, joined_via, invited_by)
             select '{family}', '{eve}', id, 'added', auth.uid() from app.roles where type = 'viewer'",
        ),
        ann: [true, true, false],
        root: true,
    },
    Table {
        name: "app.family_invitations",
        theirs: "family_id = '{family}' and status = 'pending'",
        update: Some("sent_count = 2"),
        insert: Some(
            "(family_id, invited_email, invited_by, role_id, invitation_token_hash)
             select '{family}', 'x@example.org', auth.uid(), id, sha256('x') from app.roles where type = 'viewer'",
        ),
        ann: [true, true, false],
        root: true,
    },
    Table {
        name: "app.user_family_preferences",
        theirs: "user_id in ('{ann}', '{rob}')",
        update: Some("theme = 'dark'"),
        insert: None,
        ann: [true, true, false],
        root: true,
    },
    Table {
        name: "app.family_documents",
        theirs: "family_id = '{family}'",
        update: Some("assigned_to = null"),
        insert: Some(
            "(family_id, uploaded_by, title, storage_key, byte_size)
             values ('{family}', auth.uid(), 'x', 'x', 1)",
        ),
        ann: [true, true, true],
        root: true,
    },
    Table {
        name: "app.system_role_assignments",
        theirs: "user_id in ('{ann}', '{rob}')",
        update: Some("revoked_at = now()"),
        insert: None,
        ann: [true, false, false],
        root: true,
    },
    Table {
        name: "auth.users",
        theirs: "id in ('{ann}', '{rob}')",
        update: None,
        insert: None,
        ann: [true, false, false],
        root: true,
    },
    Table {
        name: "audit.events",
        theirs: "family_id = '{family}' or actor_id in ('{ann}', '{rob}')",
        update: None,
        insert: None,
        ann: [true, false, false],
        root: true,
    },
    Table {
        name: "audit.events_archive",
        theirs: "family_id = '{family}'",
        update: None,
        insert: None,
        ann: [false, false, false],
        root: true,
    },
];

/// What is the same for everybody.
const REFERENCE: [&str; 4] =
    ["app.permissions", "app.role_permissions", "app.roles", "app.subscription_tiers"];

/// The Adams family with something in every table, and people who do not belong to it.
struct Street {
    ann: Person,
    rob: Person,
    family: String,
    invitation: String,
    document: String,
    token: String,
    /// The coordinator of another family.
    eve: Person,
    other: String,
    outsiders: Vec<(&'static str, Caller)>,
}

impl Street {
    async fn build(world: &World) -> Self {
        let [ann, rob, eve, vic, sam] = ["Ann", "Rob", "Eve", "Vic", "Sam"];
        let (ann, rob, eve) =
            (world.person(ann).await, world.person(rob).await, world.person(eve).await);
        let (vic, sam) = (world.person(vic).await, world.person(sam).await);
        let family = ann.family("Adams").await;
        world.subscribe(&family, "premium", "active").await;
        let token = ann.invite(&family, &rob.email, "viewer").await;
        rob.ask(&format!("select api.accept_family_invitation('{token}')")).await;
        let token = ann.invite(&family, "guest@example.org", "viewer").await;
        let invitation = world
            .read(&format!("select id from app.family_invitations where family_id = '{family}' and status = 'pending'"))
            .await;
        let document = ann
            .one(&format!("select api.add_family_document('{family}', 'Plan', 'plan', 9)"))
            .await;
        let root = world.root().await;
        for person in [&ann, &rob] {
            root.ask(&format!("select api.grant_system_role('{}')", person.id)).await;
        }
        world
            .operate(&format!(
                "insert into audit.events_archive (id, occurred_at, transaction_id, login, action, relation, family_id)
                 select -extract(epoch from clock_timestamp()) * 1e6, now(), '1', 'x', 'INSERT', 'x', '{family}'"
            ))
            .await;
        let other = eve.family("Evans").await;
        eve.add(&other, &vic, "viewer").await;
        let gone = world.person("Gone").await;
        ann.add(&family, &gone, "family_coordinator").await;
        ann.ask(&format!("select api.remove_family_member('{family}', '{}')", gone.id)).await;
        let outsiders = vec![
            ("coordinator of another family", eve.caller.clone()),
            ("viewer of another family", vic.caller.clone()),
            ("without any family", sam.caller.clone()),
            (
                "with an administrator's token and no such role",
                Caller::of("fg_administrator", &eve.id),
            ),
            ("without an account", Caller::of("fg_member", "00000000-0000-4000-8000-000000000000")),
            ("without a token", Caller::anonymous()),
        ];
        Self { ann, rob, family, invitation, document, token, eve, other, outsiders }
    }

    fn fill(&self, sql: &str) -> String {
        [
            ("{family}", &self.family),
            ("{ann}", &self.ann.id),
            ("{rob}", &self.rob.id),
            ("{eve}", &self.eve.id),
            ("{invitation}", &self.invitation),
            ("{document}", &self.document),
            ("{token}", &self.token),
        ]
        .iter()
        .fold(sql.to_owned(), |sql, (name, value)| sql.replace(name, value))
    }

    /// What the Adamses have, as the operator sees it.
    async fn inventory(&self, world: &World) -> Rows {
        let parts: Vec<String> = TABLES
            .iter()
            .filter(|table| table.name != "audit.events")
            .map(|table| {
                format!(
                    "select '{0}', md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from {0} t where {1}",
                    table.name, table.theirs
                )
            })
            .collect();
        world.operate(&self.fill(&parts.join(" union all "))).await
    }
}

/// How many rows a statement met, in a transaction that is rolled back; none when it was refused for want of a right.
async fn met(session: &Session, caller: &Caller, sql: &str) -> usize {
    match session.trial(caller, sql).await {
        Ok(rows) => rows.len(),
        Err(refusal) if refusal.code == "42501" => 0,
        Err(refusal) => panic!("{sql}\nas {caller:?}: {refusal:?}"),
    }
}

pub(crate) async fn rows_of_one_family_are_nothing_to_others(world: &World) {
    let street = Street::build(world).await;
    let operator = world.operator().await;
    let root = world.root().await.caller;
    for table in TABLES {
        let name = table.name;
        let theirs = street.fill(table.theirs);
        let select = format!("select 1 from {name} where {theirs}");
        let update =
            table.update.map(|set| format!("update {name} set {set} where {theirs} returning 1"));
        let delete = format!("delete from {name} where {theirs} returning 1");
        let insert =
            table.insert.map(|row| format!("insert into {name} {} returning 1", street.fill(row)));

        assert_ne!(world.operate(&select).await.len(), 0, "{name}: there is something to see");
        for (who, caller) in &street.outsiders {
            let within = caller.within("fg_definer");
            assert_eq!(met(&operator, &within, &select).await, 0, "select from {name} {who}");
            assert_eq!(met(&operator, &within, &delete).await, 0, "delete from {name} {who}");
            if let Some(update) = &update {
                assert_eq!(met(&operator, &within, update).await, 0, "update {name} {who}");
            }
            if let Some(insert) = &insert {
                let refusal = operator.trial(&within, insert).await.expect_err(insert);
                assert_eq!(refusal.code, "42501", "insert into {name} {who}: {refusal:?}");
            }
            // A statement that reads no column is bound by its own policies alone and not by those for SELECT.
            let places = format!("select ctid from {name} where {theirs} order by 1");
            let there = world.operate(&places).await;
            let blind = [
                format!("delete from {name}"),
                format!("update {name} set {}", table.update.unwrap_or("")),
            ];
            for blind in blind.iter().take(1 + usize::from(table.update.is_some())) {
                match operator.trial(&within, &format!("{blind}; reset role; {places}")).await {
                    Ok(left) => assert_eq!(left, there, "{blind} {who}"),
                    Err(refusal) => assert_eq!(refusal.code, "42501", "{blind} {who}: {refusal:?}"),
                }
            }
            // The functions that let people in write nothing of others either.
            let joining = caller.within("fg_joiner");
            assert_eq!(
                met(&operator, &joining, &delete).await,
                0,
                "delete from {name} {who}, joining"
            );
            if let Some(update) = &update {
                assert_eq!(
                    met(&operator, &joining, update).await,
                    0,
                    "update {name} {who}, joining"
                );
            }
        }

        // The same statements do meet rows for those whose rows they are.
        let ann = street.ann.caller.within("fg_definer");
        let [sees, updates, deletes] = table.ann;
        assert_eq!(met(&operator, &ann, &select).await > 0, sees, "{name}: Ann sees");
        assert_eq!(met(&operator, &ann, &delete).await > 0, deletes, "{name}: Ann deletes");
        if let Some(update) = &update {
            assert_eq!(met(&operator, &ann, update).await > 0, updates, "{name}: Ann updates");
        }
        if let Some(insert) = &insert {
            // A second family is above Ann's limit only in number, so that she may insert it.
            assert_eq!(
                operator.trial(&ann, insert).await.map(|rows| rows.len()).unwrap(),
                1,
                "{name}: Ann inserts"
            );
        }
        assert_eq!(
            met(&operator, &root.within("fg_definer"), &select).await > 0,
            table.root,
            "{name}: root sees"
        );
    }
}

pub(crate) async fn nobody_enrols_another(world: &World) {
    let street = Street::build(world).await;
    let operator = world.operator().await;
    let enrol = |who: &str| {
        format!(
            "insert into app.family_memberships (family_id, user_id, role_id, joined_via)
             select '{}', '{who}', id, 'code' from app.roles where type = 'viewer'",
            street.family
        )
    };
    let joining = street.eve.caller.within("fg_joiner");
    operator.trial(&joining, &enrol(&street.eve.id)).await.expect("the caller");
    let other = world.person("Other").await;
    assert_eq!(operator.trial(&joining, &enrol(&other.id)).await.unwrap_err().code, "42501");
}

pub(crate) async fn every_table_is_in_this_test(world: &World) {
    let tables = world
        .operate(
            "select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where c.relkind in ('r', 'p') and n.nspname in ('app', 'auth', 'audit', 'api', 'internal', 'maintenance')",
        )
        .await;
    let there: BTreeSet<String> =
        tables.into_iter().map(|mut row| row.remove(0).unwrap()).collect();
    let here = TABLES.iter().map(|table| table.name).chain(REFERENCE).map(str::to_owned).collect();
    assert_eq!(there, here);
}

pub(crate) async fn no_role_of_a_client_touches_a_table(world: &World) {
    let relations = world
        .operate(
            "select c.oid::regclass, a.attname from pg_class c join pg_namespace n on n.oid = c.relnamespace
             join pg_attribute a on a.attrelid = c.oid and a.attnum = 1
             where c.relkind in ('r', 'p', 'm', 'v') and n.nspname in ('app', 'auth', 'audit', 'api', 'internal', 'maintenance')",
        )
        .await;
    assert_eq!(relations.len(), 16);
    let ann = world.person("Ann").await;
    ann.family("Adams").await;
    let mut sessions = Vec::new();
    for role in ["fg_authenticator", "fg_worker"] {
        sessions.push((role, Session::open(&world.login(role)).await));
    }
    for role in ["fg_anonymous", "fg_member", "fg_administrator", "fg_service"] {
        let session = Session::open(&world.login("fg_authenticator")).await;
        let claims = ann.caller.claims.clone().unwrap();
        session
            .run(&format!("set role {role}; set request.jwt.claims = '{claims}'"))
            .await
            .unwrap();
        sessions.push((role, session));
    }
    for (role, session) in &sessions {
        for relation in &relations {
            let (name, column) = (relation[0].as_deref().unwrap(), relation[1].as_deref().unwrap());
            for sql in [
                format!("select 1 from {name}"),
                format!("select {column} from {name}"),
                format!("insert into {name} default values"),
                format!("update {name} set {column} = {column}"),
                format!("delete from {name}"),
                format!("truncate {name}"),
            ] {
                let refusal = session.run(&sql).await.expect_err(&sql);
                // A materialized view cannot be changed by anybody, which is said first.
                let view = name == "app.user_family_access"
                    && ["42809", "0A000", "55000"].contains(&&*refusal.code);
                assert!(refusal.code == "42501" || view, "{role}: {sql}: {refusal:?}");
            }
        }
    }
    assert_eq!(one(world.operate("select count(*) > 0 from app.families").await), "t");
}

/// Every function of the API that is told whose, called by somebody of another family.
const CALLS: &[(&str, &str)] = &[
    ("accept_family_invitation", "'{token}'"),
    ("add_family_document", "'{family}', 'x', 'x', 1"),
    ("add_family_member", "'{family}', '{eve}', 'family_coordinator'"),
    ("archive_family", "'{family}'"),
    ("assign_family_document", "'{document}', '{eve}'"),
    ("change_family_member_role", "'{family}', '{rob}', 'child'"),
    ("check_family_access", "'{rob}', '{family}'"),
    ("create_family_invitation", "'{family}', 'x@example.org', 'family_coordinator'"),
    ("decline_family_invitation", "'{token}'"),
    ("delete_family_document", "'{document}'"),
    ("disable_family_invite_code", "'{family}'"),
    ("family_has_feature", "'{family}', 'invite_codes'"),
    ("find_user_families", "'{ann}'"),
    ("generate_family_invite_code", "'{family}'"),
    ("get_family_invite_code", "'{family}'"),
    ("get_family_members", "'{family}'"),
    ("get_subscription_limits", "'{family}'"),
    ("grant_system_role", "'{eve}'"),
    ("leave_family", "'{family}'"),
    ("list_family_access", "'{family}'"),
    ("list_family_audit", "'{family}'"),
    ("list_family_documents", "'{family}'"),
    ("list_family_invitations", "'{family}'"),
    ("reinstate_family_member", "'{family}', '{rob}'"),
    ("remove_family_member", "'{family}', '{rob}'"),
    ("resend_family_invitation", "'{invitation}'"),
    ("revoke_family_invitation", "'{invitation}'"),
    ("revoke_system_role", "'{rob}'"),
    ("set_default_family", "'{family}'"),
    ("set_family_status", "'{family}', 'suspended', 'x'"),
    ("set_temporary_access", "'{family}', '{rob}', null, now()"),
    ("suspend_family_member", "'{family}', '{rob}'"),
    ("transfer_family_ownership", "'{family}', '{eve}'"),
    ("update_family", "'{family}', 'Mine'"),
    ("update_my_membership", "'{family}', 'Me'"),
    ("validate_family_limits", "'{family}'"),
];

/// What is for callers themselves, for everybody, or for whoever holds a secret.
const ABOUT_NOBODY_ELSE: [&str; 10] = [
    "create_family",
    "get_my_preferences",
    "join_family_by_code",
    "list_my_invitations",
    "list_roles",
    "list_subscription_tiers",
    "preview_family_invitation",
    "update_my_preferences",
    // For the service's token alone.
    "apply_subscription",
    "sync_user",
];

pub(crate) async fn functions_keep_families_apart(world: &World) {
    let street = Street::build(world).await;
    let before = street.inventory(world).await;
    for (function, arguments) in CALLS {
        let sql = street.fill(&format!("select * from api.{function}({arguments})"));
        for (who, caller) in &street.outsiders {
            let person = world.caller(caller.clone(), "", "").await;
            let refusal = match person.request(&sql).await {
                Ok(rows) => panic!("{sql}\n{who}: {rows:?}"),
                Err(refusal) => refusal,
            };
            let expected = ["P0002", "42501", "28000", "FG007"];
            assert!(expected.contains(&&*refusal.code), "{sql}\n{who}: {refusal:?}");
            // What is refused says the same as if there were no such family.
            assert!(!refusal.text.contains(&street.family), "{refusal:?}");
        }
    }
    assert_eq!(street.inventory(world).await, before, "nothing of the Adamses has changed");
    // Each of these calls is one that works: for Ann on her own family, see `tour`. Here what is Eve's own is hers.
    assert_eq!(
        street.eve.one("select family_id from api.find_user_families()").await,
        street.other
    );
    assert!(street.eve.ask("select * from api.list_my_invitations()").await.is_empty());
}

pub(crate) async fn a_hidden_family_and_none_are_the_same(world: &World) {
    let street = Street::build(world).await;
    let nobody = "00000000-0000-4000-8000-000000000000";
    for (function, arguments) in CALLS {
        if !arguments.contains("{family}") || *function == "check_family_access" {
            continue;
        }
        let hidden = street.fill(&format!("select * from api.{function}({arguments})"));
        let none = hidden.replace(&street.family, nobody);
        let hidden = street.eve.request(&hidden).await.unwrap_err();
        let none = street.eve.request(&none).await.unwrap_err();
        assert_eq!((&hidden.code, &hidden.text), (&none.code, &none.text), "{function}");
    }
}

pub(crate) async fn every_function_is_in_this_test(world: &World) {
    let functions = world
        .operate("select distinct proname from pg_proc where pronamespace = 'api'::regnamespace")
        .await;
    let there: BTreeSet<String> =
        functions.into_iter().map(|mut row| row.remove(0).unwrap()).collect();
    let here: BTreeSet<String> = CALLS
        .iter()
        .map(|(name, _)| *name)
        .chain(ABOUT_NOBODY_ELSE)
        .chain(["remove_user"])
        .map(str::to_owned)
        .collect();
    assert_eq!(there, here);
}
