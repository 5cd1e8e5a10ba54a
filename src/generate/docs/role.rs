//! The page of a role.

use super::known::Known;
use super::markdown::{code, text};
use super::rights::operation;
use super::templates::Templates;
use crate::access::{Verdict, Who};
use crate::catalog::{Definition, Kind, Name, Object, ObjectId, Principal, Privilege, Role};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Serialize)]
struct View {
    title: String,
    comment: String,
    facts: Vec<String>,
    /// Kinds of objects, with what the role may do to each.
    may: Vec<KindView>,
    reaches: Vec<ReachView>,
    opaque: Vec<String>,
    policies: Vec<PolicyView>,
    owns: Vec<OwnedView>,
}

#[derive(Serialize)]
struct KindView {
    kind: String,
    /// What the second column says.
    may: &'static str,
    objects: Vec<MayView>,
}

#[derive(Serialize)]
struct MayView {
    object: String,
    may: String,
}

#[derive(Serialize)]
struct ReachView {
    relation: String,
    operations: String,
    runs_as: String,
}

#[derive(Serialize)]
struct PolicyView {
    table: String,
    policy: String,
    comment: String,
}

#[derive(Serialize)]
struct OwnedView {
    kind: String,
    objects: String,
}

/// How many objects of a kind that a role owns are named.
const NAMED: usize = 40;

/// The page of a role.
pub(super) fn page(
    known: &Known<'_>,
    templates: &mut Templates,
    page: &str,
    id: &ObjectId,
    object: &Object,
    role: &Role,
) -> String {
    let who = Principal::Role(id.name.clone());
    let answer = known.answer.roles.iter().find(|it| it.role == who);
    let superuser = answer.is_some_and(|it| it.superuser);
    let view = View {
        title: code(&id.name),
        comment: object.comment.as_deref().map(text).unwrap_or_default(),
        facts: facts(known, page, id, role, answer),
        may: if superuser { Vec::new() } else { may(known, page, &who) },
        reaches: reaches(known, page, &who),
        opaque: opaque(known, page, &who),
        policies: policies(known, page, &who),
        owns: owns(known, page, &who),
    };
    templates.page("role.md", &view)
}

fn facts(
    known: &Known<'_>,
    page: &str,
    id: &ObjectId,
    role: &Role,
    answer: Option<&Who>,
) -> Vec<String> {
    let mut facts = Vec::new();
    facts.push(if role.login { "It may log in." } else { "It cannot log in." }.to_owned());
    for (holds, said) in [
        (role.superuser, "It is a superuser: nothing is refused to it."),
        (role.bypass_rls, "No policy binds it (BYPASSRLS)."),
        (role.create_db, "It may create databases."),
        (role.create_role, "It may create roles."),
        (role.replication, "It may start replication."),
        (
            !role.inherit,
            "It has the privileges of the roles that it is a member of only after SET ROLE (NOINHERIT).",
        ),
    ] {
        if holds {
            facts.push(said.to_owned());
        }
    }
    if role.connection_limit >= 0 {
        facts.push(format!("At most {} sessions at once.", role.connection_limit));
    }
    if let Some(until) = &role.valid_until {
        facts.push(format!("Its password ends at {}.", code(until)));
    }
    if !role.settings.is_empty() {
        let settings: Vec<String> =
            role.settings.iter().map(|(name, value)| code(&format!("{name} = {value}"))).collect();
        facts.push(format!("Settings of its sessions: {}.", settings.join(", ")));
    }
    let links = |names: Vec<&Name>| {
        let links = names.into_iter().map(|it| known.role(page, &Principal::Role(it.clone())));
        links.collect::<Vec<_>>().join(", ")
    };
    if let Some(answer) = answer {
        if !answer.has.is_empty() {
            facts.push(format!("It has the privileges of {}.", links(answer.has.keys().collect())));
        }
        let becomes: Vec<&Name> =
            answer.becomes.keys().filter(|it| !answer.has.contains_key(*it)).collect();
        if !becomes.is_empty() {
            facts.push(format!("It may become {} by SET ROLE.", links(becomes)));
        }
    }
    let members: Vec<&Name> = known
        .catalog
        .of_kind(Kind::Membership)
        .filter_map(|(_, object)| match &object.definition {
            Definition::Membership(it) if it.role == id.name => Some(&it.member),
            _ => None,
        })
        .collect();
    if !members.is_empty() {
        facts.push(format!("Its members: {}.", links(members)));
    }
    if let Some(file) = known.declared_in(page, id) {
        facts.push(format!("Declared in {file}."));
    }
    facts
}

