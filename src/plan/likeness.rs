//! What goes beside something like it that comes: it may have been renamed.

use super::fates::goes;
use crate::catalog::{Catalog, Definition, Intent, Kind, Name, Object, ObjectId, QName};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// One thing goes and one like it comes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Likeness {
    /// What comes; of a label or an attribute the type that it belongs to.
    pub id: ObjectId,
    /// The name of the label or attribute that comes.
    pub part: Option<String>,
    /// The name of what goes; with its schema where that differs.
    pub former: String,
}

/// Everything that may have been renamed without `renamed_from`, each thing once: the likest are paired first.
pub fn likenesses(from: &Catalog, to: &Catalog, intent: &Intent) -> Vec<Likeness> {
    let mut found: Vec<Likeness> =
        likest(pairs(from, to, intent)).into_iter().map(|(gone, id)| whole(gone, id)).collect();
    for (id, object) in &to.objects {
        if let Some(old) = from.get(id) {
            found.extend(parts(id, &old.definition, &object.definition));
        }
    }
    found.sort();
    found
}

/// What goes, what comes, and how like they are.
type Pair<'a> = (&'a ObjectId, &'a ObjectId, u32);

/// Everything that goes with everything like it that comes.
fn pairs<'a>(from: &'a Catalog, to: &'a Catalog, intent: &Intent) -> Vec<Pair<'a>> {
    let mut coming: BTreeMap<_, Vec<(&ObjectId, &Object)>> = BTreeMap::new();
    for (id, object) in to.iter().filter(|(id, _)| from.get(id).is_none() && has_name(id)) {
        coming.entry((id.kind, &id.relation)).or_default().push((id, object));
    }
    let mut pairs = Vec::new();
    for (gone, object) in &from.objects {
        if to.get(gone).is_some() || !has_name(gone) || !goes(gone, intent) {
            continue;
        }
        let beside = coming
            .get(&(gone.kind, &gone.relation))
            .into_iter()
            .flatten()
            .filter(|(id, _)| beside(gone, id));
        pairs.extend(beside.filter_map(|(id, new)| {
            Some((gone, *id, likeness((from, gone, object), (to, id, new))?))
        }));
    }
    without_guesses(pairs)
}

