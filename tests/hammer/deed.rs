//! What one of many does at once, drawn from what they have seen.

use super::random::Random;
use super::scene::{
    self, CHILDREN, FAMILIES, HOUR, KEEPERS, MINUTE, STRANGER, as_job, as_keeper, as_member,
    as_webhook,
};
use super::view::{Stay, Thing, View};
use super::wire::Caller;
use std::collections::BTreeMap;

/// A call of a function.
#[derive(Debug, Clone)]
pub(crate) struct Deed {
    pub(crate) caller: Caller,
    /// With its schema.
    pub(crate) function: &'static str,
    pub(crate) arguments: String,
    /// What the operator does first: time passes for a row.
    pub(crate) before: Option<String>,
    /// A code that it makes is kept under this name.
    pub(crate) code: Option<String>,
}

/// Codes that were made: of groups, and for handing over.
pub(crate) type Codes = BTreeMap<String, String>;

type Drawn = fn(&mut Random, &View, &Codes, i64) -> Option<Deed>;

fn deed(caller: Caller, function: &'static str, arguments: String) -> Deed {
    Deed { caller, function, arguments, before: None, code: None }
}

/// Most are who may; some are not.
fn creator(random: &mut Random, family: usize) -> Caller {
    as_member(if random.chance(95) { family } else { random.below(STRANGER + 1) })
}

fn host(random: &mut Random, number: usize) -> Caller {
    as_member(super::model::Model::user_of(if random.chance(95) { number } else { 0 }))
}

fn keeper(random: &mut Random) -> Caller {
    as_keeper(random.below(2))
}

fn stay(random: &mut Random, view: &View, at: &[&str]) -> Option<Stay> {
    let any = random.chance(5);
    let these: Vec<Stay> =
        view.stays.iter().filter(|it| any || at.contains(&it.status.as_str())).cloned().collect();
    random.one(&these)
}

/// Something where it can be done mostly.
fn thing(random: &mut Random, things: &[Thing], at: &[&str]) -> Option<Thing> {
    let any = random.chance(8);
    let these: Vec<Thing> =
        things.iter().filter(|it| any || at.contains(&it.status.as_str())).cloned().collect();
    random.one(&these)
}

fn children(random: &mut Random, family: usize) -> String {
    let ours: Vec<usize> =
        (0..CHILDREN.len()).filter(|it| CHILDREN[*it].1.contains(&family)).collect();
    let some = if random.chance(70) { vec![random.one(&ours).unwrap()] } else { ours };
    let ids: Vec<String> = some.iter().map(|it| scene::member(family, *it)).collect();
    format!("'{{{}}}'::uuid[]", ids.join(","))
}

/// A stay within the next hours, with one of few hosts.
fn ask(random: &mut Random, began: i64) -> (usize, String) {
    let (family, house) = (random.below(FAMILIES), random.below(scene::hosts().len()));
    let start = began + 40 * MINUTE + random.between(0, 6).pow(2) / 4 * HOUR;
    let end = start + random.between(1, 4) * HOUR;
    let (id, house) = (scene::family(family), scene::host(house));
    let children = children(random, family);
    (family, format!("'{id}', '{house}', to_timestamp({start}), to_timestamp({end}), {children}"))
}

/// A report of the provider's, which comes in two transactions, and often twice.
fn report(random: &mut Random, kind: &str, object: &str) -> Deed {
    let key = format!("{kind} {object} {}", random.below(2));
    let hash =
        key.bytes().fold(0_u64, |sum, byte| sum.wrapping_mul(131).wrapping_add(u64::from(byte)));
    let before = format!(
        "set local role momni_webhook; select app.receive_provider_event('stripe', 'evt_{hash:x}', '{kind}', now(), '{{\"data\":{{\"object\":{object}}}}}')"
    );
    let mut deed =
        deed(as_webhook(), "app.apply_provider_event", format!("'stripe', 'evt_{hash:x}'"));
    deed.before = Some(before);
    deed
}

