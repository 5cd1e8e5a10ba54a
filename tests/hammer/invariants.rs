//! What must hold of all rows, whoever did what in which order: each statement finds what breaks it.

use super::wire::Wire;

/// Of bookings.
const BOOKINGS: &[(&str, &str)] = &[
    (
        "more children than places",
        "select c.host_id, m.moment, count(*) from (select distinct host_id, lower(occupied) as moment from app.booking_children where occupying) m
         join app.booking_children c on c.host_id = m.host_id and c.occupying and c.occupied @> m.moment
         join app.host_terms t on t.host_id = c.host_id group by c.host_id, m.moment, t.places having count(*) > t.places",
    ),
    (
        "more children of an age than places",
        "select c.host_id, c.age_group, m.moment, count(*) from (select distinct host_id, lower(occupied) as moment from app.booking_children where occupying) m
         join app.booking_children c on c.host_id = m.host_id and c.occupying and c.occupied @> m.moment
         join app.host_capacities t on t.host_id = c.host_id and t.age_group = c.age_group
         group by c.host_id, c.age_group, m.moment, t.places having count(*) > t.places",
    ),
    (
        "two parties in an exclusive house",
        "select a.id, b.id from app.bookings a join app.bookings b on b.host_id = a.host_id and b.id > a.id and a.occupied && b.occupied
         where a.occupying and b.occupying and (a.exclusive or b.exclusive) and coalesce(a.group_id, a.id) <> coalesce(b.group_id, b.id)",
    ),
    (
        "a child in two places",
        "select a.child_id, a.booking_id, b.booking_id from app.booking_children a
         join app.booking_children b on b.child_id = a.child_id and b.booking_id > a.booking_id and a.during && b.during
         where a.status in ('accepted', 'confirmed', 'in_progress') and b.status in ('accepted', 'confirmed', 'in_progress')",
    ),
    (
        "a booking without children, or with other copies",
        "select b.id from app.bookings b where not exists (select from app.booking_children c where c.booking_id = b.id)
         union all select b.id from app.bookings b join app.booking_children c on c.booking_id = b.id
         where (c.status, c.during, c.occupied, c.host_id) is distinct from (b.status, b.during, b.occupied, b.host_id)",
    ),
    (
        "an offer that is not held, or held without an offer",
        "select e.id from app.waitlist_entries e join app.bookings b on b.id = e.booking_id where (e.status = 'offered') <> (b.status = 'held')
         union all select b.id from app.bookings b where b.status = 'held' and b.moved_by = 'system'
           and not exists (select from app.waitlist_entries e where e.booking_id = b.id)",
    ),
    (
        "who came later was asked before",
        "with waits as (
           select e.id, e.turn, e.host_id, e.during, e.status, e.booking_id, min(c.id::text)::uuid as child, min(c.birth_date) as born,
             (select min(v.id) from app.booking_events v where v.booking_id = e.booking_id) as asked
           from app.waitlist_entries e
           join app.waitlist_children w on w.entry_id = e.id
           join app.family_members m on m.id = w.member_id
           join app.children c on c.id = m.child_id
           group by e.id having count(*) = 1)
         select one.id, other.id from waits one
         join waits other on other.host_id = one.host_id and other.during = one.during and other.born = one.born and other.turn > one.turn
         where other.asked is not null and (one.status = 'waiting' or one.asked > other.asked)
           -- A child takes one place in a house: while it has one, who comes later is asked.
           and not exists (
             select from app.booking_children k
             where k.child_id = one.child and k.host_id = one.host_id and k.during && one.during and k.booking_id is distinct from one.booking_id)",
    ),
    (
        "places that are kept for no longer stay, or a longer stay for which none are",
        "select b.id from app.bookings b where b.occupying and b.held_until is distinct from (
           select e.ends_at from app.booking_extensions e where e.booking_id = b.id and e.status = 'agreed')
         union all select e.id from app.booking_extensions e join app.bookings b on b.id = e.booking_id
         where e.status in ('requested', 'agreed') and not b.occupying",
    ),
    (
        "a way that no table has",
        "select v.booking_id, v.from_status, v.to_status from app.booking_events v
         where v.from_status <> v.to_status and not exists (
           select from app.booking_transitions t where (t.from_status, t.to_status, t.party) = (v.from_status, v.to_status, v.party))
         union all select booking_id, before, from_status from (
           select booking_id, from_status, lag(to_status) over (partition by booking_id order by id) as before from app.booking_events) h
         where h.from_status is distinct from h.before",
    ),
];

