//! The statement that calls a function, in as many forms as there are ways to leave optional arguments out.

/// A function of the database, as it is called.
#[derive(Debug)]
pub(crate) struct Function {
    /// Tells it from the others of this crate.
    pub(crate) id: u32,
    /// Its name as SQL spells it.
    pub(crate) name: &'static str,
    /// It changes nothing.
    pub(crate) read_only: bool,
    /// Its arguments.
    pub(crate) arguments: &'static [Argument],
    /// What it gives.
    pub(crate) gives: Gives,
}

/// An argument.
#[derive(Debug)]
pub(crate) struct Argument {
    /// `name => `, with VARIADIC before it where it is that.
    pub(crate) before: &'static str,
    /// The type that is sent; `null` where the argument only receives.
    pub(crate) sent: &'static str,
    /// Whether a single call names that type.
    pub(crate) named: bool,
    /// A cast from that to the argument's own type, or nothing.
    pub(crate) cast: &'static str,
}

/// What a function gives.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Gives {
    /// One value, with a cast or nothing behind it.
    Value(&'static str),
    /// Rows: the columns that are asked for, and what their relation is called.
    Rows(&'static str, &'static str),
    /// It is a procedure.
    Procedure,
}

/// One form of a function's statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Form {
    /// The function.
    pub(crate) id: u32,
    /// The arguments that are given, by place.
    pub(crate) given: u128,
    /// It takes an array of each argument, and calls the function for each row of them.
    pub(crate) batch: bool,
}

impl Function {
    /// The form that has all of its arguments.
    pub(crate) const fn whole(&self) -> Form {
        let given = match self.arguments.len() {
            128.. => u128::MAX,
            count => (1 << count) - 1,
        };
        Form { id: self.id, given, batch: false }
    }

    pub(crate) fn sql(&self, form: Form) -> String {
        let mut number = 0;
        let mut list = Vec::new();
        let mut arrays = Vec::new();
        let mut names = String::new();
        for (at, argument) in self.arguments.iter().enumerate() {
            let Argument { before, sent, named, cast } = argument;
            if form.given & (1 << at) == 0 {
                continue;
            }
            if *sent == "null" {
                list.push(format!("{before}null{cast}"));
                continue;
            }
            number += 1;
            if form.batch {
                arrays.push(format!("${number}::{sent}[]"));
                names.push_str(&format!("a{number}, "));
                list.push(format!("{before}a.a{number}{cast}"));
            } else if *named {
                list.push(format!("{before}${number}::{sent}{cast}"));
            } else {
                list.push(format!("{before}${number}"));
            }
        }
        let call = format!("{}({})", self.name, list.join(", "));
        let calls = format!("unnest({}) with ordinality as a({names}place)", arrays.join(", "));
        match (self.gives, form.batch) {
            (Gives::Value(cast), false) => format!("select {call}{cast}"),
            (Gives::Value(cast), true) => {
                format!("select {call}{cast} from {calls} order by a.place")
            }
            (Gives::Rows(columns, alias), false) => {
                format!("select {columns} from {call} as {alias}")
            }
            (Gives::Rows(columns, alias), true) => format!(
                "select {columns} from {calls} cross join lateral {call} as {alias} order by a.place"
            ),
            (Gives::Procedure, _) => format!("call {call}"),
        }
    }
}
