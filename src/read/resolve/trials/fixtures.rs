//! Rows that tests share. A fixture may take in others.

use super::{Rows, given, twice};
use crate::diagnostic::{Diagnostic, nearest};
use crate::read::decode::Text;
use crate::read::grammar::{File, Fixture};
use crate::read::resolve::{Place, Resolver};
use crate::trial::GivenRow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The fixtures of all files, by name.
pub(super) struct Fixtures<'f> {
    stated: BTreeMap<String, (&'f Place, &'f Text, &'f Fixture)>,
    /// The rows of each, resolved once: tests take in the same fixtures again and again.
    resolved: BTreeMap<String, Vec<Arc<GivenRow>>>,
}

/// What was taken in.
pub(super) struct Taken<'t> {
    /// The rows that have names.
    pub(super) rows: &'t mut Rows,
    pub(super) given: &'t mut Vec<Arc<GivenRow>>,
    /// The fixtures, each once.
    pub(super) names: Vec<String>,
}

impl<'f> Fixtures<'f> {
    /// Each is judged by itself, also one that no test takes in.
    pub(super) fn of(cx: &mut Resolver<'_>, files: &'f [(Place, &'f File)]) -> Self {
        let mut stated: BTreeMap<String, (&Place, &Text, &Fixture)> = BTreeMap::new();
        for (place, file) in files {
            for (key, fixture) in file.fixtures.iter() {
                match stated.get(&**key) {
                    Some((_, first, _)) => twice(cx, "fixture", key, &first.span),
                    None => drop(stated.insert(key.to_string(), (place, key, fixture))),
                }
            }
        }
        let names: Vec<String> = stated.keys().cloned().collect();
        let mut fixtures = Self { stated, resolved: BTreeMap::new() };
        for name in names {
            fixtures.resolve(cx, &name, &mut Vec::new());
        }
        fixtures
    }

    /// The rows of fixtures, after those of the ones that they take in.
    pub(super) fn take(&mut self, cx: &mut Resolver<'_>, names: &[Text], taken: &mut Taken<'_>) {
        self.take_within(cx, names, taken, &mut Vec::new());
    }

    fn take_within(
        &mut self,
        cx: &mut Resolver<'_>,
        names: &[Text],
        taken: &mut Taken<'_>,
        open: &mut Vec<String>,
    ) {
        for name in names {
            let Some((_, _, fixture)) = self.stated.get(&**name).copied() else {
                let near = nearest(name, self.stated.keys().map(String::as_str));
                let help = near.map_or_else(
                    || "declare it under `fixtures:`".to_owned(),
                    |near| format!("the nearest is `{near}`"),
                );
                let fault =
                    Diagnostic::error("unknown-object", format!("there is no fixture {name}"));
                cx.fault(fault.at(name.span.clone()).help(help));
                continue;
            };
            let key = name.to_string();
            if open.contains(&key) {
                let message = format!("fixture `{name}` takes itself in");
                let fault = Diagnostic::error("cycle", message).at(name.span.clone());
                cx.fault(fault.help("remove it from `with`"));
                continue;
            }
            if taken.names.contains(&key) {
                continue;
            }
            self.resolve(cx, &key, open);
            open.push(key.clone());
            self.take_within(cx, &fixture.with, taken, open);
            open.pop();
            for row in self.resolved.get(&key).into_iter().flatten() {
                given::name(cx, row, taken.rows);
                taken.given.push(row.clone());
            }
            taken.names.push(key);
        }
    }

    /// Resolves the rows of a fixture, which may refer to those of the ones that it takes in and to no others.
    fn resolve(&mut self, cx: &mut Resolver<'_>, key: &str, open: &mut Vec<String>) {
        if self.resolved.contains_key(key) {
            return;
        }
        let Some((place, _, fixture)) = self.stated.get(key).copied() else { return };
        let (mut rows, mut given) = (Rows::new(), Vec::new());
        let mut taken = Taken { rows: &mut rows, given: &mut given, names: Vec::new() };
        open.push(key.to_owned());
        self.take_within(cx, &fixture.with, &mut taken, open);
        open.pop();
        let own = given::rows(cx, place, &fixture.given, &mut rows);
        self.resolved.insert(key.to_owned(), own);
    }
}
