//! A declaration file.

use super::{
    AccessMethod, Aggregate, BaseType, Cast, Collation, Composite, Conversion, Database,
    DefaultPrivilege, Domain, Enum, EventTrigger, Extension, Fixture, ForeignDataWrapper,
    ForeignServer, Function, Grant, Job, Language, MaterializedView, Operator, OperatorClass,
    OperatorFamily, Policy, Procedure, Publication, Range, Revoke, Role, RowsOf, Schema, Sequence,
    Statistics, Subscription, Table, Test, TextSearchConfiguration, TextSearchDictionary,
    TextSearchParser, TextSearchTemplate, Trait, Transform, Trigger, View, Visibility,
};
use crate::read::decode::{Brief, List, Map, Text, mapping};

mapping! {
    "a declaration file",
    /// A declaration file: any number of objects of any kind.
    struct File {
        /// The schema of the names in this file that state none. Default: `default_schema` of the project.
        schema: Option<Text>,
        /// What is said of the database itself.
        database: Option<Database>,
        /// Schemas by name.
        schemas: Map<Schema>,
        /// Extensions by name.
        extensions: Map<Extension>,
        /// Roles by name. They belong to the cluster: created when missing, dropped only by `absent: true`.
        roles: Map<Role>,
        /// Enums by name: the labels in their order, or a mapping.
        enums: Map<Brief<Enum>>,
        /// Domains by name: the type beneath, or a mapping.
        domains: Map<Brief<Domain>>,
        /// Composite types by name.
        composites: Map<Composite>,
        /// Sequences by name, but for those of identity columns.
        sequences: Map<Sequence>,
        /// Tables by name.
        tables: Map<Table>,
        /// Views by name.
        views: Map<View>,
        /// Materialized views by name.
        materialized_views: Map<MaterializedView>,
        /// Functions by name; overloads are told apart by what stands in parentheses: `add_member(uuid)`.
        functions: Map<Function>,
        /// Procedures by name, like functions.
        procedures: Map<Procedure>,
        /// Collations by name.
        collations: Map<Collation>,
        /// Base types by name, whose values their own functions read.
        base_types: Map<BaseType>,
        /// Range types by name: the type of the bounds, or a mapping.
        ranges: Map<Brief<Range>>,
        /// Aggregates by name; overloads are told apart as those of functions.
        aggregates: Map<Aggregate>,
        /// Operators by name; overloads are told apart by what stands in parentheses: `===(colour, colour)`.
        operators: Map<Operator>,
        /// Operator families by name.
        operator_families: Map<OperatorFamily>,
        /// Operator classes by name; those of one name and several index methods are told apart by what stands in parentheses.
        operator_classes: Map<OperatorClass>,
        /// Casts by their types: `integer as colour`.
        casts: Map<Cast>,
        /// Extended statistics by name.
        statistics: Map<Statistics>,
        /// Event triggers by name.
        event_triggers: Map<EventTrigger>,
        /// Text search parsers by name.
        text_search_parsers: Map<TextSearchParser>,
        /// Text search templates by name.
        text_search_templates: Map<TextSearchTemplate>,
        /// Text search dictionaries by name.
        text_search_dictionaries: Map<TextSearchDictionary>,
        /// Text search configurations by name.
        text_search_configurations: Map<TextSearchConfiguration>,
        /// Languages that no extension brings, by name.
        languages: Map<Language>,
        /// Access methods by name.
        access_methods: Map<AccessMethod>,
        /// Transforms by their type and language: `colour language plsample`.
        transforms: Map<Transform>,
        /// Conversions between encodings by name.
        conversions: Map<Conversion>,
        /// Foreign data wrappers that no extension brings, by name.
        foreign_data_wrappers: Map<ForeignDataWrapper>,
        /// Foreign servers by name.
        servers: Map<ForeignServer>,
        /// Publications by name.
        publications: Map<Publication>,
        /// Subscriptions by name.
        subscriptions: Map<Subscription>,
        /// Triggers by table or view, then by name.
        triggers: Map<Map<Trigger>>,
        /// Row-security policies by table, then by name.
        policies: Map<Map<Policy>>,
        /// Who sees a row by what stands in one of its columns, by name; policies say `visible_by`.
        visibilities: Map<Visibility>,
        /// Privileges that are granted.
        grants: List<Grant>,
        /// Built-in privileges, of PUBLIC or of the owner, that are taken away.
        revokes: List<Revoke>,
        /// What objects that a role creates later are granted.
        default_privileges: List<DefaultPrivilege>,
        /// Reference data by table.
        rows: Map<RowsOf>,
        /// Functions that are called by the clock, by name, which `momni-db jobs` does. See `docs/jobs.md`.
        jobs: Map<Job>,
        /// What tables may share, by name.
        traits: Map<Trait>,
        /// Rows that tests share, by name.
        fixtures: Map<Fixture>,
        /// Access tests by name, which `momni-db test` runs.
        tests: Map<Test>,
    }
}
