//! Operators, operator families and classes, casts.

use super::names::without_arguments;
use super::{Place, Resolver, comment_of, type_name};
use crate::catalog::{
    Cast, CastMethod, FamilyFunction, FamilyOperator, Kind, Name, Object, ObjectId, Operator,
    OperatorClass, OperatorFamily, QName,
};
use crate::diagnostic::Diagnostic;
use crate::read::decode::{Entry, Sql, Text};
use crate::read::grammar::{self, CastWord, File};

/// Everything but classes, which may bring a family of their own name.
pub(super) fn operators(cx: &mut Resolver<'_>, place: &Place, file: &File) {
    each(cx, place, Kind::Operator, &file.operators.0, operator);
    each(cx, place, Kind::OperatorFamily, &file.operator_families.0, family);
    for (key, it) in file.casts.iter() {
        cast(cx, place, key, it);
    }
}

pub(super) fn classes(cx: &mut Resolver<'_>, place: &Place, file: &File) {
    each(cx, place, Kind::OperatorClass, &file.operator_classes.0, class);
}

/// Things whose names are told apart by what stands in parentheses.
fn each<T>(
    cx: &mut Resolver<'_>,
    place: &Place,
    kind: Kind,
    entries: &[Entry<T>],
    one: impl Fn(&mut Resolver<'_>, &Place, ObjectId, &Text, &T),
) {
    for Entry { key, value, .. } in entries {
        let short = Text::new(without_arguments(key), key.span.clone());
        let Some(name) = cx.declared_name(place, &short) else { continue };
        let id = ObjectId::in_schema(kind, &name);
        match value {
            Some(value) => one(cx, place, id, key, value),
            None => {
                cx.facts.lost.insert(id);
            }
        }
    }
}

fn operator(
    cx: &mut Resolver<'_>,
    place: &Place,
    id: ObjectId,
    key: &Text,
    it: &grammar::Operator,
) {
    let list = |text: &Text, cx: &Resolver<'_>| {
        type_name::list(&cx.names, &cx.config.search_path, place, text)
    };
    let left = it.left.as_ref().map(|text| list(text, cx));
    let args = format!("{}, {}", left.as_deref().unwrap_or("NONE"), list(&it.right, cx));
    let other = |text: &Option<Text>| text.as_ref().map(|text| other(&id, text));
    let mut object = Object::new(Operator {
        left: it.left.as_ref().map(|text| cx.data_type(place, text)),
        right: cx.data_type(place, &it.right),
        function: cx.routine(place, &it.function),
        commutator: other(&it.commutator),
        negator: other(&it.negator),
        restrict: it.restrict.as_ref().map(|text| cx.routine(place, text)),
        join: it.join.as_ref().map(|text| cx.routine(place, text)),
        hashes: it.hashes.unwrap_or(false),
        merges: it.merges.unwrap_or(false),
    });
    object.owner = Some(cx.owner(it.owner.as_ref()));
    object.comment = comment_of(it.comment.as_ref());
    cx.add(ObjectId { args: Some(args.into()), ..id }, object, &key.span);
}

/// Another operator: without a schema one beside this one, which may not be there yet.
fn other(id: &ObjectId, text: &Text) -> String {
    let text = text.trim();
    let stated = text.contains(|it: char| it.is_alphanumeric());
    match &id.schema {
        Some(schema) if !stated => format!("OPERATOR({}.{text})", crate::render::quoted(schema)),
        _ if text.to_ascii_lowercase().starts_with("operator") => text.to_owned(),
        _ => format!("OPERATOR({text})"),
    }
}

fn method(text: Option<&Text>) -> Name {
    text.map_or(Name::from("btree"), |text| Name::from(&**text))
}

fn family(
    cx: &mut Resolver<'_>,
    _: &Place,
    id: ObjectId,
    key: &Text,
    it: &grammar::OperatorFamily,
) {
    let id = ObjectId { args: Some(method(it.using.as_ref())), ..id };
    let mut object = Object::new(OperatorFamily {
        operators: numbered_operators(cx, &it.operators),
        functions: numbered_functions(cx, &it.functions),
    });
    object.owner = Some(cx.owner(it.owner.as_ref()));
    object.comment = comment_of(it.comment.as_ref());
    if cx.add(id.clone(), object, &key.span) {
        cx.renamed(&id, it.renamed_from.as_ref());
    }
}

