//! Momni's database with its example rows.

use super::bench::Bench;
use momni_db::connect::{Target, connect};
use momni_db::scratch::Server;

/// The login of plain SQL, as a program without policies has one: it may read and write all rows.
pub(crate) const PLAIN: &str = "plain";

/// A town on a server of its own.
pub(crate) struct Town {
    pub(crate) target: Target,
    /// How many bookings there are.
    pub(crate) bookings: String,
    _server: Server,
}

/// What waits for a payment: a town has few of those at a time. Payments of stays to come are taken back to where the provider was asked.
const TO_BE_PAID: &str = "
    begin;
    set local session_replication_role = replica;
    create temp table due on commit drop as
    select p.id, p.booking_id, a.id as attempt_id from app.payment_intents p
    join app.bookings b on b.id = p.booking_id join app.payment_attempts a on a.intent_id = p.id and a.status = 'captured'
    where b.status = 'confirmed' and b.starts_at > now() + interval '1 day' and p.credit_amount = 0
    order by p.id limit 2000;
    delete from app.payment_holds h using due d where h.intent_id = d.id;
    delete from app.ledger_entries e using app.ledger_transactions t, due d
    where e.transaction_id = t.id and t.kind = 'payment_captured' and t.source = d.attempt_id;
    delete from app.ledger_transactions t using due d where t.kind = 'payment_captured' and t.source = d.attempt_id;
    update app.payment_attempts a set status = 'started', captured_at = null from due d where a.id = d.attempt_id;
    update app.payment_intents p set status = 'open', captured_at = null from due d where p.id = d.id;
    update app.bookings b set status = 'accepted', due_at = now() + interval '20 hours' from due d where b.id = d.booking_id;
    update app.booking_children c set status = 'accepted' from due d where c.booking_id = d.booking_id;
    commit";

impl Town {
    pub(crate) fn new(bench: &Bench, size: &str) -> Self {
        let server = bench.server();
        let project = env!("CARGO_MANIFEST_DIR");
        let target = bench.wait(async {
            let session = connect(&server.target("postgres")).await.unwrap();
            session.batch("create database momni").await.unwrap();
            server.target("momni")
        });
        let url = target.to_string();
        bench.command(&["-C", project, "migrate", "--database-url", &url]);
        let seed =
            ["-C", project, "seed", "--size", size, "--as-of", "now", "--database-url", &url];
        let run = bench.command(&seed);
        eprintln!("the town was made in {:.0} s", run.seconds);
        let bookings = bench.wait(async {
            let session = connect(&target).await.unwrap();
            session.batch(TO_BE_PAID).await.unwrap();
            let login = format!(
                "create role {PLAIN} login bypassrls;
                 grant usage on schema app, api, auth, audit to {PLAIN};
                 grant execute on all functions in schema app, auth, audit to {PLAIN};
                 grant select, insert, update, delete on all tables in schema app to {PLAIN};
                 grant usage on all sequences in schema app to {PLAIN}"
            );
            session.batch(&login).await.unwrap();
            session.batch("vacuum analyze").await.unwrap();
            let rows = session.rows("select count(*) from app.bookings").await.unwrap();
            rows[0][0].clone().unwrap()
        });
        Self { target, bookings, _server: server }
    }

    /// What an operation is called with: who calls, then the arguments, as text.
    pub(crate) async fn inputs(&self, query: &str) -> Vec<Vec<String>> {
        let session = connect(&self.target).await.unwrap();
        let rows = session.rows(query).await.unwrap();
        assert!(rows.len() > 30, "{query}");
        rows.into_iter().map(|row| row.into_iter().map(Option::unwrap).collect()).collect()
    }
}
