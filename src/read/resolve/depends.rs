//! What must be there before an object can be made, as far as the text tells.

use super::tokens::{Identifier, identifiers};
use crate::catalog::{
    Aggregate, Body, CastMethod, Catalog, ConstraintBody, Definition, IndexElement, Kind, Name,
    Object, ObjectId, Principal, QName,
};
use std::collections::{BTreeSet, HashMap};

/// The declared catalog with every object tied to what it names. A function's source is not read: PostgreSQL takes it
/// unread, and it may well speak of tables whose policies speak of the function.
pub(in crate::read) fn tied(catalog: &Catalog, search_path: &[Name]) -> Catalog {
    let named = Named::of(catalog);
    let mut ties: Vec<BTreeSet<ObjectId>> = Vec::with_capacity(catalog.objects.len());
    let mut words = Vec::new();
    for (id, object) in &catalog.objects {
        let mut needs = BTreeSet::new();
        words.clear();
        texts(object, &mut |text| identifiers(text, &mut words));
        for word in &words {
            named.find(word, search_path, id, &mut needs);
        }
        structure(catalog, id, object, &mut needs);
        needs.remove(id);
        ties.push(needs);
    }
    let mut tied = catalog.clone();
    for (object, needs) in tied.objects.values_mut().zip(ties) {
        object.depends_on = needs.into_iter().collect();
    }
    tied
}

/// Objects that text can name, by name.
struct Named<'c>(HashMap<&'c str, Vec<&'c ObjectId>>);

impl<'c> Named<'c> {
    fn of(catalog: &'c Catalog) -> Self {
        let mut named: HashMap<&str, Vec<&ObjectId>> = HashMap::new();
        for kind in [
            Kind::BaseType,
            Kind::Enum,
            Kind::TextSearchParser,
            Kind::TextSearchTemplate,
            Kind::TextSearchConfiguration,
            Kind::TextSearchDictionary,
            Kind::OperatorClass,
            Kind::Range,
            Kind::Collation,
            Kind::Domain,
            Kind::Composite,
            Kind::Sequence,
            Kind::Function,
            Kind::Aggregate,
            Kind::Table,
            Kind::View,
            Kind::MaterializedView,
        ] {
            for (id, _) in catalog.of_kind(kind) {
                named.entry(&id.name).or_default().push(id);
            }
        }
        Self(named)
    }

    fn find(
        &self,
        word: &Identifier<'_>,
        search_path: &[Name],
        own: &ObjectId,
        needs: &mut BTreeSet<ObjectId>,
    ) {
        let Some(ids) = self.0.get(&*word.name) else { return };
        for id in ids {
            let Some(schema) = &id.schema else { continue };
            let meant = match &word.qualifier {
                // It may be an alias or a table before a column.
                Some(qualifier) => **qualifier == **schema,
                None => search_path.contains(schema) || own.schema.as_ref() == Some(schema),
            };
            // A part of a relation needs its relation anyhow.
            let implied = own.relation.is_some()
                && !matches!(id.kind, Kind::Function | Kind::Aggregate)
                && own.relation_qname() == id.qname();
            if meant && !implied {
                needs.insert((*id).clone());
            }
        }
    }
}

