//! Payments and what becomes of them, with the balance of each account.

use super::{DisputeStatus, Made, Model, Party, Refused, Status};
use crate::hammer::scene::DAY;
use std::collections::BTreeMap;

/// The books, and all that stands behind them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Books {
    pub(crate) payments: Vec<Payment>,
    pub(crate) attempts: Vec<Attempt>,
    pub(crate) refunds: Vec<Refund>,
    pub(crate) orders: Vec<super::Order>,
    pub(crate) disputes: Vec<super::Dispute>,
    pub(crate) payouts: Vec<super::Payout>,
    pub(crate) reports: Vec<super::Report>,
    /// What is left of credit, by user and by when it expires.
    pub(crate) credits: BTreeMap<(usize, Option<i64>), i64>,
    /// By purpose and whose, a debit where positive.
    pub(crate) balances: BTreeMap<(&'static str, usize), i64>,
    /// Whether nothing is paid out to a host, as a payout to them came back.
    pub(crate) closed_accounts: Vec<usize>,
}

/// How far a payment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PaymentStatus {
    Open,
    Processing,
    Authorized,
    Captured,
    Canceled,
}

/// How far an attempt is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd)]
pub(crate) enum AttemptStatus {
    Started,
    Processing,
    Authorized,
    Captured,
    Failed,
    Canceled,
}

/// How far a refund is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RefundStatus {
    Pending,
    Sent,
    Arrived,
    Failed,
}

