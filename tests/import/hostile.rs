//! Hard strings: what is written is read back as it was, wherever it stands.

use momni_db::catalog::Definition;
use momni_db::catalog::{
    Body, Catalog, Column, Constraint, ConstraintBody, DefaultExpr, Enum, Function, FunctionKind,
    Kind, Level, Name, Object, ObjectId, Parallel, Position, Principal, QName, Role, Schema,
    Security, Table, Timing, Trigger, TriggerEnabled, TriggerEvents, View, Volatility,
};
use momni_db::diagnostic::{Format, render};
use momni_db::read::{self, Objects};
use momni_db::write;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Strings that YAML, its older readers, SQL or an editor could take for something else.
fn hard() -> Vec<String> {
    let mut hard: Vec<String> = [
        "",
        " ",
        "yes",
        "No",
        "true",
        "null",
        "~",
        "NULL",
        "1e3",
        "0x1F",
        "0o7",
        "1_000",
        "12:30:45",
        "-1",
        "+.inf",
        ".nan",
        "2024-01-02",
        ": ",
        ":",
        "a: b",
        "a:b",
        "a #b",
        "#a",
        "- a",
        "-",
        "--- a",
        "...",
        "? a",
        "?",
        "!a",
        "&a",
        "*a",
        "|",
        ">",
        "%a",
        "@a",
        "`a`",
        "'",
        "\"",
        "''",
        "\"\"",
        "'a'",
        "\"a\"",
        "a'b\"c",
        "\\",
        "a\\nb",
        "[a]",
        "{a}",
        "a, b",
        "a]",
        "}",
        ",",
        "=",
        "<<",
        " a",
        "a ",
        "  a  ",
        "\ta",
        "a\t",
        "a\tb",
        "\n",
        "\n\n",
        "a\n",
        "\na",
        "a\n\n",
        "a\nb",
        "a\n b\n  c\n",
        " a\nb",
        "  \n a\n",
        "a\n\nb",
        "a\n \nb",
        "a \nb ",
        "\ta\nb",
        "a\r\nb",
        "a\rb",
        "\r",
        "- a\n- b\n",
        "# a\nb",
        "%a\n--- b\n...\n",
        "a: |\n  b",
        "é",
        "größe: 日本語 # 🦀",
        "\u{a0}a\u{a0}",
        "\u{85}",
        "\u{2028}a\u{2029}",
        "\u{feff}a",
        "a\u{feff}",
        "\u{200b}",
        "\u{202e}abc",
        "\u{7f}",
        "\u{1}\u{1f}",
        "\u{1b}[31m",
        "\u{e000}",
        "\u{fffd}",
        "\u{10ffff}",
        "\u{fffe}",
        "{table}",
        "{{ a }}",
        "$1",
        "${a}",
        "a\u{301}",
        "y",
        "n",
        "on",
        "OFF",
        "0",
        "007",
        "1.",
        ".5",
        "1.0e+5",
        "0b1",
        "a:",
        "a :b",
        "::",
        "a::text",
        "'x'::text",
        "(a > 0)",
        "default",
        "public",
        "current_user",
        "\"current_user\"",
    ]
    .map(str::to_owned)
    .to_vec();
    hard.push("long ".repeat(100));
    hard.push("long ".repeat(100) + "end");
    hard.push(format!("{}  {}", "a b ".repeat(60), "c d ".repeat(60) + "e"));
    hard.push("unbroken".repeat(100));
    hard.push("# no comment ".repeat(30) + ": - x");
    hard.push("line\n".repeat(30));
    hard.push("\n\n  begin\n    x\n".repeat(8));
    hard.push("\tbegin\r\n".repeat(8));
    hard.push(format!("\u{feff}{}", "line\n".repeat(8)));
    hard
}