/// Every text of an object that may name others.
fn texts<'o>(object: &'o Object, take: &mut impl FnMut(&'o str)) {
    let mut some = |texts: &[&'o Option<String>]| {
        texts.iter().filter_map(|text| text.as_deref()).for_each(&mut *take);
    };
    match &object.definition {
        Definition::Domain(it) => {
            some(&[&it.default, &it.collation]);
            take(&it.base);
        }
        Definition::DomainConstraint(it) => take(&it.check),
        Definition::Composite(it) => it.attributes.iter().for_each(|it| {
            take(&it.data_type);
            it.collation.iter().for_each(|text| take(text));
        }),
        Definition::Function(it) => {
            some(&[&it.returns, &it.support]);
            it.transforms.iter().for_each(|text| take(text));
            for arg in &it.args {
                take(&arg.data_type);
                arg.default.iter().for_each(|text| take(text));
            }
            if let Body::Atomic(text) = &it.body {
                take(text);
            }
        }
        Definition::Column(it) => {
            some(&[&it.collation]);
            take(&it.data_type);
            it.generated.iter().for_each(|it| take(&it.expression));
        }
        Definition::DefaultExpr(it) => take(&it.expression),
        Definition::Constraint(it) => match &it.body {
            ConstraintBody::Check { expression, .. } => take(expression),
            ConstraintBody::Exclusion { elements, predicate, .. } => {
                some(&[predicate]);
                for it in elements {
                    element(&it.element, take);
                    take(&it.operator);
                }
            }
            _ => {}
        },
        Definition::Index(it) => {
            some(&[&it.predicate]);
            it.elements.iter().for_each(|it| element(it, take));
        }
        Definition::Table(it) => {
            it.partition_by.iter().flat_map(|key| &key.columns).for_each(|text| take(text));
        }
        Definition::View(it) => take(&it.query),
        Definition::MaterializedView(it) => take(&it.query),
        Definition::Trigger(it) => some(&[&it.when]),
        Definition::Rule(it) => {
            some(&[&it.condition]);
            take(&it.action);
        }
        Definition::Policy(it) => some(&[&it.using, &it.with_check]),
        Definition::BaseType(it) => {
            let functions = it.functions().into_iter().filter_map(|(_, name)| name.as_deref());
            functions.chain(it.element.as_deref()).for_each(take);
        }
        Definition::Range(it) => {
            some(&[&it.operator_class, &it.collation, &it.canonical, &it.difference]);
            take(&it.subtype);
        }
        Definition::Aggregate(it) => aggregate(it, take),
        Definition::Operator(it) => {
            some(&[&it.left, &it.restrict, &it.join]);
            take(&it.right);
            take(&it.function);
        }
        Definition::OperatorFamily(it) => it.functions.iter().for_each(|it| take(&it.function)),
        Definition::OperatorClass(it) => {
            some(&[&it.storage]);
            take(&it.data_type);
            it.functions.iter().for_each(|it| take(&it.function));
        }
        Definition::Cast(it) => {
            take(&it.source);
            take(&it.target);
            if let CastMethod::Function(function) = &it.method {
                take(function);
            }
        }
        Definition::Statistics(it) => it.elements.iter().for_each(|it| take(it)),
        Definition::EventTrigger(it) => take(&it.function),
        Definition::TextSearchParser(it) => {
            some(&[&it.headline]);
            [&it.start, &it.next_token, &it.end, &it.token_types]
                .into_iter()
                .for_each(|text| take(text));
        }
        Definition::TextSearchTemplate(it) => {
            some(&[&it.init]);
            take(&it.lexize);
        }
        Definition::TextSearchDictionary(it) => {
            take(&it.template);
            it.options.values().for_each(|text| take(text));
        }
        Definition::TextSearchConfiguration(it) => {
            some(&[&it.copy]);
            take(&it.parser);
            it.mappings.values().flatten().for_each(|text| take(text));
        }
        Definition::Language(it) => {
            some(&[&it.inline, &it.validator]);
            take(&it.handler);
        }
        Definition::AccessMethod(it) => take(&it.handler),
        Definition::Transform(it) => {
            some(&[&it.from_sql, &it.to_sql]);
            take(&it.data_type);
        }
        Definition::Conversion(it) => take(&it.function),
        Definition::ForeignDataWrapper(it) => some(&[&it.handler, &it.validator]),
        Definition::Publication(it) => {
            it.tables.iter().for_each(|it| it.filter.iter().for_each(|text| take(text)))
        }
        Definition::Database(_)
        | Definition::Role(_)
        | Definition::Membership(_)
        | Definition::Schema(_)
        | Definition::Extension(_)
        | Definition::DefaultPrivileges(_)
        | Definition::Enum(_)
        | Definition::Sequence(_)
        | Definition::Collation(_)
        | Definition::ForeignServer(_)
        | Definition::UserMapping(_)
        | Definition::Subscription(_)
        | Definition::Rows(_) => {}
    }
}

fn aggregate<'o>(it: &'o Aggregate, take: &mut impl FnMut(&'o str)) {
    let states = std::iter::once(&it.state).chain(it.moving.iter().map(|(state, _)| state));
    for state in states {
        take(&state.transition);
        take(&state.data_type);
        state.r#final.iter().for_each(|text| take(text));
    }
    it.moving.iter().for_each(|(_, inverse)| take(inverse));
    it.args.iter().chain(&it.order_by).for_each(|arg| take(&arg.data_type));
    let others = [&it.combine, &it.serialize, &it.deserialize, &it.sort_operator];
    others.into_iter().flatten().for_each(|text| take(text));
}

fn element<'o>(it: &'o IndexElement, take: &mut impl FnMut(&'o str)) {
    take(&it.expression);
    it.operator_class.iter().for_each(|text| take(text));
    it.collation.iter().for_each(|text| take(text));
}

