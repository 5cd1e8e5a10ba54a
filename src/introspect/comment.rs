//! Comments of every kind. They come as an array for each system catalog: many short rows cost both sides more.

use super::build::{Address, Build};
use super::class::{
    PG_CLASS, PG_CONSTRAINT, PG_DATABASE, PG_EXTENSION, PG_NAMESPACE, PG_TRIGGER, PG_TYPE,
};
use super::stage::Stage;
use crate::catalog::{Column, Constraint, Definition, NotNull, STANDARD_COMMENT};

/// The comments that initdb gives are no comments, and neither is the one that an extension brings. One on the constraint
/// behind a NOT NULL comes with the column or the domain that it is of.
pub(super) const STAGE: Stage = Stage {
    name: "comments",
    sql: |_| {
        "SELECT classoid, array_agg(objoid), array_agg(objsubid), array_agg(description) \
         FROM (SELECT * FROM pg_description \
         WHERE objoid >= 16384 OR (classoid = 2615 AND objoid = 2200) OR classoid = 3079 \
         UNION ALL SELECT CASE k.contypid WHEN 0 THEN k.conrelid ELSE k.contypid END, 2606, \
         coalesce(k.conkey[1], -1), c.description FROM pg_description c \
         JOIN pg_constraint k ON k.oid = c.objoid WHERE c.classoid = 2606 AND k.contype = 'n' \
         UNION ALL SELECT objoid, classoid, 0, description FROM pg_shdescription) d \
         GROUP BY classoid"
            .to_owned()
    },
    read: |build, row| {
        let class: u32 = row.take()?;
        let (oids, parts): (Vec<u32>, Vec<i32>) = (row.take()?, row.take()?);
        let comments: Vec<&str> = row.take()?;
        for ((oid, part), comment) in oids.into_iter().zip(parts).zip(comments) {
            take_in(build, (class, oid), part, comment);
        }
        Ok(())
    },
};

/// Takes in what is said of a row, or of a column of it.
fn take_in(build: &mut Build<'_>, (class, oid): Address, part: i32, comment: &str) {
    let is_default = match class {
        // Also when `public` was dropped and made again.
        PG_NAMESPACE => {
            let public =
                build.handle((class, oid)).is_some_and(|it| *build.id(it).name == *"public");
            public && comment == STANDARD_COMMENT
        }
        PG_DATABASE => INITIAL.contains(&comment),
        PG_EXTENSION => build.extension_comments.get(&oid).is_some_and(|it| it == comment),
        _ => false,
    };
    if is_default {
        return;
    }
    let comment = comment.to_owned();
    if class == PG_CONSTRAINT && part != 0 {
        return not_null(build, oid, part, comment);
    }
    let attribute = i16::try_from(part).ok().filter(|part| *part > 0 && class == PG_CLASS);
    if let Some(number) = attribute {
        let Some(found) = build.attributes.get(&(oid, number)) else { return };
        let Some(handle) = found.handle else { return };
        let name = found.name.clone();
        match &mut build.object(handle).definition {
            Definition::Composite(composite) => {
                let mut attributes = composite.attributes.iter_mut();
                if let Some(attribute) = attributes.find(|it| it.name == name) {
                    attribute.comment = Some(comment);
                }
            }
            _ => build.object(handle).comment = Some(comment),
        }
    } else if let Some(handle) = build.handle((class, oid)) {
        build.object(handle).comment = Some(comment);
    } else if matches!(class, PG_CONSTRAINT | PG_TRIGGER) {
        build.has_stray_comments = true;
    } else if let Some(handle) = build.find((class, oid), 0) {
        match &mut build.object(handle).definition {
            // The sequence beneath an identity column.
            Definition::Column(Column { identity: Some(identity), .. }) if class == PG_CLASS => {
                identity.comment = Some(comment);
                return;
            }
            // The index beneath a key.
            Definition::Constraint(Constraint { index_comment, .. }) if class == PG_CLASS => {
                *index_comment = Some(comment);
                return;
            }
            _ => {}
        }
        let identity = format!("on what is beneath {}", build.id(handle));
        build.unmodelled("comment", identity);
    }
}

/// What is said of the constraint behind the NOT NULL of a column, or of a domain.
fn not_null(build: &mut Build<'_>, oid: u32, part: i32, comment: String) {
    let column = i16::try_from(part).ok().and_then(|part| build.attributes.get(&(oid, part)));
    let handle = column.and_then(|column| column.handle);
    let Some(handle) = handle.or_else(|| build.handle((PG_TYPE, oid))) else { return };
    match &mut build.object(handle).definition {
        Definition::Column(column) => {
            column.not_null.get_or_insert(NotNull::USUAL).comment = Some(comment);
        }
        Definition::Domain(domain) => domain.not_null_comment = Some(comment),
        _ => {}
    }
}

/// What initdb says of the databases that it makes.
const INITIAL: [&str; 3] = [
    "default administrative connection database",
    "default template for new databases",
    "unmodifiable empty database",
];
