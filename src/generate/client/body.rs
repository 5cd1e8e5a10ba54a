//! What the bodies of functions write and raise, as far as their words tell.

use crate::access::source;
use crate::catalog::{Catalog, Definition, Function, Kind, ObjectId, QName};
use crate::secure::{Raised, raised};
use crate::sql::{Groups, Token, calls, dotted, tokens};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// What is written to a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Write {
    Insert,
    Update,
    Delete,
}

/// What a function does that can fail.
#[derive(Debug, Default)]
pub(super) struct Does {
    /// Tables, and the columns that are written; `None` where it does not say which.
    pub(super) writes: BTreeMap<(QName, Write), Option<BTreeSet<String>>>,
    /// SQLSTATEs, or names of conditions, and what is said with them.
    pub(super) raises: BTreeMap<String, BTreeSet<Option<String>>>,
    /// The function, and those that it calls, in the order of their names.
    pub(super) through: Vec<ObjectId>,
}

/// The bodies of functions, each read once: many functions call the same ones.
pub(super) struct Bodies<'a> {
    catalog: &'a Catalog,
    read: RefCell<BTreeMap<ObjectId, Rc<Body>>>,
}

/// What one body says.
#[derive(Default)]
struct Body {
    raises: Vec<Raised>,
    writes: Vec<Written>,
    calls: BTreeSet<QName>,
}

impl<'a> Bodies<'a> {
    pub(super) fn of(catalog: &'a Catalog) -> Self {
        Self { catalog, read: RefCell::default() }
    }

    /// What a function and those that it calls do. Names without a schema are not followed: secure functions have none.
    pub(super) fn does(&self, id: &ObjectId) -> Does {
        let mut found = Does::default();
        let mut seen = BTreeSet::new();
        let mut next = vec![(id.clone(), false)];
        while let Some((id, fired)) = next.pop() {
            if !seen.insert(id.clone()) {
                continue;
            }
            let body = self.body(id);
            for Raised { code, message, .. } in &body.raises {
                found.raises.entry(code.clone()).or_default().insert(message.clone());
            }
            for (table, write, columns) in &body.writes {
                next.extend(triggers(self.catalog, table, *write).map(|it| (it, true)));
                // What a trigger writes is the schema's own business, not what the function was called for.
                if fired {
                    continue;
                }
                let known = found.writes.entry((table.clone(), *write));
                let known = known.or_insert_with(|| Some(BTreeSet::new()));
                match columns {
                    Some(columns) => known.iter_mut().for_each(|it| it.extend(columns.clone())),
                    None => *known = None,
                }
            }
            let called = body.calls.iter().flat_map(|it| self.catalog.of_name(Kind::Function, it));
            next.extend(called.map(|(id, _)| (id.clone(), fired)));
        }
        seen.remove(id);
        found.through = [id.clone()].into_iter().chain(seen).collect();
        found
    }

    fn body(&self, id: ObjectId) -> Rc<Body> {
        if let Some(body) = self.read.borrow().get(&id) {
            return body.clone();
        }
        let text = function(self.catalog, &id).and_then(source);
        let body = Rc::new(text.map(Body::read).unwrap_or_default());
        self.read.borrow_mut().insert(id, body.clone());
        body
    }
}

impl Body {
    fn read(text: &str) -> Self {
        let words = tokens(text);
        let groups = Groups::of(&words);
        let calls = calls(&words).into_iter().filter_map(|(name, _)| match &name[..] {
            [schema, name] => Some(QName::new(schema, name)),
            _ => None,
        });
        Self {
            raises: raised(text),
            writes: (0..words.len()).flat_map(|at| written(&words, &groups, at)).collect(),
            calls: calls.collect(),
        }
    }
}

fn function<'a>(catalog: &'a Catalog, id: &ObjectId) -> Option<&'a Function> {
    match &catalog.get(id)?.definition {
        Definition::Function(it) => Some(it),
        _ => None,
    }
}

/// The functions of the triggers that a write fires.
fn triggers<'a>(
    catalog: &'a Catalog,
    table: &'a QName,
    write: Write,
) -> impl Iterator<Item = ObjectId> + 'a {
    catalog.of_relation(Kind::Trigger, table).filter_map(move |(_, object)| {
        let Definition::Trigger(it) = &object.definition else { return None };
        let fires = match write {
            Write::Insert => it.events.insert,
            Write::Update => it.events.update,
            Write::Delete => it.events.delete,
        };
        fires.then(|| ObjectId::function(&it.function, ""))
    })
}

type Written = (QName, Write, Option<BTreeSet<String>>);

