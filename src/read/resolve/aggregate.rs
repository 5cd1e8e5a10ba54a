//! Aggregates.

use super::acl::Class;
use super::function::{arguments, execute};
use super::names::{Names, without_arguments};
use super::{Place, Resolver, type_name};
use crate::catalog::{
    Aggregate, AggregateKind, AggregateState, ArgMode, FinalModify, Kind, Name, ObjectId, Parallel,
};
use crate::diagnostic::Diagnostic;
use crate::read::decode::{Entry, Map, Text};
use crate::read::grammar::{self, File};

pub(super) fn aggregates(cx: &mut Resolver<'_>, place: &Place, file: &File) {
    for Entry { key, value, .. } in &file.aggregates.0 {
        let short = Text::new(without_arguments(key), key.span.clone());
        let Some(name) = cx.declared_name(place, &short) else { continue };
        match value {
            Some(it) => {
                let types = types(&cx.names, &cx.config.search_path, place, it);
                let id = ObjectId { kind: Kind::Aggregate, ..ObjectId::function(&name, types) };
                one(cx, place, id, key, it);
            }
            None => {
                cx.facts.lost.insert(ObjectId::in_schema(Kind::Aggregate, &name));
            }
        }
    }
}

/// The types of all arguments. One VARIADIC argument at the end of both lists is one argument.
pub(super) fn types(
    names: &Names,
    search_path: &[Name],
    place: &Place,
    it: &grammar::Aggregate,
) -> String {
    let of = |map| type_name::identity(names, search_path, place, map);
    let (direct, ordered) = (of(&it.args), of(&it.order_by));
    let variadic = |map: &Map<_>| {
        let last: Option<(_, &crate::read::decode::Brief<grammar::Argument>)> = map.iter().last();
        last.is_some_and(|(_, arg)| arg.mode == Some(ArgMode::Variadic))
    };
    match (direct.is_empty(), ordered.is_empty()) {
        (_, true) => direct,
        (true, false) => ordered,
        _ if variadic(&it.args) && variadic(&it.order_by) => direct,
        _ => format!("{direct}, {ordered}"),
    }
}

fn one(cx: &mut Resolver<'_>, place: &Place, id: ObjectId, key: &Text, it: &grammar::Aggregate) {
    let hypothetical = it.hypothetical.unwrap_or(false);
    let kind = match (it.order_by.is_empty(), hypothetical) {
        (true, _) => AggregateKind::Plain,
        (false, false) => AggregateKind::OrderedSet,
        (false, true) => AggregateKind::Hypothetical,
    };
    if hypothetical && it.order_by.is_empty() {
        let message = format!("aggregate {key} is hypothetical and has no `order_by`");
        let fault = Diagnostic::error("conflicting-keys", message).at(key.span.clone());
        cx.fault(fault.help("add `order_by`, or remove `hypothetical`"));
    }
    let otherwise = match kind {
        AggregateKind::Plain => FinalModify::ReadOnly,
        _ => FinalModify::ReadWrite,
    };
    let state = AggregateState {
        transition: cx.routine(place, &it.transition),
        data_type: cx.data_type(place, &it.state),
        size: it.state_size.unwrap_or(0),
        initial: it.initial.as_ref().map(|text| text.to_string()),
        r#final: it.r#final.as_ref().map(|text| cx.routine(place, text)),
        final_extra: it.final_extra.unwrap_or(false),
        final_modify: it.final_modify.unwrap_or(otherwise),
    };
    let moving = it.moving.as_ref().map(|it| {
        let state = AggregateState {
            transition: cx.routine(place, &it.transition),
            data_type: cx.data_type(place, &it.state),
            size: it.state_size.unwrap_or(0),
            initial: it.initial.as_ref().map(|text| text.to_string()),
            r#final: it.r#final.as_ref().map(|text| cx.routine(place, text)),
            final_extra: it.final_extra.unwrap_or(false),
            final_modify: it.final_modify.unwrap_or(otherwise),
        };
        (state, cx.routine(place, &it.inverse))
    });
    let definition = Aggregate {
        kind,
        args: arguments(cx, place, &it.args),
        order_by: arguments(cx, place, &it.order_by),
        returns: None,
        state,
        combine: it.combine.as_ref().map(|text| cx.routine(place, text)),
        serialize: it.serialize.as_ref().map(|text| cx.routine(place, text)),
        deserialize: it.deserialize.as_ref().map(|text| cx.routine(place, text)),
        moving,
        sort_operator: it.sort_operator.as_ref().map(|text| text.trim().to_owned()),
        parallel: it.parallel.unwrap_or(Parallel::Unsafe),
    };
    let owner = cx.owner(it.owner.as_ref());
    let comment = it.comment.as_ref();
    let mut object = cx.owned(definition, Class::Function, owner, comment, &Map::default());
    execute(cx, &mut object, false, &it.execute);
    if cx.add(id.clone(), object, &key.span) {
        cx.renamed(&id, it.renamed_from.as_ref());
    }
}
