//! How PostgreSQL runs them.

use crate::world::World;
use serde_json::Value;

/// Every node of a plan.
fn nodes<'a>(plan: &'a Value, found: &mut Vec<&'a Value>) {
    found.push(plan);
    for below in plan["Plans"].as_array().into_iter().flatten() {
        nodes(below, found);
    }
}

pub(crate) async fn what_a_policy_asks_is_computed_once_and_looked_for_in_an_index(world: &World) {
    let user = world.operate("select md5('user7')::uuid").await[0][0].clone().unwrap();
    for (table, calls) in [("families", 1), ("family_members", 2), ("photos", 4), ("diaries", 2)] {
        let sql = format!("explain (format json, analyze, timing off) select * from app.{table}");
        let text = world.ask(&user, &sql).await;
        let plan: Value = serde_json::from_str(&text).unwrap();
        let mut all = Vec::new();
        nodes(&plan[0]["Plan"], &mut all);
        let is = |node: &Value, key: &str, value: &str| node[key].as_str() == Some(value);
        let once: Vec<_> =
            all.iter().filter(|it| is(it, "Parent Relationship", "InitPlan")).collect();
        assert!(!once.is_empty() && once.len() <= calls, "{table}: {text}");
        assert!(once.iter().all(|it| it["Actual Loops"].as_f64() <= Some(1.0)), "{table}: {text}");
        let scans: Vec<_> = all
            .iter()
            .filter_map(|it| it["Node Type"].as_str())
            .filter(|it| it.contains("Scan"))
            .collect();
        assert!(scans.iter().any(|it| it.contains("Index")), "{table}: {text}");
        assert!(!scans.contains(&"Seq Scan"), "{table}: {text}");
    }
}

/// The function stands on the columns: what it reads follows their names.
pub(crate) async fn names_of_columns_may_change(world: &World) {
    let user = world.operate("select md5('user7')::uuid").await[0][0].clone().unwrap();
    let count = "select count(*) from app.families";
    let before = world.ask(&user, count).await;
    assert_ne!(before, "0");
    let sql = format!(
        "begin;
         alter table app.family_members rename user_id to person_id;
         set local role app_user;
         set local request.jwt.claims = '{{\"sub\":\"{user}\"}}';
         {count};
         rollback"
    );
    assert_eq!(world.operate(&sql).await, [[Some(before)]]);
}