/// What a statement that begins here writes.
fn written(words: &[Token<'_>], groups: &Groups, at: usize) -> Vec<Written> {
    let is = |at: usize, what: &str| words.get(at).is_some_and(|it| it.is(what));
    let start = match () {
        () if is(at, "insert") && is(at + 1, "into") => at + 2,
        () if is(at, "merge") && is(at + 1, "into") => at + 2,
        () if is(at, "delete") && is(at + 1, "from") => at + 2,
        () if is(at, "update")
            && !is(at.wrapping_sub(1), "for")
            && !is(at.wrapping_sub(1), "do") =>
        {
            at + 1
        }
        () => return Vec::new(),
    };
    let start = if is(start, "only") { start + 1 } else { start };
    let Some((name, end)) = dotted(words, start) else { return Vec::new() };
    let [schema, name] = &name[..] else { return Vec::new() };
    let table = QName::new(schema, name);
    if is(at, "delete") {
        return vec![(table, Write::Delete, Some(BTreeSet::new()))];
    }
    // The end of the statement, or of the parentheses that it stands in.
    let rest = &words[end..groups.end(words, end, &[])];
    let is = |at: usize, what: &str| rest.get(at).is_some_and(|it| it.is(what));
    let mut found = Vec::new();
    for here in 0..rest.len() {
        // ON CONFLICT DO UPDATE, and what MERGE does.
        let acts = here > 0 && (is(here - 1, "do") || is(here - 1, "then"));
        if acts && is(here, "update") && is(here + 1, "set") {
            found.push((table.clone(), Write::Update, Some(assigned(&rest[here + 2..]))));
        } else if acts && is(here, "insert") {
            found.push((table.clone(), Write::Insert, listed(&rest[here + 1..])));
        } else if acts && is(here, "delete") {
            found.push((table.clone(), Write::Delete, Some(BTreeSet::new())));
        }
    }
    if words[at].is("insert") {
        found.push((table, Write::Insert, listed(rest)));
    } else if words[at].is("update")
        && let Some(set) = (0..rest.len().min(4)).find(|at| is(*at, "set"))
    {
        found.push((table, Write::Update, Some(assigned(&rest[set + 1..]))));
    }
    found
}

/// The columns that stand in parentheses nearby.
fn listed(words: &[Token<'_>]) -> Option<BTreeSet<String>> {
    let open = words.iter().take(3).position(|it| it.is("("))?;
    let inside = words[open + 1..].iter().take_while(|it| !it.is(")"));
    Some(inside.filter_map(|it| it.name().map(Into::into)).collect())
}

/// The columns that SET assigns to.
fn assigned(words: &[Token<'_>]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut depth = 0_usize;
    // Within `(x, y)` left of an equals sign.
    let mut listed = false;
    for (at, word) in words.iter().enumerate() {
        if word.is("(") {
            if depth == 0 {
                listed = at == 0 || words[at - 1].is(",");
            }
            depth += 1;
        } else if word.is(")") {
            depth = depth.saturating_sub(1);
        }
        let matched = |at: usize| words.get(at).is_some_and(|it| it.is("matched"));
        let next = word.is("when") && (matched(at + 1) || matched(at + 2));
        if depth == 0 && (next || word.is(";") || word.is_any(&["where", "from", "returning"])) {
            break;
        }
        let is_left = depth == 0 || depth == 1 && listed;
        let starts = at == 0 || words[at - 1].is(",") || words[at - 1].is("(");
        let ends =
            words.get(at + 1).is_some_and(|it| it.is("=") || depth == 1 && it.is_any(&[",", ")"]));
        if is_left
            && starts
            && ends
            && let Some(name) = word.name()
        {
            found.insert(name.into_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn writes(text: &str) -> Vec<String> {
        let words = tokens(text);
        let groups = Groups::of(&words);
        let found = (0..words.len()).flat_map(|at| written(&words, &groups, at));
        let shown = found.map(|(table, write, columns)| {
            let columns = columns.map(|it| it.into_iter().collect::<Vec<_>>().join(" "));
            format!("{write:?} {} {}", table.name, columns.unwrap_or("?".to_owned()))
        });
        shown.collect()
    }

    #[test]
    fn what_is_written_is_found() {
        assert_eq!(writes("insert into app.a (x, y) values (1, 2)"), ["Insert a x y"]);
        assert_eq!(writes("insert into app.a as t (x) select 1"), ["Insert a x"]);
        assert_eq!(writes("insert into app.a select 1"), ["Insert a ?"]);
        assert_eq!(writes("update app.a t set x = f(1, y), z = 2 where w = 3"), ["Update a x z"]);
        assert_eq!(writes("update app.a set (x, y) = (1, 2)"), ["Update a x y"]);
        assert_eq!(writes("delete from only app.a where b"), ["Delete a "]);
        assert!(writes("select 1 from app.a for update; select 2").is_empty());
        assert_eq!(
            writes(
                "insert into app.a (x) values (1) on conflict (x) do update set y = 2; select 3"
            ),
            ["Update a y", "Insert a x"]
        );
        assert_eq!(
            writes(
                "merge into app.a t using app.b s on true when matched and s.z then update set y = 1 \
                 when matched then delete when not matched then insert (x) values (1)"
            ),
            ["Update a y", "Delete a ", "Insert a x"]
        );
        assert_eq!(
            writes(
                "BEGIN ATOMIC\n WITH w AS (INSERT INTO app.a (x) VALUES (1) RETURNING a.x) SELECT 1; END"
            ),
            ["Insert a x"]
        );
    }
}