/// Strings of nasty letters, the same ones each time.
fn random(count: usize) -> Vec<String> {
    const LETTERS: [char; 40] = [
        'a', 'b', 'e', '1', '0', '.', '-', '+', ':', ' ', ' ', ' ', '\n', '\n', '\t', '\r', '#',
        '\'', '"', '\\', ',', '[', ']', '{', '}', '&', '*', '!', '|', '>', '%', '@', '`', '?', '=',
        '~', 'é', '日', '\u{2028}', '(',
    ];
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap()
    };
    let string = |next: &mut dyn FnMut() -> usize| -> String {
        let length = 1 + next() % 14;
        (0..length).map(|_| LETTERS[next() % LETTERS.len()]).collect()
    };
    (0..count).map(|_| string(&mut next)).collect()
}

/// What PostgreSQL takes as a name, and no rule of ours refuses.
fn is_name(text: &str) -> bool {
    (1..=50).contains(&text.len()) && text != "public"
}

fn public(name: &str) -> QName {
    QName::new("public", name)
}

/// A catalog in which a string stands wherever one can stand.
fn catalog(text: &str) -> Catalog {
    let mut catalog = Catalog { major: 18, ..Catalog::default() };
    let mut put = |id: ObjectId, object: Object| catalog.insert(id, object);
    let owned = |definition: Definition| Object {
        owner: Some(Principal::Migrator),
        ..Object::new(definition)
    };
    let comment =
        |object: Object| Object { comment: (!text.is_empty()).then(|| text.to_owned()), ..object };
    put(ObjectId::global(Kind::Schema, "public"), owned(Schema::default().into()));
    let table = public("t");
    put(ObjectId::in_schema(Kind::Table, &table), comment(owned(Table::default().into())));
    let column = |position: i32| Column {
        position: Position(position),
        data_type: "text".to_owned(),
        null: true,
        ..Column::default()
    };
    put(ObjectId::of_relation(Kind::Column, &table, "a"), comment(Object::new(column(1))));
    // An SQL expression is never empty, and blanks around it mean nothing.
    let sql = format!("({text})");
    let default = DefaultExpr { expression: sql.clone() };
    put(ObjectId::of_relation(Kind::DefaultExpr, &table, "a"), Object::new(default));
    let check = Constraint {
        body: ConstraintBody::Check { expression: format!("x{text}x"), no_inherit: false },
        deferrable: false,
        initially_deferred: false,
        validated: true,
        not_enforced: false,
        tablespace: None,
        index_comment: None,
        attached: None,
    };
    put(ObjectId::of_relation(Kind::Constraint, &table, "some_check"), comment(Object::new(check)));
    if is_name(text) {
        let id = ObjectId::of_relation(Kind::Column, &table, text);
        put(id, Object::new(column(2)));
        let policy = momni_db::catalog::Policy {
            permissive: true,
            command: Default::default(),
            roles: [Principal::Role(text.into())].into(),
            using: Some(sql.clone()),
            with_check: None,
        };
        put(ObjectId::of_relation(Kind::Policy, &table, text), Object::new(policy));
        let role = Role {
            settings: [("application_name".to_owned(), text.to_owned())].into(),
            ..Role::default()
        };
        put(ObjectId::global(Kind::Role, text), comment(Object::new(role)));
        put(
            ObjectId::in_schema(Kind::Enum, &public(&format!("e{text}"))),
            owned(Enum { labels: vec![text.to_owned()] }.into()),
        );
    }
    let function = |body: String| Function {
        kind: FunctionKind::Function,
        language: "plpgsql".into(),
        args: Vec::new(),
        returns: Some("trigger".to_owned()),
        volatility: Volatility::Volatile,
        strict: false,
        security: Security::Invoker,
        leakproof: false,
        parallel: Parallel::Unsafe,
        cost: None,
        rows: None,
        support: None,
        transforms: Vec::new(),
        settings: [("application_name".to_owned(), text.to_owned())].into(),
        body: Body::Source(body),
    };
    for (name, body) in [("f", text.to_owned()), ("long", text.repeat(9))] {
        put(ObjectId::function(&public(name), ""), owned(function(body).into()));
    }
    if is_name(text) && text != "f" {
        put(ObjectId::function(&public(text), ""), owned(function("x".to_owned()).into()));
    }
    let trigger = Trigger {
        timing: Timing::After,
        events: TriggerEvents { insert: true, ..TriggerEvents::default() },
        level: Level::Row,
        when: Some(sql),
        function: public("f"),
        args: vec![text.to_owned(), String::new()],
        old_table: None,
        new_table: None,
        constraint: None,
        from: None,
        enabled: TriggerEnabled::Origin,
    };
    put(ObjectId::of_relation(Kind::Trigger, &table, "x"), Object::new(trigger));
    let view = View { query: format!("select{text}\nx"), options: Default::default() };
    put(ObjectId::in_schema(Kind::View, &public("v")), comment(owned(view.into())));
    catalog
}

