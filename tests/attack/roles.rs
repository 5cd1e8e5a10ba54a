//! Becoming somebody else: SET ROLE, SET SESSION AUTHORIZATION, membership, attributes of roles.

use crate::cast::{CLIENTS, Victims, bare, by_login, column};
use crate::session::{COMMUNITY, Caller, MEMBER};
use crate::tally::Tally;
use crate::world::World;

pub(crate) async fn attack(world: &World, tally: &mut Tally) {
    let session = world.login().await;
    let all = column(
        world
            .operate("select rolname from pg_roles where rolname not like 'momni\\_intruder%'")
            .await
            .unwrap(),
    );
    tally.control("there are many roles", all.len() > 15);
    for role in &all {
        let set = format!("set local role {role}");
        let is_client = CLIENTS.contains(&role.as_str());
        let outcome = by_login(&session, &set).await;
        if is_client {
            tally.control(&format!("the login: {set}"), outcome.is_ok());
        } else if role != "momni_authenticator" {
            tally.refused(&format!("the login: {set}"), &["42501"], &outcome);
        }
        for client in CLIENTS {
            if !is_client && role != "momni_authenticator" {
                tally.refused(
                    &format!("{client}: {set}"),
                    &["42501"],
                    &bare(&session, client, &set).await,
                );
            }
        }
        for sql in [
            format!("set session authorization {role}"),
            format!("set local session authorization {role}"),
            format!("grant {role} to momni_member"),
            format!("grant {role} to momni_authenticator with admin option"),
            format!("alter role {role} superuser"),
            format!("alter role {role} bypassrls"),
            format!("alter role {role} createrole"),
            format!("alter role {role} rename to momni_taken"),
            format!("drop role {role}"),
            format!("reassign owned by {role} to momni_member"),
            format!("drop owned by {role}"),
        ] {
            if sql.contains("authorization momni_authenticator") {
                continue;
            }
            let who = ["the login", MEMBER];
            for (who, outcome) in [
                (who[0], by_login(&session, &sql).await),
                (who[1], bare(&session, MEMBER, &sql).await),
            ] {
                // What a role gives up of its own is asked below.
                let own = (who == "the login" && role == "momni_authenticator")
                    || (who == MEMBER && role == MEMBER);
                if own && (sql.starts_with("drop owned") || sql.starts_with("reassign")) {
                    continue;
                }
                let codes = ["42501", "0LP01", "42939", "55006", "0A000", "2BP01"];
                tally.refused(&format!("{who}: {sql}"), &codes, &outcome);
            }
        }
    }
    for sql in ["create role momni_taken", "create user momni_taken superuser"] {
        tally.refused(sql, &["42501"], &by_login(&session, sql).await);
        tally.refused(sql, &["42501"], &bare(&session, MEMBER, sql).await);
    }
    // A role may give up what it owns, which is nothing; what it was granted is not its own to give up.
    let may = "select count(*) from pg_proc p where p.pronamespace = 'api'::regnamespace
               and has_schema_privilege('api', 'USAGE') and has_function_privilege(p.oid, 'EXECUTE')";
    for client in CLIENTS {
        let before = bare(&session, client, may).await.unwrap();
        for sql in
            [format!("drop owned by {client}"), format!("reassign owned by {client} to {client}")]
        {
            let after = bare(&session, client, &format!("{sql}; {may}")).await;
            let same = matches!(&after, Ok(rows) if *rows == before);
            tally.failed(&format!("{client}: {sql} shuts out others: {after:?}"), same);
        }
    }
    others_role(world, tally).await;
}

/// A client's role that is not the caller's own opens nothing: the table has the last word.
async fn others_role(world: &World, tally: &mut Tally) {
    let victims = Victims::move_in(world).await;
    let mallory = world.newcomer("Mallory").await;
    let id = mallory.id.clone();
    for (role, call) in [
        (COMMUNITY, "select * from api.search_users()"),
        (COMMUNITY, "select * from api.list_changes()"),
        (COMMUNITY, &*format!("select api.suspend_user('{}', 'x')", victims.ann.id)),
        (COMMUNITY, &*format!("select api.grant_role('{id}', 'community_administrator', 'x')")),
        (
            COMMUNITY,
            &*format!(
                "select api.grant_role('{}', 'financial_administrator', 'x')",
                victims.ann.id
            ),
        ),
        (crate::session::FINANCIAL, "select * from api.list_changes()"),
    ] {
        let forged = world.caller(Caller::of(role, &id), &id).await;
        tally.refused(
            &format!("a member as {role}: {call}"),
            &["42501"],
            &forged.request(call).await,
        );
        // In the middle of a request of their own.
        let switched = format!("set local role {role}; {call}");
        tally.refused(
            &format!("a member: {switched}"),
            &["42501"],
            &mallory.request(&switched).await,
        );
    }
    let root = world.root().await;
    tally.control(
        "an administrator searches",
        root.request("select * from api.search_users()").await.is_ok(),
    );
}
