//! In whose name functions are called, and what becomes of a transaction that fails, meets another one, or is forgotten.

use crate::world::{World, migrated, root, url};
use every_client::families::{self, AddFamilyParams};
use every_client::{
    Claims, Client, Error, ErrorKind, Isolation, Retry, Role, User, forms, values::Uuid,
};
use futures_util::{FutureExt, StreamExt, TryStreamExt};
use std::time::Duration;

async fn family(user: &User, name: &str) -> every_client::ids::FamilyId {
    let params = AddFamilyParams::builder().name(name).size(0).build();
    families::add_family(user, &params).await.unwrap()
}

pub(crate) async fn nobody_is_called_for_without_claims(world: &World) {
    let client = world.client();
    let odd = "it's \"odd\" \\ ";
    let claims = Claims::new(Role::EveryCaller).subject(odd).with("level", 2);
    let user = client.as_user(&claims);
    let said = forms::who(&user).await.unwrap();
    let (role, json) = said.split_once(' ').unwrap();
    let json: serde_json::Value = serde_json::from_str(json).unwrap();
    assert_eq!(role, "every_caller");
    assert_eq!(json, serde_json::json!({ "role": "every_caller", "sub": odd, "level": 2 }));
    // Another one on the same connection has nothing of it.
    let one = Client::builder(&url(&world.operator, "every_login"))
        .unwrap()
        .connections(1)
        .build()
        .unwrap();
    forms::who(&one.as_user(&claims)).await.unwrap();
    let other = one.as_user(&Claims::new(Role::EveryOther));
    assert_eq!(forms::who(&other).await.unwrap(), r#"every_other {"role":"every_other"}"#);
    let refused = forms::nothing(&other, 1).await.unwrap_err();
    assert_eq!(refused.error().sqlstate(), Some("42501"));
    let nobody = forms::who(&one.as_user(&Claims::new("no such role"))).await.unwrap_err();
    assert_eq!(nobody.error().sqlstate(), Some("22023"), "{nobody:?}");
    let above = forms::who(&one.as_user(&Claims::new("every_owner"))).await.unwrap_err();
    assert_eq!(above.error().sqlstate(), Some("42501"), "{above:?}");
    // What failed has left the connection as it was.
    assert_eq!(forms::who(&other).await.unwrap(), r#"every_other {"role":"every_other"}"#);
    let token = serde_json::json!({ "role": "every_other", "sub": "x" });
    assert_eq!(Claims::of_token(&token).unwrap().role(), "every_other");
    assert_eq!(
        Claims::of_token(&serde_json::json!({ "sub": 1 })).unwrap_err().kind(),
        ErrorKind::Setup
    );
    assert!(!format!("{claims:?} {user:?}").contains("odd"));
}

pub(crate) async fn a_transaction_is_all_or_nothing(world: &World) {
    let user = world.user();
    let failed: Result<(), Error> = user
        .transaction(|tx| async move {
            let params = AddFamilyParams::builder().name("undone").size(0).build();
            families::add_family(&tx, &params).await?;
            forms::fail(&tx, "EV009").await?;
            Ok(())
        })
        .await;
    assert_eq!(failed.unwrap_err().sqlstate(), Some("EV009"));
    let params = AddFamilyParams::builder().name("undone").size(0).build();
    let id = families::add_family(&user, &params).await.unwrap();
    // A part that fails is undone alone.
    let kept = user
        .transaction(|tx| async move {
            families::rename_family(&tx, id, "kept").await?;
            let part = tx
                .savepoint(async {
                    families::rename_family(&tx, id, "lost").await?;
                    forms::fail(&tx, "EV009").await?;
                    Ok::<_, Error>(())
                })
                .await;
            assert_eq!(part.unwrap_err().sqlstate(), Some("EV009"));
            Ok::<_, Error>(families::get_family(&tx, id).await?.name)
        })
        .await
        .unwrap();
    assert_eq!(kept.0, "kept");
    families::remove_family(&user, id).await.unwrap();
    let kept = user.transaction(|tx| async move { Ok::<_, Error>(tx) }).await.unwrap();
    assert_eq!(forms::single(&kept, 1).await.unwrap_err().error().kind(), ErrorKind::Setup);
    let reader = user.clone().read_only();
    let refused = reader
        .transaction(|tx| async move { Ok::<_, Error>(families::remove_family(&tx, id).await?) });
    assert_eq!(refused.await.unwrap_err().sqlstate(), Some("25006"));
}

pub(crate) async fn whoever_meets_another_is_run_again(world: &World) {
    let patient = Retry {
        attempts: 50,
        first_wait: Duration::from_millis(2),
        longest_wait: Duration::from_millis(50),
    };
    let user = world.user().isolation(Isolation::Serializable).retry(patient);
    let id = family(&user, "grows").await;
    // Single calls, and transactions of two calls.
    let single = futures_util::future::join_all((0..6).map(|_| families::grow_family(&user, id)));
    let grown = async |_: i32| {
        user.transaction(|tx| async move {
            families::get_family(&tx, id).await?;
            Ok::<_, Error>(families::grow_family(&tx, id).await?)
        })
        .await
    };
    let both = futures_util::future::join_all((0..6).map(grown));
    let (single, both) = futures_util::future::join(single, both).await;
    single.into_iter().for_each(|it| assert!(it.is_ok(), "{it:?}"));
    both.into_iter().for_each(|it| assert!(it.is_ok(), "{it:?}"));
    assert_eq!(families::get_family(&user, id).await.unwrap().size, 12);
    // Deadlocks, too; and the bound is a bound.
    for code in ["40001", "40P01"] {
        let counted = &std::sync::atomic::AtomicU32::new(0);
        let three = Retry { attempts: 3, ..patient };
        let failed: Result<(), Error> = world
            .user()
            .retry(three)
            .transaction(|tx| async move {
                counted.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                forms::fail(&tx, code).await?;
                Ok(())
            })
            .await;
        assert_eq!(failed.as_ref().unwrap_err().sqlstate(), Some(code));
        assert!(failed.unwrap_err().is_retryable());
        assert_eq!(counted.load(std::sync::atomic::Ordering::Relaxed), 3);
    }
    families::remove_family(&user, id).await.unwrap();
}

pub(crate) async fn a_call_that_is_dropped_leaves_nothing_open(world: &World) {
    let one = Client::builder(&url(&world.operator, "every_login"))
        .unwrap()
        .connections(1)
        .build()
        .unwrap();
    let user = one.as_user(&Claims::new(Role::EveryCaller));
    let id = family(&user, "dropped").await;
    // At every point at which a future can be left.
    for polls in 1..40 {
        let call = async {
            user.transaction(|tx| async move {
                families::rename_family(&tx, id, "other").await?;
                forms::fail(&tx, "EV009").await?;
                Ok::<_, Error>(())
            })
            .await
        };
        left_after(polls, call).await;
        left_after(polls, families::get_family(&user, id)).await;
        left_after(polls, async {
            families::families_of_stream(&user, [id]).await?.try_collect::<Vec<_>>().await
        })
        .await;
        assert_eq!(families::get_family(&user, id).await.unwrap().name.0, "dropped", "{polls}");
    }
    // A transaction that is still open would hold the row.
    families::remove_family(&user, id).await.unwrap();
    let open = "select count(*) from pg_stat_activity where state like 'idle in%' and usename = 'every_login' and datname = current_database()";
    let driver = world.driver().await;
    eventually("nothing is open", async || {
        driver.query_one(open, &[]).await.unwrap().get::<_, i64>(0) == 0
    })
    .await;
}

/// Waits until something is so; fails the test after thirty seconds.
async fn eventually(what: &str, is_so: impl AsyncFn() -> bool) {
    let begin = std::time::Instant::now();
    while !is_so().await {
        assert!(begin.elapsed() < Duration::from_secs(30), "not so after 30 s: {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Polls a future so often, and drops it.
async fn left_after(polls: usize, future: impl Future) {
    let mut future = std::pin::pin!(future);
    for _ in 0..polls {
        if future.as_mut().now_or_never().is_some() {
            return;
        }
        tokio::time::sleep(Duration::from_micros(200)).await;
    }
}

pub(crate) async fn rows_come_as_they_are_read(world: &World) {
    let user = world.user();
    let rows = forms::numbers_stream(&user, 100_000).await.unwrap();
    let first: Vec<i32> = rows.take(3).try_collect().await.unwrap();
    assert_eq!(first, [1, 2, 3]);
    let all: Vec<i32> =
        forms::numbers_stream(&user, 20_000).await.unwrap().try_collect().await.unwrap();
    assert_eq!(all.len(), 20_000);
    let within = user
        .transaction(|tx| async move {
            let rows = forms::numbers_stream(&tx, 5).await?;
            Ok::<_, Error>(rows.try_collect::<Vec<i32>>().await?)
        })
        .await
        .unwrap();
    assert_eq!(within, [1, 2, 3, 4, 5]);
}

pub(crate) async fn calls_are_sent_together(world: &World) {
    let user = world.user();
    let done = user
        .transaction(|tx| async move {
            let calls = (0..100).map(|it| forms::single(&tx, it));
            let all = futures_util::future::try_join_all(calls).await?;
            let (one, two) = tokio::try_join!(
                async { forms::single(&tx, 1).await.map_err(Error::from) },
                async { forms::who(&tx).await.map_err(Error::from) }
            )?;
            Ok::<_, Error>((all, one, two))
        })
        .await
        .unwrap();
    assert_eq!(done.0, (0..100).map(|it| it * 2).collect::<Vec<i32>>());
    assert_eq!(done.1, 2);
    // And from several tasks, each with a connection of its own.
    let tasks = (0..32).map(|it| {
        let user = user.clone();
        tokio::spawn(async move {
            user.transaction(|tx| async move { Ok::<_, Error>(forms::single(&tx, it).await?) })
                .await
        })
    });
    let single = tokio::spawn({
        let user = user.clone();
        async move { forms::single(&user, 4).await }
    });
    assert_eq!(single.await.unwrap().unwrap(), 8);
    for (at, task) in tasks.enumerate() {
        assert_eq!(task.await.unwrap().unwrap(), at as i32 * 2);
    }
}

pub(crate) async fn notifications_come(world: &World) {
    let odd = "odd \"channel\"";
    let mut heard = world.client().listen(&["plain", odd]).await.unwrap();
    let driver = world.driver().await;
    driver
        .execute(
            "select pg_notify('plain', 'one'), pg_notify($1, 'two'), pg_notify('other', '')",
            &[&odd],
        )
        .await
        .unwrap();
    let one = heard.next().await.unwrap().unwrap();
    let two = heard.next().await.unwrap().unwrap();
    assert_eq!((&*one.channel, &*one.payload), ("plain", "one"));
    assert_eq!((&*two.channel, &*two.payload), (odd, "two"));
    let end = "select pg_terminate_backend(pid) from pg_stat_activity where query like 'LISTEN%' and datname = current_database()";
    driver.batch_execute(end).await.unwrap();
    let last = heard.next().await;
    assert!(
        matches!(&last, Some(Err(error)) if error.kind() == ErrorKind::Database || error.kind() == ErrorKind::Connection),
        "{last:?}"
    );
}

pub(crate) async fn a_connection_that_was_lost_is_made_anew(world: &World) {
    let name = format!("lost {}", world.major);
    let client = Client::builder(&url(&world.operator, "every_login"))
        .unwrap()
        .connections(1)
        .application_name(&name)
        .build()
        .unwrap();
    let user = client.as_user(&Claims::new(Role::EveryCaller));
    forms::who(&user).await.unwrap();
    let driver = world.driver().await;
    let end = "select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1";
    assert_eq!(driver.execute(end, &[&name]).await.unwrap(), 1);
    eventually("it is there again", async || forms::who(&user).await.is_ok()).await;
    let nobody = Client::builder("postgresql://nobody@127.0.0.1:1/none")
        .unwrap()
        .password("secret")
        .build()
        .unwrap();
    assert!(!format!("{nobody:?}").contains("secret"));
    let error = forms::who(&nobody.as_user(&Claims::new(Role::EveryCaller))).await.unwrap_err();
    assert_eq!(error.error().kind(), ErrorKind::Connection);
    assert!(!format!("{error:?} {error}").contains("secret"));
    let tls = Client::new("postgresql://nobody@localhost/none?sslmode=require").unwrap_err();
    assert_eq!(tls.kind(), ErrorKind::Setup);
}

pub(crate) async fn errors_show_no_values(world: &World) {
    let failed = forms::fail(&world.user(), "EV007").await.unwrap_err();
    let error = failed.error();
    assert_eq!(error.sqlstate(), Some("EV007"));
    assert_eq!(error.detail(), Some("a secret"));
    for shown in
        [format!("{error}"), format!("{error:?}"), format!("{failed}"), format!("{failed:?}")]
    {
        assert!(shown.contains("It failed.") && !shown.contains("secret"), "{shown}");
    }
}

pub(crate) async fn a_migration_beneath_is_noticed(world: &World) {
    let project = root().join("tests/cases/client/every");
    let target = tokio::task::spawn_blocking({
        let major = world.major;
        move || migrated(major, "every_moved", &project)
    })
    .await
    .unwrap();
    let moved = World { operator: target, ..world.clone() };
    let user = moved.user();
    let id = family(&user, "moved").await;
    assert_eq!(families::families_of(&user, [id]).await.unwrap().len(), 1);
    // Another type of a column makes a prepared statement stale; a new label is no error.
    let driver = moved.driver().await;
    driver.batch_execute("
        alter table app.families add note text;
        create or replace function api.who() returns text language plpgsql stable security definer set search_path = pg_catalog, pg_temp
          as $$ begin return 'moved'; end $$;
        alter type api.mood add value 'puzzled'").await.unwrap();
    assert_eq!(families::families_of(&user, [id]).await.unwrap()[0].id, id);
    assert_eq!(forms::who(&user).await.unwrap(), "moved");
    let puzzled = every_client::types::Mood::from("puzzled");
    assert_eq!(puzzled, every_client::types::Mood::Unknown("puzzled".to_owned()));
    let back = every_client::echo::echo_mood(&user, Some(puzzled.clone())).await.unwrap();
    assert_eq!(back, Some(puzzled));
    let _ = Uuid::from_u128(0);
}

pub(crate) async fn differences_are_told(world: &World) {
    assert_eq!(world.client().differences().await.unwrap(), []);
    let project = root().join("tests/cases/client/every");
    let target = tokio::task::spawn_blocking({
        let major = world.major;
        move || migrated(major, "every_differs", &project)
    })
    .await
    .unwrap();
    let other = World { operator: target, ..world.clone() };
    other.driver().await.batch_execute("
        alter type api.mood add value 'puzzled';
        alter type api.option rename value 'none' to 'nothing';
        alter type api.pair add attribute c integer;
        create function api.newer() returns integer language sql return 1;
        drop function api.single(integer);
        drop function api.numbers(integer);
        create function api.numbers(count integer default 1) returns setof integer language sql as 'select 1';
        alter domain api.positive drop constraint positive_sign").await.unwrap();
    let told = other.client().differences().await.unwrap();
    let told: Vec<String> =
        told.iter().map(|it| format!("{} {it}", if it.matters { "!" } else { "-" })).collect();
    insta::assert_debug_snapshot!("differences", told);
}

pub(crate) async fn what_is_not_said_is_not_set(world: &World) {
    let project = root().join("tests/cases/client/every");
    let target = tokio::task::spawn_blocking({
        let major = world.major;
        move || migrated(major, "every_unsaid", &project)
    })
    .await
    .unwrap();
    let other = World { operator: target, ..world.clone() };
    let driver = &other.driver().await;
    let serializable =
        "alter database every_unsaid set default_transaction_isolation = 'serializable'";
    driver.batch_execute(serializable).await.unwrap();
    let user = |name: &str| {
        let builder = Client::builder(&url(&other.operator, "every_login")).unwrap();
        let client = builder.application_name(name).connections(1).build().unwrap();
        client.as_user(&Claims::new(Role::EveryCaller))
    };
    // What a serializable transaction has read is locked.
    let locks = "select count(*) from pg_locks join pg_stat_activity using (pid) \
        where mode = 'SIReadLock' and application_name = $1";
    let id = family(&user("makes it"), "default").await;
    let held = async |user: User, name: &str| {
        let work = |tx: every_client::Transaction| async move {
            families::families_of(&tx, [id]).await?;
            let row = driver.query_one(locks, &[&name]).await.unwrap();
            Ok::<_, Error>(row.get::<_, i64>(0))
        };
        user.transaction(work).await.unwrap()
    };
    assert!(held(user("default"), "default").await > 0);
    let committed = user("said").isolation(Isolation::ReadCommitted);
    assert_eq!(held(committed, "said").await, 0);
    driver
        .batch_execute(
            "create or replace function api.who() returns text language sql stable security definer set search_path = pg_catalog, pg_temp
             return coalesce(nullif(current_setting('request.headers', true), ''), 'nothing')",
        )
        .await
        .unwrap();
    let nobody = user("with a key");
    assert_eq!(forms::who(&nobody).await.unwrap(), "nothing");
    for key in ["a key", "an \"odd\" one"] {
        let keyed = nobody.clone().idempotency_key(key);
        let headers = serde_json::json!({ "idempotency-key": key }).to_string();
        assert_eq!(forms::who(&keyed).await.unwrap(), headers);
        assert!(!format!("{keyed:?}").contains(key));
        // Over the same connection.
        assert_eq!(forms::who(&nobody).await.unwrap(), "nothing");
    }
}
