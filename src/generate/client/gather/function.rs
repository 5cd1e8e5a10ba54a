//! One function.

use super::super::body::Bodies;
use super::super::constraints::Constraints;
use super::super::errors::{Declared, variants};
use super::super::flows::Flow;
use super::super::identifiers::Identifiers;
use super::super::model::{Argument, Function, Gives};
use super::super::names::snake;
use super::super::types::{Types, own_name};
use crate::catalog::{FunctionKind, Kind, ObjectId, Principal, Privilege, Volatility};
use crate::generate::{Callable, Source};
use crate::read::{Said, Signature};
use std::rc::Rc;

/// One function on its way.
pub(super) struct One<'a> {
    pub(super) source: &'a Source<'a>,
    pub(super) types: &'a Types<'a>,
    pub(super) identifiers: &'a Identifiers,
    pub(super) constraints: &'a Constraints,
    pub(super) bodies: &'a Bodies<'a>,
    pub(super) declared: &'a Declared<'a>,
    pub(super) flow: Rc<Flow>,
    pub(super) callable: &'a Callable<'a>,
    pub(super) signature: &'a Signature,
}

impl One<'_> {
    pub(super) fn identity(&self) -> String {
        let id = self.callable.id;
        format!("{}({})", id.qname(), id.args.as_deref().unwrap_or_default())
    }

    pub(super) fn function(&self, overloaded: bool) -> Result<Function, &'static str> {
        let Callable { id, object, function, roles } = self.callable;
        if function.kind == FunctionKind::Window {
            return Err("a window function is called within a query");
        }
        let arguments = self.arguments()?;
        if arguments.len() > 128 {
            return Err("it has more than 128 arguments");
        }
        let gives = self.gives()?;
        let types = arguments.iter().map(|it| it.data_type.sent.as_str()).collect::<Vec<_>>();
        let rust = match overloaded {
            true => snake(&format!("{} {}", id.name, types.join(" "))),
            false => snake(&id.name),
        };
        let secured = self.signature.secured.as_deref();
        Ok(Function {
            module: String::new(),
            rust,
            camel: String::new(),
            name: id.qname(),
            identity: self.identity(),
            comment: object.comment.clone(),
            overloaded,
            names_types: arguments.iter().all(|it| self.may_name(&it.data_type.sent)),
            pages: secured.is_some_and(|it| it.kind == Some("list"))
                && has_cursors(&arguments, &gives),
            idempotent: secured
                .is_some_and(|it| it.idempotent.as_ref().is_some_and(|it| it.key.is_none())),
            arguments,
            gives,
            read_only: function.volatility != Volatility::Volatile,
            is_procedure: function.kind == FunctionKind::Procedure,
            roles: roles.iter().map(ToString::to_string).collect(),
            route: secured
                .and_then(|it| it.route.as_ref())
                .map(|it| format!("{} {}", it.method, it.path)),
            errors: variants(self.constraints, self.declared, id, &self.bodies.does(id)),
        })
    }

    /// Whether each role that may call it has USAGE on the schema of a type.
    fn may_name(&self, words: &str) -> bool {
        let Some(name) = own_name(words.trim_end_matches("[]")) else { return true };
        let id = ObjectId::global(Kind::Schema, name.schema);
        let Some(schema) = self.source.catalog.get(&id) else { return false };
        let has = |who: &Principal| {
            schema.grants.get(who).is_some_and(|it| it.contains_key(&Privilege::Usage))
        };
        let roles = &self.callable.roles;
        has(&Principal::Public) || roles.iter().all(|it| has(&Principal::Role(it.clone())))
    }

    pub(super) fn said(&self, name: Option<&str>) -> Said {
        name.and_then(|it| self.signature.args.get(it)).cloned().unwrap_or_default()
    }
}

/// Whether a list takes and gives cursors.
fn has_cursors(arguments: &[Argument], gives: &Gives) -> bool {
    let after = arguments
        .iter()
        .any(|it| it.rust == "after" && !it.required && it.data_type.rust == "String");
    let Gives::Rows(fields) = gives else { return false };
    after
        && fields.iter().any(|it| it.rust == "cursor" && it.data_type.rust == "String" && !it.null)
}
