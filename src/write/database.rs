//! The database: its comment and its privileges. Its owner is whoever migrates, and its name is a matter of where it is deployed.

use super::Writer;
use super::document::On;
use super::files::Place;
use super::grants::{Target, differences};
use super::text::kept;
use super::yaml::Node;
use crate::catalog::{Database, Object};
use crate::read::{Class, built_in};

/// The file of what concerns the whole database.
pub(super) const FILE: Place = Place::Whole("database");

pub(super) fn write(cx: &mut Writer<'_>, object: &Object, it: &Database) {
    let Database {} = it;
    if let Some(comment) = &object.comment {
        let comment = Node::text(kept(comment));
        cx.put(&FILE, "database", "comment".to_owned(), comment);
    }
    let target = Target { class: Class::Database, on: On::Database };
    let owner = super::grants::owner_of(object);
    let base = built_in(Class::Database, owner, cx.config.postgres);
    let (given, taken) = differences(&base, &object.grants);
    for (principal, (plain, grantable)) in given {
        for (privileges, option) in [(plain, false), (grantable, true)] {
            let words = super::grants::words(Class::Database, &privileges, cx.config.postgres);
            cx.apart(&FILE, &target, false, Writer::role(&principal), words, option);
        }
    }
    cx.revoke(&FILE, &target, taken);
}
