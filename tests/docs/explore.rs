//! The page to explore by, used in a browser.

use crate::browser::told;
use crate::projects::pages;
use serde_json::{Value, json};

/// Opens the page of a project, runs a script in it, and gives what the script gives.
fn explored(project: &str, fragment: &str, options: &[&str], script: &str) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let page = pages(project).remove("explore.html").unwrap();
    let script = format!(
        "<script>
        (() => {{ const fill = (id, value) => {{ const it = document.getElementById(id); it.value = value; for (const name of ['input', 'change']) it.dispatchEvent(new Event(name, {{ bubbles: true }})); }};
        const key = (at, key) => at.dispatchEvent(new KeyboardEvent('keydown', {{ key, bubbles: true, cancelable: true }}));
        const shown = () => cards.map((it, at) => [data.tables[at].name, it.classList]).filter(([, it]) => !it.contains('gone') && !it.contains('out')).map(([it]) => it).sort();
        const result = (() => {{ try {{ {script} }} catch (error) {{ return {{ failed: String(error.stack) }}; }} }})();
        const out = document.createElement('pre'); out.id = 'told'; out.textContent = JSON.stringify(result); document.body.replaceChildren(out); }})();
        </script></body>"
    );
    let path = folder.path().join("explore.html");
    let page = page.replace("</body>", &script);
    std::fs::write(&path, page).unwrap();
    told(&path, fragment, options)
}

#[test]
fn the_shortest_way_is_found_with_its_sql() {
    let found = explored(
        "",
        "",
        &[],
        "fill('from', 'app.children'); fill('to', 'app.families'); document.getElementById('way').requestSubmit();
         return { sql: document.getElementById('sql').textContent, way: cards.map((it, at) => [data.tables[at].name, it.classList.contains('way')]).filter(([, it]) => it).map(([it]) => it).sort(),
                  keys: lines.filter((it) => it.classList.contains('way')).length };",
    );
    assert_eq!(
        found["way"],
        json!(["app.children", "app.emergency_contacts", "app.families"]),
        "{found}"
    );
    assert_eq!(found["keys"], 2);
    assert_eq!(
        found["sql"],
        "SELECT *\nFROM app.children AS children\n\
         JOIN app.emergency_contacts AS emergency_contacts\n    ON emergency_contacts.child_id = children.id\n\
         JOIN app.families AS families\n    ON families.id = emergency_contacts.family_id;"
    );
}

#[test]
fn the_sql_of_ways_is_what_postgresql_takes() {
    let all = "return data.tables.flatMap((it, from) => data.tables.map((other, to) => { const steps = shortest(from, to); return steps && sql(from, steps); })).filter(Boolean);";
    for project in ["", "tests/cases/docs/odd"] {
        let found = explored(project, "", &[], all);
        let found: Vec<&str> = found
            .as_array()
            .unwrap_or_else(|| panic!("{found}"))
            .iter()
            .map(|it| it.as_str().unwrap())
            .collect();
        assert!(found.len() > 8, "{} ways", found.len());
        let target = crate::examples::standing(project);
        let explained: String = found.iter().map(|it| format!("EXPLAIN {it}\n")).collect();
        crate::support::execute(&target, &explained);
    }
}

#[test]
fn where_no_key_leads_there_is_no_way() {
    let found = explored("", "#app.families/audit.changes", &[], "return panel.textContent;");
    assert!(
        found.as_str().unwrap().contains("No foreign keys lead from one to the other."),
        "{found}"
    );
}

#[test]
fn filters_show_what_is_meant() {
    let found = explored(
        "",
        "",
        &[],
        "const all = shown().length; fill('search', 'birth_date'); const text = shown(); fill('search', '');
         fill('role', String(data.roles.indexOf('momni_auditor'))); const role = shown(); fill('role', '');
         const boxes = [...document.querySelectorAll('#areas input')]; const area = boxes.find((it) => it.parentElement.textContent.includes('families'));
         document.querySelector('#areas button[data-all=\"\"]').click(); area.checked = true; area.dispatchEvent(new Event('change', { bubbles: true }));
         return { all, text, role, area: shown().length, lines: lines.filter((it) => !it.classList.contains('gone')).length, count: document.getElementById('count').textContent };",
    );
    assert_eq!(found["all"], 113, "{found}");
    assert_eq!(found["text"], json!(["app.children"]));
    assert_eq!(
        found["role"],
        json!([
            "app.account_merges",
            "app.background_checks",
            "app.behaviour_events",
            "app.child_relations",
            "app.disputes",
            "app.host_insurances",
            "app.hosts",
            "app.identity_verifications",
            "app.incident_events",
            "app.incident_people",
            "app.incidents",
            "app.money_orders",
            "app.payment_intents",
            "app.reviews",
            "app.suspension_appeals",
            "app.suspensions",
            "audit.calls",
            "audit.changes",
            "audit.role_changes"
        ])
    );
    assert_eq!(found["area"], 8);
    // Of the keys between the tables of the area alone.
    assert_eq!(found["lines"], 8);
    assert_eq!(found["count"], "8 of 113 tables");
}

#[test]
fn the_keyboard_is_enough() {
    let found = explored(
        "",
        "",
        &[],
        "const first = data.tables[current].name; cards[current].focus(); key(cards[current], 'ArrowRight'); const next = data.tables[current].name;
         const focused = document.activeElement === cards[current]; const stops = cards.filter((it) => it.tabIndex === 0).length;
         key(cards[current], 'Enter'); const title = panel.querySelector('h2').textContent; const open = !panel.hidden;
         const before = view.scale; key(document.body, '+'); const larger = view.scale > before;
         key(document.body, 'Escape'); const shut = panel.hidden; key(document.body, '/'); const search = document.activeElement.id;
         return { first, next, focused, stops, title, open, larger, shut, search };",
    );
    assert_ne!(found["first"], found["next"], "{found}");
    assert_eq!(found["title"], found["next"]);
    for yes in ["focused", "open", "larger", "shut"] {
        assert_eq!(found[yes], true, "{yes}: {found}");
    }
    assert_eq!((&found["stops"], &found["search"]), (&json!(1), &json!("search")));
}

#[test]
fn it_is_dark_where_that_is_wanted_and_fits_a_narrow_screen() {
    let found = explored(
        "",
        "#app.families",
        &["--window-size=400,800"],
        "const light = getComputedStyle(document.body).backgroundColor; document.getElementById('theme').click();
         const dark = getComputedStyle(document.body).backgroundColor;
         return { light, dark, wide: document.documentElement.scrollWidth <= innerWidth, panel: panel.getBoundingClientRect().width === innerWidth, inner: innerWidth };",
    );
    assert_ne!(found["light"], found["dark"], "{found}");
    assert_eq!((&found["wide"], &found["panel"]), (&json!(true), &json!(true)), "{found}");
}

#[test]
fn what_was_written_is_text() {
    let found = explored(
        "tests/cases/docs/odd",
        "",
        &[],
        "data.tables.forEach((it, at) => tell(at)); return { tables: data.tables.map((it) => it.name).sort(), scripts: document.scripts.length, tags: panel.querySelectorAll('b, script').length, names: [...document.querySelectorAll('.name')].map((it) => it.textContent).sort() };",
    );
    assert_eq!(found["tables"], found["names"], "{found}");
    assert!(found["tables"].as_array().unwrap().contains(&json!("Odd | `schema`.a|b")));
    // The data, the page's own, and the one of this test.
    assert_eq!((&found["scripts"], &found["tags"]), (&json!(3), &json!(0)));
}
