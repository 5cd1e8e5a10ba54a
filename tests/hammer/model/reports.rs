//! What providers report, in whatever order.

use super::{
    AttemptStatus, Dispute, DisputeStatus, Made, Model, PaymentStatus, PayoutStatus, RefundStatus,
    Refused,
};

/// What a report says, and of what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// An attempt has come so far; with how much.
    Payment {
        attempt: usize,
        to: AttemptStatus,
        amount: i64,
    },
    Refund {
        refund: usize,
        arrived: bool,
    },
    /// A bank takes back what an attempt brought.
    DisputeOpened {
        attempt: usize,
        reference: String,
        amount: i64,
    },
    DisputeClosed {
        reference: String,
        lost: bool,
    },
    Payout {
        payout: usize,
        paid: bool,
    },
}

/// A report, known by its key.
#[derive(Debug, Clone)]
pub(crate) struct Report {
    pub(crate) key: String,
    pub(crate) meaning: Meaning,
    pub(crate) status: &'static str,
}

impl Model {
    /// A report comes, perhaps again, and is applied.
    pub(crate) fn report(&mut self, key: &str, meaning: &Meaning) -> Result<Made, Refused> {
        let known = self.books.reports.iter().position(|it| it.key == key);
        let number = known.unwrap_or_else(|| {
            // What comes twice is what came first.
            let report =
                Report { key: key.to_owned(), meaning: meaning.clone(), status: "waiting" };
            self.books.reports.push(report);
            self.books.reports.len() - 1
        });
        let status = self.apply(number);
        Ok(Made { answer: Some(status.to_owned()), ..Made::default() })
    }

    /// `app.apply_provider_events`
    pub(crate) fn apply_reports(&mut self) -> usize {
        let waiting: Vec<usize> = (0..self.books.reports.len())
            .filter(|it| self.books.reports[*it].status == "waiting")
            .collect();
        waiting.into_iter().filter(|it| self.apply(*it) == "applied").count()
    }

