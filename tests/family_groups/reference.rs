//! F2, F3: the nine roles and the three tiers, as the document gives them.

use crate::world::World;

fn text<const COLUMNS: usize>(rows: &[[&str; COLUMNS]]) -> Vec<Vec<Option<String>>> {
    rows.iter().map(|row| row.iter().map(|it| Some((*it).to_owned())).collect()).collect()
}

pub(crate) async fn there_are_nine_roles(world: &World) {
    let roles =
        world.operate("select type, priority, scope from app.roles order by priority desc").await;
    let expected = [
        ["system_admin", "200", "global"],
        ["family_coordinator", "100", "family"],
        ["caregiver", "90", "family"],
        ["care_recipient", "70", "individual"],
        ["helper", "60", "individual"],
        ["emergency_contact", "50", "family"],
        ["child", "40", "individual"],
        ["viewer", "30", "family"],
        ["bot_agent", "10", "individual"],
    ];
    assert_eq!(roles, text(&expected));
    let scopes = world.operate("select unnest(enum_range(null::app.role_scope))").await;
    assert_eq!(scopes, text(&[["individual"], ["family"], ["global"]]));
    // No permission reaches further than its role, and each role has one that reaches as far.
    let reach = "select r.type from app.roles r
                 left join app.role_permissions p on p.role_type = r.type
                 group by r.type, r.scope having max(p.scope) is distinct from r.scope";
    assert!(world.operate(reach).await.is_empty());
    // The read-only role and those below have nothing that changes anything but their own documents.
    let writes = "select p.role_type from app.role_permissions p join app.permissions k on k.key = p.permission_key
                  where k.changes_data and p.role_type in ('viewer', 'emergency_contact', 'helper')";
    assert!(world.operate(writes).await.is_empty());
}

pub(crate) async fn members_choose_from_eight(world: &World) {
    let ann = world.person("Ann").await;
    let roles = ann.ask("select role_type from api.list_roles()").await;
    let expected = [
        ["family_coordinator"],
        ["caregiver"],
        ["care_recipient"],
        ["helper"],
        ["emergency_contact"],
        ["child"],
        ["viewer"],
        ["bot_agent"],
    ];
    assert_eq!(roles, text(&expected));
    let viewer =
        ann.one("select permissions from api.list_roles() where role_type = 'viewer'").await;
    assert_eq!(viewer, r#"{"documents.read": "family"}"#);
}

pub(crate) async fn there_are_three_tiers(world: &World) {
    let tiers = world
        .anonymous()
        .await
        .ask(
            "select name, max_family_members, max_storage_gb, max_documents, max_families, price_monthly_cents
             from api.list_subscription_tiers()",
        )
        .await;
    let expected = [
        ["free", "3", "1", "25", "1", "0"],
        ["standard", "8", "5", "100", "2", "999"],
        ["premium", "15", "25", "500", "5", "1999"],
    ];
    assert_eq!(tiers, text(&expected));
    let defaults = world
        .operate(
            "select a.attname, pg_get_expr(d.adbin, d.adrelid) from pg_attrdef d
             join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
             where d.adrelid = 'app.subscription_tiers'::regclass and a.attname in ('max_family_members', 'max_storage_gb')
             order by 1",
        )
        .await;
    assert_eq!(defaults, text(&[["max_family_members", "5"], ["max_storage_gb", "1"]]));
}

pub(crate) async fn a_family_begins_on_the_free_tier_whoever_makes_it(world: &World) {
    let ann = world.person("Ann").await;
    let family = ann.family("Adams").await;
    let row = format!(
        "select t.name, f.subscription_status, f.billing_period, f.status, f.timezone, length(f.invite_code)
         from app.families f join app.subscription_tiers t on t.id = f.subscription_tier_id where f.id = '{family}'"
    );
    assert_eq!(
        world.operate(&row).await,
        text(&[["free", "active", "free", "active", "UTC", "12"]])
    );
    // Not even a careless function could give the caller another plan: the columns are not granted.
    let operator = world.operator().await;
    let within = ann.caller.within("fg_definer");
    for sql in [
        format!(
            "insert into app.families (name, owner_id, subscription_tier_id) values ('x', '{}', gen_random_uuid())",
            ann.id
        ),
        format!(
            "update app.families set subscription_tier_id = subscription_tier_id where id = '{family}'"
        ),
        format!("update app.families set subscription_status = 'active' where id = '{family}'"),
    ] {
        assert_eq!(operator.trial(&within, &sql).await.unwrap_err().code, "42501", "{sql}");
    }
}
