//! Example rows of Momni: the same ones every time, on every version.

use crate::server::{migrated, project};
use crate::support::{MAJORS, momni_db, query, run, session};
use momni_db::connect::Target;
use std::collections::BTreeMap;
use std::fs;

/// Every table that has rows after the seed, with a digest of them. What the server numbers is left out.
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
             from (select (to_jsonb(x) - 'transaction')::text as t from {table} x) y"
        );
        let row = query(target, &sql).remove(0).remove(0).unwrap();
        (table, row)
    };
    tables.map(digest).collect()
}

/// What a small town has some of, to look at.
const SOME: [&str; 9] = [
    "app.waitlist_entries",
    "app.waitlist_children",
    "app.booking_groups",
    "app.booking_extensions",
    "app.incidents",
    "app.incident_events",
    "app.disputes",
    "app.dispute_evidence",
    "app.credit_uses",
];

pub(crate) fn seed(target: &Target, more: &[&str]) -> crate::support::Ran {
    let url = target.to_string();
    let arguments = [&["seed", "--database-url", &url][..], more].concat();
    momni_db(&project(), &arguments)
}

/// What must hold of the town: queries that find what does not, each with a statement that breaks it.
fn rules() -> Vec<(String, String, String)> {
    let folder = project().join("tests/cases/momni/town");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    files.sort();
    let rules = files.into_iter().map(|file| {
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let sql = fs::read_to_string(&file).unwrap();
        let breaks = sql.lines().find_map(|line| line.strip_prefix("-- broken by: "));
        let breaks = breaks.unwrap_or_else(|| panic!("{name} says what breaks it")).to_owned();
        (name, sql, breaks)
    });
    rules.collect()
}

/// That every rule holds, and finds what breaks it.
fn judge(target: &Target) {
    for (name, sql, breaks) in rules() {
        let found = query(target, &sql);
        assert!(found.is_empty(), "{name}: {} rows, as {:?}", found.len(), found[0]);
        run(async {
            let session = session(target).await;
            let off = "begin; set local session_replication_role = replica";
            session.batch(off).await.unwrap();
            session.batch(&breaks).await.unwrap_or_else(|error| panic!("{name}: {error}"));
            let found = session.rows(&sql).await.unwrap();
            assert!(!found.is_empty(), "{name} does not find: {breaks}");
            session.batch("rollback").await.unwrap();
        });
    }
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
            for table in ["app.bookings", "app.reviews", "app.refunds", "app.payouts"] {
                assert!(rows(table) > 10, "{table}: {found:?}");
            }
            for table in SOME {
                assert!(rows(table) > 0, "{table}: {found:?}");
            }
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
        let added = seed(&target, &["--add", "--seed", "3"]);
        assert_eq!(added.code, Some(0), "{added:?}");
        judge(&target);
    }
}

/// What functions and jobs would have written of the town is what is there: let loose on it they find nothing to do.
#[test]
fn functions_find_the_town_as_they_would_have_left_it() {
    for major in MAJORS {
        let target = migrated(major, "momni_town");
        // What is due at the half hour is due while this runs, once in a while.
        let half_hour = || {
            let now = query(&target, "select floor(extract(epoch from now()) / 1800)");
            now[0][0].clone()
        };
        loop {
            let before = half_hour();
            let ran = seed(&target, &["--as-of", "now"]);
            assert_eq!(ran.code, Some(0), "{ran:?}");
            let found = run(let_loose(&target));
            if half_hour() == before {
                assert_eq!(found, Vec::<String>::new(), "PostgreSQL {major}");
                break;
            }
            migrated(major, "momni_town");
        }
        judge(&target);
    }
}

/// What each kind of job and function found to do, or would have written otherwise.
async fn let_loose(target: &Target) -> Vec<String> {
    const JOBS: [&str; 13] = [
        "app.expire_bookings(100000)",
        "app.mark_no_shows(100000)",
        "app.complete_stays(100000)",
        "app.expire_groups(100000)",
        "app.expire_extensions(100000)",
        "app.promote_waitlist(100000)",
        "app.escalate_incidents(100000)",
        "app.release_holds(100000)",
        "app.expire_credits(100000)",
        "app.reveal_reviews(100000)",
        "app.lapse_disputes(100000)",
        "app.expire_suspensions(100000)",
        "(select sum(app.reconcile('stripe', d))::integer from (select distinct settled_on from app.settlement_lines order by 1) x (d))",
    ];
    // What functions work out, before and after they did.
    const DERIVED: [(&str, &str); 4] = [
        ("prices", "select id, status, price, due_at, fee from app.bookings"),
        ("calendars", "table app.open_times"),
        (
            "ratings of hosts",
            "select host_id, reviews, positive, stars, wilson from app.host_ratings where reviews > 0",
        ),
        (
            "ratings of families",
            "select family_id, reviews, positive, stars, wilson from app.family_ratings where reviews > 0",
        ),
    ];
    const ANEW: &str = "
        insert into app.rating_changes (host_id) select id from app.hosts;
        insert into app.rating_changes (family_id) select id from app.families;
        select app.count_ratings(1000000);
        select app.recount(id, true) from app.bookings where occupying;
        select app.lay_out_calendar(id) from app.hosts";
    let session = session(target).await;
    session.batch("begin").await.unwrap();
    let mut found = Vec::new();
    for job in JOBS {
        let rows = session.rows(&format!("select {job}")).await;
        let rows = rows.unwrap_or_else(|error| panic!("{job}: {error}"));
        if rows[0][0].as_deref() != Some("0") {
            found.push(format!("{job}: {:?}", rows[0][0]));
        }
    }
    for (at, (_, rows)) in DERIVED.iter().enumerate() {
        session.batch(&format!("create temp table before_{at} as {rows}")).await.unwrap();
    }
    session.batch(ANEW).await.unwrap();
    for (at, (name, rows)) in DERIVED.iter().enumerate() {
        let sql = format!(
            "(table before_{at} except ({rows})) union all (({rows}) except table before_{at}) limit 1"
        );
        let rows = session.rows(&sql).await.unwrap();
        found.extend(rows.first().map(|row| format!("{name}: {row:?}")));
    }
    let bookable = "select id from app.hosts where (status = 'listed') <> auth.is_bookable(id, tstzrange(now() + '2 days', now() + '3 days'))";
    let rows = session.rows(bookable).await.unwrap();
    found.extend(rows.first().map(|row| format!("bookable: {row:?}")));
    session.batch("rollback").await.unwrap();
    found
}
