//! All rows beside the model.

use super::model::Model;
use super::scene;
use super::wire::Wire;
use std::collections::BTreeMap;

/// How far what the database reckons from its own clock may be from the model, in seconds: as far as the clocks are apart, and
/// as long as an operation lasts.
const SLACK: i64 = 240;

/// What differs.
pub(crate) async fn differences(
    operator: &Wire,
    model: &Model,
    clock: &dyn Fn(i64) -> String,
) -> Vec<String> {
    let zero = clock(0);
    let mut differ = Vec::new();
    let seconds = |moment: &str| format!("extract(epoch from {moment} - {zero})::bigint");

    let sql = format!(
        "select b.id, b.host_id, b.family_id, b.status, b.moved_by, {}, {}, b.price, b.fee, b.exclusive, b.group_id,
           {}, {}, (select string_agg(c.child_id::text || ' ' || c.status || ' ' || (c.during = b.during and c.occupied = b.occupied), ',' order by c.child_id)
             from app.booking_children c where c.booking_id = b.id), extract(epoch from upper(b.occupied) - upper(b.during))::bigint
         from app.bookings b",
        seconds("b.starts_at"),
        seconds("b.ends_at"),
        seconds("b.due_at"),
        seconds("b.accepted_at"),
    );
    let there = operator.rows(&sql).await;
    let mut there: BTreeMap<String, Vec<Option<String>>> =
        there.into_iter().map(|row| (row[0].clone().unwrap(), row)).collect();
    for booking in &model.bookings {
        let Some(row) = there.remove(&booking.id) else {
            differ.push(format!("not in the database: {booking:?}"));
            continue;
        };
        let text = |it: &str| Some(it.to_owned());
        let number = |it: i64| Some(it.to_string());
        let mut children = booking.children.clone();
        children.sort_unstable();
        let children = children
            .iter()
            .map(|it| format!("{} {} true", scene::child(*it), booking.status.name()));
        let group = booking.group.map(|it| model.groups[it].id.clone());
        let expected = [
            Some(scene::host(booking.host)),
            Some(scene::family(booking.family)),
            text(booking.status.name()),
            text(booking.moved_by.name()),
            number(booking.start),
            number(booking.end),
            number(booking.price()),
            booking.fee.map(|it| it.to_string()),
            text(if booking.exclusive { "t" } else { "f" }),
            group,
        ];
        let due_is_near = near(row[11].as_deref(), booking.due);
        let agreed_is_near = near(row[12].as_deref(), booking.agreed_at);
        let children = children.collect::<Vec<_>>().join(",");
        if row[1..11] != expected
            || !due_is_near
            || !agreed_is_near
            || row[13].as_deref() != Some(&children)
            || row[14] != number(booking.occupied().1 - booking.end)
        {
            differ.push(format!("in the database: {row:?}\nin the model: {booking:?}"));
        }
    }
    differ.extend(there.values().map(|row| format!("not in the model: {row:?}")));

    let entries = model.entries.iter().map(|it| {
        let booking = it.booking.map_or("-", |number| model.bookings[number].id.as_str());
        (it.id.clone(), format!("{} {booking}", it.status.name()))
    });
    let sql =
        "select id, status || ' ' || coalesce(booking_id::text, '-') from app.waitlist_entries";
    statuses(operator, sql, entries.collect(), &mut differ).await;
    let groups = model.groups.iter().map(|it| (it.id.clone(), it.status.name().to_owned()));
    statuses(operator, "select id, status from app.booking_groups", groups.collect(), &mut differ)
        .await;
    let wishes = model.wishes.iter().map(|it| {
        let owed = it.owed.map_or("-".to_owned(), |it| it.0.to_string());
        (it.id.clone(), format!("{} {owed}", it.status.name()))
    });
    statuses(
        operator,
        "select id, status || ' ' || coalesce(added_price::text, '-') from app.booking_extensions",
        wishes.collect(),
        &mut differ,
    )
    .await;
    differ
}

/// Whether a moment of the database is that of the model, but for the time that the run has taken.
fn near(there: Option<&str>, here: Option<i64>) -> bool {
    match (there.map(|it| it.parse::<i64>().unwrap()), here) {
        (Some(there), Some(here)) => (here - 1..here + SLACK).contains(&there),
        (there, here) => there.is_none() && here.is_none(),
    }
}

/// Compares keys and where each stands.
async fn statuses(
    operator: &Wire,
    sql: &str,
    here: BTreeMap<String, String>,
    differ: &mut Vec<String>,
) {
    let there = operator.rows(sql).await.into_iter();
    let there: BTreeMap<String, String> =
        there.map(|row| (row[0].clone().unwrap(), row[1].clone().unwrap())).collect();
    for (id, status) in here.iter().filter(|(id, status)| there.get(*id) != Some(status)) {
        differ.push(format!("{sql}: {id} is {status} in the model, and {:?} here", there.get(id)));
    }
    differ.extend(
        there
            .keys()
            .filter(|id| !here.contains_key(*id))
            .map(|id| format!("not in the model: {id}")),
    );
}
