//! `lib.rs`.

use super::area::left_out;
use super::doc::Doc;
use super::part::Part;
use crate::generate::Source;
use crate::generate::client::model::{Function, Gives, Model};
use std::fmt::Write;

/// The root of the crate.
pub(in crate::generate::client) fn library(source: &Source<'_>, model: &Model) -> Vec<Part> {
    let mut doc = Doc::default()
        .told(format!("Calls the functions of the database `{}`: a module for each area, a function for each of its functions.", source.config.name))
        .told(example(source, model))
        .told(
            "- [`Client`] is a pool of connections. Functions are called in somebody's name: [`Client::as_user`] sets role and \
             claims for each transaction, and there is no way around it.\n\
             - A single call is a transaction of its own and costs one wait for the server. [`User::transaction`] makes several calls \
             one, and runs them again where they met another transaction.\n\
             - A function has an error of its own, with what it declares, what it raises and the constraints that it can hit; all else is in `Other`.\n\
             - Beside a function stand, where it has them, `…_stream` (its rows as they come), `…_pages` (those of all pages) and `…_batch` \
             (many calls as one statement).\n\
             - What is NOT NULL by its declaration is no `Option`.\n\
             - [`values`] are PostgreSQL's types with all that they can hold; features named `chrono`, `jiff`, `time`, `uuid`, \
             `rust_decimal` and `pgvector` convert them.\n\
             - Where a database is ahead of the crate, [`Client::differences`] says what matters to it.",
        );
    if let Some(lines) = left_out(model) {
        doc = doc.told("Functions that have no place here:").told(lines);
    }
    let mut text = doc.inner();
    text.push_str(
        "#[allow(dead_code, unused_imports, unused_macros, reason = \"no database needs all of it\")]
        mod runtime;
        mod contract;\n",
    );
    for name in model.areas.keys() {
        let _ = writeln!(text, "pub mod {name};");
    }
    text.push_str(
        "pub mod ids;
        pub mod types;
        pub use runtime::values;
        pub use runtime::call::Caller;
        pub use runtime::claims::Claims;
        pub use runtime::client::{Builder, Client};
        pub use runtime::contract::Difference;
        pub use runtime::error::{Error, ErrorKind};
        pub use runtime::idempotency::IdempotencyKey;
        pub use runtime::listen::{Notification, Notifications};
        pub use runtime::params::{Missing, Nullable};
        pub use runtime::retry::Retry;
        pub use runtime::rows::Rows;
        pub use runtime::transaction::Transaction;
        pub use runtime::user::{Isolation, User};\n",
    );
    text.push_str(&roles(model));
    text.push_str(
        "/// Tells the catalog that this crate was made from.
        pub const FINGERPRINT: &str = contract::FINGERPRINT;\n",
    );
    vec![Part::Rust(text)]
}

fn roles(model: &Model) -> String {
    if model.roles.is_empty() {
        return String::new();
    }
    let variants: String = model
        .roles
        .iter()
        .map(|(variant, name)| {
            format!("{}{variant},\n", Doc::default().told(format!("`{name}`.")).text())
        })
        .collect();
    let names: String =
        model.roles.iter().map(|(variant, name)| format!("Self::{variant} => {name:?},")).collect();
    format!(
        "/// The roles that a token may name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Role {{ {variants} }}
        impl Role {{
            /// Its name in the database.
            pub const fn as_str(self) -> &'static str {{ match self {{ {names} }} }}
        }}
        impl From<Role> for String {{ fn from(role: Role) -> Self {{ role.as_str().to_owned() }} }}\n"
    )
}

/// How it looks in the hands of a user: a call by itself, and the same within a transaction.
pub(super) fn example(source: &Source<'_>, model: &Model) -> String {
    let krate = source.config.build.client_name.replace('-', "_");
    let simple = |it: &&Function| it.is_positional() && it.arguments.is_empty();
    let all = model.areas.iter().flat_map(|(area, all)| all.iter().map(move |it| (area, it)));
    let reads = all
        .clone()
        .find(|(_, it)| simple(it) && it.read_only && !matches!(it.gives, Gives::Nothing));
    let mut writes = all.clone().filter(|(_, it)| simple(it) && !it.read_only);
    let first = reads.or_else(|| all.clone().find(|(_, it)| simple(it)));
    // Who may call most is most likely the reader.
    let may = |role: &&String| all.clone().filter(|(_, it)| it.roles.contains(*role)).count();
    let role = first.and_then(|(_, it)| it.roles.iter().max_by_key(may));
    let writes = writes.find(|(_, it)| role.is_some_and(|role| it.roles.contains(role)));
    let role = role.and_then(|role| model.roles.iter().find(|(_, name)| name == role));
    let claims = match role {
        Some((variant, _)) => format!("Claims::new(Role::{variant})"),
        None => "Claims::new(\"member\")".to_owned(),
    };
    let uses = if role.is_some() { "Claims, Client, Role" } else { "Claims, Client" };
    let mut text = format!(
        "```no_run\nuse {krate}::{{{uses}}};\n\n# async fn example(user_id: &str) -> Result<(), {krate}::Error> {{\n\
         let client = Client::new(\"postgresql://authenticator@localhost/{}\")?;\n\
         let user = client.as_user(&{claims}.subject(user_id));\n",
        source.config.name
    );
    if let Some((area, it)) = first {
        let name = &it.rust;
        let _ = write!(
            text,
            "let answer = {krate}::{area}::{name}(&user).await?;\n\n\
             // Several calls as one transaction.\n\
             user.transaction(|tx| async move {{\n    {krate}::{area}::{name}(&tx).await?;\n"
        );
        if let Some((area, it)) = writes {
            let _ = writeln!(text, "    {krate}::{area}::{}(&tx).await?;", it.rust);
        }
        let _ = write!(text, "    Ok::<_, {krate}::Error>(())\n}})\n.await?;\n");
        if matches!(it.gives, Gives::Nothing) {
            text = text.replace("let answer = ", "");
        }
    }
    text.push_str("# Ok(())\n# }\n```");
    text
}
