//! What somebody does with money: in the model, and in the database.

use super::model::{AttemptStatus, Made, Meaning, Model, Ordered, Refused};
use super::model::{DisputeStatus, OrderStatus, PaymentStatus, PayoutStatus, RefundStatus, Status};
use super::random::Random;
use super::scene::{self, DAY, FAMILIES, HOUR, MINUTE, as_job, as_keeper, as_member, as_webhook};
use super::wire::Caller;

/// What somebody does with money. Members and keepers are numbers of the scene.
#[derive(Debug, Clone)]
pub(crate) enum Deal {
    Pay(usize, usize),
    UseCredit(usize, usize, i64),
    Start(usize, usize),
    Sent(usize),
    Report(String, Meaning),
    ApplyReports,
    Refund { keeper: usize, payment: usize, amount: i64, as_credit: bool },
    Grant { keeper: usize, user: usize, amount: i64, expires: Option<i64> },
    Approve(usize, usize),
    CallOff { keeper: usize, order: usize, withdraw: bool },
    RefundSent(usize),
    Dispute(usize, usize, i64),
    WithdrawDispute(usize, usize),
    Decide { keeper: usize, dispute: usize, upheld: bool },
    ReleaseHolds,
    ExpireCredits,
    SnapshotBalances,
    DrawUpPayouts(usize),
    PayoutSent(usize),
    OpenAccount(usize),
}

impl Deal {
    /// Does it in the model.
    pub(crate) fn apply(&self, model: &mut Model) -> Result<Made, Refused> {
        let counted = |count: usize| Made { answer: Some(count.to_string()), ..Made::default() };
        match self {
            Self::Pay(user, booking) => model.pay_booking(*user, *booking),
            Self::UseCredit(user, payment, amount) => model.use_credit(*user, *payment, *amount),
            Self::Start(user, payment) => model.start_payment(*user, *payment),
            Self::Sent(attempt) => {
                model.books.attempts[*attempt].sent = true;
                Ok(Made::default())
            }
            Self::Report(key, meaning) => model.report(key, meaning),
            Self::ApplyReports => Ok(counted(model.apply_reports())),
            Self::Refund { keeper, payment, amount, as_credit } => {
                let what = Ordered::Refund { payment: *payment, as_credit: *as_credit };
                model.order(*keeper, what, *amount)
            }
            Self::Grant { keeper, user, amount, expires } => {
                model.order(*keeper, Ordered::Credit { user: *user, expires: *expires }, *amount)
            }
            Self::Approve(keeper, order) => model.approve(*keeper, *order),
            Self::CallOff { keeper, order, withdraw } => {
                model.call_off_order(*keeper, *order, *withdraw)
            }
            Self::RefundSent(refund) => model.refund_sent(*refund),
            Self::Dispute(user, payment, amount) => model.open_dispute(*user, *payment, *amount),
            Self::WithdrawDispute(user, dispute) => model.withdraw_dispute(*user, *dispute),
            Self::Decide { keeper, dispute, upheld } => {
                model.decide_dispute(*keeper, *dispute, *upheld)
            }
            Self::ReleaseHolds => Ok(counted(model.release_holds())),
            Self::ExpireCredits => {
                model.expire_credits();
                Ok(Made::default())
            }
            Self::SnapshotBalances => Ok(Made::default()),
            Self::DrawUpPayouts(_) => model.draw_up_payouts(),
            Self::PayoutSent(payout) => model.payout_sent(*payout),
            Self::OpenAccount(host) => {
                model.books.closed_accounts.retain(|it| it != host);
                Ok(Made::default())
            }
        }
    }

