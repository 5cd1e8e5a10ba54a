//! What few databases have. Whether this one has it is asked first, in one statement: parsing and planning what finds
//! nothing takes the server longer than all else in a small database.

use super::error::IntrospectError;
use super::stage::Stage;
use super::{
    aggregate, collation, default_privileges, event_trigger, family, foreign, language,
    own_operator, publication, range, relation, rule, sequence, setting, statistics, subscription,
    text_search, view,
};
use tokio_postgres::Client;

/// Rows of the system catalogs, and the stages that find nothing where there are none.
const RARE: [(&str, &[Stage]); 26] = [
    ("pg_aggregate WHERE aggfnoid >= 16384", &[aggregate::STAGE]),
    ("pg_am WHERE oid >= 16384", &[language::ACCESS_METHODS]),
    ("pg_amop WHERE oid >= 16384", &[family::OPERATORS]),
    ("pg_amproc WHERE oid >= 16384", &[family::FUNCTIONS]),
    ("pg_collation WHERE oid >= 16384", &[collation::STAGE]),
    ("pg_conversion WHERE oid >= 16384", &[language::CONVERSIONS]),
    ("pg_db_role_setting", &[setting::STAGE]),
    ("pg_default_acl", &[default_privileges::STAGE]),
    ("pg_event_trigger", &[event_trigger::STAGE]),
    (
        "pg_foreign_data_wrapper",
        &[
            foreign::WRAPPERS,
            foreign::SERVERS,
            foreign::MAPPINGS,
            foreign::TABLES,
            foreign::COLUMNS,
        ],
    ),
    ("pg_inherits", &[relation::INHERITANCE]),
    ("pg_language WHERE oid >= 16384", &[language::LANGUAGES]),
    ("pg_opclass WHERE oid >= 16384", &[family::CLASSES]),
    ("pg_operator WHERE oid >= 16384", &[own_operator::STAGE]),
    ("pg_opfamily WHERE oid >= 16384", &[family::FAMILIES]),
    ("pg_publication", &[publication::STAGE, publication::TABLES, publication::SCHEMAS]),
    ("pg_range WHERE rngtypid >= 16384", &[range::STAGE, range::CONSTRUCTORS]),
    ("pg_rewrite WHERE oid >= 16384", &[view::STAGE, rule::STAGE]),
    ("pg_sequence", &[sequence::STAGE]),
    ("pg_statistic_ext", &[statistics::STAGE]),
    ("pg_subscription", &[subscription::STAGE]),
    ("pg_transform WHERE oid >= 16384", &[language::TRANSFORMS]),
    ("pg_ts_config WHERE oid >= 16384", &[text_search::CONFIGURATIONS, text_search::MAPPINGS]),
    ("pg_ts_dict WHERE oid >= 16384", &[text_search::DICTIONARIES]),
    ("pg_ts_parser WHERE oid >= 16384", &[text_search::PARSERS]),
    ("pg_ts_template WHERE oid >= 16384", &[text_search::TEMPLATES]),
];

/// The names of the stages that need not be asked. The caller's transaction has a snapshot that all its answers share.
pub(super) async fn absent(client: &Client) -> Result<Vec<&'static str>, IntrospectError> {
    let failed = |error| IntrospectError::query("presence", error);
    let exists = RARE.map(|(rows, _)| format!("EXISTS (SELECT FROM {rows})"));
    let sql = format!("SELECT ARRAY[{}]", exists.join(", "));
    let row = client.query_typed_one(&sql, &[]).await.map_err(failed)?;
    let found: Vec<bool> = row.try_get(0).map_err(failed)?;
    let absent = RARE.iter().zip(found).filter(|(_, found)| !found);
    Ok(absent.flat_map(|((_, stages), _)| stages.iter().map(|stage| stage.name)).collect())
}
