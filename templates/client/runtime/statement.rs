//! The statement that calls a function, in as many forms as there are ways to leave optional arguments out.

/// A function of the database, as it is called.
#[derive(Debug)]
pub(crate) struct Function {
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
    /// Its name as SQL spells it; empty where it has none.
    name: &'static str,
    variadic: bool,
    /// The type that is sent; `null` where the argument only receives.
    sent: &'static str,
    /// Whether a single call names that type.
    named: bool,
    /// A cast from that to the argument's own type, or nothing.
    cast: &'static str,
}

/// An argument by its name in SQL and the type that is sent.
pub(crate) const fn argument(name: &'static str, sent: &'static str) -> Argument {
    Argument { name, variadic: false, sent, named: true, cast: "" }
}

impl Argument {
    /// One call does not name its type: to do so takes USAGE on its schema, which a caller may lack.
    pub(crate) const fn unnamed(self) -> Self {
        Self { named: false, ..self }
    }

    /// With a cast from what is sent to its own type.
    pub(crate) const fn cast(self, cast: &'static str) -> Self {
        Self { cast, ..self }
    }

    /// It takes all that follows, as an array.
    pub(crate) const fn variadic(self) -> Self {
        Self { variadic: true, ..self }
    }
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Form {
    /// The address of the function's static, which tells it from all others; 0 is none's.
    pub(crate) function: usize,
    /// The arguments that are given, by place.
    pub(crate) given: u128,
    /// It takes an array of each argument, and calls the function for each row of them.
    pub(crate) batch: bool,
}

impl Function {
    /// One that may change something.
    pub(crate) const fn writing(
        name: &'static str,
        arguments: &'static [Argument],
        gives: Gives,
    ) -> Self {
        Self { name, read_only: false, arguments, gives }
    }

    /// One that changes nothing.
    pub(crate) const fn reading(
        name: &'static str,
        arguments: &'static [Argument],
        gives: Gives,
    ) -> Self {
        Self { name, read_only: true, arguments, gives }
    }

    /// The form that has these of its arguments.
    pub(crate) fn form(&'static self, given: u128, batch: bool) -> Form {
        Form { function: std::ptr::from_ref(self).addr(), given, batch }
    }

    /// The form that has all of its arguments.
    pub(crate) fn whole(&'static self, batch: bool) -> Form {
        let given = match self.arguments.len() {
            128.. => u128::MAX,
            count => (1 << count) - 1,
        };
        self.form(given, batch)
    }

    /// The statement of a form.
    pub(crate) fn sql(&self, form: Form) -> String {
        let mut number = 0;
        let mut list = Vec::new();
        let mut arrays = Vec::new();
        let mut names = String::new();
        for (at, argument) in self.arguments.iter().enumerate() {
            let Argument { name, variadic, sent, named, cast } = argument;
            if form.given & (1 << at) == 0 {
                continue;
            }
            let word = if *variadic { "variadic " } else { "" };
            let arrow = if name.is_empty() { "" } else { " => " };
            let before = format!("{word}{name}{arrow}");
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