/// What is read of what was written.
fn back(catalog: &Catalog, text: &str) -> Arc<Objects> {
    let config = write::config(catalog, text);
    let mut files = write::project(catalog, &config, &Default::default()).files;
    files.insert(read::FILE.to_owned(), write::project_file(&config));
    let folder = crate::trip::stored(&files);
    match read::project(folder.path()) {
        Ok((project, _)) => {
            assert_eq!(project.config, config, "{text:?}");
            project.declared.objects().unwrap().clone()
        }
        Err(faults) => panic!(
            "{text:?}\n{}\n{}",
            render(&faults.diagnostics, &faults.sources, Format::Human, false),
            crate::trip::shown(&files)
        ),
    }
}

/// An object as far as strings go: the server words the rest anew.
fn strings(object: &Object) -> (Definition, Option<String>) {
    let mut definition = object.definition.clone();
    if let Definition::Constraint(it) = &mut definition
        && let ConstraintBody::Check { expression, .. } = &mut it.body
    {
        *expression = expression.trim().to_owned();
    }
    match &mut definition {
        // The parentheses around a condition go without saying.
        Definition::Policy(it) => it.using = None,
        Definition::Trigger(it) => it.when = None,
        Definition::View(it) => it.query = it.query.trim().to_owned(),
        _ => {}
    }
    (definition, object.comment.clone())
}

#[track_caller]
fn check(text: &str) {
    let catalog = catalog(text);
    let declared = back(&catalog, "name");
    let ids: BTreeSet<&ObjectId> = declared.catalog.objects.keys().collect();
    for (id, object) in &catalog.objects {
        let read = declared
            .catalog
            .get(id)
            .unwrap_or_else(|| panic!("{text:?}: {id:?} is gone of {ids:#?}"));
        assert_eq!(strings(read), strings(object), "{text:?}: {id}");
    }
}

#[test]
fn hard_strings_are_read_back() {
    for text in hard().into_iter().filter(|text| !text.contains('\0')) {
        check(&text);
    }
}

#[test]
fn random_strings_are_read_back() {
    for text in random(500) {
        check(&text);
    }
}

#[test]
fn a_project_has_any_name() {
    let catalog = Catalog { major: 15, ..Catalog::default() };
    for name in ["yes", "a: b", "1e3", " x ", "é'\"", "a\nb"] {
        back(&catalog, name);
    }
}

#[test]
fn names_that_look_alike_do_not_share_a_file() {
    let mut catalog = Catalog { major: 15, ..Catalog::default() };
    let schema = Object { owner: Some(Principal::Migrator), ..Object::new(Schema::default()) };
    catalog.insert(ObjectId::global(Kind::Schema, "public"), schema);
    let names = ["a", "A", "a.b", "a/b", "a b", "..", "a_b", "Ä", "ä"];
    for name in names {
        let object = Object { owner: Some(Principal::Migrator), ..Object::new(Table::default()) };
        catalog.insert(ObjectId::in_schema(Kind::Table, &public(name)), object);
    }
    let files = write::project(&catalog, &write::config(&catalog, "x"), &Default::default()).files;
    let lower: BTreeSet<String> = files.keys().map(|file| file.to_lowercase()).collect();
    assert_eq!(lower.len(), files.len());
    let declared = back(&catalog, "x");
    let read: Vec<&Name> = declared.catalog.of_kind(Kind::Table).map(|(id, _)| &id.name).collect();
    assert_eq!(read.len(), names.len());
}
