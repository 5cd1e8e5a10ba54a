//! The answer to a question as a whole.

use super::Question;
use super::cell::{Cell, cells};
use super::judged::Judged;
use super::reach::{Reached, reached};
use super::roles::role_id;
use crate::catalog::{Catalog, Definition, Name, Principal};
use std::collections::BTreeMap;

/// Who may do what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// The roles, PUBLIC first.
    pub roles: Vec<Who>,
    /// What each may do, by role, object and operation.
    pub cells: Vec<Cell>,
    /// What each reaches with the rights of others.
    pub reached: Vec<Reached>,
}

/// A role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// Who it is.
    pub role: Principal,
    /// It may open a session.
    pub login: bool,
    /// Nothing is asked of it.
    pub superuser: bool,
    /// No policy binds it.
    pub bypass_rls: bool,
    /// The roles whose privileges it has at once, with the memberships that lead there.
    pub has: BTreeMap<Name, Vec<Name>>,
    /// The roles that it may become by SET ROLE, with the memberships that lead there; a superuser may become any.
    pub becomes: BTreeMap<Name, Vec<Name>>,
}

/// Answers a question from a catalog that a server has worded.
pub fn answer(catalog: &Catalog, question: &Question) -> Answer {
    let judged = Judged::of(catalog);
    Answer { reached: reached(&judged, question), ..of_rights(&judged, question) }
}

/// The same without what is reached with the rights of others, for which every body has to be read.
pub fn answer_of_rights(catalog: &Catalog, question: &Question) -> Answer {
    of_rights(&Judged::of(catalog), question)
}

fn of_rights(judged: &Judged<'_>, question: &Question) -> Answer {
    let roles: Vec<Who> = judged
        .roles
        .all()
        .iter()
        .filter(|it| question.is_about_role(it))
        .map(|it| who(judged, it))
        .collect();
    Answer { roles, cells: cells(judged, question), reached: Vec::new() }
}

fn who(judged: &Judged<'_>, role: &Principal) -> Who {
    let holder = judged.holder(role);
    let definition = match role {
        Principal::Role(name) => judged.catalog.get(&role_id(name)).map(|it| &it.definition),
        _ => None,
    };
    let mut has = holder.of.clone();
    if let Principal::Role(name) = role {
        has.remove(name);
    }
    let becomes = judged.roles.becomes(role);
    Who {
        role: role.clone(),
        login: matches!(definition, Some(Definition::Role(role)) if role.login),
        superuser: holder.superuser,
        bypass_rls: holder.bypass_rls,
        has,
        becomes,
    }
}