/// Ties that are no matter of text.
fn structure(catalog: &Catalog, id: &ObjectId, object: &Object, needs: &mut BTreeSet<ObjectId>) {
    let mut need = |id: ObjectId| {
        if catalog.objects.contains_key(&id) {
            needs.insert(id);
        }
    };
    let role = |name: &Name| ObjectId::global(Kind::Role, name.clone());
    if let (Some(schema), None) = (&id.schema, &id.relation) {
        need(ObjectId::global(Kind::Schema, schema.clone()));
    }
    for extension in &object.goes_with {
        need(ObjectId::global(Kind::Extension, extension.clone()));
    }
    let grantees = object.grants.keys();
    for principal in object.owner.iter().chain(grantees) {
        if let Principal::Role(name) = principal {
            need(role(name));
        }
    }
    match &object.definition {
        Definition::Membership(it) => {
            need(role(&it.role));
            need(role(&it.member));
        }
        Definition::Extension(it) => {
            it.schema.iter().for_each(|it| need(ObjectId::global(Kind::Schema, it.clone())));
        }
        Definition::DefaultPrivileges(it) => {
            if let Principal::Role(name) = &it.role {
                need(role(name));
            }
        }
        Definition::Sequence(it) => {
            if let Some((table, column)) = &it.owned_by {
                need(ObjectId::of_relation(Kind::Column, table, column.clone()));
            }
        }
        Definition::Constraint(it) => {
            if let ConstraintBody::ForeignKey { references, referenced_columns, .. } = &it.body {
                need(ObjectId::in_schema(Kind::Table, references));
                keys(catalog, references, referenced_columns).into_iter().for_each(&mut need);
            }
        }
        Definition::Table(it) => {
            let parent = it.partition_of.as_ref();
            parent.into_iter().for_each(|of| need(ObjectId::in_schema(Kind::Table, &of.parent)));
            it.inherits.iter().for_each(|table| need(ObjectId::in_schema(Kind::Table, table)));
            let of = it.of_type.as_ref();
            of.into_iter().for_each(|of| need(ObjectId::in_schema(Kind::Composite, of)));
            let foreign = it.foreign.as_ref();
            foreign
                .into_iter()
                .for_each(|it| need(ObjectId::global(Kind::ForeignServer, it.server.clone())));
        }
        Definition::OperatorClass(it) => {
            let family = ObjectId::in_schema(Kind::OperatorFamily, &it.family);
            need(ObjectId { args: id.args.clone(), ..family });
        }
        // An extension is often called as the wrapper that it brings.
        Definition::ForeignServer(it) => {
            need(ObjectId::global(Kind::ForeignDataWrapper, it.wrapper.clone()));
            need(ObjectId::global(Kind::Extension, it.wrapper.clone()));
        }
        Definition::UserMapping(it) => {
            need(ObjectId::global(Kind::ForeignServer, it.server.clone()));
            if let Principal::Role(name) = &it.user {
                need(role(name));
            }
        }
        Definition::Statistics(it) => need(ObjectId::in_schema(Kind::Table, &it.table)),
        Definition::Function(it) => need(ObjectId::global(Kind::Language, it.language.clone())),
        Definition::Transform(it) => need(ObjectId::global(Kind::Language, it.language.clone())),
        Definition::Publication(it) => {
            it.tables.iter().for_each(|it| need(ObjectId::in_schema(Kind::Table, &it.table)));
            it.schemas.iter().for_each(|it| need(ObjectId::global(Kind::Schema, it.clone())));
        }
        Definition::Trigger(it) => {
            need(ObjectId::function(&it.function, ""));
            let from = it.from.as_ref();
            from.into_iter().for_each(|table| need(ObjectId::in_schema(Kind::Table, table)));
        }
        Definition::Policy(it) => {
            for principal in &it.roles {
                if let Principal::Role(name) = principal {
                    need(role(name));
                }
            }
        }
        Definition::Rows(_) => {
            let own = id.qname();
            need(ObjectId::in_schema(Kind::Table, &own));
            for (_, object) in catalog.of_relation(Kind::Constraint, &own) {
                if let Definition::Constraint(it) = &object.definition
                    && let ConstraintBody::ForeignKey { references, .. } = &it.body
                {
                    need(ObjectId::in_schema(Kind::Rows, references));
                }
            }
        }
        _ => {}
    }
}

/// The constraints and indexes of a table that a foreign key can stand on.
fn keys(catalog: &Catalog, table: &QName, columns: &[Name]) -> Vec<ObjectId> {
    let same = |key: &[Name]| {
        key.len() == columns.len() && key.iter().all(|column| columns.contains(column))
    };
    let constraints = catalog.of_relation(Kind::Constraint, table).filter(|(_, object)| {
        let Definition::Constraint(it) = &object.definition else { return false };
        match &it.body {
            ConstraintBody::PrimaryKey { columns: key, .. } => columns.is_empty() || same(key),
            ConstraintBody::Unique { columns: key, .. } => same(key),
            _ => false,
        }
    });
    let indexes = catalog.of_relation(Kind::Index, table).filter(|(_, object)| {
        matches!(&object.definition, Definition::Index(it) if it.unique && it.predicate.is_none())
    });
    constraints.chain(indexes).map(|(id, _)| id.clone()).collect()
}