    /// Applies a report that is not applied.
    fn apply(&mut self, number: usize) -> &'static str {
        let Report { meaning, status, .. } = self.books.reports[number].clone();
        if status == "applied" {
            return status;
        }
        let became = match meaning {
            Meaning::Payment { attempt, to, amount } => self.payment_reported(attempt, to, amount),
            Meaning::Refund { refund, arrived } => self.refund_reported(refund, arrived),
            Meaning::DisputeOpened { attempt, reference, amount } => {
                self.dispute_reported(attempt, reference, amount)
            }
            Meaning::DisputeClosed { reference, lost } => self.dispute_closed(&reference, lost),
            Meaning::Payout { payout, paid } => self.payout_reported(payout, paid),
        };
        self.books.reports[number].status = became;
        became
    }

    fn payment_reported(&mut self, number: usize, to: AttemptStatus, amount: i64) -> &'static str {
        let attempt = &mut self.books.attempts[number];
        if !attempt.sent {
            return "waiting";
        }
        if !attempt.status.may_become(to) {
            return "applied";
        }
        if to == AttemptStatus::Captured {
            if amount != attempt.amount {
                return "problem";
            }
            let payment = attempt.payment;
            self.capture(payment, Some(number));
            return "applied";
        }
        attempt.status = to;
        self.books.payments[attempt.payment].status = match to {
            AttemptStatus::Processing => PaymentStatus::Processing,
            AttemptStatus::Authorized => PaymentStatus::Authorized,
            _ => PaymentStatus::Open,
        };
        "applied"
    }

    fn refund_reported(&mut self, number: usize, arrived: bool) -> &'static str {
        let books = &mut self.books;
        let refund = &books.refunds[number];
        if !refund.sent {
            return "waiting";
        }
        // Whether the payer has the money in the end, the bank says first.
        if !arrived && books.bank_decides_first(number) {
            return "waiting";
        }
        match (refund.status, arrived) {
            (RefundStatus::Sent, _) | (RefundStatus::Arrived, false) => {}
            _ => return "applied",
        }
        let booking = books.payments[refund.payment].booking;
        books.end_refund(number, arrived);
        // Where a bank took it back beside it, less of another payment was given back.
        self.money_follows(booking);
        "applied"
    }

    fn dispute_reported(&mut self, attempt: usize, reference: String, amount: i64) -> &'static str {
        let books = &mut self.books;
        let it = &books.attempts[attempt];
        let (payment, paid) = (it.payment, it.amount);
        let over_surplus = it.surplus.then_some(attempt);
        if !it.sent || it.status != AttemptStatus::Captured {
            return "waiting";
        }
        if books.disputes.iter().any(|it| it.reference.as_ref() == Some(&reference)) {
            return "applied";
        }
        if amount > paid {
            return "problem";
        }
        if books
            .disputes
            .iter()
            .any(|it| it.payment == payment && it.is_live() && it.reference.is_some())
        {
            return "problem";
        }
        for own in &mut books.disputes {
            if own.payment == payment && own.is_live() {
                own.status = DisputeStatus::Withdrawn;
            }
        }
        let (id, status) = (String::new(), DisputeStatus::Open);
        let reference = Some(reference);
        books.disputes.push(Dispute { id, payment, amount, reference, over_surplus, status });
        if over_surplus.is_none() {
            books.payments[payment].disputed += amount;
        }
        books.post(&[("disputed", 0, amount), ("provider_clearing", 0, -amount)]);
        "applied"
    }

    fn dispute_closed(&mut self, reference: &str, lost: bool) -> &'static str {
        let books = &mut self.books;
        let known = |it: &&mut Dispute| it.reference.as_deref() == Some(reference);
        let Some(dispute) = books.disputes.iter_mut().find(known) else { return "waiting" };
        if !dispute.is_live() {
            return "applied";
        }
        dispute.status = if lost { DisputeStatus::Upheld } else { DisputeStatus::Rejected };
        let Dispute { payment, amount, over_surplus, .. } = *dispute;
        if !lost && over_surplus.is_none() {
            books.payments[payment].disputed -= amount;
        }
        let to = if lost { "dispute_losses" } else { "provider_clearing" };
        books.post(&[(to, 0, amount), ("disputed", 0, -amount)]);
        if lost {
            books.unsent_refunds_end(payment, over_surplus);
        }
        if over_surplus.is_none() {
            // A booking that was called off meanwhile found nothing left to be given back, or less of another payment.
            self.money_follows(self.books.payments[payment].booking);
        }
        "applied"
    }

    fn payout_reported(&mut self, number: usize, paid: bool) -> &'static str {
        let books = &mut self.books;
        let payout = books.payouts[number].clone();
        let was_paid = payout.status == PayoutStatus::Paid;
        match (payout.status, paid) {
            (PayoutStatus::Ready, _) => return "waiting",
            (PayoutStatus::Sent, _) | (PayoutStatus::Paid, false) => {}
            _ => return "applied",
        }
        books.payouts[number].status = if paid { PayoutStatus::Paid } else { PayoutStatus::Failed };
        if paid {
            books.post(&[
                ("payouts_in_transit", 0, payout.amount),
                ("provider_clearing", 0, -payout.amount),
            ]);
            return "applied";
        }
        let from = if was_paid { "provider_clearing" } else { "payouts_in_transit" };
        let [owed, payable] = books.host_gets(payout.host, payout.amount);
        books.post(&[owed, payable, (from, 0, payout.amount)]);
        books.closed_accounts.push(payout.host);
        "applied"
    }

    /// `app.refund_sent`
    pub(crate) fn refund_sent(&mut self, number: usize) -> Result<Made, Refused> {
        let refund = &mut self.books.refunds[number];
        if refund.status != RefundStatus::Pending {
            return Err(vec!["P0002"]);
        }
        refund.status = RefundStatus::Sent;
        refund.sent = true;
        Ok(Made::default())
    }
}
