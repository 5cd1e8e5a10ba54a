//! Functions and procedures.

mod surround;

use super::acl::Class;
use super::constraint::expression;
use super::names::without_arguments;
use super::renamed_parts::{renamed_parts, unquoted};
use super::role::settings;
use super::{Place, Resolver, comment_of, secure, type_name};
use crate::catalog::{
    ArgMode, Argument, Body, Function, FunctionKind, Kind, Name, Object, ObjectId, Parallel,
    Principal, Privilege, Security, Volatility,
};
use crate::diagnostic::Diagnostic;
use crate::read::body_path::beside;
use crate::read::decode::{Brief, Entry, List, Map, Text};
use crate::read::grammar::{self, File};
use crate::read::{Said, Signature};
use crate::sql::tokens;
pub(super) use surround::has_limits;
use surround::{Surrounded, authored, body_of_its_own, surrounded};

pub(super) fn functions(cx: &mut Resolver<'_>, place: &Place, file: &File) {
    for Entry { key, value, .. } in &file.functions.0 {
        one(cx, place, key, value.as_ref().map(Routine::of_function));
    }
    for Entry { key, value, .. } in &file.procedures.0 {
        one(cx, place, key, value.as_ref().map(Routine::of_procedure));
    }
}

/// What functions and procedures share.
struct Routine<'a> {
    function: Option<&'a grammar::Function>,
    args: &'a Map<Brief<grammar::Argument>>,
    language: Option<&'a Text>,
    security: Option<Security>,
    execute: &'a List<Text>,
    transforms: &'a List<Text>,
    set: &'a Map<Text>,
    owner: Option<&'a Text>,
    body: Option<&'a Text>,
    body_file: Option<&'a Text>,
    atomic: Option<&'a Text>,
    library: Option<&'a grammar::Library>,
    checked: bool,
    comment: Option<&'a Text>,
    depends_on_extensions: &'a [Text],
    renamed_from: Option<&'a Text>,
}

impl<'a> Routine<'a> {
    fn of_function(it: &'a grammar::Function) -> Self {
        Self {
            function: Some(it),
            args: &it.args,
            language: it.language.as_ref(),
            security: it.security,
            execute: &it.execute,
            transforms: &it.transforms,
            set: &it.set,
            owner: it.owner.as_ref(),
            body: it.body.as_ref(),
            body_file: it.body_file.as_ref(),
            atomic: it.atomic.as_deref(),
            library: it.library.as_ref(),
            checked: it.checked.unwrap_or(true),
            comment: it.comment.as_ref(),
            depends_on_extensions: &it.depends_on_extensions,
            renamed_from: it.renamed_from.as_ref(),
        }
    }

    fn of_procedure(it: &'a grammar::Procedure) -> Self {
        Self {
            function: None,
            args: &it.args,
            language: it.language.as_ref(),
            security: it.security,
            execute: &it.execute,
            transforms: &it.transforms,
            set: &it.set,
            owner: it.owner.as_ref(),
            body: it.body.as_ref(),
            body_file: it.body_file.as_ref(),
            atomic: it.atomic.as_deref(),
            library: it.library.as_ref(),
            checked: it.checked.unwrap_or(true),
            comment: it.comment.as_ref(),
            depends_on_extensions: &it.depends_on_extensions,
            renamed_from: it.renamed_from.as_ref(),
        }
    }
}