const BOOKINGS: &[(usize, Drawn)] = &[
    (30, |random, _, _, began| {
        let (family, ask) = ask(random, began);
        Some(deed(creator(random, family), "api.hold_booking", ask))
    }),
    (8, |random, _, _, began| {
        let (family, ask) = ask(random, began);
        Some(deed(creator(random, family), "api.join_waitlist", ask))
    }),
    (14, |random, view, _, _| {
        let stay = stay(random, view, &["held"])?;
        Some(deed(creator(random, stay.family), "api.request_booking", format!("'{}'", stay.id)))
    }),
    (20, |random, view, _, _| {
        let stay = stay(random, view, &["requested"])?;
        Some(deed(host(random, stay.host), "api.accept_booking", format!("'{}'", stay.id)))
    }),
    (2, |random, view, _, _| {
        let stay = stay(random, view, &["requested"])?;
        Some(deed(host(random, stay.host), "api.decline_booking", format!("'{}'", stay.id)))
    }),
    (6, |random, view, _, _| {
        let stay = stay(random, view, &["held", "requested", "accepted", "confirmed"])?;
        let by =
            if random.chance(70) { creator(random, stay.family) } else { host(random, stay.host) };
        Some(deed(by, "api.cancel_booking", format!("'{}'", stay.id)))
    }),
    (2, |random, view, _, _| {
        let entry = random.one(&view.entries)?;
        Some(deed(creator(random, entry.whose), "api.leave_waitlist", format!("'{}'", entry.id)))
    }),
    (7, |random, _, _, began| {
        let (family, ask) = ask(random, began);
        let mut deed =
            deed(creator(random, family), "api.create_booking_group", format!("{ask}, 'Together'"));
        deed.code = Some("group".to_owned());
        Some(deed)
    }),
    (9, |random, view, codes, _| {
        let code = codes.get(&random.one(&view.groups)?.id)?;
        let family = random.below(FAMILIES);
        let arguments =
            format!("'{code}', '{}', {}", scene::family(family), children(random, family));
        Some(deed(creator(random, family), "api.join_booking_group", arguments))
    }),
    (3, |random, view, _, _| {
        let group = random.one(&view.groups)?;
        let function = if random.chance(70) {
            "api.request_booking_group"
        } else {
            "api.cancel_booking_group"
        };
        Some(deed(creator(random, group.whose), function, format!("'{}'", group.id)))
    }),
    (3, |random, view, _, _| {
        let stay = stay(random, view, &["requested"])?;
        Some(deed(
            host(random, stay.host),
            "api.accept_booking_group",
            format!("'{}'", stay.group?),
        ))
    }),
    (14, |random, view, _, _| {
        let stay = stay(random, view, &["accepted", "confirmed", "in_progress"])?;
        let end = stay.ends + random.between(-1, 6) * 20 * MINUTE;
        let arguments = format!("'{}', to_timestamp({end})", stay.id);
        Some(deed(creator(random, stay.family), "api.request_extension", arguments))
    }),
    (20, |random, view, _, _| {
        let wish = random.one(&view.wishes)?;
        let is_agreed = wish.status == "agreed";
        let (caller, function) = match random.below(24) {
            0 | 1 => (creator(random, wish.family), "api.withdraw_extension"),
            2 | 3 => (host(random, wish.host), "api.decline_extension"),
            it if is_agreed == (it < 23) => (creator(random, wish.family), "api.pay_extension"),
            _ => (host(random, wish.host), "api.accept_extension"),
        };
        Some(deed(caller, function, format!("'{}'", wish.id)))
    }),
    (4, |random, view, _, _| {
        let stay = stay(random, view, &["confirmed", "in_progress"])?;
        let kind = if stay.status == "in_progress" { "check_out" } else { "check_in" };
        let mut deed = deed(
            creator(random, stay.family),
            "api.make_handover_code",
            format!("'{}', '{kind}'", stay.id),
        );
        deed.code = Some(format!("{kind} {}", stay.id));
        Some(deed)
    }),
    (4, |random, view, codes, _| {
        let stay = stay(random, view, &["confirmed", "in_progress"])?;
        let (kind, function) = match stay.status.as_str() {
            "in_progress" => ("check_out", "api.check_out"),
            _ => ("check_in", "api.check_in"),
        };
        let code = codes.get(&format!("{kind} {}", stay.id))?;
        Some(deed(host(random, stay.host), function, format!("'{}', '{code}'", stay.id)))
    }),
    (12, |random, view, _, _| {
        let jobs = [
            "app.expire_bookings",
            "app.mark_no_shows",
            "app.complete_stays",
            "app.promote_waitlist",
            "app.expire_groups",
            "app.expire_extensions",
        ];
        let mut deed = deed(as_job(), random.one(&jobs)?, String::new());
        let stay =
            stay(random, view, &["held", "requested", "accepted", "confirmed", "in_progress"])?;
        deed.before = Some(format!(
            "update app.bookings set due_at = now() - interval '1 second' where id = '{0}' and due_at is not null and random() < 0.6;
             update app.booking_extensions set due_at = now() - interval '1 second' where booking_id = '{0}' and status = 'agreed' and random() < 0.6",
            stay.id
        ));
        Some(deed)
    }),
    (26, |random, view, _, _| {
        let stay = stay(random, view, &["accepted"])?;
        Some(deed(creator(random, stay.family), "api.pay_booking", format!("'{}'", stay.id)))
    }),
];

