//! Who may connect at all.

use crate::tally::Tally;
use crate::world::World;
use momni_db::connect::{Target, connect};
use std::collections::BTreeMap;

/// Whether a role gets a session in the database.
async fn connects(world: &World, role: &str) -> Result<(), String> {
    let url = world.operator.to_string().replacen(
        &format!("{}@", world.operator.user()),
        &format!("{role}@"),
        1,
    );
    let target = Target::resolve(Some(&url), &BTreeMap::new()).unwrap();
    assert_eq!(target.user(), role);
    connect(&target).await.map(drop).map_err(|error| error.to_string())
}

pub(crate) async fn attack(world: &World, tally: &mut Tally) {
    // The server trusts everybody who comes by its socket: what refuses them is not a password.
    let ours = "select rolname from pg_roles where rolname like 'momni\\_%' and not rolcanlogin
                and rolname not like 'momni\\_intruder%'";
    for role in crate::cast::column(world.operate(ours).await.unwrap()) {
        let said = connects(world, &role).await;
        let refused = matches!(&said, Err(error) if error.contains("not permitted to log in"));
        tally.failed(&format!("{role} connects: {said:?}"), refused);
    }
    // Somebody else with a login on the same server.
    world.operate("create role momni_intruder login").await.unwrap();
    let said = connects(world, "momni_intruder").await;
    let elsewhere = world.operate("grant connect on database postgres to momni_intruder").await;
    world.operate("revoke connect on database postgres from momni_intruder").await.unwrap();
    world.operate("drop role momni_intruder").await.unwrap();
    tally.control("a role of the server is there", elsewhere.is_ok());
    let refused = matches!(&said, Err(error) if error.contains("permission denied for database"));
    tally.failed(&format!("a login of others connects: {said:?}"), refused);
    tally.control("the login connects", connects(world, "momni_authenticator").await.is_ok());
}
