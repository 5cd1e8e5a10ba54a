//! Functions and procedures, and who may call them.

use super::held::{held, roles};
use super::{Tests, both, literal, name, texts, worded};
use crate::catalog::{
    ArgMode, Catalog, Definition, Function, FunctionKind, Kind, Privilege, QName, Security,
    Volatility,
};

pub(super) fn functions(tests: &mut Tests, catalog: &Catalog) {
    let roles = roles(catalog);
    for (id, object) in catalog.of_kind(Kind::Function) {
        let Definition::Function(it) = &object.definition else { continue };
        let function = id.qname();
        let args = inputs(it);
        tests.about(&format!("Function {function}({})", id.args.as_deref().unwrap_or_default()));
        of(tests, &function, &args, it);
        for (role, used) in &roles {
            let may = held(&object.grants, used).contains(&Privilege::Execute);
            let words = texts(may.then(|| literal("EXECUTE")));
            let [schema, named] = both(&function);
            let says = format!("whether {role} may call {function}");
            tests.put(
                "function_privs_are",
                &[schema, named, args.clone(), name(role), words],
                &says,
            );
        }
    }
}

/// The types of the input arguments.
fn inputs(it: &Function) -> String {
    let is_input = |mode: ArgMode| !matches!(mode, ArgMode::Out | ArgMode::Table);
    let inputs = it.args.iter().filter(|arg| is_input(arg.mode));
    texts(inputs.map(|arg| worded(&arg.data_type))).replace("::text[]", "::name[]")
}

fn of(tests: &mut Tests, function: &QName, args: &str, it: &Function) {
    let these = || {
        let [schema, named] = both(function);
        vec![schema, named, args.to_owned()]
    };
    tests.put("has_function", &these(), &format!("{function} is there"));
    let (asked, word) = match it.security {
        Security::Definer => ("is_definer", "runs as its owner"),
        Security::Invoker => ("isnt_definer", "runs as the caller"),
    };
    tests.put(asked, &these(), &format!("{function} {word}"));
    let with = |value: &str| these().into_iter().chain([literal(value)]).collect::<Vec<_>>();
    tests.put("function_lang_is", &with(&it.language), &format!("the language of {function}"));
    if it.kind == FunctionKind::Procedure {
        return;
    }
    let volatility = match it.volatility {
        Volatility::Volatile => "volatile",
        Volatility::Stable => "stable",
        Volatility::Immutable => "immutable",
    };
    tests.put("volatility_is", &with(volatility), &format!("{function} is {volatility}"));
}
