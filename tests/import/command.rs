//! `momni-db import` as it is used.

use crate::shop::{Shop, files};
use crate::support::{MAJORS, database, execute, program, ran, server};
use serde_json::Value;

const WRITTEN: [&str; 8] = [
    ".gitattributes",
    ".gitignore",
    ".momni-db.schema.json",
    "momni-db.yaml",
    "schema/public/enums.yaml",
    "schema/public/functions.yaml",
    "schema/public/functions/long.sql",
    "schema/public/tables/lines.yaml",
];

#[test]
fn a_database_becomes_a_project_that_leads_to_it() {
    for major in MAJORS {
        let shop = Shop::new(major, "command_project");
        let imported = shop.outside(&["import", "--out", "shop"]);
        assert_eq!(imported.code, Some(0), "{imported:?}");
        assert!(
            imported.stdout.starts_with("wrote 9 files to shop: 2 tables, 1 function\n"),
            "{imported:?}"
        );
        assert!(
            imported.stdout.contains("Next: cd shop && momni-db generate && momni-db baseline"),
            "{imported:?}"
        );
        let first = shop.files();
        for file in WRITTEN {
            assert!(first.contains_key(file), "{file}: {:?}", first.keys());
        }
        let config = &first["momni-db.yaml"];
        assert!(
            config.contains(&format!("name: command_project\npostgres: {major}\n")),
            "{config}"
        );
        for file in first.keys().filter(|file| file.ends_with(".yaml")) {
            let up = "../".repeat(file.matches('/').count());
            let head = format!("# yaml-language-server: $schema={up}.momni-db.schema.json\n");
            assert!(first[file].starts_with(&head), "{file}");
        }
        assert_eq!(shop.run(&["check"]).code, Some(0));
        let drift = shop.run(&["drift"]);
        assert_eq!(drift.code, Some(0), "{drift:?}");
        // Its migrations lead to the same database elsewhere, and that one to the same bytes.
        let generated = shop.run(&["generate"]);
        assert_eq!(generated.code, Some(0), "{generated:?}");
        let other = database(server(major, &[]), "command_other");
        let migrated = shop.run(&["migrate", "--database-url", &other.to_string()]);
        assert_eq!(migrated.code, Some(0), "{migrated:?}");
        let again = tempfile::tempdir().unwrap();
        let again = again.path().join("again");
        let url = other.to_string();
        let imported =
            shop.outside(&["import", "--database-url", &url, "--out", again.to_str().unwrap()]);
        assert_eq!(imported.code, Some(0), "{imported:?}");
        let mut second = files(&again);
        let named = second["momni-db.yaml"].replace("command_other", "command_project");
        second.insert("momni-db.yaml".to_owned(), named);
        assert_eq!(second, first);
    }
}

#[test]
fn a_project_is_not_overwritten() {
    let shop = Shop::new(15, "command_refused").imported();
    let before = shop.files();
    for folder in ["shop", "./shop"] {
        let refused = shop.outside(&["import", "--out", folder]);
        assert_eq!((refused.code, refused.stdout.as_str()), (Some(2), ""), "{refused:?}");
        assert!(
            refused.stderr.contains("is a project already: nothing is overwritten"),
            "{refused:?}"
        );
    }
    let refused = shop.run(&["import"]);
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert_eq!(shop.files(), before);
    // Declarations without a project file are somebody's, too.
    std::fs::remove_file(shop.root().join("momni-db.yaml")).unwrap();
    let refused = shop.run(&["import", "--force"]);
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(refused.stderr.contains("is there already: nothing is overwritten"), "{refused:?}");
    // So is what a project would read beside them.
    std::fs::remove_dir_all(shop.root()).unwrap();
    std::fs::create_dir_all(shop.root().join("migrations")).unwrap();
    let refused = shop.outside(&["import", "--out", "shop"]);
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(refused.stderr.contains("`shop/migrations` is there already"), "{refused:?}");
}

#[test]
fn a_history_that_is_there_is_named() {
    let shop = Shop::new(15, "command_history").imported().generated().adopted();
    let imported = shop.outside(&["import", "--out", "other"]);
    assert_eq!(imported.code, Some(0), "{imported:?}");
    assert!(imported.stderr.contains("history of migrations (V1 init to V1 init)"), "{imported:?}");
    // In the project itself there is nothing to say.
    let again = shop.run(&["import", "--force"]);
    assert_eq!(again.code, Some(0), "{again:?}");
    assert!(!again.stderr.contains("history of migrations"), "{again:?}");
}

