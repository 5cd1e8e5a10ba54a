//! The call of the function that has the author's body, and what becomes of its answer.

use super::around::{Answer, Around, Function, audit};
use super::spelled::{THE_CALLER, caller, operation, pairs_of, reference};
use super::template::{TemplateFault, Templates};
use crate::catalog::ArgMode;
use crate::render::{qualified, quoted};

/// The call of the function that has the author's body, and what follows it.
pub(super) fn call(
    templates: &Templates,
    it: &Around<'_>,
    function: &mut Function,
) -> Result<(), TemplateFault> {
    let args = (0..it.args.len()).map(|at| match it.args[at].mode {
        ArgMode::Variadic => format!("variadic {}", reference(it, at)),
        _ => reference(it, at),
    });
    let args: Vec<String> = args.collect();
    let call = format!("{}({})", qualified(it.own), args.join(", "));
    let idempotent = it.secured.idempotent.as_ref();
    let declarations = &mut function.declarations;
    if idempotent.is_some() {
        declarations.push(format!("{THE_CALLER} text"));
        declarations.push("the_key text".into());
        declarations.push("the_stored jsonb".into());
    }
    // What the audit and the store are given.
    let (answer, stored) = match &it.answer {
        Answer::Void => {
            function.body = format!("  perform {call};");
            ("null", "'{}'::jsonb".to_owned())
        }
        Answer::One(data_type) => {
            declarations.push(format!("the_answer {data_type}"));
            function.body = format!("  the_answer := {call};");
            ("to_jsonb(the_answer)", "jsonb_build_object('answer', the_answer)".to_owned())
        }
        Answer::SetOf(..) | Answer::Table(_) if idempotent.is_none() => {
            function.body = format!("  return query select * from {call};");
            ("null", String::new())
        }
        Answer::SetOf(_, row) => {
            let said = if *row { ("said", "said") } else { ("said (answer)", "said.answer") };
            function.body = format!(
                "  the_stored := (select coalesce(jsonb_agg(jsonb_build_object('answer', {})), '[]') from {call} as {});",
                said.1, said.0
            );
            ("null", "the_stored".to_owned())
        }
        Answer::Table(columns) => {
            let names: Vec<String> = columns.iter().map(|(name, _)| quoted(name)).collect();
            let pairs = columns
                .iter()
                .map(|(name, _)| (name.to_string(), format!("said.{}", quoted(name))));
            function.body = format!(
                "  the_stored := (select coalesce(jsonb_agg({}), '[]') from {call} as said ({}));",
                pairs_of(pairs.collect()),
                names.join(", ")
            );
            ("null", "the_stored".to_owned())
        }
    };
    let audit = audit(templates, it, answer)?;
    let after = &mut function.after;
    after.extend(audit);
    if let (Some(_), Some(end)) = (idempotent, &it.calls.end) {
        after.push(format!(
            "  if the_key is not null then\n    perform {end}({}, {}, the_key, {stored});\n  end if;",
            operation(it),
            caller(it)
        ));
    }
    match &it.answer {
        Answer::One(_) => after.push("  return the_answer;".into()),
        Answer::SetOf(..) | Answer::Table(_) if idempotent.is_some() => {
            after.push(format!("  {}", answered(it).join("\n  ")));
        }
        _ => {}
    }
    Ok(())
}

/// Gives the stored answer.
pub(super) fn answered(it: &Around<'_>) -> Vec<String> {
    let rows = "jsonb_to_recordset(the_stored) as said";
    match &it.answer {
        Answer::Void => vec!["return;".into()],
        Answer::One(data_type) => vec![format!(
            "return (select said.answer from jsonb_to_record(the_stored) as said (answer {data_type}));"
        )],
        Answer::SetOf(data_type, row) => {
            let what = if *row { "(said.answer).*" } else { "said.answer" };
            vec![
                format!("return query select {what} from {rows} (answer {data_type});"),
                "return;".into(),
            ]
        }
        Answer::Table(columns) => {
            let names: Vec<String> =
                columns.iter().map(|(name, _)| format!("said.{}", quoted(name))).collect();
            let typed: Vec<String> =
                columns.iter().map(|(name, it)| format!("{} {it}", quoted(name))).collect();
            vec![
                format!(
                    "return query select {} from {rows} ({});",
                    names.join(", "),
                    typed.join(", ")
                ),
                "return;".into(),
            ]
        }
    }
}
