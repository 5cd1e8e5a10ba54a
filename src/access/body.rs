//! What the body of a function reads, writes and calls, as far as its words tell.

use super::function::function;
use super::judged::Judged;
use super::needs::relation_id;
use crate::catalog::{Body, Catalog, Function, Kind, Name, ObjectId, Privilege, QName};
use crate::sql::{self, Groups, Token, dotted, tokens};
use std::collections::{BTreeMap, BTreeSet};

/// What the body of a function does, as far as its words tell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touched {
    /// The relations, and what is done to them.
    pub relations: BTreeSet<(ObjectId, Privilege)>,
    /// The functions that it calls.
    pub calls: BTreeSet<ObjectId>,
    /// It runs statements that it puts together, or its language is not read here: it may do more.
    pub is_opaque: bool,
}

/// What the bodies of all functions do.
pub fn touched_by_functions(catalog: &Catalog) -> BTreeMap<ObjectId, Touched> {
    let judged = Judged::of(catalog);
    let functions = catalog.of_kind(Kind::Function);
    functions.map(|(id, _)| (id.clone(), touched(&judged, id))).collect()
}

/// What the body of a function does. Names without a schema are looked up along its own `search_path`; where it has none, in
/// every schema, since it is the caller's that counts.
pub(super) fn touched(judged: &Judged<'_>, id: &ObjectId) -> Touched {
    let Some(it) = function(judged, id) else { return Touched::default() };
    let Some(text) = source(it) else {
        return Touched { is_opaque: true, ..Touched::default() };
    };
    let names = Names { judged, path: search_path(it) };
    let mut touched = of_text(&names, text);
    touched.is_opaque = *it.language == *"plpgsql" && runs_text(&tokens(text));
    if matches!(it.body, Body::Atomic(_)) {
        recorded(judged, id, &mut touched);
    }
    touched
}

/// What the server has recorded of a body that it has read, and that the words did not tell.
fn recorded(judged: &Judged<'_>, id: &ObjectId, touched: &mut Touched) {
    for tie in judged.catalog.get(id).into_iter().flat_map(|it| it.depends_on.iter()) {
        match tie.kind {
            Kind::Table | Kind::View | Kind::MaterializedView
                if !touched.relations.iter().any(|(it, _)| it == tie) =>
            {
                touched.relations.insert((tie.clone(), Privilege::Select));
            }
            Kind::Function => {
                touched.calls.insert(tie.clone());
            }
            _ => {}
        }
    }
}

fn of_text(names: &Names<'_, '_>, text: &str) -> Touched {
    let tokens = tokens(text);
    let groups = Groups::of(&tokens);
    let mut touched = Touched::default();
    for (name, at) in sql::relations(&tokens, &groups) {
        let operations = operations(&tokens, at);
        for relation in names.relations(&name) {
            touched.relations.extend(operations.iter().map(|it| (relation.clone(), *it)));
        }
    }
    // A list of columns makes the name look as if it were called.
    for at in (2..tokens.len()).filter(|at| tokens[at - 1].is("into")) {
        if tokens[at - 2].is_any(&["insert", "merge"])
            && let Some((name, _)) = dotted(&tokens, at)
        {
            let operations = operations(&tokens, at);
            for relation in names.relations(&name) {
                touched.relations.extend(operations.iter().map(|it| (relation.clone(), *it)));
            }
        }
    }
    for (at, _) in tokens.iter().enumerate().filter(|(_, token)| token.is("truncate")) {
        let next = tokens.get(at + 1).is_some_and(|it| it.is_any(&["table", "only"]));
        if let Some((name, _)) = dotted(&tokens, at + 1 + usize::from(next)) {
            let relations = names.relations(&name).into_iter();
            touched.relations.extend(relations.map(|it| (it, Privilege::Truncate)));
        }
    }
    for (name, _) in sql::calls(&tokens) {
        touched.calls.extend(names.functions(&name));
    }
    touched
}