const MONEY: &[(usize, Drawn)] = &[
    (20, |random, view, _, _| {
        let payment = thing(random, &view.payments, &["open", "processing"])?;
        Some(deed(as_member(payment.whose), "api.start_payment", format!("'{}'", payment.id)))
    }),
    (10, |random, view, _, _| {
        let payment = thing(random, &view.payments, &["open"])?;
        let amount = random.between(1, payment.amount.min(6000) + 1);
        Some(deed(
            as_member(payment.whose),
            "api.use_credit",
            format!("'{}', {amount}", payment.id),
        ))
    }),
    (20, |random, view, _, _| {
        let attempt = thing(random, &view.attempts, &["started"])?;
        Some(deed(as_webhook(), "app.attempt_sent", format!("'{0}', 'pi_{0}'", attempt.id)))
    }),
    (44, |random, view, _, _| {
        let attempt = thing(random, &view.attempts, &["started", "processing", "authorized"])?;
        let kinds = [
            (3, "payment_intent.processing"),
            (2, "payment_intent.amount_capturable_updated"),
            (24, "payment_intent.succeeded"),
            (2, "payment_intent.payment_failed"),
            (2, "payment_intent.canceled"),
        ];
        let amount = attempt.amount + i64::from(random.chance(3));
        let object = format!(
            "{{\"id\":\"pi_{}\",\"amount_received\":{amount},\"currency\":\"eur\"}}",
            attempt.id
        );
        let kind = random.weighed(&kinds);
        Some(report(random, kind, &object))
    }),
    (10, |random, view, _, _| {
        let payment = thing(random, &view.payments, &["captured"])?;
        let amount =
            if random.chance(25) { payment.amount } else { random.between(1, payment.amount) };
        let arguments = format!("'{}', {amount}, 'x', {}", payment.id, random.chance(40));
        Some(deed(keeper(random), "api.refund_payment", arguments))
    }),
    (5, |random, view, _, _| {
        let refund = thing(random, &view.refunds, &["pending"])?;
        Some(deed(as_webhook(), "app.refund_sent", format!("'{0}', 're_{0}'", refund.id)))
    }),
    (6, |random, view, _, _| {
        let refund = thing(random, &view.refunds, &["sent"])?;
        let status = if random.chance(70) { "succeeded" } else { "failed" };
        let object = format!("{{\"id\":\"re_{}\",\"status\":\"{status}\"}}", refund.id);
        Some(report(random, "refund.updated", &object))
    }),
    (6, |random, _, _, _| {
        let user = scene::user(random.below(FAMILIES));
        let amount = random.between(1, 4000);
        let expires = if random.chance(50) { "now() + interval '1 day'" } else { "null" };
        Some(deed(
            keeper(random),
            "api.grant_credit",
            format!("'{user}', {amount}, 'EUR', 'x', {expires}"),
        ))
    }),
    (8, |random, view, _, _| {
        let order = random.one(&view.orders)?;
        let (caller, function, reason) = match random.below(8) {
            0 => (as_keeper(order.whose - KEEPERS), "api.withdraw_money_order", ""),
            1 => (keeper(random), "api.decline_money_order", ", 'x'"),
            _ => (keeper(random), "api.approve_money_order", ""),
        };
        Some(deed(caller, function, format!("'{}'{reason}", order.id)))
    }),
    (4, |random, view, _, _| {
        let payment = thing(random, &view.payments, &["captured"])?;
        let amount = random.between(1, payment.amount);
        Some(deed(
            as_member(payment.whose),
            "api.open_dispute",
            format!("'{}', {amount}, 'x'", payment.id),
        ))
    }),
    (3, |random, view, _, _| {
        let attempt = thing(random, &view.attempts, &["captured"])?;
        let amount = random.between(1, attempt.amount);
        let object = format!(
            "{{\"id\":\"du_{0}_{1}\",\"payment_intent\":\"pi_{0}\",\"amount\":{amount},\"currency\":\"eur\"}}",
            attempt.id,
            random.below(2)
        );
        Some(report(random, "charge.dispute.created", &object))
    }),
    (6, |random, view, _, _| {
        let dispute = random.one(&view.disputes)?;
        if let Some(reference) = dispute.status.strip_prefix("provider ") {
            if random.chance(40) {
                let arguments =
                    format!("'{}', {}, 'x'", dispute.id, random.between(1, dispute.amount));
                return Some(deed(keeper(random), "api.charge_dispute", arguments));
            }
            let status = if random.chance(50) { "won" } else { "lost" };
            let object = format!("{{\"id\":\"{reference}\",\"status\":\"{status}\"}}");
            return Some(report(random, "charge.dispute.closed", &object));
        }
        Some(match random.below(4) {
            0 => {
                deed(as_member(dispute.whose), "api.withdraw_dispute", format!("'{}'", dispute.id))
            }
            1 => deed(
                as_member(dispute.whose),
                "api.add_dispute_evidence",
                format!("'{}', 'x'", dispute.id),
            ),
            _ => deed(
                keeper(random),
                "api.decide_dispute",
                format!("'{}', {}, 'x'", dispute.id, random.chance(60)),
            ),
        })
    }),
    (8, |random, view, _, _| {
        let jobs = [
            "app.release_holds",
            "app.release_holds",
            "app.release_holds",
            "app.expire_credits",
            "app.lapse_disputes",
            "app.snapshot_balances",
            "app.apply_provider_events",
        ];
        let function = random.one(&jobs)?;
        let arguments = if function == "app.snapshot_balances" { "3" } else { "" };
        let mut deed = deed(as_job(), function, arguments.to_owned());
        let payment = thing(random, &view.payments, &["captured"])?;
        deed.before = Some(format!(
            "update app.payment_holds set release_at = now() where intent_id = '{0}' and released_at is null;
             update app.credits set expires_at = now() where id = (select id from app.credits where expires_at > now() and random() < 0.05 limit 1)",
            payment.id
        ));
        Some(deed)
    }),
    (12, |random, _, _, _| {
        Some(deed(keeper(random), "api.draw_up_payouts", "'EUR', 'x'".to_owned()))
    }),
    (3, |random, view, _, _| {
        let payout = thing(random, &view.payouts, &["ready"])?;
        Some(deed(as_webhook(), "app.payout_sent", format!("'{0}', 'po_{0}'", payout.id)))
    }),
    (4, |random, view, _, _| {
        let payout = thing(random, &view.payouts, &["sent", "paid"])?;
        let kind = if random.chance(60) { "payout.paid" } else { "payout.failed" };
        Some(report(random, kind, &format!("{{\"id\":\"po_{}\"}}", payout.id)))
    }),
    (1, |random, _, _, _| {
        let host = scene::host(random.below(scene::hosts().len()));
        Some(deed(as_webhook(), "app.set_payout_account", format!("'{host}', 'stripe', 'acct'")))
    }),
];

/// What somebody does next. `began` is when the test began, in seconds since 1970.
pub(crate) fn draw(random: &mut Random, view: &View, codes: &Codes, began: i64) -> Deed {
    loop {
        let of = if random.chance(55) { BOOKINGS } else { MONEY };
        let drawn: Drawn = random.weighed(of);
        if let Some(deed) = drawn(random, view, codes, began) {
            return deed;
        }
    }
}