/// Of money.
const MONEY: &[(&str, &str)] = &[
    (
        "a transaction that does not sum to zero",
        "select t.id from app.ledger_transactions t left join app.ledger_entries e on e.transaction_id = t.id
         group by t.id, e.currency having count(e.id) < 2 or sum(e.amount) <> 0",
    ),
    (
        "a balance that is not the sum of its entries",
        "select a.id, app.balance(a.id) from app.ledger_accounts a
         where app.balance(a.id) <> (select coalesce(sum(e.amount), 0) from app.ledger_entries e where e.account_id = a.id)",
    ),
    (
        "an account on the wrong side of zero",
        "select a.id, a.purpose, sum(e.amount) from app.ledger_accounts a join app.ledger_purposes p using (purpose)
         join app.ledger_entries e on e.account_id = a.id where p.guarded group by a.id, p.kind
         having case when p.kind = 'liability' then sum(e.amount) > 0 else sum(e.amount) < 0 end",
    ),
    (
        "more given back than was paid, or other sums",
        "select p.id from app.payment_intents p
         left join lateral (select coalesce(sum(r.amount), 0) as amount, coalesce(sum(r.host_amount), 0) as host, coalesce(sum(r.fee_amount), 0) as fee,
           coalesce(sum(r.tax_amount), 0) as tax, coalesce(sum(r.provider_amount), 0) as provider
           from app.refunds r where r.intent_id = p.id and r.cause <> 'surplus') r on true
         where r.amount > p.amount or (r.host, r.fee, r.tax, r.provider) <> (p.refunded_host, p.refunded_fee, p.refunded_tax, p.refunded_by_provider)
           or r.host > p.host_amount or r.fee > p.fee_amount or r.tax > p.tax_amount or r.provider > p.amount - p.credit_amount
           or r.amount > 0 and p.status <> 'captured'",
    ),
    (
        "paid twice and not given back",
        "select a.intent_id from app.payment_attempts a join app.payment_intents p on p.id = a.intent_id where a.status = 'captured'
         group by a.intent_id, p.status, p.amount, p.credit_amount
         having count(*) <> (select count(*) from app.refunds r where r.intent_id = a.intent_id and r.cause = 'surplus')
           + (p.status = 'captured' and p.credit_amount < p.amount)::integer",
    ),
    (
        "credit that is not what the ledger has",
        "select u.id from app.users u
         where (select coalesce(sum(c.remaining), 0) from app.credits c where c.user_id = u.id)
           <> (select coalesce(-sum(e.amount), 0) from app.ledger_accounts a join app.ledger_entries e on e.account_id = a.id
               where a.user_id = u.id and a.purpose = 'user_credit')",
    ),
    (
        "more credit used than there was",
        "select c.id from app.credits c left join app.credit_uses u on u.credit_id = c.id
         group by c.id having coalesce(sum(u.amount), 0) + c.remaining > c.amount or c.remaining < 0",
    ),
    (
        "a payment for what is not to be paid",
        "select b.id from app.bookings b join app.payment_intents p on p.booking_id = b.id
         where b.status <> 'accepted' and p.extension_id is null and p.status in ('open', 'processing', 'authorized')
         union all select e.id from app.booking_extensions e join app.payment_intents p on p.extension_id = e.id
         where e.status <> 'agreed' and p.status in ('open', 'processing', 'authorized')",
    ),
    (
        "a stay that takes place and is not paid",
        "select b.id from app.bookings b
         where b.status in ('confirmed', 'in_progress', 'completed') and b.price <> (
           select coalesce(sum(p.amount), 0) from app.payment_intents p where p.booking_id = b.id and p.status = 'captured')",
    ),
    (
        "a booking that is called off and not given back",
        "select b.id from app.bookings b join app.payment_intents p on p.booking_id = b.id and p.status = 'captured'
         where b.status in ('cancelled', 'expired', 'declined', 'no_show')
         group by b.id
         having sum(p.amount - p.refunded_host - p.refunded_fee - p.refunded_tax) > coalesce(b.fee, 0)
           and not exists (select from app.disputes d join app.payment_intents i on i.id = d.intent_id
             where i.booking_id = b.id and d.origin = 'provider' and d.status <> 'rejected')",
    ),
    (
        "done alone beyond the limit, or without a second",
        "select o.requested_by, o.deed from app.money_orders o join app.money_limits l using (deed, currency)
         where o.status in ('pending', 'done') and not o.needs_second group by o.requested_by, o.deed, l.alone having sum(o.amount) > l.alone
         union all select o.requested_by, o.deed from app.money_orders o
         where o.status = 'done' and o.needs_second and (o.decided_by is null or o.decided_by = o.requested_by)",
    ),
    (
        "two disputes over one payment at once",
        "select d.intent_id from app.disputes d where d.status in ('open', 'answered', 'lapsed') group by d.intent_id having count(*) > 1",
    ),
    (
        "released while it is disputed, or without a posting",
        "select h.intent_id from app.payment_holds h join app.payment_intents p on p.id = h.intent_id
         where (h.released_at is not null) < exists (select from app.ledger_transactions t where t.kind = 'hold_released' and t.source = h.intent_id)",
    ),
];