#[test]
fn force_replaces_the_declarations_and_nothing_else() {
    let shop = Shop::new(15, "command_force").imported().generated();
    let imported = shop.files();
    let config = "name: kept\n# A remark.\ndeclarations: [schema, functions]\n";
    shop.write("momni-db.yaml", config);
    shop.write("schema/public/tables/gone.yaml", "tables: { gone: { columns: { a: text } } }\n");
    shop.write(
        "functions/gone.yaml",
        "functions: { gone: { returns: void, body_file: gone.sql } }\n",
    );
    shop.write("functions/gone.sql", "begin end");
    shop.write("functions/notes.txt", "Mine.");
    shop.write("schema/README.md", "Mine, too.");
    execute(&shop.target, "CREATE TABLE added (a int)");
    let replaced = shop.run(&["import", "--force"]);
    assert_eq!(replaced.code, Some(0), "{replaced:?}");
    let after = shop.files();
    let mut expected = imported.clone();
    expected.insert("momni-db.yaml".to_owned(), config.to_owned());
    expected.insert("functions/notes.txt".to_owned(), "Mine.".to_owned());
    expected.insert("schema/README.md".to_owned(), "Mine, too.".to_owned());
    let added = after["schema/public/tables/added.yaml"].clone();
    expected.insert("schema/public/tables/added.yaml".to_owned(), added);
    assert_eq!(after, expected);
    assert!(after.contains_key("migrations/V1__init.sql"));
    // What is not declared any more is the next migration.
    let generated = shop.run(&["generate"]);
    assert!(generated.stdout.contains("wrote migrations/V2__add_added.sql"), "{generated:?}");
}

#[test]
fn declarations_that_are_faulty_are_replaced() {
    let shop = Shop::new(15, "command_faulty").imported();
    let imported = shop.files();
    shop.write("schema/public/tables/orders.yaml", "tables: [");
    shop.write("schema/public/enums.yaml", "enums: { state: [a], other: [b] }\ncolums: {}\n");
    let replaced = shop.run(&["import", "--force"]);
    assert_eq!(replaced.code, Some(0), "{replaced:?}");
    assert_eq!(shop.files(), imported);
}

#[test]
fn a_project_file_that_is_there_is_kept_to() {
    let shop = Shop::new(15, "command_kept");
    execute(
        &shop.target,
        "DROP ROLE IF EXISTS command_kept; CREATE ROLE command_kept; CREATE SCHEMA other;
         CREATE TABLE other.t (s public.state); ALTER TABLE other.t OWNER TO command_kept;",
    );
    let config =
        "name: kept\ndefault_schema: other\nowner: command_kept\ndeclarations: [db/declared]\n";
    shop.write("momni-db.yaml", config);
    let imported = shop.run(&["import", "--force"]);
    assert_eq!(imported.code, Some(0), "{imported:?}");
    let files = shop.files();
    assert_eq!(files["momni-db.yaml"], config);
    let t = &files["db/declared/other/tables/t.yaml"];
    assert!(
        t.contains("\ntables:\n  t:\n    columns:\n      s: { type: public.state, null: true }\n"),
        "{t}"
    );
    let orders = &files["db/declared/public/tables/orders.yaml"];
    assert!(
        orders.contains("\nschema: public\n") && orders.contains("owner: current_user"),
        "{orders}"
    );
    execute(&shop.target, "DROP SCHEMA other CASCADE; DROP ROLE command_kept");
}

#[test]
fn what_is_not_known_is_named_and_strict_refuses_it() {
    let shop = Shop::new(18, "command_strict");
    execute(
        &shop.target,
        "CREATE FUNCTION same(int, text) RETURNS boolean LANGUAGE sql RETURN true; \
         CREATE OPERATOR === (LEFTARG = int, RIGHTARG = text, FUNCTION = same, NEGATOR = !==); SELECT lo_create(4711)",
    );
    let strict = shop.outside(&["import", "--out", "shop", "--strict"]);
    assert_eq!(strict.code, Some(1), "{strict:?}");
    assert!(
        strict.stdout.contains("public.!==(") && strict.stdout.contains("object 4711"),
        "{strict:?}"
    );
    assert!(strict.stdout.contains("nothing is written"), "{strict:?}");
    assert!(!shop.root().exists());
    let imported = shop.outside(&["import", "--out", "shop"]);
    assert_eq!(imported.code, Some(0), "{imported:?}");
    assert!(imported.stdout.contains("warning[unmodelled]"), "{imported:?}");
    assert!(imported.stdout.contains("public.!==("), "{imported:?}");
}

