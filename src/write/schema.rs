//! Schemas. `public`, which every new database has, is written where it is not as a new database has it.

use super::Writer;
use super::files::Place;
use super::grants::Target;
use super::name::member;
use super::yaml::Map;
use crate::catalog::{Grants, Kind, Name, Object, ObjectId, Principal, Privilege, Schema};
use crate::read::Class;
use std::collections::BTreeMap;

const FILE: Place = Place::Whole("schemas");

/// Where `public` is not there, that is declared.
pub(super) fn public(cx: &mut Writer<'_>) {
    if cx.catalog.get(&ObjectId::global(Kind::Schema, "public")).is_none() {
        let mut map = Map::new();
        map.set("absent", true);
        cx.put(&FILE, "schemas", "public", map);
    }
}

pub(super) fn write(cx: &mut Writer<'_>, id: &ObjectId, object: &Object, it: &Schema) {
    let Schema { uncommented } = it;
    let public = *id.name == *"public";
    if public && !uncommented && is_as_new(object, cx.catalog.major) {
        return;
    }
    let mut map = Map::new();
    let target = Target::new(Class::Schema, "schemas", member(&id.name));
    // What is not said of the owner of `public` leaves it to the server.
    let default = match public {
        true => first_owner(cx.catalog.major),
        false => cx.default_owner(),
    };
    if public && default != cx.default_owner() && object.owner.as_ref() == Some(&default) {
        map.text("owner", Some(&Writer::role(&default)));
    }
    if *uncommented {
        map.text("comment", Some(""));
    }
    cx.owned(&mut map, &FILE, object, &default, &target);
    cx.put(&FILE, "schemas", member(&id.name), map);
}

/// The owner of `public` in a new database.
fn first_owner(major: u32) -> Principal {
    if major < 15 { Principal::Migrator } else { Principal::Role(Name::from("pg_database_owner")) }
}

fn is_as_new(object: &Object, major: u32) -> bool {
    let owner = first_owner(major);
    let all = BTreeMap::from([(Privilege::Usage, false), (Privilege::Create, false)]);
    let everybody =
        if major < 15 { all.clone() } else { BTreeMap::from([(Privilege::Usage, false)]) };
    let grants: Grants =
        [(owner.clone(), all), (Principal::Public, everybody)].into_iter().collect();
    object.comment.is_none() && object.owner == Some(owner) && object.grants == grants
}
