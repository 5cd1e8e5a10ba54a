//! Aggregates.

use super::function::argument;
use super::name::{literal, qualified};
use crate::catalog::{
    Aggregate, AggregateKind, AggregateState, Argument, FinalModify, ObjectId, Parallel,
};

pub(super) fn create(id: &ObjectId, it: &Aggregate, replace: bool) -> String {
    let or_replace = if replace { "OR REPLACE " } else { "" };
    let mut options = state("", it.kind, &it.state);
    let functions = [
        ("combinefunc", &it.combine),
        ("serialfunc", &it.serialize),
        ("deserialfunc", &it.deserialize),
    ];
    for (word, function) in functions {
        options.extend(function.as_ref().map(|it| format!("{word} = {it}")));
    }
    if let Some((moving, inverse)) = &it.moving {
        options.extend(state("m", it.kind, moving));
        options.push(format!("minvfunc = {inverse}"));
    }
    options.extend(it.sort_operator.as_ref().map(|it| format!("sortop = {it}")));
    match it.parallel {
        Parallel::Unsafe => {}
        Parallel::Restricted => options.push("parallel = restricted".into()),
        Parallel::Safe => options.push("parallel = safe".into()),
    }
    if it.kind == AggregateKind::Hypothetical {
        options.push("hypothetical".into());
    }
    format!(
        "CREATE {or_replace}AGGREGATE {}({}) (\n    {}\n)",
        qualified(&id.qname()),
        arguments(it),
        options.join(",\n    ")
    )
}

fn arguments(it: &Aggregate) -> String {
    let list = |args: &[Argument]| args.iter().map(argument).collect::<Vec<_>>().join(", ");
    match it.kind {
        AggregateKind::Plain if it.args.is_empty() => "*".to_owned(),
        AggregateKind::Plain => list(&it.args),
        AggregateKind::OrderedSet | AggregateKind::Hypothetical => {
            format!("{} ORDER BY {}", list(&it.args), list(&it.order_by)).trim_start().to_owned()
        }
    }
}

/// The options of a state; those of the moving one begin with an `m`.
fn state(m: &str, kind: AggregateKind, it: &AggregateState) -> Vec<String> {
    let mut options =
        vec![format!("{m}sfunc = {}", it.transition), format!("{m}stype = {}", it.data_type)];
    if it.size != 0 {
        options.push(format!("{m}sspace = {}", it.size));
    }
    options.extend(it.r#final.as_ref().map(|it| format!("{m}finalfunc = {it}")));
    if it.final_extra {
        options.push(format!("{m}finalfunc_extra"));
    }
    let otherwise = match kind {
        AggregateKind::Plain => FinalModify::ReadOnly,
        AggregateKind::OrderedSet | AggregateKind::Hypothetical => FinalModify::ReadWrite,
    };
    if it.final_modify != otherwise {
        let word = match it.final_modify {
            FinalModify::ReadOnly => "read_only",
            FinalModify::Shareable => "shareable",
            FinalModify::ReadWrite => "read_write",
        };
        options.push(format!("{m}finalfunc_modify = {word}"));
    }
    options.extend(it.initial.as_ref().map(|it| format!("{m}initcond = {}", literal(it))));
    options
}
