//! The functions that a client may call, and as which roles.

use crate::access::{Answer, Question, Verdict, Who, answer_of_rights};
use crate::catalog::{
    Catalog, Definition, Function, Kind, Name, Object, ObjectId, Principal, Privilege,
};
use std::collections::{BTreeMap, BTreeSet};

/// What clients may call.
#[derive(Debug, Clone, Default)]
pub struct Api<'a> {
    /// The functions and procedures, in the order of their identities.
    pub functions: Vec<Callable<'a>>,
    /// The roles of clients: those that somebody who logs in has or may become, and that own nothing.
    pub roles: BTreeSet<Name>,
}

/// A function that clients may call.
#[derive(Debug, Clone)]
pub struct Callable<'a> {
    /// Which.
    pub id: &'a ObjectId,
    /// Its object: the comment, the owner.
    pub object: &'a Object,
    /// Its definition.
    pub function: &'a Function,
    /// The roles of clients that may call it.
    pub roles: BTreeSet<Name>,
}

/// The functions that a role of clients may EXECUTE, with USAGE on their schema; those of triggers left out, since nobody
/// calls these. Where nobody logs in, every role that owns nothing is one of clients. Only those in these schemas, where some are
/// given.
pub fn api<'a>(catalog: &'a Catalog, schemas: &BTreeSet<Name>) -> Api<'a> {
    let question = Question { operations: vec![Privilege::Execute], ..Question::default() };
    let answer = answer_of_rights(catalog, &question);
    let roles = clients(catalog, &answer);
    let mut may: BTreeMap<&ObjectId, BTreeSet<Name>> = BTreeMap::new();
    for cell in answer.cells.iter().filter(|it| it.verdict() == Verdict::Allowed) {
        if let Principal::Role(name) = &cell.role
            && roles.contains(name)
        {
            may.entry(&cell.object).or_default().insert(name.clone());
        }
    }
    let functions = catalog.of_kind(Kind::Function).filter_map(|(id, object)| {
        let Definition::Function(function) = &object.definition else { return None };
        if !schemas.is_empty() && !id.schema.as_ref().is_some_and(|it| schemas.contains(it)) {
            return None;
        }
        let of_trigger = matches!(function.returns.as_deref(), Some("trigger" | "event_trigger"));
        let roles = may.get(id).filter(|_| !of_trigger)?.clone();
        Some(Callable { id, object, function, roles })
    });
    Api { functions: functions.collect(), roles }
}

fn clients(catalog: &Catalog, answer: &Answer) -> BTreeSet<Name> {
    let owners: BTreeSet<&Principal> =
        catalog.iter().filter_map(|(_, object)| object.owner.as_ref()).collect();
    let name = |who: &Who| match &who.role {
        Principal::Role(name) if !who.superuser && !owners.contains(&who.role) => {
            Some(name.clone())
        }
        _ => None,
    };
    let all: BTreeSet<Name> = answer.roles.iter().filter_map(name).collect();
    let sessions: Vec<&Who> =
        answer.roles.iter().filter(|who| who.login && name(who).is_some()).collect();
    if sessions.is_empty() {
        return all;
    }
    let reached = sessions.into_iter().flat_map(|who| {
        let more = who.has.keys().chain(who.becomes.keys()).cloned();
        more.chain(name(who))
    });
    reached.filter(|it| all.contains(it)).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::generate::{KEPT_FILE, Kept};
    use std::path::Path;

    /// The catalog that Momni keeps beside its migrations.
    fn momni() -> Catalog {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(KEPT_FILE);
        Kept::parse(&std::fs::read_to_string(file).unwrap()).unwrap().catalog
    }

    #[test]
    fn clients_call_what_their_roles_may_and_nothing_else() {
        let catalog = momni();
        let whole = api(&catalog, &BTreeSet::new());
        assert!(api(&catalog, &["app".into()].into()).functions.is_empty());
        let api = api(&catalog, &["api".into()].into());
        assert_eq!(whole.functions.len(), api.functions.len());
        let inner = |it: &&Callable<'_>| it.id.schema.as_deref() != Some("api");
        assert_eq!(api.functions.iter().find(inner).map(|it| it.id.to_string()), None);
        let suspend = api.functions.iter().find(|it| it.id.name == "suspend_user".into()).unwrap();
        assert_eq!(suspend.roles, ["momni_community_administrator".into()].into());
        assert!(!api.roles.contains("momni_definer") && !api.roles.contains("momni_owner"));
    }
}