/// What is done to the relation whose name begins at a token.
fn operations(tokens: &[Token<'_>], at: usize) -> Vec<Privilege> {
    let before = |n: usize| at.checked_sub(n).and_then(|at| tokens.get(at));
    let is = |n: usize, what: &str| before(n).is_some_and(|token| token.is(what));
    // INSERT INTO ONLY does not exist; DELETE FROM ONLY and UPDATE ONLY do.
    let skip = usize::from(is(1, "only"));
    let word = |n: usize, what: &str| is(n + skip, what);
    let says = |first: &str, then: &str| {
        tokens.windows(2).skip(at).any(|pair| pair[0].is(first) && pair[1].is(then))
    };
    if word(1, "into") && word(2, "insert") {
        return match says("do", "update") {
            true => vec![Privilege::Insert, Privilege::Update],
            false => vec![Privilege::Insert],
        };
    }
    if word(1, "into") && word(2, "merge") {
        let all = [
            ("insert", Privilege::Insert),
            ("update", Privilege::Update),
            ("delete", Privilege::Delete),
        ];
        return all.into_iter().filter(|(it, _)| says("then", it)).map(|(_, it)| it).collect();
    }
    if word(1, "update") {
        return vec![Privilege::Update];
    }
    if word(1, "from") && word(2, "delete") {
        return vec![Privilege::Delete];
    }
    // SELECT … INTO names variables.
    if word(1, "into") { Vec::new() } else { vec![Privilege::Select] }
}

/// EXECUTE in PL/pgSQL runs a text, but for `FOR EACH ROW EXECUTE FUNCTION` and GRANT EXECUTE, which no body has in vain.
fn runs_text(tokens: &[Token<'_>]) -> bool {
    tokens.iter().enumerate().any(|(at, token)| {
        token.is("execute")
            && !tokens.get(at + 1).is_some_and(|next| next.is_any(&["function", "procedure", "on"]))
    })
}

/// The source of a function in a language whose text can be read here.
pub(crate) fn source(function: &Function) -> Option<&str> {
    match &function.body {
        Body::Source(text) if matches!(&*function.language, "sql" | "plpgsql") => Some(text),
        Body::Atomic(text) => Some(text),
        _ => None,
    }
}

/// The schemas of a function's own `search_path`; `None` where it has none.
pub(crate) fn search_path(function: &Function) -> Option<Vec<Name>> {
    let said = function.settings.get("search_path")?;
    let found = tokens(said);
    let names = found.iter().filter_map(|token| match token.inside() {
        Some(text) => Some(Name::from(text)),
        None => token.name().map(Name::from),
    });
    Some(names.collect())
}

/// Where names lead.
struct Names<'j, 'a> {
    judged: &'j Judged<'a>,
    path: Option<Vec<Name>>,
}

impl Names<'_, '_> {
    fn relations(&self, name: &[String]) -> Vec<ObjectId> {
        let whole = self.whole(name).into_iter();
        whole.filter_map(|name| relation_id(self.judged, &name)).collect()
    }

    fn functions(&self, name: &[String]) -> Vec<ObjectId> {
        let whole = self.whole(name).into_iter();
        let functions = whole.flat_map(|name| self.judged.catalog.of_name(Kind::Function, &name));
        functions.map(|(id, _)| id.clone()).collect()
    }

    fn whole(&self, name: &[String]) -> Vec<QName> {
        match (name, &self.path) {
            ([schema, name], _) => vec![QName::new(schema, name)],
            ([name], Some(path)) => {
                path.iter().map(|schema| QName::new(schema.clone(), name)).collect()
            }
            ([name], None) => {
                let schemas = self.judged.catalog.of_kind(Kind::Schema);
                schemas.map(|(id, _)| QName::new(id.name.clone(), name)).collect()
            }
            _ => Vec::new(),
        }
    }
}