fn one(cx: &mut Resolver<'_>, place: &Place, key: &Text, routine: Option<Routine<'_>>) {
    let short = Text::new(without_arguments(key), key.span.clone());
    let Some(name) = cx.declared_name(place, &short) else { return };
    let Some(it) = routine else {
        cx.facts.lost.insert(ObjectId::in_schema(Kind::Function, &name));
        return;
    };
    let types = type_name::identity(&cx.names, &cx.config.search_path, place, it.args);
    let id = ObjectId::function(&name, types);
    let mut args = arguments(cx, place, it.args);
    let mut signature = signature(&it);
    let returns = match it.function {
        Some(function) => returns(cx, place, key, function, &mut args),
        None => None,
    };
    let Some(body) = body(cx, key, &it) else {
        cx.facts.lost.insert(ObjectId::in_schema(Kind::Function, &name));
        return;
    };
    let secure = it.function.is_some_and(secure::is_secure);
    let stated = it.security.unwrap_or(if secure { Security::Definer } else { Security::Invoker });
    let definer = stated == Security::Definer;
    let mut settings = settings(it.set);
    // The bytes of a body count: nothing is put into that of a project that does not ask for it.
    let asks = secure || cx.secure.qualifies;
    let pinned = definer && asks && !settings.contains_key("search_path");
    if definer && !settings.contains_key("search_path") {
        // Without it the caller's search_path decides what the body means; pg_temp comes last, where it is harmless.
        settings.insert("search_path".to_owned(), "pg_catalog, pg_temp".to_owned());
    }
    // A schema of that name would stand in quotes.
    settings.retain(|name, value| name != "search_path" || value != "default");
    let language = match (it.language, &body) {
        (Some(language), _) => Name::from(&**language),
        (None, Body::Atomic(_)) => Name::from("sql"),
        (None, Body::Library { .. }) => Name::from("c"),
        (None, _) => Name::from("plpgsql"),
    };
    let mut definition = Function {
        kind: match it.function {
            Some(function) if function.window == Some(true) => FunctionKind::Window,
            Some(_) => FunctionKind::Function,
            None => FunctionKind::Procedure,
        },
        language,
        args,
        returns,
        volatility: it.function.and_then(|it| it.volatility).unwrap_or(Volatility::Volatile),
        strict: it.function.and_then(|it| it.strict).unwrap_or(false),
        security: stated,
        leakproof: it.function.and_then(|it| it.leakproof).unwrap_or(false),
        parallel: it.function.and_then(|it| it.parallel).unwrap_or(Parallel::Unsafe),
        cost: it.function.and_then(|it| it.cost),
        rows: it.function.and_then(|it| it.rows),
        support: it.function.and_then(|it| it.support.as_ref()).map(|text| text.to_string()),
        transforms: it.transforms.iter().map(|text| cx.data_type(place, text)).collect(),
        settings,
        body,
    };
    if pinned && let Body::Source(text) = &mut definition.body {
        if secure && *definition.language == *"plpgsql" && it.checked {
            let authored = authored(cx, &it);
            secure::unknown_relations(cx, place, key, text, authored.as_ref());
        }
        if matches!(&*definition.language, "sql" | "plpgsql") {
            *text = cx.qualified_names(place, text);
        }
    }
    let mut around = None;
    if let Some(function) = it.function.filter(|_| secure || has_limits(it.args)) {
        let made = surrounded(cx, place, key, &name, &it, function, &mut definition);
        let Some((secured, found)) = made else {
            cx.facts.lost.insert(ObjectId::in_schema(Kind::Function, &name));
            return;
        };
        signature.secured = Some(Box::new(secured));
        around = Some(found);
    }
    let owner = match (it.owner, definer, &cx.config.function_owner) {
        (None, true, Some(owner)) => Principal::Role(owner.clone()),
        (stated, ..) => cx.owner(stated),
    };
    let mut object = cx.owned(definition, Class::Function, owner, it.comment, &Map::default());
    object.goes_with = cx.goes_with(it.depends_on_extensions);
    let own = around.as_ref().and_then(|it| it.own.clone());
    let own = own.map(|own| {
        (
            ObjectId::function(&secure::own_name(&name), id.args.as_deref().unwrap_or_default()),
            own,
            object.owner.clone(),
        )
    });
    execute(cx, &mut object, definer, it.execute);
    if it.execute.span.is_none() {
        cx.declared.unsaid.insert((id.clone(), "execute"));
    }
    if cx.add(id.clone(), object, &key.span) {
        cx.renamed(&id, it.renamed_from);
        if !it.checked {
            cx.declared.unchecked.insert(id.clone());
        }
        let authored = match around {
            Some(Surrounded { authored, .. }) => authored,
            None => authored(cx, &it),
        };
        if let Some(authored) = authored {
            let of = own.as_ref().map_or(&id, |(id, ..)| id);
            cx.declared.authored.insert(of.clone(), authored);
        }
        if let Some((own, definition, owner)) = own {
            body_of_its_own(cx, key, &id, own, definition, owner, it.checked);
        }
        if signature != Signature::default() {
            cx.declared.signatures.insert(id, signature);
        }
    }
}

