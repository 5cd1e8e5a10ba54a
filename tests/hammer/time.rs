//! Time that passes: what the rows say of moments is moved back. Nobody sleeps.

use super::wire::Wire;

/// What holds moments, by table: columns of moments, of spans and of the wall clock.
const MOMENTS: &[(&str, &[&str], &[&str])] = &[
    ("app.bookings", &["due_at", "accepted_at", "held_until"], &["during", "occupied"]),
    ("app.booking_children", &[], &["during", "occupied"]),
    ("app.booking_groups", &["closes_at"], &["during"]),
    ("app.booking_extensions", &["ends_at", "due_at"], &[]),
    ("app.handover_codes", &["expires_at"], &[]),
    ("app.waitlist_entries", &[], &["during"]),
    ("app.open_times", &["starts_at", "ends_at"], &[]),
    ("app.host_turns", &["laid_out_until", "failed_at"], &[]),
    ("app.availability_rules", &["starts_at", "ends_at"], &[]),
    ("app.availability_exceptions", &["starts_at", "ends_at"], &[]),
    ("app.payment_intents", &["captured_at", "stay_ends_at"], &[]),
    ("app.payment_holds", &["release_at", "released_at"], &[]),
    ("app.credits", &["expires_at"], &[]),
    ("app.disputes", &["evidence_due_at", "opened_at", "decided_at"], &[]),
    ("app.money_orders", &["created_at", "decided_at", "expires_at"], &[]),
];

/// The statements by which so many seconds pass, in one transaction. Triggers do not see it.
pub(crate) fn passes(seconds: i64) -> String {
    // In two leaps, so that no row meets another on the way: constraints without a delay are asked row by row.
    let far = 200_000_000;
    let mut sql = "set local session_replication_role = replica;".to_owned();
    for leap in [-far - seconds, far] {
        for (table, moments, spans) in MOMENTS {
            let by = format!("interval '{leap} seconds'");
            let moments = moments.iter().map(|it| format!("{it} = {it} + {by}"));
            let spans = spans
                .iter()
                .map(|it| format!("{it} = tstzrange(lower({it}) + {by}, upper({it}) + {by})"));
            let set: Vec<String> = moments.chain(spans).collect();
            sql += &format!("update {table} set {};", set.join(", "));
        }
    }
    sql
}

/// What the clock of the server says: whole seconds since 1970.
pub(crate) async fn now(operator: &Wire) -> i64 {
    let now = operator.rows("select floor(extract(epoch from now()))::bigint").await;
    now[0][0].as_ref().unwrap().parse().unwrap()
}
