//! Example rows of Momni: the same ones every time, on every version.

use crate::server::{migrated, project};
use crate::support::{MAJORS, momni_db, query};
use momni_db::connect::Target;
use std::collections::BTreeMap;

/// Every table that has rows after the seed, with a digest of them. What a trigger takes from the clock is left out.
fn digests(target: &Target) -> BTreeMap<String, String> {
    let tables = query(
        target,
        "select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace \
         where n.nspname = 'app' and c.relkind = 'r' order by 1",
    );
    let tables = tables.into_iter().filter_map(|row| row.into_iter().next().flatten());
    let digest = |table: String| {
        let sql = format!(
            "select count(*) || ' ' || coalesce(md5(string_agg(t, ',' order by t collate \"C\")), '') \
             from (select (to_jsonb(x) - 'granted_at')::text as t from {table} x) y"
        );
        let row = query(target, &sql).remove(0).remove(0).unwrap();
        (table, row)
    };
    tables.map(digest).collect()
}

fn seed(target: &Target, more: &[&str]) -> crate::support::Ran {
    let url = target.to_string();
    let arguments = [&["seed", "--database-url", &url][..], more].concat();
    momni_db(&project(), &arguments)
}

#[test]
fn the_same_rows_are_made_every_time() {
    let mut known: Option<BTreeMap<String, String>> = None;
    for major in MAJORS {
        for name in ["momni_seeded", "momni_seeded_again"] {
            let target = migrated(major, name);
            let ran = seed(&target, &["--size", "small"]);
            assert_eq!(ran.code, Some(0), "{ran:?}");
            let found = digests(&target);
            let rows =
                |table: &str| -> u32 { found[table].split(' ').next().unwrap().parse().unwrap() };
            assert_eq!((rows("app.users"), rows("app.families")), (40, 12));
            assert!(rows("app.family_members") > 24, "{found:?}");
            match &known {
                None => known = Some(found),
                Some(known) => assert_eq!(known, &found, "PostgreSQL {major}"),
            }
        }
        // Another number, other rows; and rows that are there stay alone.
        let target = migrated(major, "momni_seeded");
        assert_eq!(seed(&target, &["--seed", "2"]).code, Some(0));
        let other = digests(&target);
        assert_ne!(known.as_ref().map(|it| &it["app.families"]), other.get("app.families"));
        let again = seed(&target, &[]);
        assert_eq!(again.code, Some(1), "{again:?}");
        assert!(again.stderr.contains("has rows already, in app."), "{again:?}");
        assert_eq!(digests(&target), other);
        assert_eq!(seed(&target, &["--add", "--seed", "3"]).code, Some(0));
    }
}
