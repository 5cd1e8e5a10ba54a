//! The arguments of a function as a struct with a builder, which has no `build` before all that must be said is said.

use super::argument::{held, set};
use super::doc::Doc;
use crate::generate::client::model::{Argument, Function};
use crate::generate::client::names::plain;
use std::fmt::Write;

/// The struct and its builder.
pub(super) fn params(function: &Function) -> String {
    let name = format!("{}Params", function.camel);
    let (required, optional): (Vec<_>, Vec<_>) =
        function.arguments.iter().partition(|it| it.required);
    let mut text = structs(function, &name, &required, &optional);
    text.push_str(&building(&name, &required, &optional));
    text.push_str(&calling(function, &name, &required, &optional));
    let _ = write!(
        text,
        "impl std::fmt::Debug for {name} {{
            /// Shows no argument: one may be a secret.
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {{
                f.debug_struct({name:?}).finish_non_exhaustive()
            }}
        }}\n"
    );
    text
}

fn fields(of: &[&Argument], form: impl Fn(&Argument) -> String) -> String {
    of.iter().map(|it| format!("{}: {},", it.rust, form(it))).collect()
}

fn structs(
    function: &Function,
    name: &str,
    required: &[&Argument],
    optional: &[&Argument],
) -> String {
    let doc = Doc::default()
        .told(format!("The arguments of [`{0}`](fn@{0}).", plain(&function.rust)))
        .text();
    let left = |it: &Argument| format!("Option<{}>", held(it));
    let default = if required.is_empty() { ", Default" } else { "" };
    let mut text = format!(
        "{doc}#[derive(Clone{default})]\npub struct {name} {{ {} {} }}\n",
        fields(required, held),
        fields(optional, left),
    );
    let doc = Doc::default().told(format!("Makes [`{name}`].")).text();
    let generics: String = required.iter().map(|it| format!("{} = Missing,", state(it))).collect();
    let states = fields(required, state);
    let _ = write!(
        text,
        "{doc}#[must_use]\npub struct {name}Builder<{generics}> {{ {states} {} }}\n",
        fields(optional, left),
    );
    text
}

/// The type parameter that says whether an argument is given.
fn state(it: &Argument) -> String {
    it.state.clone()
}

fn building(name: &str, required: &[&Argument], optional: &[&Argument]) -> String {
    let builder = format!("{name}Builder");
    let missing: String = required.iter().map(|it| format!("{}: Missing,", it.rust)).collect();
    let none: String = optional.iter().map(|it| format!("{}: None,", it.rust)).collect();
    let mut text = format!(
        "impl {name} {{
            /// Begins with nothing.
            pub fn builder() -> {builder} {{ {builder} {{ {missing} {none} }} }}
        }}\n"
    );
    for it in required {
        text.push_str(&required_setter(&builder, it, required, optional));
    }
    let all: String = required.iter().map(|it| format!("{},", state(it))).collect();
    if !optional.is_empty() {
        let setters: String = optional.iter().map(|it| optional_setter(it)).collect();
        let _ = writeln!(text, "impl<{all}> {builder}<{all}> {{ {setters} }}");
    }
    let given: String = required.iter().map(|it| format!("{},", held(it))).collect();
    let moved: String =
        required.iter().chain(optional).map(|it| format!("{0}: self.{0},", it.rust)).collect();
    let _ = write!(
        text,
        "impl {builder}<{given}> {{
            /// The arguments.
            pub fn build(self) -> {name} {{ {name} {{ {moved} }} }}
        }}\n"
    );
    text
}

fn about(it: &Argument) -> String {
    let said = it.comment.as_deref().unwrap_or("An argument.");
    let default = it
        .default
        .as_ref()
        .map(|default| format!("Left out it is `{}`.", default.replace('`', "'")));
    Doc::default().said(said).perhaps(default).text()
}

fn required_setter(
    builder: &str,
    it: &Argument,
    required: &[&Argument],
    optional: &[&Argument],
) -> String {
    let others: Vec<String> =
        required.iter().filter(|other| other.rust != it.rust).map(|it| state(it)).collect();
    let with = |own: &str| -> String {
        let one = |other: &&Argument| match other.rust == it.rust {
            true => format!("{own},"),
            false => format!("{},", state(other)),
        };
        required.iter().map(one).collect()
    };
    let (taken, made) = set(it);
    let moved: String = required
        .iter()
        .chain(optional)
        .filter(|other| other.rust != it.rust)
        .map(|it| format!("{0}: self.{0},", it.rust))
        .collect();
    let name = &it.rust;
    let field = if made == *name { made } else { format!("{name}: {made}") };
    format!(
        "impl<{}> {builder}<{}> {{
            {}pub fn {name}(self, {name}: {taken}) -> {builder}<{}> {{
                {builder} {{ {field}, {moved} }}
            }}
        }}\n",
        others.join(","),
        with("Missing"),
        about(it),
        with(&held(it)),
    )
}

fn optional_setter(it: &Argument) -> String {
    let (taken, made) = set(it);
    let name = &it.rust;
    format!(
        "{}pub fn {name}(mut self, {name}: {taken}) -> Self {{
            self.{name} = Some({made});
            self
        }}\n",
        about(it)
    )
}

/// The call that the struct stands for.
fn calling(
    function: &Function,
    name: &str,
    required: &[&Argument],
    optional: &[&Argument],
) -> String {
    let constant = super::statement::name(function);
    let first: String = required.iter().map(|it| format!("Given(&self.{}),", it.rust)).collect();
    let mut text = format!(
        "impl {name} {{
            fn call(&self) -> Call<'_> {{
                let {}arguments: Vec<Given<'_>> = vec![{first}];\n",
        if optional.is_empty() { "" } else { "mut " }
    );
    for it in optional {
        let _ = writeln!(
            text,
            "if let Some(given) = &self.{} {{ arguments.push(Given(given)); }}",
            it.rust
        );
    }
    let _ = write!(
        text,
        "Call::of(&{constant}, self.given(), false, arguments)
            }}
            /// Which arguments are given, by place.
            fn given(&self) -> u128 {{ {} }}
        }}\n",
        given(required.len(), optional)
    );
    text
}

/// Which arguments are given: the required ones, and those that are some.
fn given(required: usize, optional: &[&Argument]) -> String {
    let first = if required >= 128 { u128::MAX } else { (1 << required) - 1 };
    if optional.is_empty() {
        return first.to_string();
    }
    let one = |(at, it): (usize, &&Argument)| {
        let place = 1_u128 << (required + at);
        format!("if self.{}.is_some() {{ given |= {place}; }}", it.rust)
    };
    let more: String = optional.iter().enumerate().map(one).collect();
    format!("let mut given = {first}; {more} given")
}
