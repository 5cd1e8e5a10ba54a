//! Arguments as they are handed over, one by one or by a builder.

use crate::generate::client::model::{Argument, Type};
use crate::generate::client::scalar::Pass;

/// The type of an argument that is handed over by itself.
pub(super) fn taken(it: &Argument) -> String {
    let Type { rust, pass, .. } = &it.data_type;
    let one = match pass {
        Pass::Value => rust.clone(),
        Pass::Text => "&str".to_owned(),
        Pass::Bytes => "&[u8]".to_owned(),
        Pass::Borrowed => format!("&{rust}"),
        Pass::Into if it.null => return format!("impl Nullable<{rust}>"),
        Pass::Into => return format!("impl Into<{rust}>"),
    };
    if it.null { format!("Option<{one}>") } else { one }
}

/// What makes the value of an argument that may be handed over in several forms.
pub(super) fn made(it: &Argument) -> String {
    let Argument { rust: name, .. } = it;
    let Type { rust, pass, .. } = &it.data_type;
    match (pass, it.null) {
        (Pass::Into, true) => format!("let {name}: Option<{rust}> = {name}.nullable();"),
        (Pass::Into, false) => format!("let {name}: {rust} = {name}.into();"),
        _ => String::new(),
    }
}

/// The type of an argument within a struct, without the option of leaving it out.
pub(super) fn held(it: &Argument) -> String {
    let rust = &it.data_type.rust;
    if it.null { format!("Option<{rust}>") } else { rust.clone() }
}
