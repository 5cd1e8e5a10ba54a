//! The arguments of a function as a struct with a builder, which has no `build` before all that must be said is said.

use super::doc::Doc;
use super::part::Part;
use crate::generate::client::model::{Argument, Function};
use crate::generate::client::names::plain;
use crate::generate::client::scalar::Pass;
use std::fmt::Write;

/// The struct and its builder.
pub(super) fn params(function: &Function) -> Part {
    let (required, optional): (Vec<_>, Vec<_>) =
        function.arguments.iter().partition(|it| it.required);
    let clashes = required.iter().any(|it| SHADOWED.contains(&plain(&it.rust)));
    let doc =
        Doc::default().told(format!("The arguments of [`{0}`](fn@{0}).", plain(&function.rust)));
    let mut text = format!("arguments! {{\n{}", doc.comment(1));
    if required.is_empty() {
        text.push_str("    #[derive(Default)]\n");
    }
    let constant = super::statement::name(function);
    let _ = writeln!(text, "    {0}Params by {0}ParamsBuilder for {constant} {{", function.camel);
    required.iter().for_each(|it| text.push_str(&field(it, clashes)));
    text.push_str("    } or {\n");
    optional.iter().for_each(|it| text.push_str(&field(it, clashes)));
    text.push_str("    }\n}\n");
    Part::Laid(text)
}

fn field(it: &Argument, clashes: bool) -> String {
    let default = it
        .default
        .as_ref()
        .map(|default| format!("Left out it is `{}`.", default.replace('`', "'")));
    let doc = Doc::default().said(it.comment.as_deref().unwrap_or("An argument.")).perhaps(default);
    let form = match (it.data_type.pass, it.null) {
        (_, true) => " as nullable",
        (Pass::Text | Pass::Bytes | Pass::Into, false) => " as into",
        (Pass::Value | Pass::Borrowed, false) => "",
    };
    let of = match clashes {
        true => whole(&it.data_type.rust),
        false => it.data_type.rust.clone(),
    };
    format!("{}        {}: {of}{form},\n", doc.comment(2), it.rust)
}

/// A builder's type parameters are called as its arguments: one of these names hides what else is called so.
const SHADOWED: [&str; 12] =
    ["ids", "types", "values", "bool", "i8", "i16", "i32", "i64", "u8", "u32", "f32", "f64"];

/// A type by names that nothing hides.
fn whole(rust: &str) -> String {
    let mut made = String::new();
    let mut word = String::new();
    for letter in rust.chars().chain([' ']) {
        if letter.is_alphanumeric() || letter == '_' {
            word.push(letter);
            continue;
        }
        if SHADOWED.contains(&&*word) && !made.ends_with("::") {
            made.push_str(if letter == ':' { "crate::" } else { "std::primitive::" });
        }
        made.push_str(&word);
        made.push(letter);
        word.clear();
    }
    made.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn a_type_is_named_as_a_whole() {
        assert_eq!(
            whole("values::Array<ids::FamilyId>"),
            "crate::values::Array<crate::ids::FamilyId>"
        );
        assert_eq!(whole("Vec<u8>"), "Vec<std::primitive::u8>");
        assert_eq!(whole("String"), "String");
    }
}
