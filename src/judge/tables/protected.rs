//! Row security of tables.

use super::super::access::{Access, others};
use super::{Found, Needs, Rule, Subject};
use crate::diagnostic::Level;

pub(super) const OFF: Rule = Rule {
    id: "row-security-off",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A table that does not say whether it has row security, or that has none and does not say why.",
    why: "Whoever holds a privilege on a table without row security reaches every row. Said with its reason, `off` is a decision; left out, it is most often forgotten.",
    fixes: false,
    run: off,
};

pub(super) const FORCE: Rule = Rule {
    id: "row-security-not-forced",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A table with row security that does not bind its owner.",
    why: "Functions and views that the owner of the table owns read past every policy. `row_security: forced` binds the owner, too.",
    fixes: false,
    run: force,
};

fn off(subject: &Subject<'_>) -> Vec<Found> {
    let access = Access::of(subject);
    let mut found = Vec::new();
    let open = subject.whole_tables().filter(|(_, _, it)| !it.row_security && it.foreign.is_none());
    for (id, object, _) in open {
        let help = "write `row_security: forced` and policies; `row_security: { off: the reason }` where no row is anybody's";
        let unsaid = |word| subject.unsaid.contains(&(id.clone(), word));
        if unsaid("row_security") {
            let what =
                format!("{} does not say whether it has row security: it has none", id.qname());
            found.push(Found::on(id, what, help));
        } else if unsaid("off") {
            let what = match others(object).find(|who| access.is_client(who)) {
                Some(who) => format!(
                    "clients reach every row of {}: {who} holds privileges and row security is off",
                    id.qname()
                ),
                None => format!("{} does not say why row security is off", id.qname()),
            };
            found.push(Found::on(id, what, help).at("row_security"));
        }
    }
    found
}

fn force(subject: &Subject<'_>) -> Vec<Found> {
    let on = subject.whole_tables().filter(|(_, _, it)| it.row_security && !it.force_row_security);
    on.map(|(id, _, _)| {
        let what = format!("the policies of {} do not bind its owner", id.qname());
        Found::on(id, what, "write `row_security: forced`").at("row_security")
    })
    .collect()
}
