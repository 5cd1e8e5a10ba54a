//! Prepared transactions: a request that would outlive its session, with its role, its claims and its locks.

use crate::cast::{CLIENTS, Victims, bare, column};
use crate::session::{COMMUNITY, MEMBER};
use crate::tally::Tally;
use crate::world::World;

pub(crate) async fn attack(world: &World, tally: &mut Tally) {
    let allowed = world.read("select current_setting('max_prepared_transactions')").await;
    tally.control("the server has them off, as PostgreSQL does by default", allowed == "0");
    let victims = Victims::move_in(world).await;
    let session = world.login().await;
    for role in CLIENTS.into_iter().chain(["momni_authenticator"]) {
        let begin =
            format!("begin; set local role {role}; select 1; prepare transaction 'momni_{role}'");
        let outcome = session.run(&begin).await;
        tally.refused(&format!("{role} prepares"), &["55000"], &outcome);
        let over = session.run("rollback").await;
        tally.control("the session goes on", over.is_ok());
        session.run(&format!("set role {role}")).await.unwrap();
        for sql in ["commit prepared 'x'", "rollback prepared 'x'"] {
            tally.refused(&format!("{role}: {sql}"), &["42704"], &session.run(sql).await);
        }
        session.run("reset role").await.unwrap();
    }
    let left = column(world.operate("select gid from pg_prepared_xacts").await.unwrap());
    tally.failed(&format!("left prepared: {left:?}"), left.is_empty());

    // Prepared statements of a session are the session's: a role that the next request takes is asked again.
    let prepare =
        "set role momni_member; prepare hers as select * from api.get_my_profile(); reset role";
    session.run(prepare).await.unwrap();
    let hers = session.request(&victims.ann.caller, "execute hers").await.unwrap();
    tally.control("her own, prepared", victims.betrayed(&hers));
    for role in CLIENTS {
        let outcome = bare(&session, role, "execute hers").await;
        tally.nothing(&format!("{role}: a plan that was made for her"), &["42501"], &outcome);
    }
    let prepare = "set role momni_community_administrator; prepare admin as select * from api.search_users(); reset role";
    session.run(prepare).await.unwrap();
    let root = world.root().await;
    let seen = session.request(&root.caller, "execute admin").await;
    tally.control("an administrator's own, prepared", seen.is_ok());
    for role in CLIENTS {
        let outcome = bare(&session, role, "execute admin").await;
        tally.refused(
            &format!("{role}: a plan that was made for an administrator"),
            &["42501"],
            &outcome,
        );
    }
    let mallory = world.newcomer("Mallory").await;
    for role in [MEMBER, COMMUNITY] {
        let caller = crate::session::Caller::of(role, &mallory.id);
        let outcome = session.request(&caller, "execute admin").await;
        tally.refused(&format!("Mallory as {role}, the same plan"), &["42501"], &outcome);
    }
    // A cursor that is held goes on in the next transaction, with the rows of the one that made it.
    let held = "declare held cursor with hold for select * from api.get_my_profile()";
    session.request(&mallory.caller, held).await.unwrap();
    let rest = session.request(&victims.ann.caller, "fetch all held").await;
    tally.failed(
        "a held cursor shows rows of who fetches",
        !matches!(&rest, Ok(rows) if victims.betrayed(rows)),
    );
}