/// What a role may do itself, by kind and object. What PUBLIC may do to types and languages is left out: it is what PUBLIC always may.
fn may(known: &Known<'_>, page: &str, who: &Principal) -> Vec<KindView> {
    let mut kinds: BTreeMap<Kind, BTreeMap<&ObjectId, Vec<String>>> = BTreeMap::new();
    let cells = known.answer.cells.iter();
    for cell in cells.filter(|it| it.role == *who && is_told(it.object.kind)) {
        let of = kinds.entry(cell.object.kind).or_default().entry(&cell.object).or_default();
        of.push(operation(cell));
    }
    let views = kinds.into_iter().map(|(kind, objects)| KindView {
        kind: plural(kind),
        may: if kind == Kind::Function { "what it does" } else { "may" },
        objects: objects
            .into_iter()
            .map(|(id, may)| MayView {
                object: if kind == Kind::Database {
                    "the database".to_owned()
                } else {
                    known.link(page, id)
                },
                may: match kind {
                    Kind::Function => known.brief(id),
                    _ => may.join(", "),
                },
            })
            .collect(),
    });
    views.collect()
}

/// Whether a kind is told of where privileges are: of types and languages everybody has them.
pub(super) fn is_told(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Database
            | Kind::Schema
            | Kind::Table
            | Kind::View
            | Kind::MaterializedView
            | Kind::Sequence
            | Kind::Function
            | Kind::Aggregate
            | Kind::ForeignServer
            | Kind::ForeignDataWrapper
    )
}

/// Several objects of a kind: `Tables`.
pub(super) fn plural(kind: Kind) -> String {
    let word = match kind {
        Kind::Index => "indexes".to_owned(),
        Kind::Policy => "policies".to_owned(),
        Kind::OperatorFamily => "operator families".to_owned(),
        Kind::OperatorClass => "operator classes".to_owned(),
        Kind::DefaultPrivileges | Kind::Statistics | Kind::Rows => kind.word().to_owned(),
        kind => format!("{}s", kind.word()),
    };
    let mut letters = word.chars();
    letters.next().map(|it| it.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

/// What a role reaches with the rights of others.
fn reaches(known: &Known<'_>, page: &str, who: &Principal) -> Vec<ReachView> {
    type Of<'a> = BTreeMap<Privilege, bool>;
    let mut found: BTreeMap<(&ObjectId, &Principal), Of<'_>> = BTreeMap::new();
    for it in known.answer.reached.iter().filter(|it| it.role == *who) {
        let Some(relation) = &it.relation else { continue };
        let all =
            found.entry((relation, &it.runs_as)).or_default().entry(it.operation).or_default();
        *all |= it.found.verdict() == Verdict::Allowed;
    }
    let views = found.into_iter().map(|((relation, runs_as), operations)| {
        let operations: Vec<String> = operations
            .iter()
            .map(|(it, all)| format!("{}{}", it.word(), if *all { "" } else { " (some rows)" }))
            .collect();
        ReachView {
            relation: known.link(page, relation),
            operations: operations.join(", "),
            runs_as: known.role(page, runs_as),
        }
    });
    views.collect()
}

/// Functions of which the text does not tell what they do, and that the role may call.
fn opaque(known: &Known<'_>, page: &str, who: &Principal) -> Vec<String> {
    let all = known.answer.reached.iter().filter(|it| it.role == *who && it.relation.is_none());
    let by: BTreeSet<&ObjectId> = all.flat_map(|it| &it.by).collect();
    by.into_iter().map(|id| known.link(page, id)).collect()
}

/// The policies that are for a role.
fn policies(known: &Known<'_>, page: &str, who: &Principal) -> Vec<PolicyView> {
    let policies = known.catalog.of_kind(Kind::Policy);
    let views = policies.filter_map(|(id, object)| match &object.definition {
        Definition::Policy(it) if it.roles.contains(who) => Some(PolicyView {
            table: known.relation(page, &id.relation_qname()),
            policy: code(&id.name),
            comment: object.comment.as_deref().map(text).unwrap_or_default(),
        }),
        _ => None,
    });
    views.collect()
}

/// What a role owns.
fn owns(known: &Known<'_>, page: &str, who: &Principal) -> Vec<OwnedView> {
    let mut kinds: BTreeMap<Kind, Vec<&ObjectId>> = BTreeMap::new();
    for (id, _) in known.catalog.iter().filter(|(_, object)| object.owner.as_ref() == Some(who)) {
        kinds.entry(id.kind).or_default().push(id);
    }
    let views = kinds.into_iter().map(|(kind, ids)| {
        let more = ids.len().saturating_sub(NAMED);
        let mut objects =
            ids.iter().take(NAMED).map(|id| known.link(page, id)).collect::<Vec<_>>().join(", ");
        if more > 0 {
            objects += &format!(" and {more} more");
        }
        OwnedView { kind: plural(kind), objects }
    });
    views.collect()
}
