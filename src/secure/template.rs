//! The templates of bodies: those that are built in, and a project's own in their place.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// Where a project puts its own templates, relative to its folder.
pub const FOLDER: &str = "templates/functions";

/// Every template by its name, as it is built in.
pub const TEMPLATES: &[(&str, &str)] = &[
    ("requires.sql", include_str!("../../templates/functions/requires.sql")),
    ("arguments.sql", include_str!("../../templates/functions/arguments.sql")),
    ("rate_limit.sql", include_str!("../../templates/functions/rate_limit.sql")),
    ("idempotent.sql", include_str!("../../templates/functions/idempotent.sql")),
    ("guard.sql", include_str!("../../templates/functions/guard.sql")),
    ("audit.sql", include_str!("../../templates/functions/audit.sql")),
    ("function.sql", include_str!("../../templates/functions/function.sql")),
    ("get.sql", include_str!("../../templates/functions/get.sql")),
    ("list.sql", include_str!("../../templates/functions/list.sql")),
    ("insert.sql", include_str!("../../templates/functions/insert.sql")),
    ("update.sql", include_str!("../../templates/functions/update.sql")),
    ("soft_delete.sql", include_str!("../../templates/functions/soft_delete.sql")),
    ("restore.sql", include_str!("../../templates/functions/restore.sql")),
    ("exists.sql", include_str!("../../templates/functions/exists.sql")),
    ("count.sql", include_str!("../../templates/functions/count.sql")),
    ("of_caller.sql", include_str!("../../templates/functions/of_caller.sql")),
];

/// The templates of a project.
pub struct Templates(tera::Tera);

/// A template that does not parse or that names what is not there.
#[derive(Debug)]
pub struct TemplateFault {
    /// Its name.
    pub template: String,
    /// What is wrong.
    pub reason: String,
}

impl fmt::Debug for Templates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Templates")
    }
}

impl Templates {
    /// None, where no function needs one.
    pub fn none() -> Self {
        Self(tera::Tera::default())
    }

    /// Those that are built in, with a project's own, by name, in their place. Beside them what is wrong with these.
    pub fn new(own: &BTreeMap<&'static str, Arc<str>>) -> (Self, Vec<TemplateFault>) {
        let mut tera = tera::Tera::default();
        tera.autoescape_on(Vec::<&str>::new());
        let mut faults = Vec::new();
        for (name, built_in) in TEMPLATES {
            let text = own.get(name).map_or(*built_in, |own| own);
            if let Err(error) = tera.add_raw_template(name, text) {
                // Its own is told once, and not for each function.
                let _ = tera.add_raw_template(name, built_in);
                faults.push(TemplateFault { template: (*name).to_owned(), reason: reason(&error) });
            }
        }
        (Self(tera), faults)
    }

    /// The text of a template, without the line breaks around it.
    pub(super) fn render(
        &self,
        name: &str,
        view: &impl serde::Serialize,
    ) -> Result<String, TemplateFault> {
        let fault = |error: &tera::Error| TemplateFault {
            template: name.to_owned(),
            reason: reason(error),
        };
        let context = tera::Context::from_serialize(view).map_err(|error| fault(&error))?;
        let text = self.0.render(name, &context).map_err(|error| fault(&error))?;
        Ok(text.trim_matches('\n').to_owned())
    }
}

fn reason(error: &tera::Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text.push_str(&format!(": {cause}"));
        source = cause.source();
    }
    text
}