/// Who may execute it: PUBLIC unless somebody is named.
pub(super) fn execute(
    cx: &mut Resolver<'_>,
    object: &mut Object,
    definer: bool,
    stated: &List<Text>,
) {
    if definer || stated.span.is_some() {
        object.grants.remove(&Principal::Public);
    }
    for text in stated {
        let who = cx.grantee(text);
        object.grants.entry(who).or_default().entry(Privilege::Execute).or_insert(false);
    }
}

/// What is said of arguments and results and has no place in the catalog.
fn signature(it: &Routine<'_>) -> Signature {
    let said =
        |null: Option<bool>, comment: Option<&Text>| Said { null, comment: comment_of(comment) };
    let spoken = |(_, said): &(Name, Said)| *said != Said::default();
    let named = |key: &Text| Name::from(&**key);
    let args = it.args.iter().map(|(key, arg)| (named(key), said(arg.null, arg.comment.as_ref())));
    let returns = it.function.and_then(|function| function.returns.as_ref());
    let columns =
        returns.and_then(|returns| returns.table.as_ref()).into_iter().flat_map(Map::iter);
    let columns = columns.map(|(key, it)| (named(key), said(it.null, it.comment.as_ref())));
    let result = returns.map(|returns| (Name::from(""), said(returns.null, None)));
    Signature {
        secured: None,
        args: args.filter(spoken).collect(),
        returns: result.into_iter().chain(columns).filter(spoken).collect(),
    }
}