fn class(
    cx: &mut Resolver<'_>,
    place: &Place,
    id: ObjectId,
    key: &Text,
    it: &grammar::OperatorClass,
) {
    let id = ObjectId { args: Some(method(it.using.as_ref())), ..id };
    let owner = cx.owner(it.owner.as_ref());
    let stated = it.family.as_ref().and_then(|text| cx.family(place, text));
    let family = stated.unwrap_or_else(|| id.qname());
    let family_id =
        ObjectId { args: id.args.clone(), ..ObjectId::in_schema(Kind::OperatorFamily, &family) };
    if it.family.is_none() && !cx.declared.catalog.objects.contains_key(&family_id) {
        let mut object = Object::new(OperatorFamily::default());
        object.owner = Some(owner.clone());
        cx.add(family_id, object, &key.span);
    }
    let mut object = Object::new(OperatorClass {
        data_type: cx.data_type(place, &it.r#type),
        default: it.default.unwrap_or(false),
        family,
        storage: it.storage.as_ref().map(|text| cx.data_type(place, text)),
        operators: numbered_operators(cx, &it.operators),
        functions: numbered_functions(cx, &it.functions),
    });
    object.owner = Some(owner);
    object.comment = comment_of(it.comment.as_ref());
    if cx.add(id.clone(), object, &key.span) {
        cx.renamed(&id, it.renamed_from.as_ref());
    }
}

/// `1 < (integer, bigint)`: the number, and what PostgreSQL reads.
fn numbered(cx: &mut Resolver<'_>, text: &Sql) -> Option<(i32, String)> {
    let (number, rest) = text.trim().split_once(char::is_whitespace).unwrap_or((text.trim(), ""));
    match number.parse() {
        Ok(number) if !rest.trim().is_empty() => Some((number, rest.trim().to_owned())),
        _ => {
            let fault = Diagnostic::error(
                "bad-member",
                "a member of a family begins with its number",
            )
            .at(text.span.clone())
            .help("write the number and what it stands for: `1 <`, `1 compare(colour, colour)`");
            cx.fault(fault);
            None
        }
    }
}

fn numbered_operators(cx: &mut Resolver<'_>, list: &[Sql]) -> Vec<FamilyOperator> {
    let found = list.iter().filter_map(|text| numbered(cx, text));
    found
        .map(|(number, operator)| FamilyOperator {
            number,
            types: String::new(),
            operator,
            order_by: None,
        })
        .collect()
}

fn numbered_functions(cx: &mut Resolver<'_>, list: &[Sql]) -> Vec<FamilyFunction> {
    let found = list.iter().filter_map(|text| numbered(cx, text));
    found
        .map(|(number, function)| FamilyFunction { number, types: String::new(), function })
        .collect()
}

/// `integer as colour`.
fn cast(cx: &mut Resolver<'_>, place: &Place, key: &Text, it: &grammar::Cast) {
    let lower = key.to_ascii_lowercase();
    let Some(at) = lower.find(" as ") else {
        let fault = Diagnostic::error("bad-name", format!("`{key}` names no two types"))
            .at(key.span.clone())
            .help("a cast is called by its types: `integer as colour`");
        return cx.fault(fault);
    };
    let part = |text: &str| Text::new(text.trim(), key.span.clone());
    let (source, target) = (part(&key[..at]), part(&key[at + 4..]));
    let method = match (&it.function, it.method) {
        (Some(text), None) => CastMethod::Function(called(cx, place, text)),
        (None, Some(CastWord::Binary)) => CastMethod::Binary,
        (None, Some(CastWord::InOut)) => CastMethod::InOut,
        _ => {
            let message = format!("the cast {key} says not exactly once how it is done");
            let fault = Diagnostic::error("conflicting-keys", message).at(key.span.clone());
            return cx.fault(fault.help("give it exactly one of `function` and `method`"));
        }
    };
    let (source, target) = (cx.data_type(place, &source), cx.data_type(place, &target));
    let id = ObjectId::global(Kind::Cast, format!("{source} AS {target}"));
    let context = it.context.unwrap_or_default();
    let mut object = Object::new(Cast { source, target, method, context });
    object.comment = comment_of(it.comment.as_ref());
    cx.add(id, object, &key.span);
}

/// A function, with or without the types of its arguments.
pub(super) fn called(cx: &mut Resolver<'_>, place: &Place, text: &Text) -> String {
    let bare = without_arguments(text);
    let name = cx.routine(place, &Text::new(bare, text.span.clone()));
    if bare.len() == text.len() {
        return name;
    }
    let inner = text[bare.len()..].trim().trim_start_matches('(').trim_end_matches(')');
    let types = type_name::list(&cx.names, &cx.config.search_path, place, inner);
    format!("{name}({types})")
}

impl Resolver<'_> {
    /// The family of a class, which may be the server's.
    fn family(&mut self, place: &Place, text: &Text) -> Option<QName> {
        match super::name::qualified(text) {
            Ok((Some(schema), name)) => Some(QName { schema, name }),
            Ok((None, name)) => {
                let path = &self.config.search_path;
                let found = super::lookup::find(&self.names.families, path, place, &name).cloned();
                Some(QName { schema: found.unwrap_or_else(|| Name::from("pg_catalog")), name })
            }
            Err(reason) => {
                self.bad_name(text, reason);
                None
            }
        }
    }
}
