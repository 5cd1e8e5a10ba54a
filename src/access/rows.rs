//! For which rows: the policies of a table, put together as the server does it.

use super::judged::Judged;
use super::roles::Holder;
use crate::catalog::{
    Definition, Kind, Name, ObjectId, Policy, PolicyCommand, Principal, Privilege, Table,
};
use crate::sql::unwrapped;

/// For which rows something holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rows {
    /// The rows that are there.
    pub using: Seen,
    /// The rows that it leaves.
    pub check: Seen,
    /// The rows that it sees besides, where it reads columns (WHERE, RETURNING).
    pub reads: Seen,
    /// Why no policy binds, where row security is on.
    pub unbound: Option<Unbound>,
}

/// Which rows pass.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Seen {
    /// All: nothing binds.
    #[default]
    All,
    /// Those for which a condition holds; where it is `true` alone, all.
    Where(Condition),
    /// None.
    None,
}

/// A condition: one of the permissive policies, and each of the restrictive ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// Joined by OR.
    pub permissive: Vec<Bound>,
    /// Joined by AND.
    pub restrictive: Vec<Bound>,
}

/// A policy that binds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// The policy.
    pub policy: ObjectId,
    /// Its expression.
    pub expression: String,
    /// Its comment.
    pub comment: Option<String>,
    /// From the role to the one that it is for, membership by membership; where it is for PUBLIC, nothing.
    pub path: Vec<Name>,
}

/// Why no policy binds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unbound {
    /// A superuser, or BYPASSRLS.
    Bypass,
    /// The table's owner, and row security is not forced; with the memberships that lead to the owner.
    Owner(Vec<Name>),
}

impl Rows {
    /// Whether not all rows are meant.
    pub(super) fn are_some(&self) -> bool {
        !self.using.is_all() || !self.check.is_all()
    }

    /// Whether no row passes.
    pub(super) fn are_none(&self) -> bool {
        self.using == Seen::None || self.check == Seen::None
    }
}

impl Seen {
    /// Whether every row passes.
    pub fn is_all(&self) -> bool {
        match self {
            Self::All => true,
            Self::None => false,
            Self::Where(it) => {
                it.restrictive.is_empty() && it.permissive.iter().any(|it| it.expression == TRUE)
            }
        }
    }

    /// The condition, where there is one.
    pub fn condition(&self) -> Option<&Condition> {
        match self {
            Self::Where(it) => Some(it),
            _ => None,
        }
    }
}

impl Condition {
    /// In SQL.
    pub fn sql(&self) -> String {
        let alone = self.permissive.len() + self.restrictive.len() == 1;
        let part = |it: &Bound| match alone {
            true => it.words().to_owned(),
            false => format!("({})", it.words()),
        };
        let any = self.permissive.iter().map(part).collect::<Vec<_>>().join(" OR ");
        let any = match self.permissive.len() > 1 && !self.restrictive.is_empty() {
            true => format!("({any})"),
            false => any,
        };
        let all = self.restrictive.iter().map(part);
        std::iter::once(any).chain(all).collect::<Vec<_>>().join(" AND ")
    }
}

impl Bound {
    /// The expression without the parentheses that the server puts around it.
    pub fn words(&self) -> &str {
        unwrapped(&self.expression)
    }
}

/// The server's words for constants.
const TRUE: &str = "true";
const FALSE: &str = "false";

/// The rows of a table that an operation reaches for somebody. Policies bind SELECT, INSERT, UPDATE and DELETE alone.
pub(super) fn rows(
    judged: &Judged<'_>,
    holder: &Holder,
    id: &ObjectId,
    table: &Table,
    operation: Privilege,
) -> Rows {
    use Privilege::{Delete, Insert, Select, Update};
    if !table.row_security || !matches!(operation, Select | Insert | Update | Delete) {
        return Rows::default();
    }
    if let Some(unbound) = unbound(judged, holder, id, table) {
        return Rows { unbound: Some(unbound), ..Rows::default() };
    }
    let using = |command| seen(judged, holder, id, command, |it| it.using.as_deref());
    // Where a policy does not say which rows may come, those that are there for it may.
    let check = |command| {
        seen(judged, holder, id, command, |it| it.with_check.as_deref().or(it.using.as_deref()))
    };
    let reads = using(PolicyCommand::Select);
    match operation {
        Select => Rows { using: reads, ..Rows::default() },
        Insert => Rows { check: check(PolicyCommand::Insert), reads, ..Rows::default() },
        Update => {
            let (using, check) = (using(PolicyCommand::Update), check(PolicyCommand::Update));
            Rows { using, check, reads, unbound: None }
        }
        _ => Rows { using: using(PolicyCommand::Delete), reads, ..Rows::default() },
    }
}

