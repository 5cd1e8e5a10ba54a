//! Text search parsers, templates, dictionaries and configurations.

use super::class::{PG_TS_CONFIG, PG_TS_DICT, PG_TS_PARSER, PG_TS_TEMPLATE};
use super::stage::Stage;
use super::text::elements;
use crate::catalog::{
    Definition, Kind, Object, ObjectId, Options, TextSearchConfiguration, TextSearchDictionary,
    TextSearchParser, TextSearchTemplate,
};
use std::collections::BTreeMap;

pub(super) const PARSERS: Stage = Stage {
    name: "text search parsers",
    sql: |_| {
        "SELECT oid, prsnamespace, prsname, prsstart::text, prstoken::text, prsend::text, \
         CASE WHEN prsheadline <> 0 THEN prsheadline::text END, prslextype::text \
         FROM pg_ts_parser WHERE oid >= 16384"
            .to_owned()
    },
    read: |build, row| {
        let oid: u32 = row.take()?;
        let Some(name) = build.name_in((PG_TS_PARSER, oid), row)? else { return Ok(()) };
        let parser = TextSearchParser {
            start: row.take()?,
            next_token: row.take()?,
            end: row.take()?,
            headline: row.take()?,
            token_types: row.take()?,
        };
        let id = ObjectId::in_schema(Kind::TextSearchParser, &name);
        build.add((PG_TS_PARSER, oid), id, Object::new(parser));
        Ok(())
    },
};

pub(super) const TEMPLATES: Stage = Stage {
    name: "text search templates",
    sql: |_| {
        "SELECT oid, tmplnamespace, tmplname, CASE WHEN tmplinit <> 0 THEN tmplinit::text END, \
         tmpllexize::text FROM pg_ts_template WHERE oid >= 16384"
            .to_owned()
    },
    read: |build, row| {
        let oid: u32 = row.take()?;
        let Some(name) = build.name_in((PG_TS_TEMPLATE, oid), row)? else { return Ok(()) };
        let template = TextSearchTemplate { init: row.take()?, lexize: row.take()? };
        let id = ObjectId::in_schema(Kind::TextSearchTemplate, &name);
        build.add((PG_TS_TEMPLATE, oid), id, Object::new(template));
        Ok(())
    },
};

pub(super) const DICTIONARIES: Stage = Stage {
    name: "text search dictionaries",
    sql: |_| {
        "SELECT d.oid, d.dictnamespace, d.dictname, d.dictowner, t.tmplnamespace, t.tmplname, d.dictinitoption \
         FROM pg_ts_dict d JOIN pg_ts_template t ON t.oid = d.dicttemplate WHERE d.oid >= 16384"
            .to_owned()
    },
    read: |build, row| {
        let oid: u32 = row.take()?;
        let Some(name) = build.name_in((PG_TS_DICT, oid), row)? else { return Ok(()) };
        let owner: u32 = row.take()?;
        let schema: u32 = row.take()?;
        let template = build.qualified(schema, row.take()?);
        let options = row.take::<Option<&str>>()?.map(options).unwrap_or_default();
        let dictionary = TextSearchDictionary { template, options };
        let object = Object { owner: Some(build.principal(owner)), ..Object::new(dictionary) };
        let id = ObjectId::in_schema(Kind::TextSearchDictionary, &name);
        build.add((PG_TS_DICT, oid), id, object);
        Ok(())
    },
};

pub(super) const CONFIGURATIONS: Stage = Stage {
    name: "text search configurations",
    sql: |_| {
        "SELECT c.oid, c.cfgnamespace, c.cfgname, c.cfgowner, p.prsnamespace, p.prsname \
         FROM pg_ts_config c JOIN pg_ts_parser p ON p.oid = c.cfgparser WHERE c.oid >= 16384"
            .to_owned()
    },
    read: |build, row| {
        let oid: u32 = row.take()?;
        let Some(name) = build.name_in((PG_TS_CONFIG, oid), row)? else { return Ok(()) };
        let owner: u32 = row.take()?;
        let schema: u32 = row.take()?;
        let parser = build.qualified(schema, row.take()?);
        let configuration =
            TextSearchConfiguration { parser, copy: None, mappings: BTreeMap::new() };
        let object = Object { owner: Some(build.principal(owner)), ..Object::new(configuration) };
        let id = ObjectId::in_schema(Kind::TextSearchConfiguration, &name);
        build.add((PG_TS_CONFIG, oid), id, object);
        Ok(())
    },
};

pub(super) const MAPPINGS: Stage = Stage {
    name: "text search mappings",
    sql: |_| {
        "SELECT m.mapcfg, t.alias, d.dictnamespace, d.dictname \
         FROM pg_ts_config c JOIN pg_ts_config_map m ON m.mapcfg = c.oid \
         JOIN pg_ts_dict d ON d.oid = m.mapdict \
         CROSS JOIN LATERAL ts_token_type(c.cfgparser) t \
         WHERE c.oid >= 16384 AND t.tokid = m.maptokentype ORDER BY m.mapcfg, t.alias, m.mapseqno"
            .to_owned()
    },
    read: |build, row| {
        let oid: u32 = row.take()?;
        let token: String = row.take()?;
        let schema: u32 = row.take()?;
        let dictionary = build.qualified(schema, row.take()?);
        let Some(handle) = build.handle((PG_TS_CONFIG, oid)) else { return Ok(()) };
        if let Definition::TextSearchConfiguration(it) = &mut build.object(handle).definition {
            it.mappings.entry(token).or_default().push(dictionary);
        }
        Ok(())
    },
};

/// `language = 'english', stopwords = 'english'`, as the server keeps it.
fn options(text: &str) -> Options {
    let parts = elements(text).into_iter().filter_map(|part| part.split_once('='));
    parts.map(|(name, value)| (unquoted(name.trim(), '"'), value_of(value.trim()))).collect()
}

fn value_of(text: &str) -> String {
    match text.strip_prefix('E') {
        Some(escaped) if escaped.starts_with('\'') => unquoted(escaped, '\'').replace("\\\\", "\\"),
        _ => unquoted(text, '\''),
    }
}

fn unquoted(text: &str, quote: char) -> String {
    match text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)) {
        Some(inner) => inner.replace(&format!("{quote}{quote}"), &quote.to_string()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::options;

    #[test]
    fn options_are_taken_apart_as_the_server_puts_them_together() {
        let found =
            options("language = 'english', \"Odd\" = 'it''s, so', path = E'a\\\\b', depth = 3");
        let found: Vec<(&str, &str)> = found.iter().map(|(a, b)| (&**a, &**b)).collect();
        assert_eq!(
            found,
            [("language", "english"), ("Odd", "it's, so"), ("path", "a\\b"), ("depth", "3")]
        );
    }
}
