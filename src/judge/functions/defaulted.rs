//! Functions that their author may take for closed by default.

use super::definer::is_trigger;
use super::{Found, Needs, Rule, Subject};
use crate::catalog::{Definition, Kind, Object, ObjectId, ObjectType, Principal, Privilege};
use crate::diagnostic::Level;

pub(super) const RULE: Rule = Rule {
    id: "default-privileges-pass-over",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A function that says no `execute`, which everybody may execute although default privileges take EXECUTE from PUBLIC.",
    why: "`default_privileges` are for what somebody makes by hand. What is declared has the grants that are declared, and what PostgreSQL gives by \
          itself: EXECUTE for PUBLIC.",
    fixes: false,
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Found> {
    let Some((closed, _)) = closing(subject) else { return Vec::new() };
    let open = subject.functions().filter(|(id, object, function)| {
        executes(object)
            && !is_trigger(function)
            && subject.unsaid.contains(&((*id).clone(), "execute"))
    });
    open.map(|(id, _, _)| {
        let what = "everybody may execute this function: default privileges change nothing for what is declared";
        let schema = id.schema.as_deref().unwrap_or("public");
        let help = format!(
            "state `execute:`, with `[public]` where everybody is meant; or keep all of them closed: `revokes: [{{ from: [public], privileges: [execute], on: {{ all_functions_in: [{schema}] }} }}]`"
        );
        Found::on(id, what, help).also(closed, "these default privileges")
    })
    .collect()
}

/// Default privileges by which nobody may execute a new function but who is named.
fn closing<'a>(subject: &Subject<'a>) -> Option<(&'a ObjectId, &'a Object)> {
    let mut all = subject.declared.of_kind(Kind::DefaultPrivileges);
    all.find(|(_, object)| {
        matches!(&object.definition, Definition::DefaultPrivileges(it)
            if it.on == ObjectType::Functions && it.schema.is_none())
            && !executes(object)
    })
}

/// Whether PUBLIC has EXECUTE.
fn executes(object: &Object) -> bool {
    object.grants.get(&Principal::Public).is_some_and(|it| it.contains_key(&Privilege::Execute))
}
