//! Foreign data wrappers, servers, user mappings.

use super::Outcome;
use crate::catalog::{ForeignDataWrapper, ForeignServer, Options, UserMapping};
use crate::plan::Alteration;

pub(super) fn alter_wrapper(old: &ForeignDataWrapper, new: &ForeignDataWrapper) -> Outcome {
    let mut alterations = Vec::new();
    if old.handler != new.handler || old.validator != new.validator {
        alterations.push(Alteration::WrapperFunctions(new.clone()));
    }
    alterations.extend(options(&old.options, &new.options));
    alterations.into()
}

/// Neither the wrapper nor the type of a server can change.
pub(super) fn alter_server(old: &ForeignServer, new: &ForeignServer) -> Outcome {
    if old.wrapper != new.wrapper || old.server_type != new.server_type {
        return Outcome::Replace;
    }
    let mut alterations = Vec::new();
    if old.version != new.version {
        alterations.push(Alteration::ServerVersion(new.version.clone()));
    }
    alterations.extend(options(&old.options, &new.options));
    alterations.into()
}

/// Options that may not be read are left alone.
pub(super) fn alter_mapping(old: &UserMapping, new: &UserMapping) -> Outcome {
    let (Some(old), Some(new)) = (&old.options, &new.options) else { return Outcome::Same };
    options(old, new).into_iter().collect::<Vec<_>>().into()
}

pub(super) fn options(from: &Options, to: &Options) -> Option<Alteration> {
    (from != to).then(|| Alteration::ForeignOptions { from: from.clone(), to: to.clone() })
}