/// The policies that bind somebody in a command, with the memberships that lead to it.
pub(super) fn bound<'a>(
    judged: &Judged<'a>,
    holder: &Holder,
    id: &ObjectId,
    command: PolicyCommand,
) -> Vec<(&'a ObjectId, &'a Policy, Vec<Name>)> {
    let policies = judged.policies(&id.qname());
    let of_command = policies
        .filter(|(_, policy)| policy.command == PolicyCommand::All || policy.command == command);
    let bound = of_command.filter_map(|(id, policy)| {
        let mut paths: Vec<&[Name]> =
            policy.roles.iter().filter_map(|role| holder.has(role)).collect();
        paths.sort_by_key(|path| path.len());
        Some((id, policy, paths.first()?.to_vec()))
    });
    bound.collect()
}

fn seen(
    judged: &Judged<'_>,
    holder: &Holder,
    id: &ObjectId,
    command: PolicyCommand,
    expression: impl Fn(&Policy) -> Option<&str>,
) -> Seen {
    let (mut permissive, mut restrictive) = (Vec::new(), Vec::new());
    for (policy, definition, path) in bound(judged, holder, id, command) {
        let Some(text) = expression(definition) else { continue };
        let comment = judged.catalog.get(policy).and_then(|it| it.comment.clone());
        let bound = Bound { policy: policy.clone(), expression: text.to_owned(), comment, path };
        match (definition.permissive, text) {
            (true, FALSE) | (false, TRUE) => {}
            (true, _) => permissive.push(bound),
            (false, FALSE) => return Seen::None,
            (false, _) => restrictive.push(bound),
        }
    }
    // Restrictive ones alone let nothing through.
    match permissive.is_empty() {
        true => Seen::None,
        false => Seen::Where(Condition { permissive, restrictive }),
    }
}

fn unbound(judged: &Judged<'_>, holder: &Holder, id: &ObjectId, table: &Table) -> Option<Unbound> {
    if holder.superuser || holder.bypass_rls {
        return Some(Unbound::Bypass);
    }
    let owner = judged.catalog.get(id)?.owner.as_ref()?;
    let path = holder.has(owner).filter(|_| *owner != Principal::Public)?;
    (!table.force_row_security).then(|| Unbound::Owner(path.to_vec()))
}

/// The definition of a table.
pub(super) fn table<'a>(judged: &Judged<'a>, id: &ObjectId) -> Option<&'a Table> {
    match &judged.catalog.get(id).filter(|_| id.kind == Kind::Table)?.definition {
        Definition::Table(table) => Some(table),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::QName;

    fn bound(expression: &str) -> Bound {
        let policy = ObjectId::of_relation(Kind::Policy, &QName::new("app", "t"), "p");
        Bound { policy, expression: expression.into(), comment: None, path: Vec::new() }
    }

    #[test]
    fn a_condition_has_the_parentheses_that_it_needs() {
        let sql = |permissive: &[&str], restrictive: &[&str]| {
            let bound = |texts: &[&str]| texts.iter().map(|it| bound(it)).collect();
            Condition { permissive: bound(permissive), restrictive: bound(restrictive) }.sql()
        };
        assert_eq!(sql(&["(a = 1)"], &[]), "a = 1");
        assert_eq!(sql(&["(a) = (b)"], &[]), "(a) = (b)");
        assert_eq!(sql(&["(SELECT f())"], &[]), "(SELECT f())");
        assert_eq!(sql(&["(a)", "(b)"], &[]), "(a) OR (b)");
        assert_eq!(sql(&["(a)", "b"], &["(c)"]), "((a) OR (b)) AND (c)");
        assert_eq!(sql(&["a"], &["(c)", "d"]), "(a) AND (c) AND (d)");
    }
}
