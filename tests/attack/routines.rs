//! The functions that a role may call, and calls of them, by what the catalog says.

use crate::cast::Attacker;
use crate::session::quote;
use crate::world::World;

/// A function of `api`.
#[derive(Clone)]
pub(crate) struct Routine {
    pub(crate) name: String,
    pub(crate) arguments: Vec<Argument>,
    pub(crate) volatile: bool,
}

/// An argument: its name and its type, in the server's words.
#[derive(Clone)]
pub(crate) struct Argument {
    pub(crate) name: String,
    pub(crate) of: String,
}

impl Argument {
    /// Whether it takes a text of the caller's, in whatever wrapping.
    pub(crate) fn is_text(&self) -> bool {
        ["text", "text[]", "jsonb", "name", "character varying", "bytea"].contains(&&*self.of)
    }

    /// A payload as a value of this argument.
    pub(crate) fn holds(&self, payload: &str) -> String {
        match self.of.as_str() {
            "text[]" => format!("array[{}]::text[]", quote(payload)),
            "jsonb" => format!("jsonb_build_object('id', {})", quote(payload)),
            "bytea" => format!("convert_to({}, 'UTF8')", quote(payload)),
            of => format!("{}::{of}", quote(payload)),
        }
    }
}

impl Routine {
    /// A call with a value for some arguments, and for the others what the caller has every right to say.
    pub(crate) fn call(&self, attacker: &Attacker, values: &[(&str, &str)]) -> String {
        let said = self.arguments.iter().map(|argument| {
            let given = values.iter().find(|(name, _)| *name == argument.name);
            let value = given.map_or_else(|| proper(argument, attacker), |it| it.1.to_owned());
            format!("{} => {value}", argument.name)
        });
        format!("select * from api.{}({})", self.name, said.collect::<Vec<_>>().join(", "))
    }
}

/// A value with which a call of the caller's own gets as far as it can.
fn proper(argument: &Argument, attacker: &Attacker) -> String {
    match (argument.name.as_str(), argument.of.as_str()) {
        ("family_id", _) => quote(&attacker.family),
        ("member_id", _) => quote(&attacker.member),
        ("child_id", _) => quote(&attacker.child),
        ("user_id" | "of_user" | "by_user", _) if !attacker.person.id.is_empty() => {
            quote(&attacker.person.id)
        }
        ("country", _) => "'DE'".to_owned(),
        ("phone", _) => "'+4930123456'".to_owned(),
        ("languages", _) => "array['de']".to_owned(),
        ("page_size", _) => "100".to_owned(),
        ("birth_date", _) => "'2020-02-02'".to_owned(),
        ("valid_for", _) => "interval '1 day'".to_owned(),
        (_, "api.member_kind") => "'relative'".to_owned(),
        (_, "api.user_role") => "'member'".to_owned(),
        (_, "api.visibility") => "'family'".to_owned(),
        (name, _) if name.starts_with("after_") || name.starts_with("before_") => "null".to_owned(),
        (_, "uuid") => "gen_random_uuid()".to_owned(),
        ("of_table" | "of_row" | "beginning", _) => "null".to_owned(),
        (_, "text") => "'Mallory'".to_owned(),
        _ => "null".to_owned(),
    }
}

/// The functions of `api`, by name; with a role, those that it may call.
pub(crate) async fn routines(world: &World, role: Option<&str>) -> Vec<Routine> {
    let may = role.map_or_else(String::new, |role| {
        format!("and has_function_privilege('{role}', p.oid, 'EXECUTE')")
    });
    let rows = world
        .operate(&format!(
            "select p.proname, p.provolatile = 'v',
               coalesce(array_to_string(p.proargnames[1:p.pronargs], ','), ''),
               coalesce((select string_agg(t::regtype::text, ',' order by place)
                 from unnest(p.proargtypes) with ordinality a (t, place)), '')
             from pg_proc p where p.pronamespace = 'api'::regnamespace {may} order by p.proname"
        ))
        .await
        .unwrap();
    rows.into_iter()
        .map(|row| {
            let row: Vec<String> = row.into_iter().map(Option::unwrap_or_default).collect();
            let arguments = row[2].split(',').zip(row[3].split(','));
            Routine {
                name: row[0].clone(),
                volatile: row[1] == "t",
                arguments: arguments
                    .filter(|(name, _)| !name.is_empty())
                    .map(|(name, of)| Argument { name: name.to_owned(), of: of.to_owned() })
                    .collect(),
            }
        })
        .collect()
}
