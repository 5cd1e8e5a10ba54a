//! Large objects of others. A large object of one's own is not refused: docs/security.md says why.

use crate::cast::{CLIENTS, SECRET, bare, by_login};
use crate::tally::Tally;
use crate::world::World;

pub(crate) async fn attack(world: &World, tally: &mut Tally) {
    let operator = world.operator().await;
    let session = world.login().await;
    let make = format!("select lo_from_bytea(0, '{SECRET}')");
    let of_operator = world.read(&make).await;
    let of_owner =
        operator.run(&format!("begin; set local role momni_owner; {make}; commit")).await.unwrap();
    let of_owner = of_owner.into_iter().flatten().flatten().next().unwrap();
    for object in [&of_operator, &of_owner] {
        for sql in [
            format!("select lo_get({object})"),
            format!("select lo_get({object}, 0, 4)"),
            format!("select loread(lo_open({object}, x'40000'::int), 100)"),
            format!("select lo_open({object}, x'20000'::int)"),
            format!("select lo_put({object}, 0, 'x')"),
            format!("select lo_unlink({object})"),
            format!("select lo_truncate(lo_open({object}, x'20000'::int), 0)"),
            format!("select lo_export({object}, '/tmp/momni_taken')"),
            format!("grant select on large object {object} to public"),
            format!("alter large object {object} owner to current_user"),
            format!("comment on large object {object} is 'x'"),
            "select data from pg_largeobject".to_owned(),
            "select lo_import('/etc/passwd')".to_owned(),
            format!("set local lo_compat_privileges = on; select lo_get({object})"),
        ] {
            tally.refused(
                &format!("the login: {sql}"),
                &["42501"],
                &by_login(&session, &sql).await,
            );
            for role in CLIENTS {
                tally.refused(
                    &format!("{role}: {sql}"),
                    &["42501"],
                    &bare(&session, role, &sql).await,
                );
            }
        }
        let whole = world.read(&format!("select convert_from(lo_get({object}), 'UTF8')")).await;
        tally.failed("a large object changed", whole == SECRET);
        world.operate(&format!("select lo_unlink({object})")).await.unwrap();
    }
    let ours = "select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                where n.nspname in ('api', 'app', 'audit', 'auth') and p.prosrc ~* '\\mlo(_[a-z]+|read|write)\\M'";
    tally.nothing("a function of Momni that uses them", &[], &world.operate(ours).await);
}
