//! Aggregates.

use super::Writer;
use super::function::{args, execute, key};
use super::yaml::{Map, Node};
use crate::catalog::{
    Aggregate, AggregateKind, AggregateState, FinalModify, Name, Object, ObjectId, Parallel,
};

pub(super) fn write(cx: &mut Writer<'_>, id: &ObjectId, object: &Object, it: &Aggregate) {
    let Aggregate {
        kind,
        args: direct,
        order_by,
        // The server decides it.
        returns: _,
        state,
        combine,
        serialize,
        deserialize,
        moving,
        sort_operator,
        parallel,
    } = it;
    let schema = super::schema_of(id);
    let place = Writer::place(id, "aggregates");
    let otherwise = match kind {
        AggregateKind::Plain => FinalModify::ReadOnly,
        _ => FinalModify::ReadWrite,
    };
    let mut map = Map::block();
    let (direct, ordered) = (args(cx, id, direct), args(cx, id, order_by));
    map.map("args", direct);
    map.map("order_by", ordered);
    map.flag("hypothetical", *kind == AggregateKind::Hypothetical, false);
    of_state(cx, &mut map, &schema, state, None, otherwise);
    map.text("combine", combine.as_deref());
    map.text("serialize", serialize.as_deref());
    map.text("deserialize", deserialize.as_deref());
    if let Some((state, inverse)) = moving {
        let mut moving = Map::new();
        of_state(cx, &mut moving, &schema, state, Some(inverse), otherwise);
        map.map("moving", moving);
    }
    map.text("sort_operator", sort_operator.as_deref());
    map.some(
        "parallel",
        match parallel {
            Parallel::Unsafe => None,
            Parallel::Restricted => Some(Node::word("restricted")),
            Parallel::Safe => Some(Node::word("safe")),
        },
    );
    cx.stated(&mut map, object, &cx.default_owner());
    execute(cx, &mut map, &place, id, object);
    cx.put(&place, "aggregates", key(cx, id), map);
}

fn of_state(
    cx: &Writer<'_>,
    map: &mut Map,
    schema: &Name,
    it: &AggregateState,
    inverse: Option<&str>,
    otherwise: FinalModify,
) {
    let AggregateState { transition, data_type, size, initial, r#final, final_extra, final_modify } =
        it;
    map.text("state", Some(&cx.names.data_type(schema, data_type)));
    map.number("state_size", (*size != 0).then_some(size));
    map.text("transition", Some(transition));
    map.text("inverse", inverse);
    map.text("initial", initial.as_deref());
    map.text("final", r#final.as_deref());
    map.flag("final_extra", *final_extra, false);
    let modify = match final_modify {
        FinalModify::ReadOnly => "read_only",
        FinalModify::Shareable => "shareable",
        FinalModify::ReadWrite => "read_write",
    };
    map.some("final_modify", (*final_modify != otherwise).then(|| Node::word(modify)));
}