/// What the rows of money say that each account is. In the order of the chart; none of it looks at the ledger.
const BALANCES: &[(&str, &str)] = &[
    (
        "provider_clearing",
        "(select coalesce(sum(a.amount), 0) from app.payment_attempts a where a.status = 'captured')
         - (select coalesce(sum(r.provider_amount), 0) from app.refunds r where r.status = 'arrived')
         - (select coalesce(sum(p.amount), 0) from app.payouts p where p.status = 'paid')
         - (select coalesce(sum(d.amount), 0) from app.disputes d where d.origin = 'provider' and d.status <> 'rejected')",
    ),
    ("disputed", "(select coalesce(sum(d.amount), 0) from app.disputes d where d.origin = 'provider' and d.status in ('open', 'answered', 'lapsed'))"),
    (
        "host_held",
        "-(select coalesce(sum(p.host_amount - p.refunded_host - p.charged_host), 0) from app.payment_intents p join app.payment_holds h on h.intent_id = p.id
           where h.released_at is null)",
    ),
    ("payouts_in_transit", "-(select coalesce(sum(p.amount), 0) from app.payouts p where p.status in ('drawn_up', 'ready', 'sent'))"),
    ("refunds_in_transit", "-(select coalesce(sum(r.provider_amount), 0) from app.refunds r where r.status in ('pending', 'sent'))"),
    ("user_credit", "-(select coalesce(sum(c.remaining), 0) from app.credits c)"),
    ("credit_reserved", "-(select coalesce(sum(p.credit_amount), 0) from app.payment_intents p where p.status in ('open', 'processing', 'authorized'))"),
    ("platform_fees", "-(select coalesce(sum(p.fee_amount - p.refunded_fee), 0) from app.payment_intents p where p.status = 'captured')"),
    ("tax_payable", "-(select coalesce(sum(p.tax_amount - p.refunded_tax), 0) from app.payment_intents p where p.status = 'captured')"),
    (
        "dispute_losses",
        "(select coalesce(sum(d.amount), 0) from app.disputes d where d.origin = 'provider' and d.status = 'upheld')
         - (select coalesce(sum(r.covered_amount), 0) from app.refunds r) - (select coalesce(sum(p.charged_host), 0) from app.payment_intents p)",
    ),
];