    /// Who does it, and by which statement.
    pub(crate) fn call(&self, model: &Model, clock: &dyn Fn(i64) -> String) -> (Caller, String) {
        let books = &model.books;
        let payment = |it: &usize| format!("'{}'", books.payments[*it].id);
        let order = |it: &usize| format!("'{}'", books.orders[*it].id);
        let dispute = |it: &usize| format!("'{}'", books.disputes[*it].id);
        let (caller, call) = match self {
            Self::Pay(user, it) => {
                (as_member(*user), format!("api.pay_booking('{}')", model.bookings[*it].id))
            }
            Self::UseCredit(user, it, amount) => {
                (as_member(*user), format!("api.use_credit({}, {amount})", payment(it)))
            }
            Self::Start(user, it) => {
                (as_member(*user), format!("api.start_payment({})", payment(it)))
            }
            Self::Sent(it) => {
                let id = &books.attempts[*it].id;
                (as_webhook(), format!("app.attempt_sent('{id}', 'pi_{id}')"))
            }
            Self::Report(key, meaning) => return (as_webhook(), report(model, key, meaning)),
            Self::ApplyReports => (as_job(), "app.apply_provider_events()".to_owned()),
            Self::Refund { keeper, payment: it, amount, as_credit } => {
                let call =
                    format!("api.refund_payment({}, {amount}, 'x', {as_credit})", payment(it));
                (as_keeper(*keeper), format!("order_id, done from {call}"))
            }
            Self::Grant { keeper, user, amount, expires } => {
                let (user, expires) =
                    (scene::user(*user), expires.map_or("null".to_owned(), clock));
                let call = format!("api.grant_credit('{user}', {amount}, 'EUR', 'x', {expires})");
                (as_keeper(*keeper), format!("order_id, done from {call}"))
            }
            Self::Approve(keeper, it) => {
                (as_keeper(*keeper), format!("api.approve_money_order({})", order(it)))
            }
            Self::CallOff { keeper, order: it, withdraw: true } => {
                (as_keeper(*keeper), format!("api.withdraw_money_order({})", order(it)))
            }
            Self::CallOff { keeper, order: it, withdraw: false } => {
                (as_keeper(*keeper), format!("api.decline_money_order({}, 'x')", order(it)))
            }
            Self::RefundSent(it) => {
                let id = &books.refunds[*it].id;
                (as_webhook(), format!("app.refund_sent('{id}', 're_{id}')"))
            }
            Self::Dispute(user, it, amount) => {
                (as_member(*user), format!("api.open_dispute({}, {amount}, 'x')", payment(it)))
            }
            Self::WithdrawDispute(user, it) => {
                (as_member(*user), format!("api.withdraw_dispute({})", dispute(it)))
            }
            Self::Decide { keeper, dispute: it, upheld } => {
                let call = format!("api.decide_dispute({}, {upheld}, 'x')", dispute(it));
                (as_keeper(*keeper), format!("order_id, done from {call}"))
            }
            Self::ReleaseHolds => (as_job(), "app.release_holds()".to_owned()),
            Self::ExpireCredits => (as_job(), "app.expire_credits()".to_owned()),
            Self::SnapshotBalances => (as_job(), "app.snapshot_balances(3)".to_owned()),
            Self::DrawUpPayouts(keeper) => (
                as_keeper(*keeper),
                "order_id, done from api.draw_up_payouts('EUR', 'x')".to_owned(),
            ),
            Self::PayoutSent(it) => {
                let id = &books.payouts[*it].id;
                (as_webhook(), format!("app.payout_sent('{id}', 'po_{id}')"))
            }
            Self::OpenAccount(host) => {
                let host = scene::host(*host);
                (as_webhook(), format!("app.set_payout_account('{host}', 'stripe', 'acct')"))
            }
        };
        (caller, format!("select {call}"))
    }
}