#[test]
fn bodies_that_no_longer_hold_are_taken_as_they_are() {
    for major in MAJORS {
        let shop = Shop::new(major, "command_bodies");
        execute(
            &shop.target,
            "CREATE SCHEMA elsewhere; CREATE TABLE elsewhere.gone (a int); CREATE TABLE elsewhere.stays (b int);
             CREATE FUNCTION broken() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM elsewhere.gone';
             CREATE FUNCTION broken(a int) RETURNS int LANGUAGE sql AS 'SELECT a';
             CREATE PROCEDURE broken_too() LANGUAGE plpgsql AS 'DECLARE x elsewhere.gone.a%TYPE; BEGIN END';
             CREATE FUNCTION by_path() RETURNS int LANGUAGE sql SET search_path = elsewhere AS 'SELECT b FROM stays';
             CREATE FUNCTION no_path() RETURNS int LANGUAGE sql SET search_path = public AS 'SELECT b FROM elsewhere.stays';
             CREATE TABLE public.stays (other int); DROP TABLE elsewhere.gone;",
        );
        let imported = shop.outside(&["import", "--out", "shop"]);
        assert_eq!(imported.code, Some(0), "{imported:?}");
        let said = "warning[postgres]: the body of public.broken() is refused: relation \"elsewhere.gone\" does not exist; \
                    it is declared with `checked: false`";
        assert!(imported.stdout.contains(said), "{imported:?}");
        assert!(imported.stdout.contains("public.broken_too() is refused"), "{imported:?}");
        assert!(imported.stdout.contains("2 warnings\n"), "{imported:?}");
        let functions = &shop.files()["schema/public/functions.yaml"];
        assert_eq!(functions.matches("checked: false").count(), 2, "{functions}");
        let shop = shop.generated().adopted();
        let drift = shop.run(&["drift"]);
        assert_eq!(drift.code, Some(0), "{drift:?}");
        // Another one that is refused is still found.
        let functions = functions.replace("checked: false", "checked: true");
        shop.write("schema/public/functions.yaml", &functions);
        let checked = shop.run(&["check", "--database"]);
        assert_eq!(checked.code, Some(2), "{checked:?}");
        assert!(checked.stdout.contains("the body of public.broken() is refused"), "{checked:?}");
        assert!(checked.stdout.contains("2 errors\n"), "{checked:?}");
        // Importing the database again gives the same.
        let before = functions.replace("checked: true", "checked: false");
        let again = shop.run(&["import", "--force"]);
        assert_eq!(again.code, Some(0), "{again:?}");
        assert_eq!(shop.files()["schema/public/functions.yaml"], before);
    }
}

#[test]
fn the_document_says_what_was_written() {
    let shop = Shop::new(15, "command_document");
    let ran = shop.outside(&["import", "--out", "shop", "--format", "json"]);
    let document: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(document["command"], "import", "{document:#}");
    assert_eq!(document["exit_code"], 0);
    let result = &document["result"];
    let files: Vec<&str> =
        result["files"].as_array().unwrap().iter().map(|file| file.as_str().unwrap()).collect();
    let written: Vec<String> = shop.files().into_keys().collect();
    assert_eq!(files, written);
    assert_eq!((&result["compared"], &result["folder"]), (&true.into(), &"shop".into()));
    assert_eq!(result["differences"], Value::Array(Vec::new()));
}

#[test]
fn a_database_must_be_named() {
    let folder = tempfile::tempdir().unwrap();
    let refused = ran(program(folder.path()).args(["import"]));
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(refused.stderr.contains("no database is named to import from"), "{refused:?}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn what_cannot_be_written_leaves_nothing() {
    let shop = Shop::new(15, "command_unwritable");
    // A link to where nobody may write, root neither.
    std::os::unix::fs::symlink("/sys", shop.root()).unwrap();
    let failed = shop.outside(&["import", "--out", "shop"]);
    assert_eq!(failed.code, Some(3), "{failed:?}");
    assert!(failed.stderr.contains("cannot write `shop`"), "{failed:?}");
    // A file stands where a folder is wanted.
    std::fs::remove_file(shop.root()).unwrap();
    std::fs::write(shop.root(), "mine").unwrap();
    let failed = shop.outside(&["import", "--out", "shop"]);
    assert_eq!(failed.code, Some(3), "{failed:?}");
    assert_eq!(std::fs::read_to_string(shop.root()).unwrap(), "mine");
}
