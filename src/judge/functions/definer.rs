//! Functions that run with their owner's rights.

use super::super::access::role_of;
use super::{Found, Needs, Rule, Subject};
use crate::catalog::{Definition, Function, Object, ObjectId, Principal, Privilege, Security};
use crate::diagnostic::Level;

pub(super) const SEARCH_PATH: Rule = Rule {
    id: "definer-search-path",
    level: Level::Error,
    needs: Needs::Declared,
    about: "A security definer function of which the caller chooses the search_path, or that looks into the caller's temporary schema first.",
    why: "Whoever calls it may put a table, a function or a type of their own before the one that is meant, and it runs as the owner. pg_temp is searched \
          first where it is not listed, so that `search_path = ''` is not enough: name it last (PostgreSQL's manual, CREATE FUNCTION, Writing SECURITY DEFINER Functions Safely).",
    fixes: false,
    run: search_path,
};

pub(super) const PUBLIC: Rule = Rule {
    id: "definer-public",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A security definer function that everybody may execute.",
    why: "It lends its owner's rights to every role of the database, those that come later included. State who is meant.",
    fixes: false,
    run: public,
};

pub(super) const OWNER: Rule = Rule {
    id: "definer-owner",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A security definer function owned by a role that row security does not bind.",
    why: "Policies bind the owner of a table only where row security is FORCEd, and a superuser or a role with BYPASSRLS never: within such a function \
          no policy protects anything. A role of its own, which owns no table, keeps them in force.",
    fixes: false,
    run: owner,
};

fn definers<'a>(
    subject: &Subject<'a>,
) -> impl Iterator<Item = (&'a ObjectId, &'a Object, &'a Function)> {
    subject.functions().filter(|(_, _, it)| it.security == Security::Definer)
}

fn search_path(subject: &Subject<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (id, _, function) in definers(subject) {
        let Some(path) = function.settings.get("search_path") else {
            let what = "this security definer function runs with the caller's search_path";
            let help =
                "remove `search_path: default`: without it the path is `pg_catalog, pg_temp`";
            found.push(Found::on(id, what, help).at("set"));
            continue;
        };
        let last = path.rsplit(',').next().unwrap_or_default().trim().trim_matches(['"', '\'']);
        if last != "pg_temp" {
            let what = "the caller's temporary schema comes first in this search_path: pg_temp is not named last";
            let path = path.trim().trim_end_matches(',');
            let help = match path.trim_matches(['"', '\'']).is_empty() {
                true => "write `search_path: pg_catalog, pg_temp`".to_owned(),
                false => format!("write `search_path: {path}, pg_temp`"),
            };
            found.push(Found::on(id, what, help).at("set"));
        }
    }
    found
}

fn public(subject: &Subject<'_>) -> Vec<Found> {
    let is_public = |object: &Object| {
        object.grants.get(&Principal::Public).is_some_and(|it| it.contains_key(&Privilege::Execute))
    };
    definers(subject)
        .filter(|(_, object, function)| is_public(object) && !is_trigger(function))
        .map(|(id, _, _)| {
            // Whoever a policy is for executes the function that was made for it.
            if subject.unsaid.contains(&(id.clone(), "to")) {
                let what = format!(
                    "everybody may execute {}, the security definer function that this policy asks",
                    id.qname()
                );
                let help = "state `to:` with the roles that the policies are for which ask it";
                return Found::on(id, what, help);
            }
            let what = "everybody may execute this security definer function";
            Found::on(id, what, "state `execute:` with the roles that call it").at("execute")
        })
        .collect()
}

/// Nobody can call a trigger function.
pub(super) fn is_trigger(function: &Function) -> bool {
    matches!(function.returns.as_deref(), Some("trigger" | "event_trigger"))
}

fn owner(subject: &Subject<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (id, object, _) in definers(subject) {
        let why = match &object.owner {
            Some(Principal::Role(owner)) => {
                if let Some(role) =
                    role_of(subject, owner).filter(|it| it.superuser || it.bypass_rls)
                {
                    let what = if role.superuser { "a superuser" } else { "a role with BYPASSRLS" };
                    format!("{owner} is {what}")
                } else if let Some(table) = unforced(subject, object) {
                    format!("{owner} owns {table}, whose row security does not bind its owner")
                } else {
                    continue;
                }
            }
            _ => match subject.tables().any(|(_, _, table)| table.row_security) {
                true => {
                    "the migrating role is most often a superuser, or owns the tables".to_owned()
                }
                false => continue,
            },
        };
        let what = format!("no policy binds this security definer function: {why}");
        let help = "let a role of its own own it (`function_owner` in momni-db.yaml), or write `row_security: forced`";
        found.push(Found::on(id, what, help).at("owner"));
    }
    found
}

/// A table of the same owner with row security that does not bind owners.
fn unforced<'a>(subject: &Subject<'a>, function: &Object) -> Option<crate::catalog::QName> {
    let mut tables = subject.declared.of_kind(crate::catalog::Kind::Table);
    tables.find_map(|(id, object)| match &object.definition {
        Definition::Table(table) => {
            (table.row_security && !table.force_row_security && object.owner == function.owner)
                .then(|| id.qname())
        }
        _ => None,
    })
}