/// A report as the provider sends it, kept and then applied.
fn report(model: &Model, key: &str, meaning: &Meaning) -> String {
    let books = &model.books;
    let (kind, object) = match meaning {
        Meaning::Payment { attempt, to, amount } => {
            let kind = match to {
                AttemptStatus::Processing => "payment_intent.processing",
                AttemptStatus::Authorized => "payment_intent.amount_capturable_updated",
                AttemptStatus::Captured => "payment_intent.succeeded",
                AttemptStatus::Failed => "payment_intent.payment_failed",
                _ => "payment_intent.canceled",
            };
            let id = &books.attempts[*attempt].id;
            (kind, format!(r#"{{"id":"pi_{id}","amount_received":{amount},"currency":"eur"}}"#))
        }
        Meaning::Refund { refund, arrived } => {
            let status = if *arrived { "succeeded" } else { "failed" };
            let id = &books.refunds[*refund].id;
            ("refund.updated", format!(r#"{{"id":"re_{id}","status":"{status}"}}"#))
        }
        Meaning::DisputeOpened { attempt, reference, amount } => {
            let id = &books.attempts[*attempt].id;
            let object = format!(
                r#"{{"id":"{reference}","payment_intent":"pi_{id}","amount":{amount},"currency":"eur"}}"#
            );
            ("charge.dispute.created", object)
        }
        Meaning::DisputeClosed { reference, lost } => {
            let status = if *lost { "lost" } else { "won" };
            ("charge.dispute.closed", format!(r#"{{"id":"{reference}","status":"{status}"}}"#))
        }
        Meaning::Payout { payout, paid } => {
            let kind = if *paid { "payout.paid" } else { "payout.failed" };
            (kind, format!(r#"{{"id":"po_{}"}}"#, books.payouts[*payout].id))
        }
    };
    format!(
        "select app.receive_provider_event('stripe', '{key}', '{kind}', now(), '{{\"data\":{{\"object\":{object}}}}}');
         select app.apply_provider_event('stripe', '{key}')"
    )
}

/// How a deal is drawn.
type Drawn = fn(&mut Random, &Model) -> Option<Deal>;

/// One where it can be done mostly.
fn one<T>(random: &mut Random, of: &[T], these: impl Fn(&T) -> bool) -> Option<usize> {
    let any = random.chance(10);
    let numbers: Vec<usize> = (0..of.len()).filter(|it| any || these(&of[*it])).collect();
    random.one(&numbers)
}

/// The user mostly.
fn user(random: &mut Random, user: usize) -> usize {
    if random.chance(95) { user } else { random.below(FAMILIES) }
}

const DEALS: &[(usize, Drawn)] = &[
    (24, |random, model| {
        let number = one(random, &model.bookings, |it| it.status == Status::Accepted)?;
        Some(Deal::Pay(user(random, model.bookings[number].family), number))
    }),
    (5, |random, model| {
        let number = one(random, &model.books.payments, |it| it.status == PaymentStatus::Open)?;
        let it = &model.books.payments[number];
        let credit: i64 =
            model.books.credits.iter().filter(|c| c.0.0 == it.payer).map(|c| c.1).sum();
        let amount = if random.chance(70) {
            credit.min(it.amount).max(1)
        } else {
            random.between(1, it.amount + 1)
        };
        Some(Deal::UseCredit(user(random, it.payer), number, amount))
    }),
    (24, |random, model| {
        let open = |it: &super::model::Payment| it.status == PaymentStatus::Open;
        let number = one(random, &model.books.payments, open)?;
        Some(Deal::Start(user(random, model.books.payments[number].payer), number))
    }),
    (24, |random, model| Some(Deal::Sent(one(random, &model.books.attempts, |it| !it.sent)?))),
    (40, |random, model| {
        let number = one(random, &model.books.attempts, |it| {
            it.sent && it.status != AttemptStatus::Captured
        })?;
        let to = random.weighed(&[
            (2, AttemptStatus::Processing),
            (1, AttemptStatus::Authorized),
            (10, AttemptStatus::Captured),
            (1, AttemptStatus::Failed),
            (1, AttemptStatus::Canceled),
        ]);
        let amount = model.books.attempts[number].amount + i64::from(random.chance(5));
        let key = format!("pay {number} {to:?} {amount} {}", random.below(2));
        Some(Deal::Report(key, Meaning::Payment { attempt: number, to, amount }))
    }),
    (3, |_, _| Some(Deal::ApplyReports)),
    (8, |random, model| {
        let number = one(random, &model.books.payments, |it| it.status == PaymentStatus::Captured)?;
        let all = model.books.payments[number].amount;
        let amount = if random.chance(20) { all } else { random.between(1, all) };
        let (keeper, as_credit) = (random.below(2), random.chance(30));
        Some(Deal::Refund { keeper, payment: number, amount, as_credit })
    }),
    (6, |random, model| {
        let expires =
            random.chance(50).then(|| model.now + random.between(1, 5) * DAY + 10 * MINUTE);
        let (keeper, user) = (random.below(2), random.below(FAMILIES));
        Some(Deal::Grant { keeper, user, amount: random.between(1, 6000), expires })
    }),
    (4, |random, model| {
        let number = one(random, &model.books.orders, |it| it.status == OrderStatus::Pending)?;
        Some(Deal::Approve(random.below(2), number))
    }),
    (2, |random, model| {
        let number = one(random, &model.books.orders, |it| it.status == OrderStatus::Pending)?;
        Some(Deal::CallOff { keeper: random.below(2), order: number, withdraw: random.chance(50) })
    }),
    (8, |random, model| {
        let to_send =
            |it: &super::model::Refund| it.status == RefundStatus::Pending && it.by_provider > 0;
        Some(Deal::RefundSent(one(random, &model.books.refunds, to_send)?))
    }),
    (8, |random, model| {
        let number = one(random, &model.books.refunds, |it| it.status == RefundStatus::Sent)?;
        let arrived = random.chance(70);
        let key = format!("refund {number} {arrived} {}", random.below(2));
        Some(Deal::Report(key, Meaning::Refund { refund: number, arrived }))
    }),
    (4, |random, model| {
        let number = one(random, &model.books.payments, |it| it.status == PaymentStatus::Captured)?;
        let it = &model.books.payments[number];
        Some(Deal::Dispute(user(random, it.payer), number, random.between(1, it.amount)))
    }),
    (4, |random, model| {
        let number =
            one(random, &model.books.disputes, |it| it.is_live() && it.reference.is_none())?;
        // Who did not open a dispute of a bank is not told of it.
        let payer = model.books.payments[model.books.disputes[number].payment].payer;
        let (keeper, upheld) = (random.below(2), random.chance(60));
        Some(if random.chance(30) {
            Deal::WithdrawDispute(user(random, payer), number)
        } else {
            Deal::Decide { keeper, dispute: number, upheld }
        })
    }),
    (4, |random, model| {
        let captured = |it: &super::model::Attempt| it.status == AttemptStatus::Captured;
        let number = one(random, &model.books.attempts, captured)?;
        let amount = random.between(1, model.books.attempts[number].amount + 1);
        let reference = format!("dp_{number}_{}", random.below(2));
        let key = format!("dispute {reference} {amount}");
        Some(Deal::Report(key, Meaning::DisputeOpened { attempt: number, reference, amount }))
    }),
    (4, |random, model| {
        let number = one(random, &model.books.disputes, |it| it.status == DisputeStatus::Open)?;
        let reference = model.books.disputes[number].reference.clone()?;
        let lost = random.chance(50);
        let key = format!("closed {reference} {lost}");
        Some(Deal::Report(key, Meaning::DisputeClosed { reference, lost }))
    }),
    (5, |random, _| {
        random.one(&[
            Deal::ReleaseHolds,
            Deal::ReleaseHolds,
            Deal::ExpireCredits,
            Deal::SnapshotBalances,
        ])
    }),
    (3, |random, _| Some(Deal::DrawUpPayouts(random.below(2)))),
    (4, |random, model| {
        Some(Deal::PayoutSent(one(random, &model.books.payouts, |it| {
            it.status == PayoutStatus::Ready
        })?))
    }),
    (4, |random, model| {
        let sent = |it: &super::model::Payout| {
            matches!(it.status, PayoutStatus::Sent | PayoutStatus::Paid)
        };
        let number = one(random, &model.books.payouts, sent)?;
        let paid = random.chance(60);
        let key = format!("payout {number} {paid} {}", random.below(2));
        Some(Deal::Report(key, Meaning::Payout { payout: number, paid }))
    }),
    (1, |random, model| Some(Deal::OpenAccount(random.below(model.terms.len())))),
];

/// What somebody does with money next. None where there is nothing for what was drawn.
pub(crate) fn draw(random: &mut Random, model: &Model) -> Option<Deal> {
    let drawn: Drawn = random.weighed(DEALS);
    drawn(random, model)
}

/// How long a time passes between deals: holds end after days.
pub(crate) const LENGTHS: [(usize, i64); 3] = [(2, 20 * MINUTE), (3, 5 * HOUR), (2, 49 * HOUR)];