pub(super) fn arguments(
    cx: &mut Resolver<'_>,
    place: &Place,
    map: &Map<Brief<grammar::Argument>>,
) -> Vec<Argument> {
    let mut args = Vec::new();
    let parts: Vec<_> = map.iter().map(|(key, it)| (key, it.renamed_from.as_ref())).collect();
    // Only looked at: a function is made again for another name of an argument, whatever it was called.
    renamed_parts(cx, "argument", &parts, unquoted);
    for (key, it) in map.iter() {
        let unnamed = key.strip_prefix('$').is_some_and(|number| number.parse::<u16>().is_ok());
        let name = match &it.name {
            None if unnamed => None,
            stated => cx.member_name(stated.as_ref().unwrap_or(key)),
        };
        args.push(Argument {
            name,
            mode: it.mode.unwrap_or(ArgMode::In),
            data_type: cx.data_type(place, &it.r#type),
            default: it.default.0.as_ref().map(|sql| expression(sql)),
        });
    }
    args
}

/// As `pg_get_function_result` words it. The columns of RETURNS TABLE are arguments too.
fn returns(
    cx: &mut Resolver<'_>,
    place: &Place,
    key: &Text,
    it: &grammar::Function,
    args: &mut Vec<Argument>,
) -> Option<String> {
    let out: Vec<&str> = args
        .iter()
        .filter(|arg| matches!(arg.mode, ArgMode::Out | ArgMode::InOut))
        .map(|arg| &*arg.data_type)
        .collect();
    let implied = match out[..] {
        [] => None,
        [one] => Some(one.to_owned()),
        _ => Some("record".to_owned()),
    };
    let Some(returns) = &it.returns else {
        if implied.is_none() {
            let fault = Diagnostic::error(
                "missing-key",
                format!("function {} does not say what it returns", key),
            )
            .at(key.span.clone())
            .help("add `returns: …`: a type, `void`, `trigger`, `{ set_of: … }` or `{ table: … }`");
            cx.fault(fault);
        }
        return implied;
    };
    match (&returns.r#type, &returns.set_of, &returns.table) {
        (Some(text), None, None) => Some(cx.data_type(place, text)),
        (None, Some(text), None) => Some(format!("SETOF {}", cx.data_type(place, text))),
        (None, None, Some(columns)) => {
            let mut parts = Vec::new();
            for (key, column) in columns.iter() {
                let Some(name) = cx.member_name(key) else { continue };
                let data_type = cx.data_type(place, &column.r#type);
                parts.push(format!("{} {data_type}", crate::render::quoted(&name)));
                let mode = ArgMode::Table;
                args.push(Argument { name: Some(name), mode, data_type, default: None });
            }
            Some(format!("TABLE({})", parts.join(", ")))
        }
        _ => {
            let fault = Diagnostic::error(
                "conflicting-keys",
                format!("function {} returns not exactly one thing", key),
            )
            .at(key.span.clone())
            .help("give `returns` exactly one of `type`, `set_of` and `table`");
            cx.fault(fault);
            None
        }
    }
}

/// Whether it begins as a body of standard SQL does. What the server makes of the rest it says by itself; of this it says that
/// there is a syntax error in CREATE FUNCTION, which nobody has written.
fn is_standard(body: &str) -> bool {
    match &tokens(body)[..] {
        [first, ..] if first.is("return") => true,
        [first, second, ..] => first.is("begin") && second.is("atomic"),
        _ => false,
    }
}

fn no_standard_body(key: &Text, body: &Text) -> Diagnostic {
    let what = format!("`atomic` of {key} begins with neither `return` nor `begin atomic`");
    Diagnostic::error("no-standard-body", what)
        .at(body.span.clone())
        .help("write `return EXPRESSION`, or `begin atomic STATEMENT; … end`; SQL without them stands under `body:`, with `language: sql`")
}

/// Exactly one of `body`, `body_file`, `atomic` and `library`.
fn body(cx: &mut Resolver<'_>, key: &Text, it: &Routine<'_>) -> Option<Body> {
    let library = it.library;
    if let (Some(library), None, None, None) = (library, it.body, it.body_file, it.atomic) {
        let (file, symbol) = (library.file.to_string(), library.symbol.to_string());
        return Some(Body::Library { file, symbol });
    }
    match (it.body, it.body_file, it.atomic.or(library.map(|library| &library.symbol))) {
        (Some(text), None, None) => Some(Body::Source(text.to_string())),
        (None, None, Some(text)) if library.is_none() => {
            if !is_standard(text) {
                cx.fault(no_standard_body(key, text));
                return None;
            }
            Some(Body::Atomic(expression(text)))
        }
        (None, Some(text), None) => {
            let path = beside(&text.span.file, text)?;
            // A file that is not there was reported when it was to be read.
            let source = cx.sources.get(&*path)?;
            // As in a block of YAML: the body is the same whatever line ends a checkout makes.
            Some(Body::Source(source.replace("\r\n", "\n")))
        }
        (None, None, None) => {
            let fault = Diagnostic::error("missing-key", format!("{} has no body", key))
                .at(key.span.clone())
                .help("add one of `body`, `body_file`, `atomic` and `library`");
            cx.fault(fault);
            None
        }
        (_, file, atomic) => {
            let at = atomic.or(file).map(|text| text.span.clone());
            let fault =
                Diagnostic::error("conflicting-keys", format!("{} has more than one body", key))
                    .at(at)
                    .help("keep one of `body`, `body_file`, `atomic` and `library`");
            cx.fault(fault);
            None
        }
    }
}
