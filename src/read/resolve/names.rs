//! Which names are declared, collected before anything is resolved.

use super::{Place, name, type_name};
use crate::catalog::{Name, QName};
use crate::read::config::Config;
use crate::read::decode::{Brief, Map, Text};
use crate::read::grammar::{File, Partition};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Every declared name, by what it names.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Tables, views, materialized views: name to schemas.
    pub(super) relations: ByName,
    /// Sequences.
    pub(super) sequences: ByName,
    /// Enums, domains, composites, and the row types of relations.
    pub(super) types: ByName,
    /// Composite types.
    pub(super) composites: ByName,
    /// Functions and procedures, with the types of their input arguments.
    pub(super) functions: BTreeMap<QName, Vec<String>>,
    /// Functions by name alone.
    pub(super) function_names: ByName,
    /// Collations.
    pub(super) collations: ByName,
    /// Operator families, those of classes included.
    pub(super) families: ByName,
    /// Text search dictionaries.
    pub(super) dictionaries: ByName,
    /// Text search configurations.
    pub(super) configurations: ByName,
    /// Text search parsers.
    pub(super) parsers: ByName,
    /// Text search templates.
    pub(super) templates: ByName,
    /// Schemas.
    pub(super) schemas: BTreeSet<Name>,
    /// Extensions, and where their objects lie when that is stated.
    pub(super) extensions: BTreeMap<Name, Option<Name>>,
}

/// In which schemas a name is declared.
pub(super) type ByName = HashMap<Name, Vec<Name>>;

/// Reads the keys of all files, but those of functions. Bad names are left out: resolving reports them.
pub(super) fn collect(files: &[(Place, &File)]) -> Names {
    let mut names = Names::default();
    for (place, file) in files {
        for (key, table) in file.tables.iter() {
            if let Some(name) = declared_name(place, key) {
                put_partitions(&mut names, place, &name.schema, &table.partitions);
            }
        }
        for keys in [keys(&file.tables), keys(&file.views), keys(&file.materialized_views)] {
            put(&mut names.relations, place, &keys);
            put(&mut names.types, place, &keys);
        }
        for keys in [keys(&file.enums), keys(&file.domains), keys(&file.composites)] {
            put(&mut names.types, place, &keys);
        }
        put(&mut names.composites, place, &keys(&file.composites));
        put(&mut names.types, place, &keys(&file.base_types));
        put(&mut names.types, place, &keys(&file.ranges));
        for (key, range) in file.ranges.iter() {
            let stated = range.multirange.as_ref().map(|text| text.to_string());
            let name = stated.unwrap_or_else(|| multirange(key));
            names.types.extend(declared_name(place, &name).map(|it| (it.name, vec![it.schema])));
        }
        let families = [keys(&file.operator_families), keys(&file.operator_classes)].concat();
        for name in families.iter().filter_map(|key| function_name(place, key)) {
            names.families.entry(name.name).or_default().push(name.schema);
        }
        put(&mut names.parsers, place, &keys(&file.text_search_parsers));
        put(&mut names.templates, place, &keys(&file.text_search_templates));
        put(&mut names.dictionaries, place, &keys(&file.text_search_dictionaries));
        put(&mut names.configurations, place, &keys(&file.text_search_configurations));
        put(&mut names.collations, place, &keys(&file.collations));
        put(&mut names.sequences, place, &keys(&file.sequences));
        names
            .schemas
            .extend(keys(&file.schemas).into_iter().filter_map(|key| name::single(key).ok()));
        for (key, extension) in file.extensions.iter() {
            let schema = extension.schema.as_ref().and_then(|schema| name::single(schema).ok());
            if let Ok(name) = name::single(key) {
                names.extensions.insert(name, schema);
            }
        }
    }
    names
}

/// Adds functions, procedures and aggregates: the types of their arguments are known by now.
pub(super) fn collect_functions(names: &mut Names, config: &Config, files: &[(Place, &File)]) {
    for (place, file) in files {
        let functions = file.functions.iter().map(|(key, function)| (key, &function.args));
        let procedures = file.procedures.iter().map(|(key, procedure)| (key, &procedure.args));
        for (key, it) in file.aggregates.iter() {
            let Some(name) = function_name(place, key) else { continue };
            let types = super::aggregate::types(names, &config.search_path, place, it);
            names.function_names.entry(name.name.clone()).or_default().push(name.schema.clone());
            names.functions.entry(name).or_default().push(types);
        }
        for (key, args) in functions.chain(procedures) {
            let Some(name) = function_name(place, key) else { continue };
            let types = type_name::identity(names, &config.search_path, place, args);
            names.function_names.entry(name.name.clone()).or_default().push(name.schema.clone());
            let overloads = names.functions.entry(name).or_default();
            if !overloads.contains(&types) {
                overloads.push(types);
            }
        }
    }
}

/// The name that PostgreSQL gives to the multirange type of a range.
fn multirange(range: &str) -> String {
    if range.contains("range") {
        range.replacen("range", "multirange", 1)
    } else {
        format!("{range}_multirange")
    }
}

fn put(map: &mut ByName, place: &Place, keys: &[&Text]) {
    for name in keys.iter().filter_map(|key| declared_name(place, key)) {
        map.entry(name.name).or_default().push(name.schema);
    }
}

/// Partitions live where their table does.
fn put_partitions(
    names: &mut Names,
    place: &Place,
    schema: &Name,
    partitions: &Map<Brief<Partition>>,
) {
    let place = Place { schema: schema.clone(), file: place.file.clone() };
    put(&mut names.relations, &place, &keys(partitions));
    put(&mut names.types, &place, &keys(partitions));
    for (key, partition) in partitions.iter() {
        if let Some(name) = declared_name(&place, key) {
            put_partitions(names, &place, &name.schema, &partition.partitions);
        }
    }
}

fn keys<T>(map: &Map<T>) -> Vec<&Text> {
    map.0.iter().map(|entry| &entry.key).collect()
}

/// Where a declared name lives.
pub(super) fn declared_name(place: &Place, key: &str) -> Option<QName> {
    let (schema, name) = name::qualified(key).ok()?;
    Some(QName { schema: schema.unwrap_or_else(|| place.schema.clone()), name })
}

/// The same without what stands in parentheses.
pub(super) fn function_name(place: &Place, key: &str) -> Option<QName> {
    declared_name(place, without_arguments(key))
}

/// `add_member` of `add_member(uuid)`.
pub(super) fn without_arguments(key: &str) -> &str {
    match key.rfind('(') {
        Some(open) if key.ends_with(')') && !key.starts_with('"') => key[..open].trim_end(),
        Some(open) if key.ends_with(')') && key[..open].trim_end().ends_with('"') => {
            key[..open].trim_end()
        }
        _ => key,
    }
}
