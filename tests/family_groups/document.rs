//! What the source document's policies would have done, each tried in a transaction that is rolled back: why they are not
//! in the example as they stand.

use crate::session::{Session, one};
use crate::world::{Person, World};

/// The document's policies, with `TO` and schemas added and nothing else.
const FAMILIES_MEMBER: &str = "
    CREATE POLICY \"families_member_policy\" ON app.families
    FOR SELECT TO fg_definer USING (
      EXISTS (
        SELECT 1 FROM app.family_memberships fm
        WHERE fm.family_id = id
        AND fm.user_id = auth.uid()
        AND fm.status = 'active'
      )
    )";

const COORDINATOR: &str = "
    CREATE POLICY \"coordinator_policy\" ON {table}
    FOR ALL TO fg_definer USING (
      EXISTS (
        SELECT 1 FROM app.family_memberships fm
        JOIN app.roles r ON fm.role_id = r.id
        WHERE fm.family_id = family_id
        AND fm.user_id = auth.uid()
        AND r.type IN ('family_coordinator', 'system_admin')
      )
    )";

/// A transaction of the operator in which a policy stands in the place of those of a table.
async fn with(world: &World, table: &str, policy: &str) -> Session {
    let operator = world.operator().await;
    let policies = world
        .operate(&format!("select polname from pg_policy where polrelid = '{table}'::regclass and polname not like '%guard%'"))
        .await;
    operator.run("begin").await.unwrap();
    for name in policies {
        operator
            .run(&format!("drop policy {} on {table}", name[0].clone().unwrap()))
            .await
            .unwrap();
    }
    operator.run(&policy.replace("{table}", table)).await.unwrap();
    operator
}

async fn within(operator: &Session, who: &Person) {
    let claims = who.caller.claims.clone().unwrap();
    operator
        .run(&format!("set local role fg_definer; set local request.jwt.claims = '{claims}'"))
        .await
        .unwrap();
}

async fn qual(operator: &Session, table: &str) -> String {
    let sql = format!(
        "select pg_get_expr(polqual, polrelid) from pg_policy
         where polrelid = '{table}'::regclass and polname in ('families_member_policy', 'coordinator_policy')"
    );
    one(operator.run(&sql).await.unwrap())
}

pub(crate) async fn its_policy_on_families_compares_the_inner_table_with_itself(world: &World) {
    let ann = world.person("Ann").await;
    let family = ann.family("Adams").await;
    let operator = with(world, "app.families", FAMILIES_MEMBER).await;
    let qual = qual(&operator, "app.families").await;
    assert!(qual.contains("fm.family_id = fm.id"), "{qual}");
    // The inner table has a column id of its own, so that no family is ever found: its members are shut out.
    within(&operator, &ann).await;
    let sees = format!("select count(*) from app.families where id = '{family}'");
    assert_eq!(one(operator.run(&sees).await.unwrap()), "0");
    operator.run("rollback").await.unwrap();
    let trial = world.operator().await.trial(&ann.caller.within("fg_definer"), &sees).await;
    assert_eq!(one(trial.unwrap()), "1");
}

pub(crate) async fn its_policy_on_memberships_recurses(world: &World) {
    let ann = world.person("Ann").await;
    ann.family("Adams").await;
    let operator = with(world, "app.family_memberships", COORDINATOR).await;
    within(&operator, &ann).await;
    let refusal = operator.run("select count(*) from app.family_memberships").await.unwrap_err();
    assert_eq!(refusal.code, "42P17", "{refusal:?}");
}

pub(crate) async fn its_policy_for_coordinators_opens_every_family_to_them(world: &World) {
    let (ann, eve) = (world.person("Ann").await, world.person("Eve").await);
    let family = ann.family("Adams").await;
    eve.family("Evans").await;
    ann.ask(&format!("select api.add_family_document('{family}', 'Will', 'will', 9)")).await;
    let sees = format!("select count(*) from app.family_documents where family_id = '{family}'");
    let ours = world.operator().await.trial(&eve.caller.within("fg_definer"), &sees).await;
    assert_eq!(one(ours.unwrap()), "0");

    // On a table where it does not recurse the same words show what they do.
    let operator = with(world, "app.family_documents", COORDINATOR).await;
    let qual = qual(&operator, "app.family_documents").await;
    assert!(qual.contains("fm.family_id = fm.family_id"), "{qual}");
    within(&operator, &eve).await;
    assert_eq!(one(operator.run(&sees).await.unwrap()), "1");
    let gone = format!("delete from app.family_documents where family_id = '{family}' returning 1");
    assert_eq!(operator.run(&gone).await.unwrap().len(), 1);
}