/// What a host has coming, less what they owe: released shares less payouts that did not fail.
const OF_HOSTS: &str = "select h.id from app.hosts h
    where (select coalesce(-sum(e.amount), 0) from app.ledger_accounts a join app.ledger_entries e on e.account_id = a.id
           where a.host_id = h.id and a.purpose in ('host_payable', 'host_owes'))
      <> (select coalesce(sum(p.host_amount - p.refunded_host - p.charged_host), 0) from app.payment_intents p
          join app.payment_holds r on r.intent_id = p.id and r.released_at is not null where p.host_id = h.id)
        - (select coalesce(sum(o.amount), 0) from app.payouts o where o.host_id = h.id and o.status in ('drawn_up', 'ready', 'sent', 'paid'))";

/// What does not hold.
pub(crate) async fn broken(operator: &Wire) -> Vec<String> {
    let mut broken = Vec::new();
    let statements = BOOKINGS.iter().chain(MONEY).copied();
    for (what, sql) in statements.chain([("a host has other money coming than is due", OF_HOSTS)]) {
        let rows = operator.rows(sql).await;
        if !rows.is_empty() {
            broken.push(format!("{what}: {:?}", &rows[..rows.len().min(3)]));
        }
    }
    for (purpose, rows) in BALANCES {
        let sql = format!(
            "select (select coalesce(sum(e.amount), 0) from app.ledger_accounts a join app.ledger_entries e on e.account_id = a.id
                     where a.purpose = '{purpose}'), {rows}"
        );
        let row = operator.rows(&sql).await.remove(0);
        if row[0] != row[1] {
            broken
                .push(format!("{purpose} is {:?}, and {:?} by the rows of money", row[0], row[1]));
        }
    }
    broken.extend(still_waits(operator).await);
    broken
}

/// Places that are free while somebody waits for them, once all that has run out is let go.
async fn still_waits(operator: &Wire) -> Option<String> {
    operator.rows("select app.expire_bookings()").await;
    let offers = operator.rows("select app.promote_waitlist()").await.remove(0).remove(0).unwrap();
    (offers != "0").then(|| format!("{offers} waited for what was free"))
}

/// Enough happened for what holds to mean something: half of what does mostly, as who meets whom is never twice the same.
pub(crate) async fn something_happened(operator: &Wire, operations: usize) {
    for (what, one_of, sql) in [
        ("bookings", 15, "select count(*) from app.bookings"),
        (
            "stays that were agreed on",
            40,
            "select count(*) from app.bookings where accepted_at is not null",
        ),
        (
            "stays that began",
            500,
            "select count(*) from app.booking_events where to_status = 'in_progress'",
        ),
        ("offers", 100, "select count(*) from app.waitlist_entries where booking_id is not null"),
        (
            "longer stays that were agreed on",
            1000,
            "select count(*) from app.booking_extensions where status = 'accepted' or added_price is not null",
        ),
        (
            "longer stays that were paid",
            5000,
            "select count(*) from app.payment_intents where extension_id is not null and status = 'captured'",
        ),
        (
            "families that joined",
            1000,
            "select count(*) from app.bookings b join app.booking_groups g on g.id = b.group_id and g.family_id <> b.family_id",
        ),
        ("payments", 100, "select count(*) from app.payment_intents where status = 'captured'"),
        ("refunds", 100, "select count(*) from app.refunds"),
        ("credit that was used", 500, "select count(*) from app.credit_uses"),
        ("disputes", 500, "select count(*) from app.disputes"),
        ("payouts", 500, "select count(*) from app.payouts"),
    ] {
        let there = operator.rows(sql).await.remove(0).remove(0).unwrap();
        let there: usize = there.parse().unwrap();
        eprintln!("{there} {what}");
        assert!(
            there >= operations / (one_of * 2),
            "only {there} {what} of {operations} operations"
        );
    }
}
