//! Functions and procedures.

use super::name::{literal, qualified, quoted};
use super::privileges::setting;
use crate::catalog::{
    ArgMode, Argument, Body, Function, FunctionKind, ObjectId, Parallel, Security, Volatility,
};

/// The statements that make a function. A body that PostgreSQL reads at once may call the function only when it is there.
pub(super) fn creation(id: &ObjectId, it: &Function) -> Vec<String> {
    if !may_call_itself(id, it) {
        return vec![create(id, it, false)];
    }
    let promised = Function { body: Body::Source(String::new()), ..it.clone() };
    vec![create(id, &promised, false), create(id, it, true)]
}

/// Where it does not after all, it is only said twice.
pub(super) fn may_call_itself(id: &ObjectId, it: &Function) -> bool {
    let Body::Atomic(body) = &it.body else { return false };
    let calls = |name: &str| body.contains(&format!("{name}("));
    calls(&id.name) || calls(&quoted(&id.name))
}

pub(super) fn create(id: &ObjectId, it: &Function, replace: bool) -> String {
    let or_replace = if replace { "OR REPLACE " } else { "" };
    let word = match it.kind {
        FunctionKind::Procedure => "PROCEDURE",
        FunctionKind::Function | FunctionKind::Window => "FUNCTION",
    };
    let args: Vec<String> =
        it.args.iter().filter(|arg| arg.mode != ArgMode::Table).map(argument).collect();
    let mut text =
        format!("CREATE {or_replace}{word} {}({})", qualified(&id.qname()), args.join(", "));
    if let Some(returns) = &it.returns {
        text.push_str(&format!("\n    RETURNS {returns}"));
    }
    for clause in clauses(it) {
        text.push_str(&format!("\n    {clause}"));
    }
    match &it.body {
        Body::Source(source) => text.push_str(&format!("\nAS {}", dollar_quoted(source))),
        Body::Atomic(body) => text.push_str(&format!("\n{body}")),
        Body::Library { file, symbol } => {
            text.push_str(&format!("\nAS {}, {}", literal(file), literal(symbol)));
        }
    }
    text
}

/// Everything that is not the default.
fn clauses(it: &Function) -> Vec<String> {
    let mut clauses = vec![format!("LANGUAGE {}", quoted(&it.language))];
    if it.kind == FunctionKind::Window {
        clauses.push("WINDOW".into());
    }
    match it.volatility {
        Volatility::Volatile => {}
        Volatility::Stable => clauses.push("STABLE".into()),
        Volatility::Immutable => clauses.push("IMMUTABLE".into()),
    }
    if it.strict {
        clauses.push("STRICT".into());
    }
    if it.security == Security::Definer {
        clauses.push("SECURITY DEFINER".into());
    }
    if it.leakproof {
        clauses.push("LEAKPROOF".into());
    }
    match it.parallel {
        Parallel::Unsafe => {}
        Parallel::Restricted => clauses.push("PARALLEL RESTRICTED".into()),
        Parallel::Safe => clauses.push("PARALLEL SAFE".into()),
    }
    clauses.extend(it.cost.map(|cost| format!("COST {cost}")));
    clauses.extend(it.rows.map(|rows| format!("ROWS {rows}")));
    clauses.extend(it.support.as_ref().map(|support| format!("SUPPORT {support}")));
    if !it.transforms.is_empty() {
        let types: Vec<String> = it.transforms.iter().map(|it| format!("FOR TYPE {it}")).collect();
        clauses.push(format!("TRANSFORM {}", types.join(", ")));
    }
    clauses.extend(it.settings.iter().map(|(name, value)| format!("SET {}", setting(name, value))));
    clauses
}

pub(super) fn argument(it: &Argument) -> String {
    let mode = match it.mode {
        ArgMode::In | ArgMode::Table => "",
        ArgMode::Out => "OUT ",
        ArgMode::InOut => "INOUT ",
        ArgMode::Variadic => "VARIADIC ",
    };
    let name = it.name.as_ref().map_or(String::new(), |name| format!("{} ", quoted(name)));
    let default = it.default.as_ref().map_or(String::new(), |it| format!(" DEFAULT {it}"));
    format!("{mode}{name}{}{default}", it.data_type)
}

/// A string between dollar signs, with a tag that it does not contain.
fn dollar_quoted(text: &str) -> String {
    let mut tag = "$function$".to_owned();
    let mut count = 0;
    // A text that ends in the tag's beginning would close it early: `$` next to the tag.
    while text.contains(tag.trim_end_matches('$')) {
        count += 1;
        tag = format!("$function{count}$");
    }
    format!("{tag}{text}{tag}")
}

#[cfg(test)]
mod tests {
    use super::dollar_quoted;

    #[test]
    fn the_tag_is_not_in_the_text() {
        assert_eq!(dollar_quoted("a"), "$function$a$function$");
        assert_eq!(dollar_quoted("$function$"), "$function1$$function$$function1$");
        assert_eq!(dollar_quoted("ends in $"), "$function$ends in $$function$");
    }
}
