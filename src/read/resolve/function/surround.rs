//! What is declared around the body of a function, and where the body comes to stand.

use super::{Routine, execute};
use crate::catalog::{
    ArgMode, Argument, Body, Function, Name, ObjectId, Principal, QName, Security,
};
use crate::diagnostic::Diagnostic;
use crate::read::Authored;
use crate::read::body_path::beside;
use crate::read::decode::{Brief, List, Map, Text};
use crate::read::grammar;
use crate::read::resolve::acl::Class;
use crate::read::resolve::{Place, Resolver, secure};
use crate::secure::{self as secured, Secured};

/// What became of a function's body.
pub(super) struct Surrounded {
    /// The function that takes the author's body.
    pub(super) own: Option<Function>,
    /// Where the author's body stands.
    pub(super) authored: Option<Authored>,
}

/// Whether an argument says what it must be.
pub(in crate::read::resolve) fn has_limits(args: &Map<Brief<grammar::Argument>>) -> bool {
    args.iter().any(|(_, it)| {
        it.not_empty == Some(true)
            || it.min.is_some()
            || it.max.is_some()
            || it.min_length.is_some()
            || it.max_length.is_some()
            || it.pattern.is_some()
            || !it.one_of.is_empty()
    })
}

/// Puts around the body what is declared of the function. `None` where a fault hides it.
pub(super) fn surrounded(
    cx: &mut Resolver<'_>,
    place: &Place,
    key: &Text,
    name: &QName,
    it: &Routine<'_>,
    function: &grammar::Function,
    definition: &mut Function,
) -> Option<(Secured, Surrounded)> {
    let args: Vec<secured::Argument> = definition
        .args
        .iter()
        .filter(|arg| arg.mode != ArgMode::Table)
        .map(|arg| secured::Argument {
            name: arg.name.clone(),
            mode: arg.mode,
            data_type: arg.data_type.clone(),
        })
        .collect();
    let secured = secure::secured(cx, place, key, function, &args);
    let answer = secure::answer(cx, definition);
    let authored = authored(cx, it);
    let nothing = Surrounded { own: None, authored: None };
    let Body::Source(text) = &definition.body else {
        if !secured::surrounds(&secured) {
            return Some((secured, nothing));
        }
        refuse(
            cx,
            key,
            "its body is no text that anything can surround",
            "write it as `body` or `body_file`",
        );
        return None;
    };
    let language = definition.language.to_string();
    if !secured::surrounds(&secured) && language != "plpgsql" {
        return Some((secured, nothing));
    }
    if !matches!(&*language, "sql" | "plpgsql") {
        refuse(
            cx,
            key,
            "its body is neither SQL nor PL/pgSQL",
            "call a function in another language from one in PL/pgSQL",
        );
        return None;
    }
    if function.errors.is_some() && language == "plpgsql" {
        let line = |line| authored.as_ref().and_then(|it| it.line(line, cx.sources));
        let text = text.clone();
        secure::undeclared_errors(&mut cx.faults, key, &text, &secured.errors, line);
    }
    let own = secured::needs_body_of_its_own(&secured, &language, &answer, text);
    let outward = args.iter().any(|arg| matches!(arg.mode, ArgMode::Out | ArgMode::InOut));
    let trigger = definition.returns.as_deref() == Some("trigger");
    if (own && outward) || (trigger && secured::surrounds(&secured)) {
        let what = if trigger { "it is a trigger function" } else { "it has `out` arguments" };
        refuse(cx, key, what, "return a type or `{ table: … }`; triggers are called by nobody");
        return None;
    }
    let around = secured::Around {
        name,
        own: &secure::own_name(name),
        args: &args,
        answer,
        calls: &cx.secure.calls,
        secured: &secured,
        language: &language,
    };
    let composed = match secured::compose(&cx.secure.templates, &around, text) {
        Ok(composed) => composed,
        Err(fault) => {
            cx.fault(secure::of_template(fault));
            return None;
        }
    };
    let own = composed.own.map(|body| Function {
        security: Security::Invoker,
        body: Body::Source(body),
        args: definition.args.iter().map(|arg| Argument { default: None, ..arg.clone() }).collect(),
        ..definition.clone()
    });
    if own.is_some() {
        definition.language = Name::from("plpgsql");
    }
    definition.body = Body::Source(composed.body);
    let authored = authored.map(|it| Authored { before: composed.before, ..it });
    Some((secured, Surrounded { own, authored }))
}

fn refuse(cx: &mut Resolver<'_>, key: &Text, why: &str, help: &str) {
    let fault = Diagnostic::error("cannot-surround", format!("{key} cannot be secured: {why}"));
    cx.fault(fault.at(key.span.clone()).help(help));
}

/// Where the author's body stands. A folded block and a quoted one have no lines of their own.
pub(super) fn authored(cx: &Resolver<'_>, it: &Routine<'_>) -> Option<Authored> {
    if let Some(text) = it.body {
        let source = cx.sources.get(&text.span.file)?;
        let line = source.get(..text.span.start)?.matches('\n').count();
        let first = first_line(source, line, text)?;
        let file = text.span.file.clone();
        return Some(Authored { file, first, lines: text.lines().count(), before: 0 });
    }
    let text = it.body_file?;
    let file = beside(&text.span.file, text)?;
    let lines = cx.sources.get(&file)?.lines().count();
    Some(Authored { file, first: 1, lines, before: 0 })
}

/// The line from 1 at which a text begins that stands near a line, from 0, of its file.
fn first_line(source: &str, near: usize, text: &str) -> Option<usize> {
    let blank = text.lines().take_while(|line| line.trim().is_empty()).count();
    let start = near.saturating_sub(blank + 1);
    let lines: Vec<&str> =
        source.lines().skip(start).take(text.lines().count() + 3 + 2 * blank).collect();
    let is_here = |at: usize| {
        let mut here = lines[at..].iter();
        text.lines().all(|line| here.next().is_some_and(|it| it.trim() == line.trim()))
    };
    if let Some(at) = (0..lines.len()).find(|at| is_here(*at)) {
        return Some(start + at + 1);
    }
    let alone = text.lines().count() == 1;
    (alone && source.lines().nth(near)?.contains(text.trim())).then_some(near + 1)
}

/// Takes in the function that has the author's body: nobody but its owner calls it.
pub(super) fn body_of_its_own(
    cx: &mut Resolver<'_>,
    key: &Text,
    of: &ObjectId,
    id: ObjectId,
    definition: Function,
    owner: Option<Principal>,
    checked: bool,
) {
    let owner = owner.unwrap_or(Principal::Migrator);
    let mut object = cx.owned(definition, Class::Function, owner, None, &Map::default());
    object.comment = Some(format!("What {} does, which alone calls it.", of.qname()));
    execute(cx, &mut object, true, &List::default());
    if !cx.add(id.clone(), object, &key.span) {
        return;
    }
    if !checked {
        cx.declared.unchecked.insert(id.clone());
    }
    if let Some(old) = cx.declared.intent.renames.get(of).cloned() {
        let name = secure::own_name(&old.qname()).name;
        cx.facts.renames.extend(cx.facts.renames.get(of).cloned().map(|at| (id.clone(), at)));
        cx.declared.intent.renames.insert(id, ObjectId { name, ..old });
    }
}
