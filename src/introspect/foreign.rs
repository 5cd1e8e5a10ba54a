//! Foreign data wrappers, servers, user mappings, and what makes a table a foreign one. Values of options that hold a
//! secret do not leave the server; that there are some is told.

use super::build::Build;
use super::class::{PG_FOREIGN_DATA_WRAPPER, PG_FOREIGN_SERVER, PG_USER_MAPPING};
use super::error::BadRow;
use super::relation::options;
use super::setting::split;
use super::stage::{Fields, Stage};
use crate::catalog::{
    Definition, ForeignDataWrapper, ForeignServer, Kind, NO_SECRET, Name, Object, ObjectId,
    Options, Principal, SECRET_WORDS, UserMapping,
};

pub(super) const WRAPPERS: Stage = Stage {
    name: "foreign data wrappers",
    sql: |_| {
        format!(
            "SELECT oid, fdwname, fdwowner, fdwacl::text, \
             CASE WHEN fdwhandler <> 0 THEN fdwhandler::regproc::text END, \
             CASE WHEN fdwvalidator <> 0 THEN fdwvalidator::regproc::text END, {} \
             FROM pg_foreign_data_wrapper",
            told_apart("fdwoptions")
        )
    },
    read: |build, row| {
        let oid: u32 = row.take()?;
        if build.members.contains_key(&(PG_FOREIGN_DATA_WRAPPER, oid)) {
            return Ok(());
        }
        let id = ObjectId::global(Kind::ForeignDataWrapper, row.take::<&str>()?);
        let owner: u32 = row.take()?;
        let acl: Option<&str> = row.take()?;
        let (handler, validator) = (row.take()?, row.take()?);
        let name = build.keywords.quoted(&id.name);
        let options = open(build, row, "foreign data wrapper", &name)?;
        let object = Object {
            owner: Some(build.principal(owner)),
            grants: build.grants('F', acl, owner),
            ..Object::new(ForeignDataWrapper { handler, validator, options })
        };
        build.add((PG_FOREIGN_DATA_WRAPPER, oid), id, object);
        Ok(())
    },
};

pub(super) const SERVERS: Stage = Stage {
    name: "servers",
    sql: |_| {
        format!(
            "SELECT s.oid, s.srvname, s.srvowner, s.srvacl::text, w.fdwname, s.srvtype, s.srvversion, {} \
             FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw",
            told_apart("s.srvoptions")
        )
    },
    read: |build, row| {
        let oid: u32 = row.take()?;
        if build.members.contains_key(&(PG_FOREIGN_SERVER, oid)) {
            return Ok(());
        }
        let id = ObjectId::global(Kind::ForeignServer, row.take::<&str>()?);
        let owner: u32 = row.take()?;
        let acl: Option<&str> = row.take()?;
        let wrapper = Name::from(row.take::<&str>()?);
        let (server_type, version) = (row.take()?, row.take()?);
        let name = build.keywords.quoted(&id.name);
        let options = open(build, row, "server", &name)?;
        let object = Object {
            owner: Some(build.principal(owner)),
            grants: build.grants('S', acl, owner),
            ..Object::new(ForeignServer { wrapper, server_type, version, options })
        };
        build.add((PG_FOREIGN_SERVER, oid), id, object);
        Ok(())
    },
};

/// The view shows the options to those alone who may see them, and none to others: whether it does is asked as well.
pub(super) const MAPPINGS: Stage = Stage {
    name: "user mappings",
    sql: |_| {
        format!(
            "SELECT m.umid, m.srvname, m.umuser, {}, \
             (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) \
             OR (m.umuser = 0 AND pg_has_role(s.srvowner, 'USAGE')) \
             OR (m.usename = current_user AND (pg_has_role(s.srvowner, 'USAGE') OR has_server_privilege(s.oid, 'USAGE'))) \
             FROM pg_user_mappings m JOIN pg_foreign_server s ON s.oid = m.srvid",
            told_apart("m.umoptions")
        )
    },
    read: |build, row| {
        let oid: u32 = row.take()?;
        if build.members.contains_key(&(PG_USER_MAPPING, oid)) {
            return Ok(());
        }
        let server = Name::from(row.take::<&str>()?);
        let user = build.principal(row.take()?);
        let id = mapping(&server, &user);
        let identity = id.to_string();
        let identity = identity.strip_prefix("user mapping ").unwrap_or(&identity);
        let options = open(build, row, "user mapping", identity)?;
        let seen: bool = row.take()?;
        if !seen {
            let hidden =
                format!("{identity} (options that only its user or the server's owner sees)");
            build.unmodelled("user mapping", hidden);
        }
        let options = seen.then_some(options);
        let object = Object::new(UserMapping { server, user, options });
        build.add((PG_USER_MAPPING, oid), id, object);
        Ok(())
    },
};