#[derive(Debug, Clone)]
pub(crate) struct Payment {
    pub(crate) id: String,
    pub(crate) booking: usize,
    /// The longer stay that it is for.
    pub(crate) wish: Option<usize>,
    pub(crate) payer: usize,
    pub(crate) host: usize,
    pub(crate) amount: i64,
    /// Momni's fee, the tax on it, the rest for the host.
    pub(crate) shares: [i64; 3],
    pub(crate) refunded: [i64; 3],
    pub(crate) by_provider: i64,
    pub(crate) disputed: i64,
    pub(crate) credit: i64,
    /// Which credit that is.
    used: Vec<(Option<i64>, i64)>,
    pub(crate) status: PaymentStatus,
    stay_ends: i64,
    /// From when the share of the host may be released.
    hold: Option<i64>,
    released: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Attempt {
    pub(crate) id: String,
    pub(crate) payment: usize,
    pub(crate) amount: i64,
    pub(crate) status: AttemptStatus,
    pub(crate) sent: bool,
    /// Whether it paid what was paid already, or called off, and was given back whole.
    pub(crate) surplus: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Refund {
    pub(crate) id: String,
    pub(crate) payment: usize,
    pub(crate) amount: i64,
    /// What of it goes the way that it came.
    pub(crate) by_provider: i64,
    /// Which attempt it gives back, where it is of what was paid twice or too late.
    pub(crate) surplus: Option<usize>,
    /// Whether the provider knows of it.
    pub(super) sent: bool,
    pub(crate) status: RefundStatus,
}

impl Payment {
    /// Whether it is neither paid nor called off.
    pub(super) fn is_to_come(&self) -> bool {
        !matches!(self.status, PaymentStatus::Captured | PaymentStatus::Canceled)
    }

    /// What may be given back still.
    pub(super) fn left(&self) -> i64 {
        self.amount - self.refunded.iter().sum::<i64>() - self.disputed
    }
}

impl AttemptStatus {
    pub(super) fn is_live(self) -> bool {
        matches!(self, Self::Started | Self::Processing | Self::Authorized)
    }

    /// Reports come in any order: what is older than what is known changes nothing, and what was paid is paid.
    pub(super) fn may_become(self, to: Self) -> bool {
        to == Self::Captured && self != to || self.is_live() && to > self
    }
}

impl Books {
    /// Posts lines, which sum to zero.
    pub(super) fn post(&mut self, lines: &[(&'static str, usize, i64)]) {
        assert_eq!(lines.iter().map(|it| it.2).sum::<i64>(), 0, "{lines:?}");
        for (purpose, whose, amount) in lines {
            *self.balances.entry((purpose, *whose)).or_default() += amount;
        }
    }

    pub(super) fn balance(&self, purpose: &'static str, whose: usize) -> i64 {
        self.balances.get(&(purpose, whose)).copied().unwrap_or(0)
    }

    pub(super) fn add_credit(&mut self, user: usize, expires: Option<i64>, amount: i64) {
        *self.credits.entry((user, expires)).or_default() += amount;
    }

    /// Lines that give an amount to a host, who pays what they owe first.
    pub(super) fn host_gets(&self, host: usize, amount: i64) -> [(&'static str, usize, i64); 2] {
        let owed = self.balance("host_owes", host).min(amount);
        [("host_owes", host, -owed), ("host_payable", host, owed - amount)]
    }

    /// The live attempts at a payment are called off.
    fn call_off_attempts(&mut self, payment: usize) {
        for attempt in &mut self.attempts {
            if attempt.payment == payment && attempt.status.is_live() {
                attempt.status = AttemptStatus::Canceled;
            }
        }
    }

    /// Whether so much of a payment can be given back.
    pub(super) fn may_refund(&self, number: usize, amount: i64) -> Result<(), Refused> {
        let payment = &self.payments[number];
        if payment.status != PaymentStatus::Captured {
            return Err(vec!["MM304"]);
        }
        if amount > payment.left() || amount == 0 {
            return Err(vec!["MM302"]);
        }
        Ok(())
    }

    /// Gives money back.
    pub(super) fn begin_refund(
        &mut self,
        number: usize,
        amount: i64,
        as_credit: bool,
    ) -> Result<(), Refused> {
        self.may_refund(number, amount)?;
        let payment = &self.payments[number];
        // Each share bears its part of all that was given back so far, rounded down; the host bears the rest.
        let all = payment.refunded.iter().sum::<i64>() + amount;
        let part =
            |share: usize| payment.shares[share] * all / payment.amount - payment.refunded[share];
        let fee = part(0).clamp(0, amount);
        let tax = part(1).clamp(0, amount - fee);
        let host = (amount - fee - tax).min(payment.shares[2] - payment.refunded[2]);
        let fee = (amount - tax - host).min(payment.shares[0] - payment.refunded[0]);
        let tax = amount - fee - host;
        let by_card = payment.amount - payment.credit - payment.by_provider - payment.disputed;
        let by_provider = if as_credit { 0 } else { amount.min(by_card.max(0)) };
        let (host_number, payer) = (payment.host, payment.payer);
        let payable = -self.balance("host_payable", host_number);
        let from_payable = if payment.released { host.min(payable) } else { 0 };
        let owes = if payment.released { host - from_payable } else { 0 };

        let payment = &mut self.payments[number];
        for (share, given) in payment.refunded.iter_mut().zip([fee, tax, host]) {
            *share += given;
        }
        payment.by_provider += by_provider;
        self.post(&[
            ("host_held", host_number, host - from_payable - owes),
            ("host_payable", host_number, from_payable),
            ("host_owes", host_number, owes),
            ("platform_fees", 0, fee),
            ("tax_payable", 0, tax),
            ("refunds_in_transit", 0, -by_provider),
            ("user_credit", payer, by_provider - amount),
        ]);
        self.add_credit(payer, None, amount - by_provider);
        let status = if by_provider == 0 { RefundStatus::Arrived } else { RefundStatus::Pending };
        let (id, payment, surplus, sent) = (String::new(), number, None, false);
        self.refunds.push(Refund { id, payment, amount, by_provider, surplus, sent, status });
        Ok(())
    }

    /// Whether a bank has taken back what a refund gives back beside it, and has not decided.
    pub(super) fn bank_decides_first(&self, number: usize) -> bool {
        let refund = &self.refunds[number];
        let beside = refund.surplus.is_some() || self.payments[refund.payment].left() < 0;
        beside
            && self.disputes.iter().any(|it| {
                it.payment == refund.payment
                    && it.is_live()
                    && it.reference.is_some()
                    && it.over_surplus == refund.surplus
            })
    }

    /// A refund arrives, or fails and becomes credit but for what a bank took back beside it.
    pub(super) fn end_refund(&mut self, number: usize, arrived: bool) {
        let refund = &mut self.refunds[number];
        let (amount, surplus) = (refund.by_provider, refund.surplus);
        let was_arrived = refund.status == RefundStatus::Arrived;
        refund.status = if arrived { RefundStatus::Arrived } else { RefundStatus::Failed };
        if arrived {
            self.post(&[("refunds_in_transit", 0, amount), ("provider_clearing", 0, -amount)]);
            return;
        }
        let payment = &mut self.payments[refund.payment];
        // What was paid twice is no part of what is left.
        let covered = if surplus.is_some() {
            let taken = self.disputes.iter().filter(|it| it.over_surplus == surplus);
            let taken = taken.filter(|it| it.status != DisputeStatus::Rejected);
            taken.map(|it| it.amount).sum::<i64>().min(amount)
        } else {
            (-payment.left()).clamp(0, amount)
        };
        if surplus.is_none() {
            payment.disputed -= covered;
        }
        let payer = payment.payer;
        let from = if was_arrived { "provider_clearing" } else { "refunds_in_transit" };
        self.post(&[
            (from, 0, amount),
            ("dispute_losses", 0, -covered),
            ("user_credit", payer, covered - amount),
        ]);
        self.add_credit(payer, None, amount - covered);
    }

    /// What was to be given back of a payment, or of what was paid twice, beside what a bank took back for good is not sent.
    pub(super) fn unsent_refunds_end(&mut self, payment: usize, over_surplus: Option<usize>) {
        for number in (0..self.refunds.len()).rev() {
            if over_surplus.is_none() && self.payments[payment].left() >= 0 {
                return;
            }
            let refund = &self.refunds[number];
            let unsent = refund.status == RefundStatus::Pending && refund.surplus == over_surplus;
            if refund.payment == payment && unsent {
                self.end_refund(number, false);
            }
        }
    }

    /// A booking is over: what is not due is given back, or what was not paid is called off.
    fn booking_over(&mut self, booking: usize, due: i64, now: i64) {
        let of_it = |it: &usize| self.payments[*it].booking == booking;
        let (to_come, rest): (Vec<usize>, Vec<usize>) =
            (0..self.payments.len()).filter(of_it).partition(|it| self.payments[*it].is_to_come());
        let mut paid = rest;
        paid.retain(|it| self.payments[*it].status == PaymentStatus::Captured);
        // What a longer stay cost more first, and of that the last.
        paid.sort_by_key(|it| (self.payments[*it].wish.is_none(), std::cmp::Reverse(*it)));
        for number in to_come {
            self.cancel_payment(number, now);
        }
        let mut left = paid.iter().map(|it| self.payments[*it].left()).sum::<i64>() - due;
        for number in paid {
            let part = self.payments[number].left().min(left);
            if part > 0 {
                self.begin_refund(number, part, false).expect("there is so much left");
                left -= part;
            }
        }
    }

    /// Makes a payment for a stay, or for a longer one.
    pub(super) fn open_payment(
        &mut self,
        (booking, wish): (usize, Option<usize>),
        payer: usize,
        host: usize,
        amount: i64,
        stay_ends: i64,
    ) {
        // In Germany: twelve percent, and nineteen of that.
        let fee = (amount * 1200 + 5000) / 10000;
        let tax = (fee * 1900 + 5000) / 10000;
        self.payments.push(Payment {
            id: String::new(),
            booking,
            wish,
            payer,
            host,
            amount,
            shares: [fee, tax, amount - fee - tax],
            refunded: [0; 3],
            by_provider: 0,
            disputed: 0,
            credit: 0,
            used: Vec::new(),
            status: PaymentStatus::Open,
            stay_ends,
            hold: None,
            released: false,
        });
    }

    /// A payment that is not paid is called off.
    pub(super) fn cancel_payment(&mut self, number: usize, now: i64) {
        self.call_off_attempts(number);
        let payment = &mut self.payments[number];
        payment.status = PaymentStatus::Canceled;
        let (payer, credit) = (payment.payer, std::mem::take(&mut payment.credit));
        let used = if credit > 0 { payment.used.clone() } else { Vec::new() };
        self.post(&[("credit_reserved", 0, credit), ("user_credit", payer, -credit)]);
        // It is good for thirty days at least.
        for (expires, amount) in used {
            self.add_credit(payer, expires.map(|at| at.max(now + 30 * DAY)), amount);
        }
    }

    /// A stay ends at another time, and costs something else.
    pub(super) fn stay_moves(&mut self, booking: usize, ends: i64, now: i64) {
        for number in 0..self.payments.len() {
            let payment = &mut self.payments[number];
            match payment.status {
                _ if payment.booking != booking => {}
                PaymentStatus::Canceled => {}
                PaymentStatus::Captured => {
                    payment.stay_ends = ends;
                    if let Some(hold) = payment.hold.as_mut().filter(|_| !payment.released) {
                        *hold = ends + 3 * DAY;
                    }
                }
                _ if payment.wish.is_some() => {}
                _ => self.cancel_payment(number, now),
            }
        }
    }
}

impl Model {
    /// `api.pay_booking`
    pub(crate) fn pay_booking(&mut self, user: usize, number: usize) -> Result<Made, Refused> {
        let booking = &self.bookings[number];
        if !Self::created(user, booking.family) {
            return Err(vec!["P0002"]);
        }
        let running = |it: &&Payment| it.booking == number && it.wish.is_none() && it.is_to_come();
        if let Some(payment) = self.books.payments.iter().find(running) {
            return Ok(Made { answer: Some(payment.id.clone()), ..Made::default() });
        }
        let amount = booking.price();
        if booking.status != Status::Accepted || amount == 0 {
            return Err(vec!["MM304"]);
        }
        let (host, end) = (booking.host, booking.end);
        self.books.open_payment((number, None), user, host, amount, end);
        Ok(Made { payment: Some(self.books.payments.len() - 1), ..Made::default() })
    }

    /// `api.use_credit`
    pub(crate) fn use_credit(
        &mut self,
        user: usize,
        number: usize,
        amount: i64,
    ) -> Result<Made, Refused> {
        let (now, books) = (self.now, &mut self.books);
        let runs = books.attempts.iter().any(|it| it.payment == number && it.status.is_live());
        let payment = &mut books.payments[number];
        if payment.payer != user {
            return Err(vec!["P0002"]);
        }
        if payment.status != PaymentStatus::Open || payment.credit > 0 || runs {
            return Err(vec!["MM304"]);
        }
        if amount > payment.amount {
            return Err(vec!["MM302"]);
        }
        // What expires first is used first, and what never does at the end.
        let mut left = amount;
        let mut usable: Vec<_> = books.credits.iter_mut().filter(|it| it.0.0 == user).collect();
        usable.retain(|it| it.0.1.is_none_or(|expires| expires > now));
        usable.sort_by_key(|it| it.0.1.unwrap_or(i64::MAX));
        for ((_, expires), remaining) in usable {
            let some = left.min(*remaining);
            *remaining -= some;
            left -= some;
            payment.used.push((*expires, some));
        }
        if left > 0 {
            return Err(vec!["MM303"]);
        }
        payment.credit = amount;
        books.post(&[("user_credit", user, amount), ("credit_reserved", 0, -amount)]);
        Ok(Made::default())
    }

    /// `api.start_payment`
    pub(crate) fn start_payment(&mut self, user: usize, number: usize) -> Result<Made, Refused> {
        let payment = &mut self.books.payments[number];
        if payment.payer != user {
            return Err(vec!["P0002"]);
        }
        if !matches!(payment.status, PaymentStatus::Open | PaymentStatus::Processing) {
            return Err(vec!["MM304"]);
        }
        let amount = payment.amount - payment.credit;
        if amount > 0 {
            payment.status = PaymentStatus::Open;
        }
        self.books.call_off_attempts(number);
        if amount == 0 {
            self.capture(number, None);
            // The stay cannot get longer any more.
            if self.books.payments[number].status != PaymentStatus::Captured {
                return Err(vec!["MM304"]);
            }
            return Ok(Made { answer: Some(String::new()), ..Made::default() });
        }
        let attempt = Attempt {
            id: String::new(),
            payment: number,
            amount,
            status: AttemptStatus::Started,
            sent: false,
            surplus: false,
        };
        self.books.attempts.push(attempt);
        Ok(Made { attempt: Some(self.books.attempts.len() - 1), ..Made::default() })
    }

    /// A payment is paid, by an attempt or by credit alone.
    pub(super) fn capture(&mut self, number: usize, attempt: Option<usize>) {
        if let Some(attempt) = attempt {
            self.books.attempts[attempt].status = AttemptStatus::Captured;
        }
        // Where the stay cannot get longer any more the payment is called off.
        let wish = self.books.payments[number].wish;
        if let Some(wish) = wish.filter(|_| self.books.payments[number].is_to_come()) {
            self.extension_paid(wish);
        }
        let books = &mut self.books;
        let status = books.payments[number].status;
        if let Some(attempt) = attempt
            && matches!(status, PaymentStatus::Captured | PaymentStatus::Canceled)
        {
            books.attempts[attempt].surplus = true;
            let amount = books.attempts[attempt].amount;
            books.post(&[("provider_clearing", 0, amount), ("refunds_in_transit", 0, -amount)]);
            books.refunds.push(Refund {
                id: String::new(),
                payment: number,
                amount,
                by_provider: amount,
                surplus: Some(attempt),
                sent: false,
                status: RefundStatus::Pending,
            });
            return;
        }
        if status == PaymentStatus::Canceled {
            return;
        }
        books.call_off_attempts(number);
        let payment = &mut books.payments[number];
        // An attempt from before the credit pays all of it, and the credit is there again.
        if attempt.is_some_and(|it| books.attempts[it].amount != payment.amount - payment.credit) {
            let (payer, credit) = (payment.payer, std::mem::take(&mut payment.credit));
            let used = payment.used.clone();
            books.post(&[("credit_reserved", 0, credit), ("user_credit", payer, -credit)]);
            for (expires, amount) in used {
                let good = expires.map(|at| at.max(self.now + 30 * DAY));
                books.add_credit(payer, good, amount);
            }
        }
        let payment = &mut books.payments[number];
        payment.status = PaymentStatus::Captured;
        payment.hold = Some(payment.stay_ends + 3 * DAY);
        let Payment { credit, amount, host, booking, shares: [fee, tax, share], .. } = *payment;
        books.post(&[
            ("provider_clearing", 0, amount - credit),
            ("credit_reserved", 0, credit),
            ("host_held", host, -share),
            ("platform_fees", 0, -fee),
            ("tax_payable", 0, -tax),
        ]);
        if wish.is_some() {
            return;
        }
        if self.bookings[booking].status == Status::Accepted {
            self.step(booking, Status::Confirmed, &[Party::System]).expect("it may");
        } else {
            self.books.begin_refund(number, amount, false).expect("all of it is left");
        }
    }

    /// What follows for the money from it that a booking has moved.
    pub(super) fn money_follows(&mut self, booking: usize) {
        let over = &self.bookings[booking];
        if !matches!(
            over.status,
            Status::Cancelled | Status::Expired | Status::Declined | Status::NoShow
        ) {
            return;
        }
        self.books.booking_over(booking, over.fee.unwrap_or(0), self.now);
    }

    /// `app.release_holds`
    pub(crate) fn release_holds(&mut self) -> usize {
        let books = &mut self.books;
        let mut released = 0;
        for number in 0..books.payments.len() {
            let payment = &books.payments[number];
            let disputed = books.disputes.iter().any(|it| it.payment == number && it.is_live());
            let waits = books.orders.iter().any(|it| it.waits_over(number));
            let due = payment.hold.is_some_and(|at| at <= self.now);
            if payment.released || !due || disputed || waits {
                continue;
            }
            let (host, share) = (payment.host, payment.shares[2] - payment.refunded[2]);
            let [owed, payable] = books.host_gets(host, share);
            books.post(&[owed, payable, ("host_held", host, share)]);
            books.payments[number].released = true;
            released += 1;
        }
        released
    }

    /// `app.expire_credits`
    pub(crate) fn expire_credits(&mut self) {
        let books = &mut self.books;
        let due = |at: Option<i64>| at.is_some_and(|at| at <= self.now);
        let over: Vec<_> = books.credits.iter().filter(|it| due(it.0.1)).map(|it| *it.0).collect();
        for key in over {
            let left = books.credits.remove(&key).unwrap();
            books.post(&[("user_credit", key.0, left), ("credit_expense", 0, -left)]);
        }
    }
}
