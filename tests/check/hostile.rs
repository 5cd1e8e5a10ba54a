//! SQL that ends anywhere brings no rule down: PostgreSQL may never see it, since functions can be declared `checked: false`.

use super::project;
use momni_db::judge::Built;
use momni_db::{pipeline, read};

const TEXTS: [&str; 3] = [
    "begin execute format('a %1$s %% %-3s %I' || x, f(x, '(')) into y using z; \
     exception when others then if a then raise notice '%', x; end if; when c or others then null; end",
    "exists (select from \"app\".users u, lateral f(u.id) join (b c on ((d.e = d.e))) where u.x = E'\\'' || $a$ b $a$ and é <> $1)",
    "insert into audit_log (a) values (1); update t set a = 1 /* b /* c */ where \"d\" = 'user_metadata' -- x",
];

#[test]
fn a_text_that_ends_anywhere_is_judged() {
    for text in TEXTS {
        let cuts = text.char_indices().map(|(at, _)| at).step_by(3).filter(|at| *at > 0);
        let all: Vec<&str> = cuts
            .flat_map(|at| [&text[..at], &text[at..]])
            .filter(|it| !it.trim().is_empty())
            .collect();
        let mut yaml = String::from("functions:\n");
        for (number, cut) in all.iter().enumerate() {
            let quoted = serde_json::to_string(cut).unwrap();
            for volatility in ["volatile", "immutable"] {
                yaml += &format!(
                    "  f{number}_{volatility}: {{ args: {{ x: text }}, returns: trigger, volatility: {volatility}, checked: false, body: {quoted} }}\n"
                );
            }
        }
        yaml += "tables:\n  t:\n    row_security: forced\n    columns: { id: bigint, a: text }\n    policies:\n";
        for (number, cut) in all.iter().enumerate() {
            let quoted = serde_json::to_string(cut).unwrap();
            yaml += &format!("      p{number}: {{ using: {quoted}, with_check: {quoted} }}\n");
        }
        let folder = project("", &yaml);
        let (read, _) = read::project(folder.path())
            .unwrap_or_else(|faults| panic!("{:?}", faults.diagnostics.first()));
        let declared = read.declared.objects().unwrap().catalog.clone();
        // What is declared stands in for what a server would have built: every rule is asked.
        let built = Built { catalog: declared, constants: Vec::new(), remarks: Ok(Vec::new()) };
        assert!(!pipeline::judge(&read, Some(&built)).unwrap().is_empty());
    }
}