/// Columns have nothing but their type and name: where several of a type go and several come, only like names tell.
fn without_guesses(pairs: Vec<Pair<'_>>) -> Vec<Pair<'_>> {
    let mut partners: BTreeMap<&ObjectId, u32> = BTreeMap::new();
    for (gone, id, _) in &pairs {
        *partners.entry(gone).or_default() += 1;
        *partners.entry(id).or_default() += 1;
    }
    let is_alone = |id: &ObjectId| partners.get(id) == Some(&1);
    pairs
        .iter()
        .filter(|(gone, id, _)| {
            gone.kind != Kind::Column
                || is_alone(gone)
                || is_alone(id)
                || nearness(&gone.name, &id.name) >= 40
        })
        .copied()
        .collect()
}

/// Each thing in one pair at most.
fn likest(mut pairs: Vec<Pair<'_>>) -> Vec<(&ObjectId, &ObjectId)> {
    pairs.sort_by_key(|(gone, id, score)| {
        (Reverse(score + nearness(&gone.name, &id.name)), *gone, *id)
    });
    let (mut gone, mut came) = (BTreeSet::new(), BTreeSet::new());
    let mut found = Vec::new();
    for (old, new, _) in pairs {
        if !gone.contains(old) && !came.contains(new) {
            gone.insert(old);
            came.insert(new);
            found.push((old, new));
        }
    }
    found
}

fn whole(gone: &ObjectId, id: &ObjectId) -> Likeness {
    let former = match &gone.schema {
        Some(schema) if gone.schema != id.schema => format!("{schema}.{}", gone.name),
        _ => gone.name.to_string(),
    };
    Likeness { id: id.clone(), part: None, former }
}

/// Whether `renamed_from` can be said of it.
fn has_name(id: &ObjectId) -> bool {
    !matches!(
        id.kind,
        Kind::Database
            | Kind::Role
            | Kind::Membership
            | Kind::Extension
            | Kind::AccessMethod
            | Kind::UserMapping
            | Kind::DefaultPrivileges
            | Kind::Cast
            | Kind::Transform
            | Kind::Operator
            | Kind::DefaultExpr
            | Kind::Rows
    )
}

/// Whether one may become the other: of one kind, of one relation, told apart by the same arguments.
fn beside(old: &ObjectId, new: &ObjectId) -> bool {
    old.kind == new.kind
        && old.relation == new.relation
        && old.args == new.args
        && (old.schema == new.schema || (old.relation.is_none() && old.name == new.name))
}

/// How much one is like the other, in hundredths; `None` where it is not.
fn likeness(
    (from, gone, old): (&Catalog, &ObjectId, &Object),
    (to, id, new): (&Catalog, &ObjectId, &Object),
) -> Option<u32> {
    use Definition as D;
    let score = match (&old.definition, &new.definition) {
        (D::Schema(_), D::Schema(_)) => share(&within(from, &gone.name), &within(to, &id.name)),
        // One partition after another comes and goes.
        (D::Table(old), D::Table(new)) if old.partition_of != new.partition_of => 0,
        (D::Table(_), D::Table(_)) => {
            let (old, new) = (columns(from, &gone.qname()), columns(to, &id.qname()));
            // A table under a name like its former one may have grown at the same time.
            let grown = nearness(&gone.name, &id.name) >= 75;
            if grown { kept(&old, &new) } else { share(&old, &new) }
        }
        (D::View(old), D::View(new)) if old.query == new.query => 100,
        (D::View(_), D::View(_)) => {
            share(&columns(from, &gone.qname()), &columns(to, &id.qname())) / 2
        }
        (D::Enum(old), D::Enum(new)) => share(
            &old.labels.iter().collect::<BTreeSet<_>>(),
            &new.labels.iter().collect::<BTreeSet<_>>(),
        ),
        (D::Composite(old), D::Composite(new)) => share(
            &old.attributes.iter().map(|it| (&it.name, &it.data_type)).collect(),
            &new.attributes.iter().map(|it| (&it.name, &it.data_type)).collect(),
        ),
        (D::Column(old), D::Column(new)) => {
            let alike = old.data_type == new.data_type && old.generated == new.generated;
            if alike { 100 } else { 0 }
        }
        (D::Function(old), D::Function(new)) if old.body == new.body => 100,
        (old, new) if old == new => 100,
        _ => 0,
    };
    (score >= 50).then_some(score)
}

/// What two sets have in common, in hundredths of all that they hold.
fn share<T: Ord>(old: &BTreeSet<T>, new: &BTreeSet<T>) -> u32 {
    let all = old.union(new).count();
    let common = old.intersection(new).count();
    u32::try_from(common * 100 / all.max(1)).unwrap_or_default()
}

/// What the first has in common with the second, in hundredths of what it holds.
fn kept<T: Ord>(old: &BTreeSet<T>, new: &BTreeSet<T>) -> u32 {
    let common = old.intersection(new).count();
    u32::try_from(common * 100 / old.len().max(1)).unwrap_or_default()
}

fn columns(catalog: &Catalog, relation: &QName) -> BTreeSet<(Name, String)> {
    let columns = catalog.columns(relation).into_iter();
    columns.map(|(id, _, column)| (id.name.clone(), column.data_type.clone())).collect()
}

/// What stands in a schema.
fn within(catalog: &Catalog, schema: &Name) -> BTreeSet<(Kind, Name)> {
    let inside = catalog.objects.keys().filter(|id| id.schema.as_ref() == Some(schema));
    inside.filter(|id| id.relation.is_none()).map(|id| (id.kind, id.name.clone())).collect()
}

/// How near two names are, in hundredths.
fn nearness(a: &str, b: &str) -> u32 {
    let characters = a.chars().count().max(b.chars().count()).max(1);
    let apart = strsim::damerau_levenshtein(a, b).min(characters);
    u32::try_from((characters - apart) * 100 / characters).unwrap_or_default()
}

/// Labels that go where others come, at the same place; attributes that go where others of the same type come.
fn parts(id: &ObjectId, old: &Definition, new: &Definition) -> Vec<Likeness> {
    let likeness = |new: &str, old: &str| Likeness {
        id: id.clone(),
        part: Some(new.to_owned()),
        former: old.to_owned(),
    };
    match (old, new) {
        (Definition::Enum(old), Definition::Enum(new)) if old.labels.len() == new.labels.len() => {
            let pairs = old.labels.iter().zip(&new.labels);
            pairs
                .filter(|(was, is)| !new.labels.contains(was) && !old.labels.contains(is))
                .map(|(was, is)| likeness(is, was))
                .collect()
        }
        (Definition::Composite(old), Definition::Composite(new)) => {
            let gone = old
                .attributes
                .iter()
                .filter(|it| !new.attributes.iter().any(|other| other.name == it.name));
            let mut coming: Vec<_> = new
                .attributes
                .iter()
                .filter(|it| !old.attributes.iter().any(|other| other.name == it.name))
                .collect();
            gone.filter_map(|gone| {
                let place = coming.iter().position(|it| it.data_type == gone.data_type)?;
                Some(likeness(&coming.remove(place).name, &gone.name))
            })
            .collect()
        }
        _ => Vec::new(),
    }
}