pub(super) const TABLES: Stage = Stage {
    name: "foreign tables",
    sql: |_| {
        format!(
            "SELECT t.ftrelid, s.srvname, {} \
             FROM pg_foreign_table t JOIN pg_foreign_server s ON s.oid = t.ftserver",
            told_apart("t.ftoptions")
        )
    },
    read: |build, row| {
        let relation: u32 = row.take()?;
        let server = Name::from(row.take::<&str>()?);
        let Some((handle, identity)) = relation_of(build, relation) else { return Ok(()) };
        let options = open(build, row, "foreign table", &identity)?;
        if let Definition::Table(table) = &mut build.object(handle).definition
            && let Some(foreign) = &mut table.foreign
        {
            (foreign.server, foreign.options) = (server, options);
        }
        Ok(())
    },
};

pub(super) const COLUMNS: Stage = Stage {
    name: "options of foreign columns",
    sql: |_| {
        format!(
            "SELECT a.attrelid, a.attnum, {} \
             FROM pg_foreign_table t JOIN pg_attribute a ON a.attrelid = t.ftrelid \
             WHERE a.attfdwoptions IS NOT NULL AND NOT a.attisdropped",
            told_apart("a.attfdwoptions")
        )
    },
    read: |build, row| {
        let key: (u32, i16) = (row.take()?, row.take()?);
        let Some((_, table)) = relation_of(build, key.0) else { return Ok(()) };
        let Some(found) = build.attributes.get(&key) else { return Ok(()) };
        let (handle, name) = (found.handle, build.keywords.quoted(&found.name));
        let options = open(build, row, "foreign table column", &format!("{table}.{name}"))?;
        let Some(handle) = handle else { return Ok(()) };
        if let Definition::Column(column) = &mut build.object(handle).definition {
            column.foreign_options = options;
        }
        Ok(())
    },
};

/// A mapping is known by its server and its user.
fn mapping(server: &Name, user: &Principal) -> ObjectId {
    let name = match user {
        Principal::Migrator => Name::from(""),
        Principal::Public => Name::from("public"),
        Principal::Role(role) => role.clone(),
    };
    ObjectId { relation: Some(server.clone()), ..ObjectId::global(Kind::UserMapping, name) }
}

fn relation_of(build: &Build<'_>, relation: u32) -> Option<(usize, String)> {
    let found = build.relations.get(&relation)?;
    Some((found.handle?, build.qualified_in(relation, &found.name.name)))
}

/// Two columns: the options without a secret, and the names of those with one. The same rule as
/// [`is_secret`](crate::catalog::is_secret), which judges declarations.
fn told_apart(column: &str) -> String {
    let name = "lower(split_part(o, '=', 1))";
    let value = "lower(substr(o, strpos(o, '=') + 1))";
    let secret = format!(
        "({name} <> '{NO_SECRET}' AND {name} ~ '{}') OR {value} ~ '://[^/]*:[^/]*@' \
         OR replace({value}, ' ', '') ~ 'password='",
        SECRET_WORDS.join("|")
    );
    format!(
        "ARRAY(SELECT o FROM unnest({column}) o WHERE NOT ({secret})), \
         ARRAY(SELECT split_part(o, '=', 1) FROM unnest({column}) o WHERE {secret})"
    )
}

/// The next two fields; what is left out is named.
fn open(
    build: &mut Build<'_>,
    row: &mut Fields<'_>,
    kind: &str,
    identity: &str,
) -> Result<Options, BadRow> {
    let found = options(row.take()?, "");
    let secrets: Vec<&str> = row.take()?;
    for secret in secrets {
        let (secret, _) = split(secret);
        build.unmodelled(kind, format!("{identity} (option {secret}, which holds a secret)"));
    }
    Ok(found)
}
